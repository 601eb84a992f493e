//! How much of the host's memory one conversion may take.
//!
//! A value can hold another many times at the cost of a pointer each: a list of a million times the same long text, lists of
//! lists of lists. For the host all of it is copied. So what one conversion copies may be no more than what the runtime may
//! hold, which is enough for anything that shares nothing.

use super::scope::Scope;
use crate::error::{Error, ErrorKind, Result};

/// How many bytes are copied between two glances at the clock.
const GLANCE: usize = 1 << 16;

/// A conversion under way. What is converted within it, for getters of the script as well, counts towards the same.
pub(crate) struct Conversion<'js>(Scope<'js>);

impl Drop for Conversion<'_> {
    fn drop(&mut self) {
        let depth = &self.0.host().conversions;
        depth.set(depth.get() - 1);
    }
}

impl<'js> Scope<'js> {
    /// Counts what is copied from now on, until what this gives is dropped.
    pub(crate) fn conversion(self) -> Conversion<'js> {
        let host = self.host();
        if host.conversions.get() == 0 {
            host.allowance.set(host.memory);
        }
        host.conversions.set(host.conversions.get() + 1);
        Conversion(self)
    }

    /// Counts some bytes, where a conversion is under way.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](ErrorKind::TooLarge) where it is too much; those of [`check_deadline`](Self::check_deadline).
    pub(crate) fn count_copied(self, bytes: usize) -> Result<()> {
        let host = self.host();
        if host.conversions.get() == 0 {
            return Ok(());
        }
        let before = host.allowance.get();
        let Some(left) = before.checked_sub(bytes) else {
            let message = format!(
                "the value takes more than {} bytes where each part is copied as often as it is used; allow more with Limits::memory",
                host.memory
            );
            return Err(Error::new(ErrorKind::TooLarge, message));
        };
        host.allowance.set(left);
        // An array of holes, or of a hundred times the same array, is long without any script that is run.
        if before / GLANCE == left / GLANCE { Ok(()) } else { self.check_deadline() }
    }
}
