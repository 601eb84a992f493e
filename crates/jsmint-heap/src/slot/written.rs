//! Which parts of a live slot its tenant has written to.

use std::ops::Range;

use super::{Live, Slot};
use crate::header::Header;
use crate::image::Image;
use crate::size::{GRAIN, round_up};

impl Slot<Live> {
    /// Promises that no page of the slot was written to for the first time since it was clean, or since its written parts
    /// were last asked for: then asking need not ask the system. The promise holds for the next time that it is asked.
    ///
    /// # Safety
    ///
    /// As for [`abandon_faultless`](Self::abandon_faultless), for that time.
    #[inline]
    pub unsafe fn assume_faultless(&mut self) {
        self.inner.faultless = true;
    }

    /// The parts that may differ from the image, ascending, in whole grains; what they do not have is as the image has it.
    /// Without an image, all that is used. From here on, what was written to so far is known (H13).
    pub(super) fn written(&mut self, image: Option<&Image>) -> Vec<Range<usize>> {
        let faultless = std::mem::take(&mut self.inner.faultless);
        // SAFETY: H1, the header page of a live slot is committed.
        let used = unsafe { (*Header::of(self.base())).used };
        let end = round_up(used, GRAIN);
        let Some(image) = image else { return std::iter::once(0..end).collect() };
        if let Some(watched) = &mut self.inner.watched {
            if watched.ask(&self.inner.reservation, faultless).is_some() {
                let (mut parts, told) = watched.stretches();
                // The allocator's end may lie before that of the watch, and what was once used beyond it is zero or known.
                if told < end {
                    parts.push(told..end);
                }
                return parts;
            }
            self.inner.watched = None;
        }
        self.compared(image, end)
    }

    /// The parts that do differ.
    fn compared(&self, image: &Image, end: usize) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let expected = image.words_at(self.base().as_ptr().addr() as u64).chain(std::iter::repeat(0));
        for (at, expected) in (0..end).step_by(8).zip(expected) {
            if parts.last().is_some_and(|last| at < last.end) {
                continue;
            }
            // SAFETY: H1, a word of the accessible part; the slot's tenant is not at work while this borrow lasts.
            if unsafe { self.base().add(at).cast::<u64>().read() } != expected {
                let start = at & !(GRAIN - 1);
                match parts.last_mut() {
                    Some(last) if last.end == start => last.end += GRAIN,
                    _ => parts.push(start..start + GRAIN),
                }
            }
        }
        parts
    }
}
