//! Native modules: functions written in Rust, reached by `require`.
//!
//! * **N1** Functions are numbered in the order of registration, which is part of the image's fingerprint.
//! * **N2** A snapshot with another fingerprint is refused.
//! * **N3** A module's state is made at its first use in a runtime and dropped with the runtime; it is never baked.
//! * **N4** An instance of a class holds a number into its runtime's table. Its value is dropped with the runtime at the
//!   latest; it is never baked.

mod call;
mod class;
mod describe;
mod exports;
mod function;
pub(crate) mod generated;
mod module;
#[cfg(feature = "call-log")]
mod recorded;
mod table;
pub(crate) mod types;

pub use call::Call;
pub use class::{Class, Instance, Members, new_instance};
pub use exports::Exports;
pub use function::Function;
pub use module::NativeModule;
pub(crate) use module::names;
#[cfg(feature = "call-log")]
pub(crate) use recorded::Recorded;
pub(crate) use table::{Imports, Table, TableBuilder};
