//! Texts of others, made fit for a terminal.

use std::time::Duration;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text that does nothing to a terminal but appear on it, in one line: whatever scripts put into names, messages and
/// values.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => clean.extend(character.escape_default()),
            // What controls terminals, breaks lines, or turns the direction of writing.
            character
                if character.is_control()
                    || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                clean.extend(character.escape_unicode());
            }
            character => clean.push(character),
        }
    }
    clean
}

/// How many columns a clean text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// As much of a clean text as `columns` hold, with … where something is missing.
pub(super) fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut short = String::new();
    for character in text.chars() {
        let wide = character.width().unwrap_or(0);
        if wide > room {
            break;
        }
        room -= wide;
        short.push(character);
    }
    if columns > 0 {
        short.push('…');
    }
    short
}

/// A duration as people read it, with three digits.
pub(super) fn duration(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos();
    let scaled = |unit: u128, name: &str| {
        let value = nanoseconds as f64 / unit as f64;
        let digits = if value < 9.995 {
            2
        } else if value < 99.95 {
            1
        } else {
            0
        };
        format!("{value:.digits$} {name}")
    };
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        // Up to where the next unit begins when rounded.
        1_000..999_500 => scaled(1_000, "µs"),
        999_500..999_500_000 => scaled(1_000_000, "ms"),
        999_500_000..59_950_000_000 => scaled(1_000_000_000, "s"),
        59_950_000_000..3_600_000_000_000 => scaled(60_000_000_000, "min"),
        _ => scaled(3_600_000_000_000, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_but_signs() {
        assert_eq!(clean("a\u{1b}[31mb\n\u{7f}\u{9b}2J\u{202e}é→"), "a\\u{1b}[31mb\\n\\u{7f}\\u{9b}2J\\u{202e}é→");
    }

    #[test]
    fn short_texts_fit_whatever_their_signs() {
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("abcdefg", 6), "abcde…");
        assert_eq!(shortened("日本語", 5), "日本…");
        assert_eq!(shortened("日本語", 4), "日…");
        assert_eq!(shortened("abc", 1), "…");
        assert_eq!(shortened("abc", 0), "");
    }

    #[test]
    fn durations_have_three_digits() {
        for (nanoseconds, wanted) in [
            (0, "0 ns"),
            (999, "999 ns"),
            (1_000, "1.00 µs"),
            (12_345, "12.3 µs"),
            (999_499, "999 µs"),
            (999_500, "1.00 ms"),
            (123_456_789, "123 ms"),
            (9_996_000_000, "10.0 s"),
            (90_000_000_000, "1.50 min"),
            (7_200_000_000_000, "2.00 h"),
        ] {
            assert_eq!(duration(Duration::from_nanos(nanoseconds)), wanted);
        }
    }
}
