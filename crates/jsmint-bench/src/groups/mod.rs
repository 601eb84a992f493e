//! The benchmarks, one file for each group.

mod alive;
mod asleep;
mod calllog;
mod calls;
mod dirty;
mod fork;
mod live;
mod preload;
mod soak;
pub mod spawn;
mod speed;

pub use calls::Adder;

use crate::{Result, Row};

/// All groups, in the order in which they are run.
pub const GROUPS: [&str; 11] =
    ["spawn", "preload", "dirty", "live", "fork", "speed", "calls", "calllog", "soak", "alive", "asleep"];

/// Measures a group: seconds to a minute.
///
/// # Errors
///
/// Where there is no such group, or what is measured fails.
pub fn run(group: &str) -> Result<Vec<Row>> {
    match group {
        "spawn" => spawn::spawn(),
        "preload" => preload::preload(),
        "dirty" => dirty::dirty(),
        "fork" => fork::fork(),
        "live" => live::live(),
        "speed" => speed::speed(),
        "calls" => calls::calls(),
        "calllog" => calllog::calllog(),
        "soak" => soak::soak(),
        "alive" => alive::alive(),
        "asleep" => asleep::asleep(),
        other => Err(format!("no group {other:?}; there are {}", GROUPS.join(", ")).into()),
    }
}
