//! Copying words and adding a distance to those that are pointers.
//!
//! Which words are pointers is a bitmap, one bit a word, lowest bit first: 64 words to an element. All implementations
//! do the same; the fastest that the processor has is chosen at run time.

mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

/// Copies `words` words from `from` to `to`, adding `distance` to those whose bit is set.
///
/// # Safety
///
/// `from` is readable and `to` writable for 64 words per element of `pointers`; they do not overlap.
#[inline]
pub(crate) unsafe fn copy(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has it; the rest is promised by the caller.
            return unsafe { x86::copy_avx512(to, from, pointers, distance) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { x86::copy_avx2(to, from, pointers, distance) };
        }
    }
    // SAFETY: promised by the caller.
    unsafe { portable::copy(to, from, pointers, distance) }
}
