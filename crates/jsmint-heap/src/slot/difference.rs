//! Tenants put to sleep as what differs from their image, and woken elsewhere.

use std::ops::Range;

use super::{Clean, Live, Slot};
use crate::delta::{self, BadDelta, Bitmap, Place, Writer};
use crate::error::HeapError;
use crate::header::{Header, TENANT_WORDS, USED_WORD};
use crate::image::Image;
use crate::program::Program;
use crate::size::PAGE;

/// Why a tenant cannot be woken.
#[derive(Debug)]
pub enum WakeError {
    /// The bytes are not what one was put to sleep as.
    Bad(BadDelta),
    /// There is no memory for it.
    Heap(HeapError),
}

impl From<BadDelta> for WakeError {
    fn from(error: BadDelta) -> Self {
        Self::Bad(error)
    }
}

impl From<HeapError> for WakeError {
    fn from(error: HeapError) -> Self {
        Self::Heap(error)
    }
}

impl Slot<Live> {
    /// What the tenant, at rest, has that the image has not. It means the same in every slot that has the image, in every
    /// process of this build of the program.
    ///
    /// Words that lie in the slot are taken for pointers into it (H14), and those that a function of the program or aligned data
    /// of it lies at for pointers to that.
    /// Cost: 1 µs a page that was written to.
    #[must_use]
    pub fn difference(&mut self, image: &Image, program: &Program) -> Vec<u8> {
        let parts = self.written(Some(image));
        let used = self.used().get();
        let base = self.base().as_ptr().addr() as u64;
        let place = Place { base, range: self.range().get() as u64, program };
        let mut writer = Writer::default();
        for start in parts.into_iter().flat_map(|Range { start, end }| (start..end.min(used)).step_by(PAGE)) {
            // SAFETY: H1, an accessible page of this slot, whose tenant is at rest; the reference ends here.
            let words = unsafe { std::slice::from_raw_parts(self.base().add(start).cast::<u64>().as_ptr(), PAGE / 8) };
            let mut bitmap = Bitmap::default();
            image.compare_page(start, base, words, &mut bitmap);
            if start == 0 {
                bitmap[0] &= u64::MAX << TENANT_WORDS;
            }
            if bitmap != Bitmap::default() {
                writer.page(start / PAGE, &bitmap, words, place);
            }
        }
        writer.finish(used)
    }
}

impl Slot<Clean> {
    /// Lets a tenant in that was put to sleep with [`difference`](Slot::difference), from a slot with the same image.
    ///
    /// All is checked before anything is written: that the bytes are whole, and write and point nowhere but into the slot and
    /// the program. What they write there is believed.
    ///
    /// # Errors
    ///
    /// [`WakeError::Bad`] for bytes that are no difference; [`WakeError::Heap`] if the slot is too small or cannot be made as
    /// large. The slot is gone then.
    ///
    /// # Safety
    ///
    /// The bytes are what [`difference`](Slot::difference) has made, of a tenant of this image, or one with the same
    /// [contents](Image::portable_fingerprint), in the same build of the program: they may say what code is run.
    pub unsafe fn wake(mut self, bytes: &[u8], image: &Image, program: &Program) -> Result<Slot<Live>, WakeError> {
        assert!(self.inner.image == image.fingerprint(), "the slot must hold the image");
        let base = self.base();
        let place = Place { base: base.as_ptr().addr() as u64, range: self.range().get() as u64, program };
        let delta = delta::read(bytes, place)?;
        let used = delta.words.binary_search_by_key(&(USED_WORD as u32), |&(at, _)| at);
        // What does not differ is as in the image.
        if used.map_or(image.reach().get() as u64, |at| delta.words[at].1) != delta.used as u64 {
            return Err(BadDelta::SIZES.into());
        }
        self.commit(delta.used)?;
        for (at, word) in delta.words {
            // SAFETY: H1, a word below `used`, which is committed, and beyond the tenant words.
            unsafe { base.cast::<u64>().add(at as usize).write(word) };
        }
        // SAFETY: H1, this slot's header page, committed.
        unsafe { Header::reset_tenant(base, self.inner.committed, self.inner.reservation.range()) };
        Ok(self.into_state())
    }
}
