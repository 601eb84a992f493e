//! Numbers as JSON.

use std::fmt::Write as _;

use crate::raw::Digits;

/// The most limbs of a BigInt that is written out: 2,048 bits.
const LIMBS: usize = 64;
/// Digits that one step of a division gives.
const STEP: usize = 9;

pub(super) fn push_int(out: &mut String, number: i64) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// A number as JavaScript prints it, or the word for one that JSON does not have.
#[inline(never)]
pub(super) fn push_number(out: &mut String, number: f64) {
    if number == 0.0 {
        out.push_str(if number.is_sign_negative() { "\"<-0>\"" } else { "0" });
    } else if number.is_finite() {
        out.push_str(ryu_js::Buffer::new().format_finite(number));
    } else if number.is_nan() {
        out.push_str("\"<NaN>\"");
    } else {
        out.push_str(if number > 0.0 { "\"<Infinity>\"" } else { "\"<-Infinity>\"" });
    }
}

/// A BigInt. Says how many bytes of it were left out.
#[inline(never)]
pub(super) fn push_big_int(out: &mut String, digits: Digits<'_>) -> u64 {
    let limbs = match digits {
        Digits::Short(number) => {
            let _ = write!(out, "\"<bigint {number}>\"");
            return 0;
        }
        Digits::Long(limbs) => limbs,
    };
    if limbs.len() > LIMBS {
        let _ = write!(out, "\"<bigint of {} bits>\"", limbs.len() * 32);
        return limbs.len() as u64 * 4;
    }
    let is_negative = limbs.last().is_some_and(|&limb| limb >> 31 != 0);
    let mut rest = [0_u32; LIMBS];
    let rest = &mut rest[..limbs.len()];
    rest.copy_from_slice(limbs);
    if is_negative {
        let mut carry = true;
        for limb in rest.iter_mut() {
            let (sum, overflow) = (!*limb).overflowing_add(u32::from(carry));
            (*limb, carry) = (sum, overflow);
        }
    }
    out.push_str(if is_negative { "\"<bigint -" } else { "\"<bigint " });
    // 2,048 bits are 617 digits.
    let mut steps = [0_u32; 617_usize.div_ceil(STEP)];
    let mut count = 0;
    while rest.iter().any(|&limb| limb != 0) && count < steps.len() {
        let mut remainder = 0_u64;
        for limb in rest.iter_mut().rev() {
            let dividend = remainder << 32 | u64::from(*limb);
            *limb = (dividend / 1_000_000_000) as u32;
            remainder = dividend % 1_000_000_000;
        }
        steps[count] = remainder as u32;
        count += 1;
    }
    match steps[..count].split_last() {
        None => out.push('0'),
        Some((first, rest)) => {
            let _ = write!(out, "{first}");
            for step in rest.iter().rev() {
                let _ = write!(out, "{step:09}");
            }
        }
    }
    out.push_str(">\"");
    0
}
