//! Relocation in plain Rust: for every processor, and the measure of the others.

/// See [`copy`](super::copy).
///
/// # Safety
///
/// As there.
pub(super) unsafe fn copy(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) -> bool {
    let mut differed = 0;
    for (group, &bits) in pointers.iter().enumerate() {
        // SAFETY: H12, 64 words for each element, as the caller promises.
        let (to, from) = unsafe { (to.add(group * 64), from.add(group * 64)) };
        for word in 0..64 {
            // Without a branch: pointers and data alternate too irregularly to be predicted.
            let mask = 0u64.wrapping_sub(bits >> word & 1);
            // SAFETY: H12, as above.
            unsafe {
                let moved = from.add(word).read().wrapping_add(distance & mask);
                differed |= moved ^ to.add(word).read();
                to.add(word).write(moved);
            }
        }
    }
    differed != 0
}
