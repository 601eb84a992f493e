//! What one spawn may choose for itself.

use super::bake::check_stack;
use super::{fate, too_small};
use crate::builtin::Console;
#[cfg(feature = "call-log")]
use crate::call_log::{CallLog, Choice};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::runtime::Life;

/// What one spawn chooses for itself, instead of what its factory was given.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct SpawnOptions {
    limits: Option<Limits>,
    console: Option<Console>,
    seed: Option<u64>,
    #[cfg(feature = "call-log")]
    call_log: Option<CallLog>,
}

impl SpawnOptions {
    /// Everything as the factory has it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits of this runtime. Its memory limit can be lower than the factory's, not higher: the range of its slot is
    /// fixed by the factory.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Where this runtime's console goes.
    pub fn console(mut self, console: Console) -> Self {
        self.console = Some(console);
        self
    }

    /// Makes this runtime deterministic, or gives it another seed: see
    /// [`Options::deterministic`](crate::Options::deterministic).
    pub fn deterministic(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Where this runtime's calls are recorded, instead of in the factory's log; with [`CallLog::disabled`], nowhere.
    #[cfg(feature = "call-log")]
    pub fn call_log(mut self, call_log: CallLog) -> Self {
        self.call_log = Some(call_log);
        self
    }

    /// The life that these options make of the factory's.
    pub(super) fn life(self, mut life: Life, image: usize) -> Result<Life> {
        if let Some(limits) = self.limits {
            if limits.memory > life.limits.memory {
                let message = format!(
                    "a spawn asks for {} bytes of memory, the factory allows {}; raise Limits::memory of its options",
                    limits.memory, life.limits.memory
                );
                return Err(Error::new(ErrorKind::Option, message));
            }
            if limits.memory < image {
                return Err(too_small(limits.memory, image));
            }
            check_stack(&limits)?;
            life.limits = limits;
        }
        if let Some(console) = self.console {
            life.console = console;
        }
        if self.seed.is_some() {
            (life.clock, life.seed) = fate(self.seed);
        }
        #[cfg(feature = "call-log")]
        if let Some(log) = self.call_log {
            life.call_log = if log.is_enabled() { Choice::Own(log) } else { Choice::Off };
        }
        Ok(life)
    }
}
