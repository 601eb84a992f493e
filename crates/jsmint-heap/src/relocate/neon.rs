//! Relocation with the vector instructions of aarch64, which all such processors have.

use std::arch::aarch64::*;

/// See [`copy`](super::copy). Eight words at a time, in four vectors: two bits of the bitmap choose one of four to add. What is
/// there already is not written again.
///
/// # Safety
///
/// As there.
#[target_feature(enable = "neon")]
pub(super) unsafe fn copy(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) -> bool {
    let mut differed = false;
    let addends = [[0, 0], [distance, 0], [0, distance], [distance, distance]];
    for (group, &bits) in pointers.iter().enumerate() {
        for eight in 0..8 {
            let at = group * 64 + eight * 8;
            // SAFETY: H12, 64 words for each element, as the caller promises; no alignment is asked for.
            unsafe {
                let (to, from) = (to.add(at), from.add(at));
                let moved = |two: usize| {
                    let addend = &addends[(bits >> (eight * 8 + two * 2) & 3) as usize];
                    vaddq_u64(vld1q_u64(from.add(two * 2)), vld1q_u64(addend.as_ptr()))
                };
                let words = [moved(0), moved(1), moved(2), moved(3)];
                let difference = |two: usize| veorq_u64(words[two], vld1q_u64(to.add(two * 2)));
                let differences =
                    vorrq_u64(vorrq_u64(difference(0), difference(1)), vorrq_u64(difference(2), difference(3)));
                if vmaxvq_u32(vreinterpretq_u32_u64(differences)) != 0 {
                    (0..4).for_each(|two| vst1q_u64(to.add(two * 2), words[two]));
                    differed = true;
                }
            }
        }
    }
    differed
}
