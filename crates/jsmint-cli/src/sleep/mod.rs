//! Runtimes that sleep in files: `run --checkpoint-to`, `resume`, `inspect`.
//!
//! ```text
//!   {"file": "/the/script.js", …}\n    the snapshot, signed
//! ```
//!
//! The first line says with which script it was run, so that the same image can be baked again. Nobody has signed it, and
//! nobody need: what is baked of another script is another image, and the snapshot is refused.

mod file;
mod inspect;
mod resume;

pub(crate) use file::{SleepFile, new_key, options};
pub(crate) use inspect::inspect;
pub(crate) use resume::resume;
