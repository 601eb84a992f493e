//! Taking the bytes of a live slot.

use std::ptr;

use crate::allocator;
use crate::error::HeapError;
use crate::header::{HEADER_SIZE, TENANT_WORDS};
use crate::platform::{GRAIN, Sealed};
use crate::size::{ByteCount, PAGE, round_up};
use crate::slot::{Live, Slot};

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
}

impl Capture {
    /// Takes the bytes of a slot whose tenant is at rest. The slot is as before, and goes on or not as you like.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system has none for the copy.
    pub fn take(slot: &Slot<Live>) -> Result<Self, HeapError> {
        let (base, used) = (slot.base(), slot.used().get());
        let mut memory = Sealed::new(round_up(used, PAGE))?;
        let to = memory.words_mut().as_mut_ptr().cast::<u8>();
        let copy = |offset: usize, len: usize| {
            // SAFETY: H1, the slot is live and accessible as far as `used`; so long is the copy, which is new memory.
            unsafe { ptr::copy_nonoverlapping(base.as_ptr().add(offset), to.add(offset), len) }
        };
        copy(TENANT_WORDS * 8, HEADER_SIZE - TENANT_WORDS * 8);
        // SAFETY: H3, a live slot has a heap; it is not `Sync`, so while it is borrowed here nobody uses it.
        unsafe { allocator::for_each_part(base, copy) };
        let base = base.as_ptr().addr() as u64;
        Ok(Self { memory, base, range: slot.range().get(), used })
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

/// The runs of bytes that are not all zero, in whole grains, but for the last, which ends where the last page that is
/// not zero ends.
pub(crate) fn extents(words: &[u64]) -> Vec<std::ops::Range<usize>> {
    /// Shorter runs of zeros are not worth a system call.
    const UNIT: usize = 64 << 10;
    const _: () = assert!(UNIT.is_multiple_of(GRAIN));
    let mut extents: Vec<std::ops::Range<usize>> = Vec::new();
    for (unit, words) in words.chunks(UNIT / 8).enumerate() {
        let Some(last) = words.iter().rposition(|&word| word != 0) else { continue };
        let (start, end) = (unit * UNIT, unit * UNIT + round_up(last * 8 + 8, PAGE));
        match extents.last_mut() {
            Some(extent) if round_up(extent.end, UNIT) == start => extent.end = end,
            _ => extents.push(start..end),
        }
    }
    // Only the last may end within a unit: whoever gives a gap back does so in whole grains.
    let all_but_last = extents.len().saturating_sub(1);
    for extent in &mut extents[..all_but_last] {
        extent.end = round_up(extent.end, UNIT);
    }
    extents
}
