//! What images of different processes have in common.
//!
//! All words count, pointers as distances from the base, but for what lies elsewhere in every process, or is left of it. Where a
//! tenant has put something shorter over an address that it no longer needs, such as the end of a text, the rest of the address
//! is still there; and what a compiler leaves between the fields of a structure is whatever was on the stack.
#![allow(unexpected_cfgs, reason = "`jsmint_sanitizer` is given by `.ci/sanitizer`; Cargo knows only features")]

use xxhash_rust::xxh3::Xxh3;

use super::GROUP;
use crate::capture::Capture;

/// XXH3 of all words, and of where the pointers are.
pub(super) fn fingerprint(capture: &Capture, pointers: &[u64]) -> u128 {
    let mut hash = Xxh3::new();
    let mut numbers = [0u8; GROUP * 8];
    for (words, &pointers) in capture.words().chunks(GROUP).zip(pointers) {
        for ((at, &word), number) in words.iter().enumerate().zip(numbers.as_chunks_mut().0) {
            let is_pointer = pointers >> at & 1 == 1;
            *number = if is_pointer { word.wrapping_sub(capture.base) } else { without_addresses(word) }.to_le_bytes();
        }
        hash.update(&numbers[..words.len() * 8]);
        hash.update(&pointers.to_le_bytes());
    }
    hash.update(&(capture.used as u64).to_le_bytes());
    hash.digest128()
}

/// A word without what may have to do with where programs, libraries and stacks lie.
///
/// Whether it has is told by the third quarter: programs begin at two thirds of the address space, and what else the system
/// places lies between them and its end, which is at 2^47 on x86-64 and at 2^48 on aarch64. AddressSanitizer allocates from
/// 0x5000_0000_0000 on, and has for each 8 bytes one in its shadow.
fn without_addresses(word: u64) -> u64 {
    let third = word >> 32 & 0xffff;
    let is_address = match () {
        () if cfg!(target_arch = "aarch64") => third >= 0xaaaa,
        () => (0x5000..0x8000).contains(&third),
    };
    let is_shadow = cfg!(jsmint_sanitizer) && (0x0a00..0x1000).contains(&third);
    match word >> 48 {
        _ if !(is_address || is_shadow) => word,
        0 => 0,
        // Something was put over the last quarter.
        _ => word & !(0xffff << 32),
    }
}

#[cfg(test)]
#[cfg(target_arch = "x86_64")]
mod tests {
    use super::without_addresses;

    #[test]
    fn addresses_of_the_process_do_not_count() {
        for address in [0x5555_5555_4000, 0x6502_1234_5678, 0x7fff_ffff_eff8, 0x7f12_0000_0041] {
            assert_eq!(without_addresses(address), 0, "{address:#x}");
        }
    }

    #[test]
    fn what_was_put_over_one_counts() {
        assert_eq!(without_addresses(0x0100_7fff_0800_0000), without_addresses(0x0100_7ffd_0800_0000));
        assert_ne!(without_addresses(0x0100_7fff_0800_0000), without_addresses(0x0200_7fff_0800_0000));
        assert_ne!(without_addresses(0x0100_7fff_0800_0000), without_addresses(0x0100_7fff_0800_0001));
    }

    #[test]
    fn numbers_count() {
        for number in [0, 1, u64::MAX, 7 << 32 | 9, 1.5f64.to_bits(), 0x1234_0000_0000] {
            assert_eq!(without_addresses(number), number, "{number:#x}");
        }
    }
}
