//! Strings as JSON.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::raw::{Part, Text};

/// The text of a string of ASCII that lies in one piece.
pub(super) fn ascii(text: Text<'_>) -> Option<&str> {
    match text.part()? {
        Part::Latin(bytes) if bytes.is_ascii() => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// The whole text; lone surrogates become U+FFFD.
pub(super) fn plain(text: Text<'_>) -> String {
    let mut plain = String::new();
    let _ = characters(text, &mut |character, _| {
        plain.push(character);
        ControlFlow::Continue(())
    });
    plain
}

/// Appends the text with what JSON escapes: at most `most` bytes of it, and no more than one character once `out` is longer
/// than `end`. Says how many bytes of it were left out, as the engine stores them.
pub(super) fn append(out: &mut String, text: Text<'_>, most: usize, end: usize) -> u64 {
    let (length, width) = text.length();
    if let Some(Part::Latin(bytes)) = text.part() {
        let kept = length.min(most).min(end.saturating_sub(out.len()).max(1));
        if let Some(head) = bytes.get(..kept)
            && is_plain(head)
            && let Ok(head) = std::str::from_utf8(head)
        {
            out.push_str(head);
            return (length - kept) as u64;
        }
    }
    let (mut used, mut taken) = (0, 0);
    let _ = characters(text, &mut |character, units| {
        used += character.len_utf8();
        if used > most || (taken > 0 && out.len() >= end) {
            return ControlFlow::Break(());
        }
        taken += units;
        push(out, character);
        ControlFlow::Continue(())
    });
    ((length - taken.min(length)) * width) as u64
}

/// Appends a string or a key, with its quotes, so that it is none of our own words. Says what [`append`] says.
pub(super) fn quote(out: &mut String, text: Text<'_>, most: usize, end: usize) -> u64 {
    out.push('"');
    let start = out.len();
    let cut = append(out, text, most, end);
    if out.as_bytes().get(start) == Some(&b'<') {
        out.insert(start, '<');
    }
    mark(out, start, cut);
    out.push('"');
    cut
}

/// Puts what says that something was cut in front of what was not.
pub(super) fn mark(out: &mut String, start: usize, cut: u64) {
    if cut != 0 {
        out.insert_str(start, &format!("<cut {cut}>"));
    }
}

/// Whether all of it is ASCII that JSON takes as it is. Without an early way out, so that many bytes are looked at at once.
fn is_plain(bytes: &[u8]) -> bool {
    let special = |&byte: &u8| !(b' '..0x80).contains(&byte) | (byte == b'"') | (byte == b'\\');
    !bytes.iter().fold(false, |some, byte| some | special(byte))
}

fn push(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        control if control < ' ' => {
            let _ = write!(out, "\\u{:04x}", u32::from(control));
        }
        other => out.push(other),
    }
}

/// Gives each character of a string, with the number of UTF-16 units that it takes, until `read` has enough.
fn characters(text: Text<'_>, read: &mut impl FnMut(char, usize) -> ControlFlow<()>) -> ControlFlow<()> {
    // The first half of a pair, whose second may lie in the next part.
    let mut first: Option<u16> = None;
    text.parts(&mut |part| match part {
        Part::Latin(bytes) => {
            if first.take().is_some() {
                read(char::REPLACEMENT_CHARACTER, 1)?;
            }
            bytes.iter().try_for_each(|&byte| read(char::from(byte), 1))
        }
        Part::Wide(units) => units.iter().try_for_each(|&unit| {
            if let Some(high) = first.take() {
                if let Some(Ok(character)) = char::decode_utf16([high, unit]).next()
                    && character > '\u{ffff}'
                {
                    return read(character, 2);
                }
                read(char::REPLACEMENT_CHARACTER, 1)?;
            }
            match char::from_u32(unit.into()) {
                Some(character) => read(character, 1),
                None if unit < 0xdc00 => {
                    first = Some(unit);
                    ControlFlow::Continue(())
                }
                None => read(char::REPLACEMENT_CHARACTER, 1),
            }
        }),
    })?;
    if first.is_some() { read(char::REPLACEMENT_CHARACTER, 1) } else { ControlFlow::Continue(()) }
}
