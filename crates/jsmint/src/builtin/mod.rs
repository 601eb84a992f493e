//! What every runtime has besides the language: console, randomness, time, and the module system.
//!
//! Written in JavaScript where it is about JavaScript values (`js/`), with native functions for what scripts cannot do.
//! Everything is evaluated while baking, so that it costs a spawn nothing.

mod bootstrap;
mod clock;
mod compiler;
mod console;
mod date;
mod module;
mod modules;
mod random;
mod sink;
mod state;

pub(crate) use bootstrap::install;
pub use clock::Clock;
pub(crate) use compiler::Compiler;
pub(crate) use module::BuiltinModule;
pub(crate) use modules::{ModuleSystem, Preload};
#[cfg(feature = "call-log")]
pub(crate) use random::random_number;
pub use sink::{Console, Level};
pub(crate) use state::BuiltinState;
