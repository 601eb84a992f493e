//! What is made anew for each runtime: its host, with limits and the state of the builtins.

use std::sync::Arc;

use crate::builtin::{BuiltinState, Clock, Console};
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
    #[cfg_attr(not(feature = "call-log"), expect(unused_variables, reason = "only records name runtimes"))]
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
            #[cfg(feature = "call-log")]
            runtime: number,
        })
    }
}

/// The state of the builtins in a runtime.
pub(super) fn builtin_state(host: &Host) -> Option<&BuiltinState> {
    (*host.upper).downcast_ref()
}
