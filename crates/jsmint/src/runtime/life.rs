//! What is made anew for each runtime: its host, with limits and module states.

use std::sync::Arc;

use crate::builtin::{BuiltinState, Clock, Console};
#[cfg(feature = "call-log")]
use crate::call_log::{Choice, Recorder};
use crate::error::Result;
use crate::limits::Limits;
use crate::native::Table;
use crate::raw::{Door, Host, HostSettings};

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
    /// Whether calls of such a runtime are recorded.
    #[cfg(feature = "call-log")]
    pub(crate) fn is_recorded(&self) -> bool {
        !matches!(self.call_log, Choice::Off)
    }

    /// The host for runtime `number` behind a door, with the state of every native module.
    #[cfg_attr(not(feature = "call-log"), expect(unused_variables, reason = "only records name runtimes"))]
    pub(crate) fn host(&self, table: &Table, door: Arc<dyn Door>, number: u64) -> Result<Host> {
        let mut states = table.new_states()?;
        let Limits { memory, time, stack, source, output } = self.limits;
        let builtin = BuiltinState::new(self.clock, self.seed, self.console.clone(), output, source);
        states[0] = Box::new(builtin);
        Ok(Host::new(HostSettings {
            door,
            time,
            stack,
            memory,
            baking: self.baking,
            states,
            #[cfg(feature = "call-log")]
            recorder: Recorder::new(self.call_log.clone(), number),
        }))
    }
}

/// The state of the builtins in a runtime.
pub(super) fn builtin_state(host: &Host) -> Option<&BuiltinState> {
    host.states.first().and_then(|state| (**state).downcast_ref())
}
