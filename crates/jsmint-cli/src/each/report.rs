//! What is said on standard error: failures, progress, and the summary at the end.

use std::io::{self, Write};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::work::Done;
use jsmint_bench::Times;

/// Counts records and lives.
pub(super) struct Report {
    start: Instant,
    lives: Times,
    records: u64,
    failures: u64,
    bar: ProgressBar,
    as_json: bool,
}

#[derive(Serialize)]
struct Summary {
    records: u64,
    failed: u64,
    minted: u64,
    p50_ns: f64,
    p99_ns: f64,
    per_second: f64,
}

impl Report {
    pub(super) fn new(as_json: bool) -> Self {
        // Draws on a terminal only.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} records, {per_sec}, {elapsed}") {
            bar.set_style(style);
        }
        Self { start: Instant::now(), lives: Times::new(), records: 0, failures: 0, bar, as_json }
    }

    /// Counts a finished record.
    pub(super) fn count(&mut self, done: &Done) {
        self.records += 1;
        self.failures += u64::from(done.result.is_err());
        if let Some(life) = done.life {
            self.lives.record(life);
        }
        self.bar.inc(1);
    }

    /// Says why a record failed.
    pub(super) fn failed(&self, line: u64, text: &str) {
        self.bar.suspend(|| say(&format!("line {line}: {text}")));
    }

    /// Says how it went; whether any record failed.
    pub(super) fn finish(&self) -> bool {
        self.bar.finish_and_clear();
        let summary = Summary {
            records: self.records,
            failed: self.failures,
            minted: self.lives.count(),
            p50_ns: self.lives.quantile(0.5),
            p99_ns: self.lives.quantile(0.99),
            per_second: self.records as f64 / self.start.elapsed().as_secs_f64(),
        };
        if self.as_json {
            say(&(serde_json::json!(summary).to_string() + "\n"));
        } else {
            say(&summary.to_string());
        }
        self.failures > 0
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let runtimes = if self.minted == 1 { "runtime" } else { "runtimes" };
        write!(f, "{} {runtimes} minted", self.minted)?;
        if self.minted > 0 {
            let (p50, p99) = (self.p50_ns / 1e3, self.p99_ns / 1e3);
            write!(f, "; a life took {p50:.1} µs (p50), {p99:.1} µs (p99)")?;
        }
        if self.failed > 0 {
            let records = if self.failed == 1 { "record" } else { "records" };
            write!(f, "; {} {records} failed", self.failed)?;
        }
        writeln!(f, "; {:.0} records a second", self.per_second)
    }
}

/// Writes to standard error; where that is closed, there is nobody left to tell.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_in_words() {
        let mut summary =
            Summary { records: 2, failed: 0, minted: 1, p50_ns: 12_345.0, p99_ns: 20_000.0, per_second: 1234.5 };
        let wanted = "1 runtime minted; a life took 12.3 µs (p50), 20.0 µs (p99); 1234 records a second\n";
        assert_eq!(summary.to_string(), wanted);
        (summary.minted, summary.failed) = (0, 2);
        assert_eq!(summary.to_string(), "0 runtimes minted; 2 records failed; 1234 records a second\n");
    }
}
