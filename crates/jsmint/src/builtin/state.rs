//! What the builtins keep for one runtime.

use super::clock::{Clock, RunningClock};
use super::random::Random;
use super::sink::{Console, Output};

/// What the builtins keep for one runtime.
pub(crate) struct BuiltinState {
    pub(crate) clock: RunningClock,
    pub(crate) random: Random,
    pub(crate) output: Output,
    /// The largest source text that is compiled, in bytes.
    pub(crate) source: usize,
}

impl BuiltinState {
    pub(crate) fn new(clock: Clock, seed: Option<u64>, console: Console, output: usize, source: usize) -> Self {
        Self {
            clock: RunningClock::new(clock),
            random: Random::new(seed),
            output: Output::new(console, output),
            source,
        }
    }
}
