//! The call log's storage: what a call's record holds, where records go, and a SQLite file of them that stays readable
//! while it is written. This crate has never heard of JavaScript.
//!
//! Invariants:
//!
//! * **L1** Recording neither blocks nor fails a call unless asked to.
//! * **L2** What is dropped is counted, and the count is a row.
//! * **L3** A runtime's rows are totally ordered by their sequence.
//! * **L4** One writer owns the connection to a file.

mod callback;
mod error;
mod frame;
mod insert;
mod losses;
mod memory;
mod options;
mod place;
mod queue;
mod read;
mod record;
mod retention;
mod rotation;
mod schema;
mod sink;
mod sqlite;
mod store;
mod turn;
mod writer;

pub use callback::CallbackSink;
pub use error::{LogError, LogErrorKind};
pub use memory::MemorySink;
pub use options::SqliteOptions;
pub use queue::LogStatus;
pub use read::{CallLogFile, CallName, FunctionStats, Nested, Order, Query, Row, Rows, Selected, Stats, Tail, Tree};
pub use record::{Begin, Direction, Outcome, Record, RecordBuf};
pub use sink::{Full, Sink};
pub use sqlite::SqliteLog;
