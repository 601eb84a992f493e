//! Pages of a runtime's memory, as a table.

use std::fmt::Write;

use jsmint::DirtyPage;

/// A line for each page: where it lies, how many words of it differ, and what lies there.
pub(crate) fn table(pages: &[DirtyPage]) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{:>8} {:>6}  what lies there", "page", "words");
    for DirtyPage { offset, words, contents, .. } in pages {
        let parts: Vec<String> = contents
            .iter()
            .map(|(what, words)| match words {
                0 => what.to_string(),
                _ => format!("{what} ({words})"),
            })
            .collect();
        let _ = writeln!(text, "{:>8} {words:>6}  {}", format!("{offset:#x}"), parts.join(", "));
    }
    text
}
