//! Which of the snapshots of one runtime it is.

use std::fmt;

/// Which of the snapshots of one runtime it is: each that is stored has a higher one than those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub(crate) u64);

impl Version {
    /// The one after it; the first after none.
    pub(crate) fn after(version: Option<Self>) -> Self {
        Self(version.map_or(1, |Self(number)| number + 1))
    }

    /// As a number, to be kept somewhere.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// The one with this number.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
