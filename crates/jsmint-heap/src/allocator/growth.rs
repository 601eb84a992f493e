//! How a heap grows: at its end, step by step, into the reserved range.

use std::alloc::Layout;
use std::ptr::{self, NonNull};

use super::limit::exhaust;
use super::{BLOCK_HEADER, COMMIT_STEP, GROWING, GROWTH_STEP, IN_USE, LAST, RESERVE, SIZE_MASK, SMALL, usable_size};
use crate::header::Header;
use crate::platform;
use crate::size::{GRAIN, round_up};

/// The size of a block for `size` bytes.
fn block_size(size: usize) -> usize {
    round_up(size + BLOCK_HEADER, rlsf::GRANULARITY)
}

/// The size of a free block that the free lists find when asked for `size` bytes: they look only into lists all of whose
/// blocks are large enough, so it is rounded up to where the next list begins (eight lists to a power of two).
pub(super) fn findable_size(size: usize) -> usize {
    let block = block_size(size);
    round_up(block, 1 << (block.ilog2() - 3))
}

#[cold]
pub(super) unsafe fn grow_and_alloc(base: NonNull<u8>, layout: Layout) -> *mut u8 {
    // SAFETY: H1 as in `alloc`.
    unsafe {
        if !grow(base, findable_size(layout.size()), layout.size() <= SMALL) {
            return ptr::null_mut();
        }
        let block = (*Header::of(base)).free_lists.allocate(layout);
        debug_assert!(block.is_some());
        block.map_or(ptr::null_mut(), NonNull::as_ptr)
    }
}

#[cold]
pub(super) unsafe fn grow_and_realloc(base: NonNull<u8>, old: NonNull<u8>, layout: Layout) -> *mut u8 {
    // SAFETY: H1 and H3 as in `realloc`; the arithmetic stays in the slot (H7).
    unsafe {
        let old_size = usable_size(old.as_ptr()) + BLOCK_HEADER;
        let old_end = old.as_ptr().addr() - BLOCK_HEADER + old_size;
        // The last block before the free end need only be given the difference: that is how a growing string at the end
        // of the heap stays where it is.
        let wanted = match old_end == free_end(base).0 {
            true => block_size(layout.size()) - old_size,
            false => findable_size(layout.size()),
        };
        if !grow(base, wanted, layout.size() <= GROWING) {
            return ptr::null_mut();
        }
        let block = (*Header::of(base)).free_lists.reallocate(old, layout);
        debug_assert!(block.is_some());
        block.map_or(ptr::null_mut(), NonNull::as_ptr)
    }
}

/// Where the free block at the heap's end begins (an address) and its size, which is 0 if the last block is in use.
pub(super) unsafe fn free_end(base: NonNull<u8>) -> (usize, usize) {
    // SAFETY: H3: a heap with blocks ends with a sentinel, whose header has the address of the block before it.
    unsafe {
        let sentinel = base.add((*Header::of(base)).used - rlsf::GRANULARITY);
        let previous = sentinel.cast::<*const usize>().add(1).read();
        match previous.is_null() || previous.read() & IN_USE != 0 {
            true => (sentinel.as_ptr().addr(), 0),
            false => (previous.addr(), previous.read() & SIZE_MASK),
        }
    }
}

/// Appends memory until a free block of `wanted` bytes lies at the heap's end; `false` if there is no more (H8). Only
/// what is urgent is served from the reserve.
pub(super) unsafe fn grow(base: NonNull<u8>, wanted: usize, urgent: bool) -> bool {
    let header = Header::of(base);
    // SAFETY: H1, the caller has the slot; what is appended lies between `used` and the end of the reserved range, is
    // committed first, and was not known to the free lists before.
    unsafe {
        let (used, mut limit) = ((*header).used, (*header).limit);
        let missing = wanted.saturating_sub(free_end(base).1).max(rlsf::GRANULARITY);
        if missing > limit.saturating_sub(used) {
            let reserve = if (*header).lent != 0 { RESERVE } else { RESERVE - LAST };
            limit = (limit + reserve).min((*header).range);
            if !urgent && (*header).insisted == 0 {
                return false;
            }
            // Also where the reserve is used up: the sooner the tenant is stopped, the better.
            exhaust(base);
            if missing > limit.saturating_sub(used) {
                return false;
            }
        }
        let end = round_up(used + missing, GROWTH_STEP).min(limit & SIZE_MASK);
        if end < used + missing || !commit_to(base, end) {
            return false;
        }
        let more = NonNull::slice_from_raw_parts(base.add(used), end - used);
        let appended = (*header).free_lists.append_free_block_ptr(more);
        debug_assert_eq!(appended, end - used);
        (*header).used = end;
        true
    }
}

/// Makes the slot's memory accessible as far as `end`, and ahead of need: the larger the heap, the larger the step.
unsafe fn commit_to(base: NonNull<u8>, end: usize) -> bool {
    let header = Header::of(base);
    // SAFETY: H1, within the reserved range of the caller's slot.
    unsafe {
        let committed = (*header).committed;
        if end <= committed {
            return true;
        }
        let ahead = round_up(end.max(committed + committed / 2), COMMIT_STEP).min((*header).range);
        let enough = round_up(end, GRAIN);
        for to in [ahead, enough] {
            if platform::commit(base.add(committed), to - committed).is_ok() {
                (*header).committed = to;
                return true;
            }
        }
        false
    }
}
