//! Amounts of memory as a type.

use std::fmt;
use std::ops::{Add, Sub};

/// The unit in which images are cut, in bytes: the smallest page of the supported platforms.
pub const PAGE: usize = 4096;

/// The unit of protection and of giving back, in bytes: no supported system has larger pages.
pub(crate) const GRAIN: usize = if cfg!(target_arch = "x86_64") { 4 << 10 } else { 64 << 10 };

/// The largest range a slot can have: 1 GiB. Together with the fixed low half of every base it stays within 4 GiB.
pub const MAX_RANGE: ByteCount = ByteCount::mib(1024);

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteCount(usize);

impl ByteCount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// This many bytes.
    #[must_use]
    pub const fn bytes(n: usize) -> Self {
        Self(n)
    }

    /// This many times 1,024 bytes; the largest number there is if that is more.
    #[must_use]
    pub const fn kib(n: usize) -> Self {
        Self(n.saturating_mul(1 << 10))
    }

    /// This many times 1,048,576 bytes; the largest number there is if that is more.
    #[must_use]
    pub const fn mib(n: usize) -> Self {
        Self(n.saturating_mul(1 << 20))
    }

    /// The number of bytes as a plain number.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }

    /// The number of [pages](PAGE) that it takes to hold them.
    #[must_use]
    pub const fn pages(self) -> usize {
        self.0.div_ceil(PAGE)
    }
}

impl Add for ByteCount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for ByteCount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for ByteCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            n if n >= 1 << 20 && n.is_multiple_of(1 << 20) => write!(f, "{} MiB", n >> 20),
            n if n >= 1 << 10 && n.is_multiple_of(1 << 10) => write!(f, "{} KiB", n >> 10),
            1 => f.write_str("1 byte"),
            n => write!(f, "{n} bytes"),
        }
    }
}

/// `n` rounded up to a multiple of `unit`, a power of two. `n` is at most a slot's range, so it cannot overflow.
pub(crate) const fn round_up(n: usize, unit: usize) -> usize {
    (n + unit - 1) & !(unit - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_a_person_would_say_them() {
        let said = [0, 1, 4095, 4096, 1 << 20, (1 << 20) + 1024].map(|n| ByteCount::bytes(n).to_string());
        assert_eq!(said, ["0 bytes", "1 byte", "4095 bytes", "4 KiB", "1 MiB", "1025 KiB"]);
    }

    #[test]
    fn amounts_saturate_instead_of_wrapping() {
        assert_eq!(ByteCount::mib(usize::MAX).get(), usize::MAX);
        assert_eq!(ByteCount::kib(1) - ByteCount::kib(2), ByteCount::ZERO);
        assert_eq!(ByteCount::bytes(usize::MAX) + ByteCount::bytes(1), ByteCount::bytes(usize::MAX));
        assert_eq!(ByteCount::bytes(PAGE + 1).pages(), 2);
    }
}
