//! Undoing what a tenant has done since some moment.

use std::fmt;
use std::ops::Range;

use super::{Live, RestorePolicy, Slot};
use crate::error::HeapError;
use crate::header::TENANT_WORDS;
use crate::image::Image;
use crate::relocate;
use crate::size::{ByteCount, GRAIN, round_up};

/// What a tenancy was at one moment: the parts in which it differed from its image.
pub struct Checkpoint {
    /// Which tenancy.
    base: usize,
    number: u64,
    used: usize,
    parts: Vec<Range<usize>>,
    /// The words of all parts.
    lines: Vec<Line>,
}

/// Words as they lie in a line of the processor's caches.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[expect(dead_code, reason = "copied as a whole")] [u64; 8]);

const LINE: usize = size_of::<Line>();

/// Which words of a grain are moved where nothing is.
const NONE: [u64; GRAIN / 512] = [0; GRAIN / 512];

impl Checkpoint {
    /// How much memory it holds.
    #[must_use]
    pub fn size(&self) -> ByteCount {
        ByteCount::bytes(self.lines.len() * LINE)
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint").field("number", &self.number).field("size", &self.size()).finish_non_exhaustive()
    }
}

impl Slot<Live> {
    /// What the tenant is now; it must be at rest. `image` is the one that the slot was filled with, if it was.
    ///
    /// Cost: 0.1 µs a page that was written to.
    #[must_use]
    pub fn checkpoint(&mut self, image: Option<&Image>) -> Checkpoint {
        let parts = self.written(image);
        let mut lines = Vec::with_capacity(parts.iter().map(|part| part.len() / LINE).sum());
        for part in &parts {
            // SAFETY: H1, an accessible part of this slot, whose tenant is at rest; the reference ends here.
            lines.extend_from_slice(unsafe {
                std::slice::from_raw_parts(self.base().add(part.start).cast::<Line>().as_ptr(), part.len() / LINE)
            });
        }
        let used = self.used().get();
        Checkpoint { base: self.base().as_ptr().addr(), number: self.number(), used, parts, lines }
    }

    /// Makes the tenant what it was at a checkpoint of this tenancy. The tenant words stay as they are.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system refuses to take memory back that is no longer used; the slot is to be abandoned
    /// then.
    ///
    /// # Panics
    ///
    /// If the checkpoint is that of another slot or tenancy.
    pub fn roll_back(
        &mut self,
        image: Option<&Image>,
        checkpoint: &Checkpoint,
        policy: RestorePolicy,
    ) -> Result<(), HeapError> {
        let base = self.base();
        let is_own = (checkpoint.base, checkpoint.number) == (base.as_ptr().addr(), self.number());
        assert!(is_own, "the checkpoint is that of another tenancy");
        let now = self.written(image);
        let tenant = base.cast::<[u64; TENANT_WORDS]>();
        // SAFETY: H1, the header page of a live slot is committed.
        let tenant_words = unsafe { tenant.read() };
        let grains = checkpoint.parts.iter().flat_map(|part| part.clone().step_by(GRAIN));
        for (start, lines) in grains.zip(checkpoint.lines.chunks_exact(GRAIN / LINE)) {
            // SAFETY: H1, H12: it was accessible then, and what is accessible becomes no less in a tenancy; a grain of words.
            // What is as it was is not written again, and mostly that is nearly all.
            unsafe { relocate::copy(base.add(start).cast().as_ptr(), lines.as_ptr().cast(), &NONE, 0) };
        }
        // What has been written to since, and was as the image has it; or lay beyond all that was used.
        let mut then = checkpoint.parts.iter().peekable();
        for Range { mut start, end } in now {
            while start < end {
                while then.next_if(|part| part.end <= start).is_some() {}
                match then.peek() {
                    Some(part) if part.start <= start => start = part.end,
                    next => {
                        let stop = next.map_or(end, |part| part.start.min(end));
                        self.renew(image, start..stop, policy)?;
                        start = stop;
                    }
                }
            }
        }
        // SAFETY: H1, as above.
        unsafe { tenant.write(tenant_words) };
        debug_assert_eq!(self.used().get(), checkpoint.used);
        Ok(())
    }

    /// Makes a part what it is in a slot that nobody has lived in; the tenant words, too.
    fn renew(&self, image: Option<&Image>, part: Range<usize>, policy: RestorePolicy) -> Result<(), HeapError> {
        let stored = image.map_or(0, |image| round_up(image.len().get(), GRAIN)).clamp(part.start, part.end);
        if let Some(image) = image {
            // SAFETY: H1, H2: an accessible part of this slot.
            unsafe { image.copy_part_to(self.base(), part.start..stored) };
        }
        if part.end - stored > policy.kept().get() {
            let refused = |source| HeapError::NoMemory { asked: ByteCount::bytes(part.end - stored), source };
            return self.inner.reservation.discard(stored, part.end).map_err(refused);
        }
        // SAFETY: H1, an accessible part of this slot.
        unsafe { self.base().add(stored).write_bytes(0, part.end - stored) };
        Ok(())
    }
}
