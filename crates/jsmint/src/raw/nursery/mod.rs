//! Room for what every life writes to first, on as few pages as can be.
//!
//! The engine keeps small blocks in arenas of 4 KiB, one list of them for each of 31 sizes. So the dozen blocks of different
//! sizes that compiling a line needs lie on a dozen pages, each of which must be restored. But an arena says itself how
//! many blocks it has, so there can be smaller ones: at the end of a bake each size gets one of a few blocks at the head
//! of its list, the smallest ones in the first page, the next all on one. What they have no room for comes from the engine's
//! own arenas, as before. The first objects of a context, whose references each new function counts, lie there, too.
//!
//! Measured: a line of source writes to 7 pages instead of 22. All this takes five pages of the image, and what is left of
//! the first.

mod arena;

use std::mem::size_of;
use std::ptr::NonNull;

use jsmint_heap::allocator;

use super::engine as q;
pub(super) use arena::arenas;
use arena::{Arena, Runtime, is_as_known};

/// How large the blocks are that the engine has arenas for, in bytes, with their headers (`arena_block_sizes`).
const SIZES: [u16; 31] = [
    16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320,
    352, 384, 416, 448, 480, 512,
];

/// How many blocks the small arena of each size has: some more than a line of source has at once, since the last one taken
/// makes the engine write to the next arena.
const BLOCKS: [u16; 31] = [4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 3, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];

/// Which of them objects take, and how many of those there are to be for a context's first, the prototypes of objects and of
/// functions among them.
const OBJECT: usize = 8;
const FIRST_OBJECTS: u16 = 3;

/// How large a block the engine's context takes, in bytes.
const CONTEXT: usize = 624;
/// The structure that the compiler makes for each function, which is larger than what there are arenas for.
const FUNCTION: usize = 536;
/// What is left in the first page beside these and the engine's runtime.
const REST: usize = 1040;

/// How many pages are given to small arenas besides that.
const PAGES: usize = 2;

/// What longer scripts have: which sizes get a second arena behind the first, of how many blocks, and on how many pages.
const MORE: std::ops::Range<usize> = 1..15;
const MORE_BLOCKS: u16 = 10;
const MORE_PAGES: usize = 3;
const PAGE: usize = 4096;

/// Memory in the first page that is kept for the end of the bake, when it is given to small blocks.
#[derive(Debug)]
pub(super) struct Nursery {
    base: NonNull<u8>,
    /// Where the context is to lie; null once it is given back.
    context: *mut u8,
    function: *mut u8,
    rest: Room,
}

/// Memory that becomes arenas.
#[derive(Debug)]
struct Room {
    start: NonNull<u8>,
    size: usize,
    used: usize,
}

impl Nursery {
    /// Takes what is to be kept, before the engine takes anything; `None` where the engine is not the one that is known, or
    /// there is no memory.
    ///
    /// # Safety
    ///
    /// `base` is that of a slot that nobody uses, and the nursery is not used after it.
    pub(super) unsafe fn begin(base: NonNull<u8>) -> Option<Self> {
        if !q::is_known() {
            return None;
        }
        // SAFETY: H3: the base is that of a formatted slot.
        unsafe {
            let context = allocator::alloc(base, CONTEXT);
            let function = allocator::alloc(base, FUNCTION);
            let start = NonNull::new(allocator::alloc_zeroed(base, REST))?;
            Some(Self { base, context, function, rest: Room { start, size: REST, used: 0 } })
        }
    }

    /// The runtime is there, the context comes next: gives it its place, and its first objects theirs.
    ///
    /// # Safety
    ///
    /// Nobody has entered the world; `rt` is its engine's runtime.
    pub(super) unsafe fn before_context(&mut self, rt: NonNull<q::JSRuntime>) {
        let rt = rt.cast::<Runtime>().as_ptr();
        // SAFETY: R1, H3: as the caller promises; the block is freed once.
        unsafe {
            allocator::free(self.base, std::mem::replace(&mut self.context, std::ptr::null_mut()));
            if is_as_known(self.base, rt) {
                self.rest.add(rt, OBJECT, FIRST_OBJECTS);
            }
        }
    }

    /// The bake is at its end: gives each list of arenas a small one, as far as there is memory for them.
    ///
    /// # Safety
    ///
    /// As for [`before_context`](Self::before_context).
    pub(super) unsafe fn furnish(self, rt: NonNull<q::JSRuntime>) {
        let rt = rt.cast::<Runtime>().as_ptr();
        // SAFETY: R1, H3: as the caller promises; what was kept is used for nothing else.
        unsafe {
            allocator::set_spare(self.base, self.function);
            if !is_as_known(self.base, rt) {
                return;
            }
            let page = || Room::page(self.base);
            // The arena that is added last is the first of its size.
            fill(rt, std::iter::from_fn(page).take(MORE_PAGES), MORE.map(|index| (index, MORE_BLOCKS)));
            let rooms = std::iter::once(self.rest).chain(std::iter::from_fn(page).take(PAGES));
            fill(rt, rooms, BLOCKS.into_iter().enumerate());
        }
    }
}

/// Makes arenas of so many blocks of these sizes, in turn, as far as there is room.
unsafe fn fill(rt: *mut Runtime, mut rooms: impl Iterator<Item = Room>, sizes: impl Iterator<Item = (usize, u16)>) {
    let mut sizes = sizes.peekable();
    while let Some(mut room) = sizes.peek().and_then(|_| rooms.next()) {
        // SAFETY: R1: as the caller promises.
        while sizes.next_if(|&(index, blocks)| unsafe { room.add(rt, index, blocks) }).is_some() {}
    }
}

impl Room {
    /// A page of the heap's, if there is memory.
    unsafe fn page(base: NonNull<u8>) -> Option<Self> {
        // SAFETY: H3: the base is that of a formatted slot.
        let start = NonNull::new(unsafe { allocator::alloc_zeroed(base, PAGE) })?;
        Some(Self { start, size: PAGE, used: 0 })
    }

    /// Makes an arena of so many blocks the first of its size; `false` if there is no room for it.
    unsafe fn add(&mut self, rt: *mut Runtime, index: usize, blocks: u16) -> bool {
        let bytes = size_of::<Arena>() + usize::from(SIZES[index]) * usize::from(blocks);
        let fits = self.used + bytes <= self.size;
        if fits {
            // SAFETY: R1: memory of ours that is zero, within the room, aligned as the engine's arenas are.
            unsafe { Arena::put(rt, self.start.add(self.used).cast(), index, blocks) };
            self.used += bytes;
        }
        fits
    }
}

const _: () = assert!(SIZES[OBJECT] == 80, "an object takes 72 bytes and a header");
