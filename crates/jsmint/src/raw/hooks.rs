//! The five functions through which the engine asks for memory. Their state lies in the slot.

use std::ffi::c_void;
use std::ptr::NonNull;

use jsmint_heap::allocator;
use rquickjs_sys as q;

/// The table that the engine copies at its birth.
pub(super) const HOOKS: q::JSMallocFunctions = q::JSMallocFunctions {
    js_calloc: Some(calloc),
    js_malloc: Some(malloc),
    js_free: Some(free),
    js_realloc: Some(realloc),
    js_malloc_usable_size: Some(usable_size),
};

/// The slot's base, which the engine was given as its opaque word and which moves with it.
unsafe fn base(opaque: *mut c_void) -> NonNull<u8> {
    // SAFETY: H6: the opaque word is the slot's base, never null.
    unsafe { NonNull::new_unchecked(opaque.cast()) }
}

unsafe extern "C" fn malloc(opaque: *mut c_void, size: u64) -> *mut c_void {
    // SAFETY: H3: the base is that of a formatted slot.
    unsafe { allocator::alloc(base(opaque), size as usize).cast() }
}

unsafe extern "C" fn calloc(opaque: *mut c_void, count: u64, size: u64) -> *mut c_void {
    let Some(total) = (count as usize).checked_mul(size as usize) else { return std::ptr::null_mut() };
    // SAFETY: H3: the base is that of a formatted slot.
    unsafe { allocator::alloc_zeroed(base(opaque), total).cast() }
}

unsafe extern "C" fn free(opaque: *mut c_void, block: *mut c_void) {
    // SAFETY: H3: the engine gives back what it got from this slot, or null.
    unsafe { allocator::free(base(opaque), block.cast()) }
}

unsafe extern "C" fn realloc(opaque: *mut c_void, block: *mut c_void, size: u64) -> *mut c_void {
    // SAFETY: H3, H8: the engine gives what it got from this slot; on failure the block stays as it is.
    unsafe { allocator::realloc(base(opaque), block.cast(), size as usize).cast() }
}

unsafe extern "C" fn usable_size(block: *const c_void) -> u64 {
    // SAFETY: H7: the size of a block follows from its address.
    unsafe { allocator::usable_size(block.cast()) as u64 }
}
