//! Native modules: functions written in Rust, reached by `require`.
//!
//! * **N1** Functions are numbered in the order of registration, which is part of the image's fingerprint.
//! * **N2** A snapshot with another fingerprint is refused.
//! * **N3** A module's state is made at spawn and dropped with the runtime; it is never baked.

mod call;
mod exports;
mod function;
mod module;
#[cfg(feature = "call-log")]
mod recorded;
mod table;

pub use call::Call;
pub use exports::Exports;
pub use function::Function;
pub use module::NativeModule;
pub(crate) use module::names;
#[cfg(feature = "call-log")]
pub(crate) use recorded::Recorded;
pub(crate) use table::{Imports, Table, TableBuilder};
