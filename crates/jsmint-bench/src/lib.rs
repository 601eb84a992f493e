//! What runtimes cost on this machine: the benchmarks behind `jsmint bench`.
//!
//! A *group* (`spawn`) has *cases* (`empty`, `json`), and each case has *variants* (`bare`, `recycled`) that do the same in
//! different ways. All variants of a case are measured turn by turn in one process, so that whatever else the machine does
//! falls on all of them.
//!
//! ```no_run
//! for row in jsmint_bench::run("spawn")? {
//!     println!("{} {}: {} ns", row.case, row.variant, row.p50_ns);
//! }
//! # Ok::<(), jsmint_bench::Error>(())
//! ```

mod footprint;
mod groups;
mod harness;
mod report;
mod row;
mod times;

pub use footprint::Footprint;
pub use groups::{Adder, GROUPS, run, spawn};
pub use harness::{Operation, Variant, measure};
pub use report::report;
pub use row::{Row, table};
pub use times::{SHARES, Times};

/// Why a benchmark could not be measured.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What a measurement ends with.
pub type Result<T> = std::result::Result<T, Error>;
