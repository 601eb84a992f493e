//! The engine's arenas of small blocks, as far as they are read and written from outside.

use std::ffi::c_void;
use std::mem::offset_of;
use std::ops::Range;
use std::ptr::NonNull;

use jsmint_heap::allocator;

use super::{PAGE, SIZES};
use crate::raw::engine as q;
use crate::raw::hooks::HOOKS;

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
pub(super) struct Arena {
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
pub(super) struct Runtime {
    hooks: [*const c_void; 5],
    counts: [usize; 3],
    opaque: *mut c_void,
    /// All arenas of each size.
    arenas: [Link; SIZES.len()],
    /// Those that have free blocks.
    free_arenas: [Link; SIZES.len()],
}

/// Where all arenas lie, small or not, and how large their blocks are, in bytes; none where the engine is not the one that is
/// known.
///
/// # Safety
///
/// Nobody has entered the world; `base` is that of its slot, and `rt` its engine's runtime.
pub(in crate::raw) unsafe fn arenas(base: NonNull<u8>, rt: NonNull<q::JSRuntime>) -> Vec<(Range<usize>, usize)> {
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

/// Whether the runtime is laid out as it is named here, as far as that can be seen.
pub(super) unsafe fn is_as_known(base: NonNull<u8>, rt: *mut Runtime) -> bool {
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

impl Arena {
    /// Makes zeroed memory an arena of so many free blocks, the first of its size. It has one more than there is room for,
    /// which counts as used: the engine gives back the memory of an arena of which no block is.
    ///
    /// # Safety
    ///
    /// Nobody has entered the world of `rt`, whose layout is the known one; the memory is large enough, and aligned as the
    /// engine's is.
    pub(super) unsafe fn put(rt: *mut Runtime, arena: NonNull<Self>, index: usize, blocks: u16) {
        let (arena, size) = (arena.as_ptr(), usize::from(SIZES[index]));
        // SAFETY: R1: as the caller promises.
        unsafe {
            (*arena).size = index as u8;
            (*arena).used = 1;
            (*arena).count = blocks + 1;
            let first = arena.add(1).cast::<u8>();
            for n in 0..blocks {
                let block = first.add(usize::from(n) * size).cast::<FreeBlock>();
                (*block).next = if n + 1 == blocks { NONE } else { n + 1 };
                (*block).size = index as u8;
            }
            push(&raw mut (*rt).arenas[index], &raw mut (*arena).link);
            push(&raw mut (*rt).free_arenas[index], &raw mut (*arena).free_link);
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
