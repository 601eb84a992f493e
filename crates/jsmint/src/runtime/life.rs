//! What is made anew for each runtime: its host, with limits and the state of the builtins.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::builtin::{BuiltinState, Clock, Console, Sleeping};
#[cfg(feature = "call-log")]
use crate::call_log::Choice;
use crate::limits::Limits;
use crate::raw::{Host, HostSettings, Origin};

/// What differs from runtime to runtime.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) limits: Limits,
    pub(crate) console: Console,
    pub(crate) clock: Clock,
    pub(crate) seed: Option<u64>,
    /// Which call log it records to.
    #[cfg(feature = "call-log")]
    pub(crate) call_log: Choice,
    /// Whether it only lives to be baked.
    pub(crate) baking: bool,
}

impl Life {
    /// Behind which of its factory's doors such a runtime is: 1 where calls are recorded, else 0.
    #[inline]
    pub(crate) fn door(&self) -> usize {
        #[cfg(feature = "call-log")]
        return usize::from(self.is_recorded());
        #[cfg(not(feature = "call-log"))]
        0
    }

    /// Whether calls of such a runtime are recorded.
    #[cfg(feature = "call-log")]
    fn is_recorded(&self) -> bool {
        !matches!(self.call_log, Choice::Off)
    }

    /// The host for runtime `number` of an origin.
    #[inline(always)]
    pub(crate) fn host(&self, origin: Arc<Origin>, number: u64) -> Box<Host> {
        let Limits { memory, time, stack, source, output } = self.limits;
        let builtin = BuiltinState::new(self.clock, self.seed, self.console.clone(), output, source);
        Host::new(HostSettings {
            origin,
            time,
            stack,
            memory,
            baking: self.baking,
            upper: Box::new(builtin),
            #[cfg(feature = "call-log")]
            recorded: self.is_recorded(),
            runtime: number,
        })
    }
}

/// What is made anew for a runtime, as it was when it was put to sleep.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sleeper {
    builtin: Sleeping,
    time: Option<Duration>,
    stack: usize,
    memory: usize,
}

impl Sleeper {
    pub(super) fn of(host: &Host) -> Option<Self> {
        let (time, stack, memory) = host.bounds();
        Some(Self { builtin: builtin_state(host)?.sleep(), time, stack, memory })
    }

    /// The life that it goes on with, of what its factory has for others: it may use what it might before.
    pub(crate) fn life_of(&self, mut life: Life) -> Life {
        let Limits { time, stack, memory, source, .. } = &mut life.limits;
        (*time, *stack, *memory, *source) = (self.time, self.stack, self.memory, self.builtin.source);
        life
    }

    /// Its host, in such a life.
    pub(crate) fn host(&self, life: &Life, origin: Arc<Origin>, number: u64) -> Box<Host> {
        let mut host = life.host(origin, number);
        host.upper = Box::new(BuiltinState::wake(&self.builtin, life.console.clone()));
        host
    }
}

/// The state of the builtins in a runtime.
pub(super) fn builtin_state(host: &Host) -> Option<&BuiltinState> {
    (*host.upper).downcast_ref()
}
