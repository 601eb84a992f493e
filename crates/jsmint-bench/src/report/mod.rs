//! Rows as one page to look at.

mod chart;
mod machine;

use std::fmt::Write;

use crate::row::{Row, duration};
use chart::{Series, chart, strip};

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #6a737d; --line: #d8dee4; --mark: #0a6cbd; --back: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #8b949e; --line: #30363d; --mark: #58a6ff; --back: #0d1117; }
}
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--back); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin-bottom: 1rem; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
th { color: var(--soft); font-weight: 600; } p.made { color: var(--soft); }
svg text { fill: var(--soft); font-size: 11px; } svg .axis { stroke: var(--line); } svg .mark { stroke: var(--mark); fill: none; stroke-width: 2; }
svg .dot { fill: var(--mark); } svg .range { stroke: var(--soft); } svg .half { stroke: var(--mark); stroke-width: 7; } svg .median { stroke: var(--ink); stroke-width: 2; }
svg .mark.series-1 { stroke: #d97706; } svg .mark.series-2 { stroke: #059669; } svg .mark.series-3 { stroke: #9333ea; }
svg .dot.series-1 { fill: #d97706; } svg .dot.series-2 { fill: #059669; } svg .dot.series-3 { fill: #9333ea; }
";

/// How the numbers of a group were made.
const MADE: [(&str, &str); 11] = [
    (
        "spawn",
        "A runtime is made, does its work and is dropped; all of that is one time. bare is QuickJS-NG with nothing added, and evaluates what the others have preloaded; cold sets a runtime up from nothing; new-slot relocates the image into fresh memory; recycled is what a factory does; reused is the work alone, in one runtime that is not dropped. number and json are called by their entry points, by-name finds the function of number each time.",
    ),
    (
        "preload",
        "The same with a bundle of so much JavaScript source preloaded; the life reads one value of it. Lives of a second are measured three times.",
    ),
    ("dirty", "A life that writes one byte to each of so many pages of preloaded data."),
    ("live", "One more life, while so many other runtimes of the factory are alive."),
    (
        "fork",
        "A runtime that has written to thirty pages, and those that every life writes to, with so much preloaded. call: the call that writes to them again; life: a fresh runtime for it; fork: a second runtime, dropped at once; call-rollback: the call, and back to the checkpoint before it.",
    ),
    ("speed", "Programs that run for long, beside the engine as it comes."),
    ("calls", "Calls across the border, each way; a row is one call or one turn of a loop."),
    ("calllog", "What it costs to record calls."),
    ("soak", "A million lives one after the other."),
    ("alive", "Runtimes that are alive at once, each used: resident memory."),
    ("asleep", "Runtimes put to sleep in memory, each with a state of its own, and some of them woken in no order."),
];

/// One page of HTML with tables, distributions and curves of these rows, this machine, and how each number was made. It
/// refers to nothing outside itself.
///
/// ```no_run
/// let page = jsmint_bench::report(&jsmint_bench::run("live")?);
/// assert!(page.starts_with("<!doctype html>") && page.contains("5000 others"));
/// # Ok::<(), jsmint_bench::Error>(())
/// ```
#[must_use]
pub fn report(rows: &[Row]) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>jsmint: what runtimes cost</title>\n\
         <style>{STYLE}</style></head><body>\n<h1>What runtimes cost</h1>\n<p>{}</p>\n\
         <p class=\"made\">All variants of a case take turns in one process, ten times 25 milliseconds each, so that what \
         else the machine does falls on all of them. Times are medians; strips show the least, the middle half, the \
         median and the longest of 99.9 in 100 times, on a logarithmic scale.</p>\n",
        escaped(&machine::machine())
    );
    let mut groups: Vec<&str> = Vec::new();
    for row in rows {
        if !groups.contains(&row.bench) {
            groups.push(row.bench);
        }
    }
    for group in groups {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.bench == group).collect();
        // Writing to a string cannot fail.
        let _ = section(&mut page, group, &rows);
    }
    page.push_str("</body></html>\n");
    page
}

fn section(page: &mut String, group: &str, rows: &[&Row]) -> std::fmt::Result {
    writeln!(page, "<h2>{}</h2>", escaped(group))?;
    if let Some((_, made)) = MADE.iter().find(|(name, _)| *name == group) {
        writeln!(page, "<p class=\"made\">{made}</p>")?;
    }
    match group {
        "preload" => page.push_str(&curve(rows, "MB of preloaded source")),
        "dirty" => page.push_str(&curve(rows, "pages written to")),
        "live" => page.push_str(&curve(rows, "other runtimes alive")),
        _ => {}
    }
    writeln!(
        page,
        "<table><tr><th>case</th><th>variant</th><th>threads</th><th>median</th><th>99 in 100</th><th>a second</th>\
         <th>times faster</th><th>distribution</th></tr>"
    )?;
    for row in rows {
        let same = |other: &&&Row| (&other.case, other.threads) == (&row.case, row.threads);
        let first = rows.iter().find(same).map_or(row.p50_ns, |first| first.p50_ns);
        writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{:.0}</td><td>{:.2}</td><td>{}</td></tr>",
            escaped(&row.case),
            escaped(row.variant),
            row.threads,
            duration(row.p50_ns),
            duration(row.p99_ns),
            row.per_second,
            first / row.p50_ns,
            strip(&row.quantiles_ns),
        )?;
        if let Some([before, after]) = &row.footprint {
            writeln!(page, "<tr><td></td><td colspan=\"7\">before: {before}; after: {after}</td></tr>")?;
        }
    }
    writeln!(page, "</table>")
}

/// Medians against the number that each case begins with, a line for each variant.
fn curve(rows: &[&Row], across: &str) -> String {
    let mut all: Vec<Series<'_>> = Vec::new();
    for row in rows {
        let digits = row.case.find(|c: char| !c.is_ascii_digit()).unwrap_or(row.case.len());
        let Ok(at) = row.case[..digits].parse() else { continue };
        match all.iter_mut().find(|series| series.name == row.variant) {
            Some(series) => series.points.push((at, row.p50_ns)),
            None => all.push(Series { name: row.variant, points: vec![(at, row.p50_ns)] }),
        }
    }
    chart(&all, across)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(bench: &'static str, case: &str, variant: &'static str, p50_ns: f64) -> Row {
        let quantiles_ns = [0.5, 0.8, 0.9, 1.0, 1.2, 2.0, 5.0, 9.0, 90.0].map(|factor| p50_ns * factor).to_vec();
        let (case, per_second) = (case.to_owned(), 1e9 / p50_ns);
        Row {
            bench,
            case,
            variant,
            threads: 1,
            p50_ns,
            p99_ns: p50_ns * 5.0,
            per_second,
            quantiles_ns,
            footprint: None,
        }
    }

    /// The tags of a page, each closed by its own.
    fn assert_well_formed(page: &str) {
        let mut open = Vec::new();
        for tag in page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
            match tag {
                _ if tag.starts_with('!') || name == "meta" || tag.ends_with('/') => {}
                _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "in {page}"),
                _ => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?} in {page}");
    }

    #[test]
    fn a_page_has_every_row_and_a_curve_for_what_grows() {
        let rows = [
            row("spawn", "empty", "bare", 86e3),
            row("spawn", "empty", "recycled", 104.0),
            row("preload", "0MB", "cold", 9e5),
            row("preload", "16MB", "cold", 1e9),
            row("preload", "16MB", "bare", 1.1e9),
            row("odd", "a < b & c", "x", 1.0),
        ];
        let page = report(&rows);
        assert_well_formed(&page);
        for text in
            ["86.00 µs", "104.0 ns", "826.92", "16MB", "MB of preloaded source", ">10 s<", "1.10 s", "a &lt; b &amp; c"]
        {
            assert!(page.contains(text), "no {text} in {page}");
        }
        assert!(!page.contains("http") && !page.contains("<script"), "it refers to nothing outside itself");
    }

    #[test]
    fn a_page_of_nothing_is_a_page() {
        assert_well_formed(&report(&[]));
    }
}
