//! `--stats`: what the calls of each function say together.

use std::time::Duration;

use jsmint_calllog::{CallLogFile, FunctionStats, Query};

use super::call::arrow;
use super::output::{BAD, FAINT, LOST, Output, painted};
use super::{json, text};
use crate::failure::Failure;

/// Shows them as a table, or a line each; how many records were lost comes last.
pub(super) fn stats(file: &CallLogFile, query: &Query, as_json: bool, output: &mut Output) -> Result<(), Failure> {
    let stats = file.stats(query)?;
    if as_json {
        for function in &stats.functions {
            output.line(&json::line(function)?)?;
        }
        return output.line(&json::line(&serde_json::json!({ "lost": stats.lost }))?);
    }
    let head = format!(
        "{:>9} {:>8} {:>9} {:>9} {:>9} {:>9}  {}",
        "calls", "errors", "p50", "p99", "longest", "together", "function"
    );
    output.line(&painted(FAINT, &head))?;
    for function in &stats.functions {
        output.line(&line(function))?;
    }
    if stats.lost > 0 {
        let lost = format!("lost records: {}, of functions that nobody knows", stats.lost);
        output.line(&painted(LOST, &lost))?;
    }
    Ok(())
}

fn line(stats: &FunctionStats) -> String {
    let FunctionStats { count, errors, .. } = stats;
    let time = |nanoseconds| text::duration(Duration::from_nanos(nanoseconds));
    let (p50, p99, longest) = (time(stats.p50_ns), time(stats.p99_ns), time(stats.max_ns));
    let together = time(stats.total_ns);
    let errors = format!("{errors:>8}");
    let errors = if stats.errors > 0 { painted(BAD, &errors) } else { errors };
    let module = stats.module.as_deref().map(|module| text::clean(module) + ".").unwrap_or_default();
    let (arrow, function) = (arrow(stats.direction), text::clean(&stats.function));
    format!("{count:>9} {errors} {p50:>9} {p99:>9} {longest:>9} {together:>9}  {arrow} {module}{function}")
}
