//! The call log's storage: what a call's record holds, where records go, and a SQLite file of them that stays readable
//! while it is written. This crate has never heard of JavaScript.
//!
//! Invariants:
//!
//! * **L1** Recording neither blocks nor fails a call unless asked to.
//! * **L2** What is dropped is counted, and the count is a row.
//! * **L3** A runtime's rows are totally ordered by their sequence.
//! * **L4** One writer owns the connection to a file.

mod error;
mod record;
#[allow(dead_code, reason = "the reader and the writer come next")]
mod schema;
mod sink;

pub use error::{LogError, LogErrorKind};
pub use record::{Begin, Direction, Outcome, Record, RecordBuf};
pub use sink::{Full, Sink};
