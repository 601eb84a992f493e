//! What every runtime has besides the language: console, randomness, time, and the module system.
//!
//! Written in JavaScript where it is about JavaScript values (`js/`), with native functions for what scripts cannot do.
//! Everything is evaluated while baking, so that it costs a spawn nothing; the modules that Node has, too (`node/`), when
//! they are first required.

mod bootstrap;
mod clock;
mod compiler;
mod console;
mod date;
mod module;
mod modules;
mod node;
mod random;
mod sink;
mod state;

pub(crate) use bootstrap::install;
pub use clock::Clock;
pub(crate) use compiler::Compiler;
pub(crate) use module::BuiltinModule;
pub(crate) use modules::{ModuleSystem, Preload};
pub(crate) use node::{define_parts, names as node_names};
#[cfg(feature = "call-log")]
pub(crate) use random::random_number;
pub use sink::{Console, Level};
pub(crate) use state::{BuiltinState, Moment, Sleeping};
