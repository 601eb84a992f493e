//! Room for the first small objects of a life, on as few pages as can be.
//!
//! The engine keeps small blocks in arenas of 4 KiB, one list of them for each of 31 sizes. So the dozen blocks of different
//! sizes that compiling a line needs lie on a dozen pages, each of which must be restored. But an arena says itself how
//! many blocks it has, so there can be smaller ones: at the end of a bake each size gets one of a few blocks, many of them
//! on one page, at the head of its list. What they have no room for comes from the engine's own arenas, as before.
//!
//! Measured: a line of source writes to 12 pages instead of 22, which makes its life a fifth cheaper; the image is three
//! pages larger.

use std::ffi::c_void;
use std::mem::offset_of;
use std::ops::Range;
use std::ptr::NonNull;

use jsmint_heap::allocator;

use super::engine as q;
use super::hooks::HOOKS;

/// How large the blocks are that the engine has arenas for, in bytes, with their headers: `arena_block_sizes`.
const SIZES: [u16; 31] = [
    16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320,
    352, 384, 416, 448, 480, 512,
];

/// Up to which size there are how many blocks: some more than a line of source has at once, since the last one taken makes
/// the engine write to the next arena.
const FEW: [(u16, u16); 4] = [(64, 4), (128, 3), (256, 2), (512, 1)];

/// How many pages are given to small arenas, the smallest blocks first.
const PAGES: usize = 3;
const PAGE: usize = 4096;

/// The index that ends a list of free blocks: `JS_ARENA_FREE_NIL`.
const NONE: u16 = 0xffff;

/// `list_head`.
#[repr(C)]
struct Link {
    previous: *mut Link,
    next: *mut Link,
}

/// `JSArena`, but for its blocks.
#[repr(C)]
struct Arena {
    free_link: Link,
    link: Link,
    size: u8,
    used: u16,
    count: u16,
    first_free: u16,
}

/// `JSMallocBlockHeader`, as far as it is written while the block is free.
#[repr(C)]
struct FreeBlock {
    next: u16,
    size: u8,
}

/// `JSRuntime`, as far as its arenas.
#[repr(C)]
struct Runtime {
    hooks: [*const c_void; 5],
    counts: [usize; 3],
    opaque: *mut c_void,
    /// All arenas of each size.
    arenas: [Link; SIZES.len()],
    /// Those that have free blocks.
    free_arenas: [Link; SIZES.len()],
}

/// Gives each list of arenas a small one, as far as there is memory for them.
///
/// # Safety
///
/// Nobody has entered the world; `base` is that of its slot, and `rt` its engine's runtime.
pub(super) unsafe fn furnish(base: NonNull<u8>, rt: NonNull<q::JSRuntime>) {
    let rt: *mut Runtime = rt.cast().as_ptr();
    // SAFETY: R1: nobody else is in the world, and the runtime is longer than what is named of it.
    if !q::is_known() || unsafe { !is_as_known(base, rt) } {
        return;
    }
    let mut sizes = (0..).zip(SIZES).peekable();
    for _ in 0..PAGES {
        // SAFETY: H3: the base is that of a formatted slot.
        let Some(page) = NonNull::new(unsafe { allocator::alloc_zeroed(base, PAGE) }) else { return };
        let mut at = 0;
        while let Some((index, size)) = sizes.next_if(|&(_, size)| at + bytes(size) <= PAGE) {
            // SAFETY: R1 as above; the arena ends within the page, and both are aligned as the engine's are.
            unsafe {
                let arena = page.add(at).cast::<Arena>().as_ptr();
                fill(arena, index, size);
                let list = usize::from(index);
                push(&raw mut (*rt).arenas[list], &raw mut (*arena).link);
                push(&raw mut (*rt).free_arenas[list], &raw mut (*arena).free_link);
            }
            at += bytes(size);
        }
    }
}

/// Where all arenas lie, small or not, and how large their blocks are, in bytes; none where the engine is not the one that is
/// known.
///
/// # Safety
///
/// As for [`furnish`].
pub(super) unsafe fn arenas(base: NonNull<u8>, rt: NonNull<q::JSRuntime>) -> Vec<(Range<usize>, usize)> {
    let rt: *mut Runtime = rt.cast().as_ptr();
    let mut found = Vec::new();
    // SAFETY: R1: nobody else is in the world, whose lists are whole then; each entry is the second link of an arena.
    unsafe {
        if !q::is_known() || !is_as_known(base, rt) {
            return found;
        }
        for (list, size) in SIZES.into_iter().enumerate() {
            let head = &raw mut (*rt).arenas[list];
            let mut link = (*head).next;
            while link != head {
                let arena = link.byte_sub(offset_of!(Arena, link)).cast::<Arena>();
                let (count, size) = (usize::from((*arena).count), usize::from(size));
                let is_whole = count == (PAGE - size_of::<Arena>()) / size;
                let room = size * (count - usize::from(!is_whole));
                let at = arena.addr() - base.as_ptr().addr();
                found.push((at..at + size_of::<Arena>() + room, size));
                link = (*link).next;
            }
        }
    }
    found
}

/// How many blocks of this size there are to be.
fn few(size: u16) -> u16 {
    FEW.iter().find(|&&(up_to, _)| size <= up_to).map_or(1, |&(_, blocks)| blocks)
}

/// How many bytes a small arena of such blocks takes.
fn bytes(size: u16) -> usize {
    size_of::<Arena>() + usize::from(size) * usize::from(few(size))
}

/// Whether the runtime is laid out as it is named here, as far as that can be seen.
unsafe fn is_as_known(base: NonNull<u8>, rt: *mut Runtime) -> bool {
    // SAFETY: R1: as the caller promises; what is followed are two words that lie in the runtime by all that is known.
    unsafe {
        let lists = (&raw mut (*rt).arenas).cast::<Link>();
        (*rt).hooks[1] == HOOKS.malloc as *const c_void
            && (*rt).opaque == base.as_ptr().cast()
            && (0..2 * SIZES.len()).map(|n| lists.add(n)).all(|list| {
                let first = (*list).next;
                let at = first.addr().wrapping_sub(base.as_ptr().addr());
                at < allocator::used(base).get() && (*first).previous == list
            })
    }
}

/// Writes an arena whose blocks are all free. It has one more than there is room for, which counts as used: the engine gives
/// back the memory of an arena of which no block is.
unsafe fn fill(arena: *mut Arena, index: u8, size: u16) {
    let blocks = few(size);
    // SAFETY: R1: zeroed memory of the caller's, large enough.
    unsafe {
        (*arena).size = index;
        (*arena).used = 1;
        (*arena).count = blocks + 1;
        let first = arena.add(1).cast::<u8>();
        for n in 0..blocks {
            let block = first.add(usize::from(n) * usize::from(size)).cast::<FreeBlock>();
            (*block).next = if n + 1 == blocks { NONE } else { n + 1 };
            (*block).size = index;
        }
    }
}

/// Puts an entry at the head of a list.
unsafe fn push(list: *mut Link, entry: *mut Link) {
    // SAFETY: R1: both are links of this world, and the entry is in no list.
    unsafe {
        let next = (*list).next;
        entry.write(Link { previous: list, next });
        (*next).previous = entry;
        (*list).next = entry;
    }
}

// Blocks follow their arena without a gap.
const _: () = assert!(size_of::<Arena>() == 40 && offset_of!(Runtime, arenas) == 72);
