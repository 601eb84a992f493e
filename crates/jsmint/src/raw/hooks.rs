//! The five functions through which the engine asks for memory. Their state lies in the slot.
//!
//! A large request that fails outside the compiler is answered with null, which becomes an error that scripts may catch.
//! Where any other fails, the world is [abandoned](super::abandon): not all of the engine survives that.

use std::ffi::c_void;
use std::ptr::NonNull;

use jsmint_heap::allocator;

use super::abandon;
use super::engine as q;

/// The table that the engine copies at its birth.
pub(super) const HOOKS: q::Hooks = q::Hooks { calloc, malloc, free, realloc, usable_size };

/// The slot's base, which the engine was given as its opaque word and which moves with it.
unsafe fn base(opaque: *mut c_void) -> NonNull<u8> {
    // SAFETY: H6: the opaque word is the slot's base, never null.
    unsafe { NonNull::new_unchecked(opaque.cast()) }
}

/// The answer to a request of `size` bytes.
#[inline]
unsafe fn answer(base: NonNull<u8>, block: *mut u8, size: usize) -> *mut c_void {
    if block.is_null() {
        // SAFETY: H3: the base is that of a formatted slot.
        unsafe { refuse(base, size) }
    }
    block.cast()
}

#[cold]
unsafe fn refuse(base: NonNull<u8>, size: usize) {
    // SAFETY: H3: the base is that of a formatted slot.
    if unsafe { allocator::is_vital(base, size) } {
        abandon::leave(base);
    }
}

unsafe extern "C-unwind" fn malloc(opaque: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: H3: the base is that of a formatted slot.
    unsafe { answer(base(opaque), allocator::alloc(base(opaque), size), size) }
}

unsafe extern "C-unwind" fn calloc(opaque: *mut c_void, count: usize, size: usize) -> *mut c_void {
    let Some(total) = (count).checked_mul(size) else { return std::ptr::null_mut() };
    // SAFETY: H3: the base is that of a formatted slot.
    unsafe { answer(base(opaque), allocator::alloc_zeroed(base(opaque), total), total) }
}

unsafe extern "C-unwind" fn free(opaque: *mut c_void, block: *mut c_void) {
    // SAFETY: H3: the engine gives back what it got from this slot, or null.
    unsafe { allocator::free(base(opaque), block.cast()) }
}

unsafe extern "C-unwind" fn realloc(opaque: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: H3, H8: the engine gives what it got from this slot; on failure the block stays as it is.
    let moved = unsafe { allocator::realloc(base(opaque), block.cast(), size) };
    if size == 0 {
        return moved.cast();
    }
    // SAFETY: H3: the base is that of a formatted slot.
    unsafe { answer(base(opaque), moved, size) }
}

unsafe extern "C-unwind" fn usable_size(block: *const c_void) -> usize {
    // SAFETY: H7: the size of a block follows from its address.
    unsafe { allocator::usable_size(block.cast()) }
}
