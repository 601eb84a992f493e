//! The native functions behind the builtins, and their state in each runtime.

use std::any::Any;
use std::sync::Arc;

use super::clock::{Clock, RunningClock};
use super::modules::ModuleSystem;
use super::random::Random;
use super::sink::{Console, Output};
use super::{console, date, modules};
use crate::native::{Exports, NativeModule};

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

/// The native functions behind the builtins: module 0 of every table, which no script can `require`.
pub(crate) struct BuiltinModule {
    pub(crate) modules: Arc<ModuleSystem>,
}

impl NativeModule for BuiltinModule {
    fn name(&self) -> &'static str {
        "(builtin)"
    }

    fn define(&self, exports: &mut Exports) {
        date::define(exports);
        console::define(exports);
        modules::define(exports, &self.modules);
    }

    fn new_state(&self) -> crate::Result<Box<dyn Any + Send>> {
        // Whoever spawns puts the real state in the place of this one; it depends on the spawn's options.
        Ok(Box::new(()))
    }
}
