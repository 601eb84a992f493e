//! Copying words and adding a distance to those that are pointers.
//!
//! Which words are pointers is a bitmap, one bit a word, lowest bit first: 64 words to an element. All implementations
//! do the same; the fastest that the processor has is chosen at run time.

#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
#[cfg(any(test, not(all(target_arch = "aarch64", target_feature = "neon"))))]
mod portable;
mod range;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use range::{Move, copy_in_range};

/// Copies 64 words for each element of `pointers` from `from` to `to`, adding `distance` to those whose bit is set. Says
/// whether anything else was there.
///
/// # Safety
///
/// `from` is readable and `to` readable and writable for 64 words per element of `pointers`; both are initialised, and they
/// do not overlap.
#[inline]
pub(crate) unsafe fn copy(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: H10, the processor has it; H12, as the caller promises.
            return unsafe { x86::copy_avx512(to, from, pointers, distance) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: H10, H12: as above.
            return unsafe { x86::copy_avx2(to, from, pointers, distance) };
        }
    }
    #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
    // SAFETY: H10, the program is compiled for processors that have it; H12, as the caller promises.
    return unsafe { neon::copy(to, from, pointers, distance) };
    #[cfg(not(all(target_arch = "aarch64", target_feature = "neon")))]
    // SAFETY: H12, as the caller promises.
    unsafe {
        portable::copy(to, from, pointers, distance)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    type Copy = unsafe fn(*mut u64, *const u64, &[u64], u64) -> bool;

    /// Every implementation that this processor has.
    fn implementations() -> Vec<(&'static str, Copy)> {
        let mut all: Vec<(&'static str, Copy)> = vec![("portable", super::portable::copy), ("chosen", super::copy)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(("avx2", |to, from, pointers, distance| {
                    // SAFETY: H10, the processor has it; H12, as the test that calls it promises.
                    unsafe { super::x86::copy_avx2(to, from, pointers, distance) }
                }));
            }
            if is_x86_feature_detected!("avx512f") {
                all.push(("avx512", |to, from, pointers, distance| {
                    // SAFETY: H10, the processor has it; H12, as the test that calls it promises.
                    unsafe { super::x86::copy_avx512(to, from, pointers, distance) }
                }));
            }
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        all.push(("neon", |to, from, pointers, distance| {
            // SAFETY: H10, the program is compiled for processors that have it; H12, as the test that calls it promises.
            unsafe { super::neon::copy(to, from, pointers, distance) }
        }));
        all
    }

    fn groups() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
        let bits = prop_oneof![Just(0), Just(u64::MAX), any::<u64>()];
        (0..9usize).prop_flat_map(move |n| (vec(any::<u64>(), n * 64), vec(bits.clone(), n)))
    }

    proptest! {
        #[test]
        fn exactly_the_marked_words_are_moved((words, pointers) in groups(), distance: u64, skew in 0..4usize) {
            let marked = |at: usize| pointers[at / 64] >> (at % 64) & 1 == 1;
            let moved = words.iter().enumerate().map(|(at, word)| if marked(at) { word.wrapping_add(distance) } else { *word });
            let expected: Vec<u64> = moved.collect();
            for (name, copy) in implementations() {
                // Neither end need be aligned to a vector; what lies around the target is not written.
                let mut from = vec![7; skew];
                from.extend(&words);
                let mut to = vec![5; words.len() + 8];
                // SAFETY: H12, both hold 64 words for each element of the bitmap, from where they are given.
                let mut copy = || unsafe { copy(to.as_mut_ptr().add(skew), from.as_ptr().add(skew), &pointers, distance) };
                prop_assert_eq!(copy(), expected.iter().any(|&word| word != 5), "{}", name);
                prop_assert!(!copy(), "{}", name);
                prop_assert_eq!(&to[skew..skew + words.len()], &expected[..], "{}", name);
                prop_assert!(to[..skew].iter().chain(&to[skew + words.len()..]).all(|&word| word == 5), "{}", name);
            }
        }
    }
}
