//! How far a heap may grow, and what happens there.

use std::ptr::NonNull;

use super::SMALL;
use crate::header::Header;
use crate::size::ByteCount;

/// Keeps the heap from growing beyond `limit` bytes, the header page included, until the slot is restored.
///
/// What the heap has already stays usable. The range of the slot is a limit in any case. Costs nothing.
///
/// Many programs recover from a large request that fails, few from a small one, or from a buffer that cannot grow. So a
/// request for a large new block beyond the limit fails; a small one, and one for more of a block up to 1 MiB, is served
/// from a reserve of [`RESERVE`](super::RESERVE) bytes, if the range has that much left, and noted: whoever runs the
/// tenant asks [`is_exhausted`] now and then and stops it, soon if it has [set an alarm](set_alarm). With the reserve used
/// up, all requests fail.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
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
/// As for [`alloc`](super::alloc); four bytes at `offset` are the tenant's and may be written to at any request until the
/// slot is restored.
pub unsafe fn set_alarm(base: NonNull<u8>, offset: usize) {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).alarm = offset }
}

/// Opens the last part of the reserve, so that a tenant which is being stopped for want of memory can be told so, or
/// closes it again.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
pub unsafe fn lend(base: NonNull<u8>, lent: bool) {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).lent = usize::from(lent) }
}

/// Serves requests of all sizes from the reserve, for a tenant that could not go on without, or no longer does. Says what
/// held before.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
pub unsafe fn insist(base: NonNull<u8>, insisted: bool) -> bool {
    // SAFETY: H1, as the caller promises.
    unsafe { (&raw mut (*Header::of(base)).insisted).replace(u32::from(insisted)) != 0 }
}

/// Whether a failed request for `size` bytes was one that few programs recover from: a small one, or any while the tenant
/// [insists](insist).
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
#[must_use]
pub unsafe fn is_vital(base: NonNull<u8>, size: usize) -> bool {
    // SAFETY: H1, as the caller promises.
    size <= SMALL || unsafe { (*Header::of(base)).insisted != 0 }
}

/// Notes that the heap has reached its limit.
pub(super) unsafe fn exhaust(base: NonNull<u8>) {
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
/// As for [`alloc`](super::alloc).
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
/// As for [`alloc`](super::alloc).
pub unsafe fn take_exhausted(base: NonNull<u8>) -> bool {
    // SAFETY: H1, as the caller promises.
    unsafe { (&raw mut (*Header::of(base)).exhausted).replace(0) != 0 }
}
