//! Relocation of a tenant at rest: every word that lies in its slot is a pointer.

/// Where a tenant's words come from, and how far they go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    /// The base of the slot that they come from.
    pub(crate) base: u64,
    /// Its range: a word is a pointer if it lies in it, or at its end.
    pub(crate) range: u64,
    /// How far away the slot lies that they go to.
    pub(crate) distance: u64,
}

/// Copies words, adding the distance to those that are pointers.
///
/// # Safety
///
/// Both ends hold so many words, and they lie apart.
pub(crate) unsafe fn copy_in_range(to: *mut u64, from: *const u64, words: usize, how: Move) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: H10, the processor has it; H12, as the caller promises.
            return unsafe { copy_avx512(to, from, words, how) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: H10, H12: as above.
            return unsafe { copy_avx2(to, from, words, how) };
        }
    }
    // SAFETY: H12, as the caller promises.
    unsafe { copy(to, from, words, how) }
}

/// Without a branch, so that compilers make vector instructions of it.
#[inline(always)]
unsafe fn copy(to: *mut u64, from: *const u64, words: usize, how: Move) {
    let Move { base, range, distance } = how;
    for at in 0..words {
        // SAFETY: H12, as the caller promises.
        unsafe {
            let word = from.add(at).read();
            let inside = word.wrapping_sub(base) <= range;
            to.add(at).write(word.wrapping_add(if inside { distance } else { 0 }));
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn copy_avx512(to: *mut u64, from: *const u64, words: usize, how: Move) {
    // SAFETY: H12, as the caller promises.
    unsafe { copy(to, from, words, how) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn copy_avx2(to: *mut u64, from: *const u64, words: usize, how: Move) {
    // SAFETY: H12, as the caller promises.
    unsafe { copy(to, from, words, how) }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn exactly_the_words_in_range_are_moved(
            words in vec(prop_oneof![any::<u64>(), 0x5a00_0000_0000..0x5a00_0200_0000u64, Just(0x5a00_0100_0000)], 0..300),
            distance: u64,
        ) {
            let how = Move { base: 0x5a00_0000_1000, range: 0xff_f000, distance };
            let is_inside = |word: u64| (how.base..=how.base + how.range).contains(&word);
            let moved = |&word: &u64| if is_inside(word) { word.wrapping_add(distance) } else { word };
            let expected: Vec<u64> = words.iter().map(moved).chain([5]).collect();
            for chosen in [true, false] {
                let mut to = vec![5; words.len() + 1];
                // SAFETY: H12, both hold so many words.
                unsafe {
                    let (to, from) = (to.as_mut_ptr(), words.as_ptr());
                    if chosen { copy_in_range(to, from, words.len(), how) } else { copy(to, from, words.len(), how) }
                }
                prop_assert_eq!(&to, &expected);
            }
        }
    }
}
