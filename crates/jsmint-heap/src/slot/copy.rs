//! A tenant a second time, in another slot.

use std::ops::Range;

use super::{Clean, Empty, Live, Slot, State};
use crate::error::HeapError;
use crate::header::{Header, TENANT_WORDS};
use crate::image::Image;
use crate::relocate::{Move, copy_in_range};

impl Slot<Clean> {
    /// Lets the tenant of another slot in, once more: as it is now, at rest. What its slot has of the image is not copied.
    ///
    /// Every word of it that lies in the other slot is taken for a pointer: true of all pointers, and of plain data so
    /// improbable that it is no matter (see [`PointerRule::Range`](crate::PointerRule::Range)). Tenant words are not copied.
    ///
    /// Cost: 0.1 µs a page that was written to; as much again as a fault for each that nobody in this slot has written to.
    ///
    /// # Errors
    ///
    /// [`HeapError::ImageTooLarge`] or [`HeapError::NoMemory`] if the slot is too small or cannot be made as large. The slot
    /// is gone then; the other is as it was.
    ///
    /// # Panics
    ///
    /// If one of the two holds another image than this one.
    pub fn occupy_as(self, original: &mut Slot<Live>, image: &Image) -> Result<Slot<Live>, HeapError> {
        let held = [self.inner.image, original.inner.image];
        assert!(held == [image.fingerprint(); 2], "both slots must hold the image");
        self.copy(original, Some(image))
    }
}

impl Slot<Empty> {
    /// The same for a tenant of a slot without an image: all that is used is copied.
    ///
    /// # Errors
    ///
    /// As for a clean slot; [`HeapError::Unsupported`] where slots do not lie at chosen addresses.
    pub fn occupy_as(self, original: &mut Slot<Live>) -> Result<Slot<Live>, HeapError> {
        self.copy(original, None)
    }
}

impl<S: State> Slot<S> {
    fn copy(mut self, original: &mut Slot<Live>, image: Option<&Image>) -> Result<Slot<Live>, HeapError> {
        let (used, range) = (original.used(), self.range());
        if used > range {
            return Err(HeapError::ImageTooLarge { image: used, range });
        }
        self.commit(used.get())?;
        let (to, from) = (self.base(), original.base());
        let base = from.as_ptr().addr() as u64;
        let distance = (to.as_ptr().addr() as u64).wrapping_sub(base);
        if distance as u32 != 0 {
            return Err(HeapError::Unsupported);
        }
        let how = Move { base, range: original.range().get() as u64, distance };
        for Range { start, end } in original.written(image) {
            let start = start.max(TENANT_WORDS * 8);
            // SAFETY: H1, H2, H12, H14: accessible parts of two slots, which lie apart.
            unsafe {
                let (to, from) = (to.add(start).cast().as_ptr(), from.add(start).cast().as_ptr());
                copy_in_range(to, from, (end - start) / 8, how);
            }
        }
        // SAFETY: H1, this slot's header page, committed.
        unsafe { Header::reset_tenant(to, self.inner.committed, self.inner.reservation.range()) };
        Ok(self.into_state())
    }
}
