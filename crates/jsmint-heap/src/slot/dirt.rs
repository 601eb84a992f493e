//! What a tenant has written to, for those who want less of it.

use std::ops::Range;

use super::{Live, Slot};
use crate::allocator::{self, Block};
use crate::header::Header;
use crate::image::Image;
use crate::size::GRAIN;

/// A page of a live slot that is to be restored after its tenancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPage {
    /// Where it begins, in bytes from the slot's base.
    pub offset: usize,
    /// Where the words of it lie that differ from the image's, in bytes from the slot's base, ascending. None if all words
    /// are what they were, be it again.
    pub words: Vec<usize>,
}

impl Slot<Live> {
    /// The pages that are written to, ascending: those that differ from the image, and, where the system can tell, those
    /// that were written to since the slot was made, by this tenant or one before. Costs as much as reading the slot.
    #[must_use]
    pub fn written_pages(&self, image: &Image) -> Vec<WrittenPage> {
        let base = self.base();
        // SAFETY: H1, the header page of a live slot is committed.
        let (used, committed) = unsafe { ((*Header::of(base)).used, (*Header::of(base)).committed) };
        let end = used.min(committed);
        let mut pages: Vec<WrittenPage> =
            (0..end.div_ceil(GRAIN)).map(|page| WrittenPage { offset: page * GRAIN, words: Vec::new() }).collect();
        let expected = image.words_at(base.as_ptr().addr() as u64).chain(std::iter::repeat(0));
        for (at, expected) in (0..end).step_by(8).zip(expected) {
            // SAFETY: H1, a word of the accessible part; the slot's tenant is not at work while this borrow lasts.
            if unsafe { base.add(at).cast::<u64>().read() } != expected {
                pages[at / GRAIN].words.push(at);
            }
        }
        let mut told = vec![false; pages.len()];
        if let Some(watched) = &self.inner.watched {
            let tell = |written: Range<usize>| {
                told.iter_mut().take(written.end / GRAIN).skip(written.start / GRAIN).for_each(|told| *told = true);
            };
            // Where the system does not answer, what differs is all that is known.
            let _ = watched.written(&self.inner.reservation, tell);
        }
        let mut told = told.into_iter();
        pages.retain(|page| told.next() == Some(true) || !page.words.is_empty());
        pages
    }

    /// The allocator's blocks, ascending.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        // SAFETY: H1, the slot is live, and its tenant is not at work while this borrow lasts.
        unsafe { allocator::blocks(self.base()) }
    }
}
