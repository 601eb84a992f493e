//! Length: no source file is longer than a reader's patience.

use crate::Finding;

/// The most lines a source file may have.
pub const MOST_LINES: usize = 600;

/// Finds a file that is too long.
#[must_use]
pub fn check(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > MOST_LINES)
        .then(|| Finding::new(path, lines, format!("{lines} lines; at most {MOST_LINES}, one noun a file")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_after_the_last_allowed_is_found() {
        assert_eq!(check("a.rs", &"\n".repeat(MOST_LINES)), None);
        assert!(check("a.rs", &"\n".repeat(MOST_LINES + 1)).is_some());
    }
}
