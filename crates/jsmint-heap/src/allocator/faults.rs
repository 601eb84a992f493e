//! Making requests for memory fail, for tests of what happens then.

use std::ptr::NonNull;

use super::limit::exhaust;
use crate::header::Header;

/// Makes the heap behave, from the `n`-th request on, as if its limit had been set to what it has by then; 0 forgets it.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
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
/// As for [`alloc`](super::alloc).
pub unsafe fn fail_after(base: NonNull<u8>, n: u32) {
    // SAFETY: H1, as the caller promises.
    unsafe { set_fault(base, n, 0) }
}

/// Makes the `n`-th allocation from now fail, and all that follow, until it is called with 0 or the slot is restored.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
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
pub(super) unsafe fn must_fail(base: NonNull<u8>, size: usize, most: usize) -> bool {
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
