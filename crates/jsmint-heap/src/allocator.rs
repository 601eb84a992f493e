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

use crate::header::{HEADER_SIZE, HOST_WORDS, Header};
use crate::platform;
use crate::size::{ByteCount, GRAIN, MAX_RANGE, round_up};

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
        // SAFETY: H1, H3: a block in use of this slot's free lists, all of which have this alignment.
        unsafe { (*Header::of(base)).free_lists.deallocate(block, ALIGN) }
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

/// Keeps the heap from growing beyond `limit` bytes, the header page included, until the slot is restored.
///
/// What the heap has already stays usable. The range of the slot is a limit in any case. Costs nothing.
///
/// Many programs recover from a large request that fails, few from a small one, or from a buffer that cannot grow. So a
/// request for a large new block beyond the limit fails; a small one, and one for more of a block up to 1 MiB, is served
/// from a reserve of [`RESERVE`] bytes, if the range has that much left, and noted: whoever runs the tenant asks
/// [`is_exhausted`] now and then and stops it, soon if it has [set an alarm](set_alarm). With the reserve used up, all
/// requests fail.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn set_limit(base: NonNull<u8>, limit: ByteCount) {
    let header = Header::of(base);
    // SAFETY: H1, as the caller promises.
    unsafe { (*header).limit = limit.get().min((*header).range) }
}

/// Names a word of 32 bits in the slot that becomes 0 whenever the heap reaches its limit; offset 0 names none. For a
/// tenant that counts such a word down to the moment when it asks [`is_exhausted`].
///
/// # Safety
///
/// As for [`alloc`]; four bytes at `offset` are the tenant's and may be written to at any request until the slot is
/// restored.
pub unsafe fn set_alarm(base: NonNull<u8>, offset: usize) {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).alarm = offset }
}

/// Opens the last part of the reserve, so that a tenant which is being stopped for want of memory can be told so, or
/// closes it again.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn lend(base: NonNull<u8>, lent: bool) {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).lent = usize::from(lent) }
}

/// Serves requests of all sizes from the reserve, for a tenant that could not go on without, or no longer does. Says what
/// held before.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn insist(base: NonNull<u8>, insisted: bool) -> bool {
    // SAFETY: H1, as the caller promises.
    unsafe { (&raw mut (*Header::of(base)).insisted).replace(usize::from(insisted)) != 0 }
}

/// Whether a failed request for `size` bytes was one that few programs recover from: a small one, or any while the tenant
/// [insists](insist).
///
/// # Safety
///
/// As for [`alloc`].
#[must_use]
pub unsafe fn is_vital(base: NonNull<u8>, size: usize) -> bool {
    // SAFETY: H1, as the caller promises.
    size <= SMALL || unsafe { (*Header::of(base)).insisted != 0 }
}

/// Notes that the heap has reached its limit.
unsafe fn exhaust(base: NonNull<u8>) {
    let header = Header::of(base);
    // SAFETY: H1, as the callers promise; the alarm is a word of the tenant's, as `set_alarm` was promised.
    unsafe {
        (*header).exhausted = 1;
        if (*header).alarm != 0 {
            base.add((*header).alarm).cast::<u32>().write_unaligned(0);
        }
    }
}

/// Whether the heap has reached its limit since this was last taken back.
///
/// # Safety
///
/// As for [`alloc`].
#[inline]
#[must_use]
pub unsafe fn is_exhausted(base: NonNull<u8>) -> bool {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).exhausted != 0 }
}

/// The same, and takes it back.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn take_exhausted(base: NonNull<u8>) -> bool {
    // SAFETY: H1, as the caller promises.
    unsafe { (&raw mut (*Header::of(base)).exhausted).replace(0) != 0 }
}

/// Makes the heap behave, from the `n`-th request on, as if its limit had been set to what it has by then; 0 forgets it.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn exhaust_after(base: NonNull<u8>, n: u32) {
    // SAFETY: H1, as the caller promises.
    unsafe { set_fault(base, n, EXHAUST) }
}

/// What `fault_persists` says for [`exhaust_after`].
const EXHAUST: u32 = 2;

/// Makes the `n`-th allocation from now fail, and no other; 0 makes none fail. For tests of what happens then.
///
/// Counted is whatever asks for memory: allocations, and reallocations to more than a block has.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn fail_after(base: NonNull<u8>, n: u32) {
    // SAFETY: H1, as the caller promises.
    unsafe { set_fault(base, n, 0) }
}

/// Makes the `n`-th allocation from now fail, and all that follow, until it is called with 0 or the slot is restored.
///
/// # Safety
///
/// As for [`alloc`].
pub unsafe fn fail_from(base: NonNull<u8>, n: u32) {
    // SAFETY: H1, as the caller promises.
    unsafe { set_fault(base, n, 1) }
}

unsafe fn set_fault(base: NonNull<u8>, n: u32, persists: u32) {
    let header = Header::of(base);
    // SAFETY: H1, the caller has the slot to itself.
    unsafe {
        (*header).fault_countdown = n;
        (*header).fault_persists = persists;
    }
}

/// Counts an allocation towards the one that is to fail, and says whether this is it.
#[cold]
unsafe fn must_fail(base: NonNull<u8>, size: usize, most: usize) -> bool {
    let header = Header::of(base);
    // SAFETY: H1, called by the functions above with their slot.
    unsafe {
        if (*header).fault_countdown > 1 {
            (*header).fault_countdown -= 1;
            return false;
        }
        if (*header).fault_persists == EXHAUST {
            (*header).fault_countdown = 0;
            (*header).limit = (*header).used;
            exhaust(base);
            return size > most && (*header).insisted == 0;
        }
        (*header).fault_countdown = (*header).fault_persists;
        true
    }
}

#[inline]
fn layout(size: usize) -> Option<Layout> {
    if size > MAX_RANGE.get() {
        return None;
    }
    Layout::from_size_align(size, ALIGN).ok()
}

/// The size of a block for `size` bytes.
fn block_size(size: usize) -> usize {
    round_up(size + BLOCK_HEADER, rlsf::GRANULARITY)
}

/// The size of a free block that the free lists find when asked for `size` bytes: they look only into lists all of whose
/// blocks are large enough, so it is rounded up to where the next list begins (eight lists to a power of two).
fn findable_size(size: usize) -> usize {
    let block = block_size(size);
    round_up(block, 1 << (block.ilog2() - 3))
}

#[cold]
unsafe fn grow_and_alloc(base: NonNull<u8>, layout: Layout) -> *mut u8 {
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
unsafe fn grow_and_realloc(base: NonNull<u8>, old: NonNull<u8>, layout: Layout) -> *mut u8 {
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
unsafe fn free_end(base: NonNull<u8>) -> (usize, usize) {
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
unsafe fn grow(base: NonNull<u8>, wanted: usize, urgent: bool) -> bool {
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
    /// A free block's header: size, previous block, and its two neighbours in the free list.
    const FREE_HEADER: usize = rlsf::GRANULARITY;
    let header = Header::of(base);
    // SAFETY: H1, H3: the blocks fill exactly this memory, and nobody changes them meanwhile.
    unsafe {
        let used = (*header).used;
        let pool = NonNull::slice_from_raw_parts(base.add(HEADER_SIZE), used - HEADER_SIZE);
        let (mut start, mut end) = (HEADER_SIZE, HEADER_SIZE);
        for block in (*header).free_lists.iter_blocks(pool) {
            let at = block.as_ptr().cast::<u8>().as_ptr().addr() - base.as_ptr().addr();
            if block.is_occupied() {
                end = at + block.size();
            } else {
                part(start, at + FREE_HEADER - start);
                start = at + block.size();
                end = start;
            }
        }
        debug_assert_eq!(end, used - rlsf::GRANULARITY);
        part(start, used - start);
    }
}

#[cfg(test)]
mod tests {
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
