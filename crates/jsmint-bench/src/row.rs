//! What a measurement says.

use std::fmt::Write;

use serde::Serialize;

use crate::footprint::Footprint;

/// One line of the result.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The group, such as `spawn`.
    pub bench: &'static str,
    /// What is done, such as `json`.
    pub case: String,
    /// The way it is done, such as `recycled`.
    pub variant: &'static str,
    /// How many threads did it at once.
    pub threads: usize,
    /// The median, in nanoseconds.
    pub p50_ns: f64,
    /// What 99 in 100 did not exceed, in nanoseconds.
    pub p99_ns: f64,
    /// How many were done in a second, by all threads together.
    pub per_second: f64,
    /// What the [shares](crate::SHARES) of all do not exceed, in nanoseconds; empty where only the whole was measured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quantiles_ns: Vec<f64>,
    /// What the process held before and after, where that is the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footprint: Option<[Footprint; 2]>,
}

/// Rows as a table; the last column says how many times faster than the first variant of its case a row is.
pub fn table(rows: &[Row]) -> String {
    let case_width = rows.iter().map(|row| row.case.len()).max().unwrap_or(0).max(4);
    let mut text = format!(
        "{:<8} {:<case_width$} {:<10} {:>7} {:>10} {:>10} {:>12} {:>8}\n",
        "bench", "case", "variant", "threads", "p50", "p99", "per second", "ratio"
    );
    for row in rows {
        let same = |other: &&Row| (&other.case, other.threads) == (&row.case, row.threads);
        let first = rows.iter().find(same).map_or(row.p50_ns, |first| first.p50_ns);
        let (p50, p99, ratio) = (duration(row.p50_ns), duration(row.p99_ns), first / row.p50_ns);
        let Row { bench, case, variant, threads, per_second, .. } = row;
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{bench:<8} {case:<case_width$} {variant:<10} {threads:>7} {p50:>10} {p99:>10} {per_second:>12.0} {ratio:>7.2}×"
        );
        if let Some([before, after]) = &row.footprint {
            let _ = writeln!(text, "         before: {before}\n         after:  {after}");
        }
    }
    text.push('\n');
    text
}

/// A time as people read it.
pub(crate) fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.1} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_compares_with_the_first_variant_of_the_case() {
        let row = |case: &str, variant, p50_ns| Row {
            bench: "spawn",
            case: case.to_owned(),
            variant,
            threads: 1,
            p50_ns,
            p99_ns: p50_ns * 2.0,
            per_second: 1e9 / p50_ns,
            quantiles_ns: Vec::new(),
            footprint: None,
        };
        let text = table(&[row("a", "bare", 2e6), row("a", "recycled", 5e3), row("b", "bare", 10.0)]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].contains("2.00 ms") && lines[1].ends_with("1.00×"), "{text}");
        assert!(lines[2].contains("5.00 µs") && lines[2].ends_with("400.00×"), "{text}");
        assert!(lines[3].contains("10.0 ns") && lines[3].ends_with("1.00×"), "{text}");
    }
}
