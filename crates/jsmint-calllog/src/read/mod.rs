//! Reading a log's file, also while another process writes it.
//!
//! ```text
//! row ◀─ query ◀─ file ◀─ tree, stats, tail
//! ```
//!
//! Nothing here ever writes: not a row, not a column that an older file lacks. A column that is not there reads as
//! NULL.

mod file;
mod query;
mod row;
mod stats;
mod tail;
mod tree;

pub use file::{CallLogFile, Rows, Selected};
pub use query::{Order, Query};
pub use row::Row;
pub use stats::{FunctionStats, Stats};
pub use tail::Tail;
pub use tree::{CallName, Nested, Tree};
