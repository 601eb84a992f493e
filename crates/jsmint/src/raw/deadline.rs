//! When a runtime's script must stop, for host code that works for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::exception::stop_error;
use super::scope::Scope;
use crate::error::Result;

/// When the entry under way must end: for host code that waits or works for long on behalf of a script.
///
/// It can be asked on any thread and be kept, but is meant for the entry in which it was taken.
#[derive(Clone)]
pub struct Deadline {
    at: Option<Instant>,
    interrupt: Arc<AtomicBool>,
    entry: u64,
}

impl Deadline {
    /// Whether the time of the entry is up, or somebody has interrupted the runtime.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed) || self.at.is_some_and(|at| Instant::now() >= at)
    }

    /// When the time of the entry is up, where it has a limit.
    #[must_use]
    pub fn at(&self) -> Option<Instant> {
        self.at
    }

    /// A number for the entry: the same within one `eval`, `call` or `enter`, another in the next of the same runtime.
    #[must_use]
    pub fn entry(&self) -> u64 {
        self.entry
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deadline").field("at", &self.at).field("over", &self.is_over()).finish_non_exhaustive()
    }
}

impl Scope<'_> {
    /// When the entry under way must end.
    #[must_use]
    pub fn deadline(self) -> Deadline {
        let host = self.host();
        Deadline { at: host.deadline.get(), interrupt: host.interrupt_flag(), entry: host.entries.get() }
    }

    /// Fails where the entry must end. A native function that returns this error stops the script, which cannot catch it.
    ///
    /// # Errors
    ///
    /// [`Timeout`](crate::ErrorKind::Timeout) or [`Interrupted`](crate::ErrorKind::Interrupted).
    pub fn check_deadline(self) -> Result<()> {
        let host = self.host();
        host.must_stop(false).map_or(Ok(()), |stop| Err(stop_error(stop, host.time)))
    }
}
