//! What the builtins keep for one runtime.

use serde::{Deserialize, Serialize};

use super::clock::{Clock, RunningClock, SleepingClock};
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

/// What of them goes back with a runtime to a checkpoint: nothing that is the system's.
pub(crate) struct Moment {
    clock: Option<RunningClock>,
    random: Option<Random>,
}

/// What of them sleeps with a runtime.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sleeping {
    clock: SleepingClock,
    seed: Option<u64>,
    random: Option<[u64; 4]>,
    /// Bytes of output that may still be written.
    output: usize,
    /// The largest source text that is compiled, in bytes.
    pub(crate) source: usize,
}

impl BuiltinState {
    pub(crate) fn sleep(&self) -> Sleeping {
        let (seed, random) = self.random.sleep();
        Sleeping { clock: self.clock.sleep(), seed, random, output: self.output.left(), source: self.source }
    }

    pub(crate) fn wake(sleeping: &Sleeping, console: Console) -> Self {
        Self {
            clock: RunningClock::wake(&sleeping.clock),
            random: Random::wake(sleeping.seed, sleeping.random),
            output: Output::new(console, sleeping.output),
            source: sleeping.source,
        }
    }

    /// The same for a copy of the runtime.
    pub(crate) fn fork(&self) -> Self {
        Self { clock: self.clock.clone(), random: self.random.fork(), output: self.output.clone(), source: self.source }
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment {
            clock: self.clock.is_virtual().then(|| self.clock.clone()),
            random: self.random.is_seeded().then(|| self.random.fork()),
        }
    }

    pub(crate) fn go_back(&self, moment: &Moment) {
        if let Some(clock) = &moment.clock {
            self.clock.set(clock);
        }
        if let Some(random) = &moment.random {
            self.random.set(random);
        }
    }

    pub(crate) fn new(clock: Clock, seed: Option<u64>, console: Console, output: usize, source: usize) -> Self {
        Self {
            clock: RunningClock::new(clock),
            random: Random::new(seed),
            output: Output::new(console, output),
            source,
        }
    }
}
