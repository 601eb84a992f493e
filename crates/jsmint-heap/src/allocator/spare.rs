//! One block that is kept ready for requests of about its size.
//!
//! To take a block from the free lists and give it back writes to the lists and to the blocks on either side, which lie
//! anywhere: three pages to restore for one block that is used for a moment. Measured: a compiler's first structure, which
//! is larger than what the engine has arenas for, made three of the 12 pages that a line of source writes to.

use std::ptr::NonNull;

use super::{alloc, usable_size};
use crate::header::Header;

/// The spare block, if it is free and serves for this size: no request takes it that needs less than half.
#[inline]
pub(super) unsafe fn take_spare(base: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
    let header = Header::of(base);
    // SAFETY: H1 as in `alloc`.
    unsafe {
        let room = (*header).spare_room;
        if size > room || size <= room / 2 {
            return None;
        }
        (*header).spare_room = 0;
        NonNull::new(base.as_ptr().with_addr((*header).spare))
    }
}

/// Whether a block is the spare one.
#[inline]
pub(super) unsafe fn is_spare(base: NonNull<u8>, block: *const u8) -> bool {
    // SAFETY: H1 as in `free`.
    unsafe { (*Header::of(base)).spare == block.addr() }
}

/// Keeps the spare block for the next.
#[inline]
pub(super) unsafe fn give_spare(base: NonNull<u8>, block: NonNull<u8>) {
    // SAFETY: H1, H7 as in `free`.
    unsafe { (*Header::of(base)).spare_room = usable_size(block.as_ptr()) }
}

/// What [`realloc`](super::realloc) does with the spare block: it stays what it is, and serves for what it is large enough
/// for.
pub(super) unsafe fn realloc_spare(base: NonNull<u8>, spare: NonNull<u8>, size: usize) -> *mut u8 {
    // SAFETY: H1, H3: a block in use, and a new one that is larger.
    unsafe {
        let room = usable_size(spare.as_ptr());
        if size <= room {
            return spare.as_ptr();
        }
        let block = alloc(base, size);
        if !block.is_null() {
            block.copy_from_nonoverlapping(spare.as_ptr(), room);
            give_spare(base, spare);
        }
        block
    }
}

/// Keeps a block ready from now on: the next request that it is large enough for, and that takes more than half of it, is given
/// it, and whoever frees it gives it back. A heap has one at most: with a second one, or null, nothing is done.
///
/// # Safety
///
/// As for [`alloc`]; the block is null or one in use, which the caller gives away, no page of [`set_paged`](super::set_paged).
pub unsafe fn set_spare(base: NonNull<u8>, block: *mut u8) {
    // SAFETY: H1, as the caller promises.
    unsafe {
        if (*Header::of(base)).spare == 0
            && let Some(block) = NonNull::new(block)
        {
            block.write_bytes(0, usable_size(block.as_ptr()));
            (*Header::of(base)).spare = block.as_ptr().addr();
            give_spare(base, block);
        }
    }
}
