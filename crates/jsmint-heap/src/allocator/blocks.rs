//! What there is in a heap.

use std::ops::Range;
use std::ptr::NonNull;

use crate::header::{HEADER_SIZE, Header, NEAR};
use crate::size::PAGE;

/// A block of the heap, with the header before its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it lies, in bytes from the slot's base.
    pub bytes: Range<usize>,
    /// Whether it is in no free list: the tenant has it, or it is [kept ready](super::set_spare).
    pub in_use: bool,
}

/// All blocks, ascending. Pages that are taken sixteen at a time are one block.
///
/// # Safety
///
/// `base` is the base of a live slot, which does not change meanwhile.
pub(crate) unsafe fn blocks(base: NonNull<u8>) -> Vec<Block> {
    let header = Header::of(base);
    let mut blocks = Vec::new();
    // SAFETY: H1, H3: the blocks fill exactly these regions, and nobody changes them meanwhile.
    unsafe {
        for (region, len) in [(NEAR, PAGE - NEAR), (HEADER_SIZE, (*header).used - HEADER_SIZE)] {
            let region = NonNull::slice_from_raw_parts(base.add(region), len);
            blocks.extend((*header).free_lists.iter_blocks(region).map(|block| {
                let at = block.as_ptr().cast::<u8>().as_ptr().addr() - base.as_ptr().addr();
                Block { bytes: at..at + block.size(), in_use: block.is_occupied() }
            }));
        }
    }
    blocks
}
