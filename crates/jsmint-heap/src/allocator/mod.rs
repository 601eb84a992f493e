//! The allocator of a slot: `malloc` and its family as functions of the slot's base.
//!
//! The base is all they need, since all state lies in the slot (H3); so they can stand behind the callbacks of a C
//! library that passes one opaque pointer. Blocks are aligned to 16 bytes. A failure is a null pointer and leaves the heap
//! as it was (H8).
//!
//! The free lists are those of the crate `rlsf` (two-level segregated fit: constant time, neighbours joined at once).
//! This module adds what a slot needs: the heap grows at its end, step by step, into the reserved range.
//!
//! ```text
//!  block  ┌────────┬──────────┬──────────────────────╌╌┬ next block
//!         │ size|1 │ previous │ what the caller has     │
//!         └────────┴──────────┴──────────────────────╌╌┴
//!          8 bytes   8 bytes  ▲ multiple of 16          a multiple of 32 in all (H7)
//! ```

use std::alloc::Layout;
use std::ptr::{self, NonNull};

use crate::header::{HEADER_SIZE, HOST_WORDS, Header, NEAR};
use crate::size::{ByteCount, MAX_RANGE, PAGE};

mod blocks;
mod faults;
mod growth;
mod limit;
mod pages;
mod spare;

pub use blocks::Block;
pub(crate) use blocks::blocks;
pub use faults::{exhaust_after, fail_after, fail_from};
pub use limit::{insist, is_exhausted, is_vital, lend, set_alarm, set_limit, take_exhausted};
pub use pages::set_paged;
pub use spare::set_spare;

use faults::must_fail;
use growth::{grow_and_alloc, grow_and_realloc};
use pages::{alloc_page, free_page, is_page, is_page_sized, realloc_page};
use spare::{give_spare, is_spare, realloc_spare, take_spare};

/// The alignment of every block, in bytes.
pub const ALIGN: usize = 16;

/// The heap takes memory from its range in steps of this many bytes.
pub(crate) const GROWTH_STEP: usize = 16 << 10;
/// Memory is made accessible in steps of at least this many bytes.
pub(crate) const COMMIT_STEP: usize = 256 << 10;

/// How far beyond its limit a heap may grow for what must not fail, in bytes: see [`set_limit`].
pub const RESERVE: usize = 16 << 20;
/// The part of the reserve that is kept for [`lend`], in bytes.
const LAST: usize = 256 << 10;
/// The largest new block that the reserve serves, in bytes.
const SMALL: usize = 8 << 10;
/// The largest block that the reserve lets grow, in bytes: buffers grow where few programs expect it to fail.
const GROWING: usize = 1 << 20;

/// What precedes the caller's bytes in a block: its size with flags, and the address of the block before.
const BLOCK_HEADER: usize = rlsf::GRANULARITY / 2;
const SIZE_MASK: usize = !(rlsf::GRANULARITY - 1);
const IN_USE: usize = 1;

/// How much of a free block is in use: its size, the block before, and its two neighbours in the free list.
pub(crate) const FREE_HEADER: usize = rlsf::GRANULARITY;

const _: () = assert!(ALIGN < rlsf::GRANULARITY, "larger alignments would put padding between header and bytes");

/// A block of at least `size` bytes, or null. Its contents are arbitrary. A size of 0 gives a block too.
///
/// # Safety
///
/// `base` is the base of a live slot that nobody else is using at this moment.
#[inline]
pub unsafe fn alloc(base: NonNull<u8>, size: usize) -> *mut u8 {
    let header = Header::of(base);
    // SAFETY: H1, the caller has the slot to itself, so the header page is committed and no reference to it exists.
    unsafe {
        if (*header).fault_countdown != 0 && must_fail(base, size, SMALL) {
            return ptr::null_mut();
        }
        if is_page_sized(size)
            && let Some(page) = alloc_page(base)
        {
            return page.as_ptr();
        }
        if let Some(spare) = take_spare(base, size) {
            return spare.as_ptr();
        }
        let Some(layout) = layout(size) else { return ptr::null_mut() };
        match (*header).free_lists.allocate(layout) {
            Some(block) => block.as_ptr(),
            None => grow_and_alloc(base, layout),
        }
    }
}

/// A block of at least `size` bytes that are all zero, or null.
///
/// # Safety
///
/// As for [`alloc`].
#[inline]
pub unsafe fn alloc_zeroed(base: NonNull<u8>, size: usize) -> *mut u8 {
    // SAFETY: H1, as the caller promises; the block has at least `size` bytes.
    unsafe {
        let block = alloc(base, size);
        if !block.is_null() {
            block.write_bytes(0, size);
        }
        block
    }
}

/// Frees a block; null is ignored.
///
/// # Safety
///
/// As for [`alloc`]; `block` is null or a block of this slot that has not been freed.
#[inline]
pub unsafe fn free(base: NonNull<u8>, block: *mut u8) {
    if let Some(block) = NonNull::new(block) {
        // SAFETY: H1, H3: a page, or a block in use of this slot's free lists, all of which have this alignment.
        unsafe {
            if is_page(block.as_ptr()) {
                free_page(base, block);
            } else if is_spare(base, block.as_ptr()) {
                give_spare(base, block);
            } else {
                (*Header::of(base)).free_lists.deallocate(block, ALIGN);
            }
        }
    }
}

/// The block with at least `size` bytes, in place if it can be, else moved; or null, and then the old block is as it was.
///
/// A null `block` is an allocation; a `size` of 0 frees the block and returns null.
///
/// # Safety
///
/// As for [`free`].
#[inline]
pub unsafe fn realloc(base: NonNull<u8>, block: *mut u8, size: usize) -> *mut u8 {
    let header = Header::of(base);
    // SAFETY: H1 and H3 as in `alloc` and `free`.
    unsafe {
        let Some(old) = NonNull::new(block) else { return alloc(base, size) };
        if size == 0 {
            free(base, block);
            return ptr::null_mut();
        }
        // Only what asks for memory can fail: shrinking never does.
        if (*header).fault_countdown != 0 && size > usable_size(block) && must_fail(base, size, GROWING) {
            return ptr::null_mut();
        }
        if is_page(block) {
            return realloc_page(base, old, size);
        }
        if is_spare(base, block) {
            return realloc_spare(base, old, size);
        }
        let Some(layout) = layout(size) else { return ptr::null_mut() };
        match (*header).free_lists.reallocate(old, layout) {
            Some(block) => block.as_ptr(),
            None => grow_and_realloc(base, old, layout),
        }
    }
}

/// How many bytes the caller may use of a block; 0 for null.
///
/// # Safety
///
/// `block` is null or a block of a live slot that has not been freed.
#[inline]
#[must_use]
pub unsafe fn usable_size(block: *const u8) -> usize {
    if block.is_null() {
        return 0;
    }
    if is_page(block) {
        return PAGE;
    }
    // `rlsf` offers the same for blocks of unknown alignment, and looks at the block before to find it out. Here the
    // alignment is known; a test compares the two.
    // SAFETY: H7, the header lies before the block's bytes.
    unsafe { (block.sub(BLOCK_HEADER).cast::<usize>().read() & SIZE_MASK) - BLOCK_HEADER }
}

/// The host words of a slot: for C callbacks that have nothing but the base. Equal to the base.
#[inline]
#[must_use]
pub fn host_words(base: NonNull<u8>) -> *mut [usize; HOST_WORDS] {
    base.as_ptr().cast()
}

/// How far memory has been handed to the allocator, the header page included.
///
/// # Safety
///
/// `base` is the base of a live slot.
#[inline]
#[must_use]
pub unsafe fn used(base: NonNull<u8>) -> ByteCount {
    // SAFETY: H1, the header page of a live slot is committed.
    ByteCount::bytes(unsafe { (*Header::of(base)).used })
}

#[inline]
fn layout(size: usize) -> Option<Layout> {
    if size > MAX_RANGE.get() {
        return None;
    }
    Layout::from_size_align(size, ALIGN).ok()
}

/// Gives a freshly initialised header its first blocks.
///
/// # Safety
///
/// [`Header::init`] has just been called for `base`, and the first growth step is committed.
pub(crate) unsafe fn init(base: NonNull<u8>) {
    let header = Header::of(base);
    // SAFETY: H1, memory of the caller's slot that nothing uses yet.
    unsafe {
        let first = NonNull::slice_from_raw_parts(base.add(HEADER_SIZE), GROWTH_STEP - HEADER_SIZE);
        let inserted = (*header).free_lists.insert_free_block_ptr(first);
        debug_assert_eq!(inserted.map_or(0, |n| n.get()), first.len());
        let near = NonNull::slice_from_raw_parts(base.add(NEAR), PAGE - NEAR);
        let inserted = (*header).free_lists.insert_free_block_ptr(near);
        debug_assert_eq!(inserted.map_or(0, |n| n.get()), near.len());
        (*header).used = GROWTH_STEP;
    }
}

/// Calls `part(offset, length)` for each run of bytes that matters: blocks in use and the headers of free ones, with the
/// sentinel. What lies in free blocks is rubbish.
///
/// # Safety
///
/// `base` is the base of a live slot, which does not change meanwhile.
pub(crate) unsafe fn for_each_part(base: NonNull<u8>, mut part: impl FnMut(usize, usize)) {
    let header = Header::of(base);
    // SAFETY: H1, H3: the blocks fill exactly these regions, free pages are a list, and nobody changes them meanwhile.
    unsafe {
        let used = (*header).used;
        let mut rubbish = Vec::new();
        for (region, len) in [(NEAR, PAGE - NEAR), (HEADER_SIZE, used - HEADER_SIZE)] {
            let region = NonNull::slice_from_raw_parts(base.add(region), len);
            for block in (*header).free_lists.iter_blocks(region).filter(|block| !block.is_occupied()) {
                let at = block.as_ptr().cast::<u8>().as_ptr().addr() - base.as_ptr().addr();
                rubbish.push(at + FREE_HEADER..at + block.size());
            }
        }
        let mut page = (*header).free_pages;
        while page != 0 {
            let at = page - base.as_ptr().addr();
            rubbish.push(at + size_of::<usize>()..at + PAGE);
            page = base.add(at).cast::<usize>().read();
        }
        rubbish.sort_unstable_by_key(|rubbish| rubbish.start);
        let mut start = NEAR;
        for rubbish in rubbish {
            part(start, rubbish.start - start);
            start = rubbish.end;
        }
        part(start, used - start);
    }
}

#[cfg(test)]
mod tests {
    use super::growth::free_end;
    use super::*;
    use crate::header::FreeLists;
    use crate::slot::{Live, Slot};

    fn heap(range: ByteCount) -> Slot<Live> {
        Slot::reserve(range).and_then(Slot::format).expect("a slot")
    }

    /// What this module reads of `rlsf`'s blocks must be what `rlsf` says of them.
    #[test]
    fn block_headers_are_laid_out_as_this_module_reads_them() {
        let slot = heap(ByteCount::mib(16));
        let base = slot.base();
        let mut blocks = Vec::new();
        for size in (0..700).chain([4096, 65_536, 1 << 20]) {
            // SAFETY: H1, the slot is live and this test has it to itself.
            unsafe {
                let block = alloc(base, size);
                let said = FreeLists::allocation_usable_size(NonNull::new(block).expect("a block"));
                assert_eq!(usable_size(block), said);
                assert!(said >= size && block.addr().is_multiple_of(ALIGN));
                blocks.push(block);
            }
        }
        for (n, block) in blocks.into_iter().enumerate() {
            // SAFETY: H1, H3: as above; every block is freed once.
            unsafe {
                if n % 3 != 0 {
                    free(base, block);
                }
                assert_eq!(free_end(base), free_end_by_walking(base));
            }
        }
    }

    /// # Safety
    ///
    /// As for [`alloc`].
    unsafe fn free_end_by_walking(base: NonNull<u8>) -> (usize, usize) {
        let header = Header::of(base);
        // SAFETY: H1, H3.
        unsafe {
            let used = (*header).used;
            let pool = NonNull::slice_from_raw_parts(base.add(HEADER_SIZE), used - HEADER_SIZE);
            let last = (*header).free_lists.iter_blocks(pool).last().expect("a block");
            match last.is_occupied() {
                true => (base.as_ptr().addr() + used - rlsf::GRANULARITY, 0),
                false => (last.as_ptr().cast::<u8>().as_ptr().addr(), last.size()),
            }
        }
    }

    #[test]
    fn what_growing_makes_room_for_is_found() {
        let slot = heap(ByteCount::mib(512));
        let base = slot.base();
        for size in (5..30).map(|power| (1 << power) - 17).chain([300_000_000]) {
            // SAFETY: H1, the slot is live and this test has it to itself.
            unsafe {
                let block = alloc(base, size);
                assert_eq!(block.is_null(), size > 500 << 20, "{size}");
                free(base, block);
            }
        }
    }

    #[test]
    fn memory_grows_ahead_of_need_and_never_beyond_the_range() {
        let slot = heap(ByteCount::mib(2));
        let base = slot.base();
        // SAFETY: H1, the slot is live and this test has it to itself.
        unsafe {
            assert_eq!((*Header::of(base)).committed, COMMIT_STEP);
            while !alloc(base, 1000).is_null() {
                let (used, committed) = ((*Header::of(base)).used, (*Header::of(base)).committed);
                assert!(used <= committed && committed <= 2 << 20);
            }
            assert_eq!((*Header::of(base)).used, 2 << 20);
        }
    }
}
