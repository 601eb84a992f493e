//! Relocation with the vector instructions of x86-64.
//!
//! What is there already is not written again. Of the pages that a tenant wrote to, it changed few cache lines; leaving the
//! others clean saves a fifth of a restore (measured: 3.8 to 3.0 µs for 32 pages).

use std::arch::x86_64::*;

/// See [`copy`](super::copy). Eight words at a time: eight bits of the bitmap are the mask of an addition.
///
/// # Safety
///
/// As there, and the processor has AVX-512F.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn copy_avx512(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) -> bool {
    let mut differed = false;
    let distance = _mm512_set1_epi64(distance as i64);
    for (group, &bits) in pointers.iter().enumerate() {
        for eight in 0..8 {
            let at = group * 64 + eight * 8;
            let mask = (bits >> (eight * 8)) as u8;
            // SAFETY: H12, 64 words for each element, as the caller promises; no alignment is asked for.
            unsafe {
                let words = _mm512_loadu_epi64(from.add(at).cast());
                let words = _mm512_mask_add_epi64(words, mask, words, distance);
                let there = _mm512_loadu_epi64(to.add(at).cast());
                if _mm512_cmpneq_epi64_mask(words, there) != 0 {
                    _mm512_storeu_epi64(to.add(at).cast(), words);
                    differed = true;
                }
            }
        }
    }
    differed
}

/// See [`copy`](super::copy). Four words at a time: four bits of the bitmap choose one of sixteen vectors to add.
///
/// # Safety
///
/// As there, and the processor has AVX2.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn copy_avx2(to: *mut u64, from: *const u64, pointers: &[u64], distance: u64) -> bool {
    let mut differed = false;
    #[repr(align(32))]
    struct Addends([[u64; 4]; 16]);
    let mut addends = Addends([[0; 4]; 16]);
    for (nibble, addend) in addends.0.iter_mut().enumerate() {
        *addend = std::array::from_fn(|bit| if nibble >> bit & 1 == 1 { distance } else { 0 });
    }
    for (group, &bits) in pointers.iter().enumerate() {
        for four in 0..16 {
            let at = group * 64 + four * 4;
            let nibble = (bits >> (four * 4) & 15) as usize;
            // SAFETY: H12, 64 words for each element, as the caller promises; the table is aligned, the rest need not be.
            unsafe {
                let addend = _mm256_load_si256(addends.0.as_ptr().add(nibble).cast());
                let words = _mm256_loadu_si256(from.add(at).cast());
                let words = _mm256_add_epi64(words, addend);
                let there = _mm256_loadu_si256(to.add(at).cast());
                if _mm256_movemask_epi8(_mm256_cmpeq_epi64(words, there)) != -1 {
                    _mm256_storeu_si256(to.add(at).cast(), words);
                    differed = true;
                }
            }
        }
    }
    differed
}
