//! The program itself, as far as tenants point into it.

use std::ops::Range;

use crate::platform;

/// The executable or shared library that some address belongs to: where it lies, and which build it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    range: Range<usize>,
    build: Vec<u8>,
}

impl Program {
    /// The one that the function or static at an address belongs to; `None` where the system does not tell.
    #[must_use]
    pub fn of(address: usize) -> Option<Self> {
        platform::find_program(address).map(|(range, build)| Self { range, build })
    }

    /// What tells this build from others: the identifier that the linker gave it, or else a hash of its code.
    #[must_use]
    pub fn build(&self) -> &[u8] {
        &self.build
    }

    /// Where it lies; other in every process, mostly.
    pub(crate) fn base(&self) -> u64 {
        self.range.start as u64
    }

    pub(crate) fn len(&self) -> u64 {
        self.range.len() as u64
    }
}
