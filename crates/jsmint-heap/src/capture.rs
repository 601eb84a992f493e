//! The bytes of a live slot at one moment.

use std::ops::Range;
use std::ptr::{self, NonNull};

use crate::allocator;
use crate::error::HeapError;
use crate::header::{NEAR, TENANT_WORDS};
use crate::platform::Sealed;
use crate::size::{ByteCount, GRAIN, PAGE, round_up};

/// The bytes of a live slot at one moment: what an [`Image`](crate::Image) is made of.
///
/// Not the tenant words, and not what free blocks hold: rubbish is captured as zero. So a capture is no larger than what
/// is in use, keeps no secrets of the past, and two bakes do not disagree about what neither uses.
#[derive(Debug)]
pub struct Capture {
    pub(crate) memory: Sealed,
    /// The slot's base and range, which say what a pointer into it looks like.
    pub(crate) base: u64,
    pub(crate) range: usize,
    /// How far the allocator had gone: what a slot must have room for.
    pub(crate) used: usize,
    /// Whether the slot had the addresses that it has in every process.
    pub(crate) is_home: bool,
}

impl Capture {
    /// Takes the bytes of the slot at `base`.
    ///
    /// # Safety
    ///
    /// The slot is live, has this range, and nobody uses it meanwhile.
    pub(crate) unsafe fn take_at(base: NonNull<u8>, range: ByteCount, is_home: bool) -> Result<Self, HeapError> {
        // SAFETY: H1, the slot is live.
        let used = unsafe { allocator::used(base) }.get();
        let mut memory = Sealed::new(round_up(used, PAGE))?;
        let to = memory.words_mut().as_mut_ptr().cast::<u8>();
        let copy = |offset: usize, len: usize| {
            // SAFETY: H1, H9: the slot is live and accessible as far as `used`; so long is the copy, which is new memory.
            unsafe { ptr::copy_nonoverlapping(base.as_ptr().add(offset), to.add(offset), len) }
        };
        copy(TENANT_WORDS * 8, NEAR - TENANT_WORDS * 8);
        // SAFETY: H3, a live slot has a heap, and nobody uses it meanwhile.
        unsafe { allocator::for_each_part(base, copy) };
        let base = base.as_ptr().addr() as u64;
        Ok(Self { memory, base, range: range.get(), used, is_home })
    }

    /// How far the allocator had gone.
    #[must_use]
    pub fn used(&self) -> ByteCount {
        ByteCount::bytes(self.used)
    }

    pub(crate) fn words(&self) -> &[u64] {
        self.memory.words()
    }

    /// Whether a word's value is an address in the slot, or that of its end.
    #[inline]
    pub(crate) fn is_inside(&self, word: u64) -> bool {
        word.wrapping_sub(self.base) <= self.range as u64
    }
}

/// The parts worth storing, as offsets in bytes: all but long runs of zeros. They begin and end at whole units, but for
/// the end of the last, which is that of the last page that is not zero; so whoever gives a gap back does it in whole
/// grains.
pub(crate) fn extents(words: &[u64]) -> Vec<Range<usize>> {
    const UNIT: usize = 64 << 10;
    /// Writing zeros to less than this is cheaper than to give it back and have the next tenant fault it in again.
    const LONG: usize = 256 << 10;
    const _: () = assert!(UNIT.is_multiple_of(GRAIN));
    let mut extents: Vec<Range<usize>> = Vec::new();
    for (unit, words) in words.chunks(UNIT / 8).enumerate() {
        let Some(last) = words.iter().rposition(|&word| word != 0) else { continue };
        let (start, end) = (unit * UNIT, unit * UNIT + round_up(last * 8 + 8, PAGE));
        match extents.last_mut() {
            Some(extent) if start - round_up(extent.end, UNIT) < LONG => extent.end = end,
            Some(extent) => {
                extent.end = round_up(extent.end, UNIT);
                extents.push(start..end);
            }
            None => extents.push(start..end),
        }
    }
    extents
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: usize = 64 << 10;

    fn extents_with(len: usize, set: &[usize]) -> Vec<(usize, usize)> {
        let mut words = vec![0; len / 8];
        set.iter().for_each(|&offset| words[offset / 8] = 1);
        extents(&words).into_iter().map(|extent| (extent.start, extent.end)).collect()
    }

    #[test]
    fn the_last_extent_ends_with_the_last_page_that_is_not_zero() {
        assert_eq!(extents_with(UNIT * 3, &[0, PAGE * 2]), [(0, PAGE * 3)]);
        assert_eq!(extents_with(UNIT * 3, &[0, UNIT + 8]), [(0, UNIT + PAGE)]);
    }

    #[test]
    fn only_long_runs_of_zeros_are_left_out() {
        assert_eq!(extents_with(UNIT * 10, &[0, UNIT * 4]), [(0, UNIT * 4 + PAGE)]);
        assert_eq!(extents_with(UNIT * 10, &[0, UNIT * 5]), [(0, UNIT), (UNIT * 5, UNIT * 5 + PAGE)]);
    }

    #[test]
    fn nothing_but_zeros_has_no_extents() {
        assert_eq!(extents_with(UNIT, &[]), []);
    }
}
