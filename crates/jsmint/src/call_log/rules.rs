//! What of a value is recorded, and what is kept out.

use super::limits::CaptureLimits;
use super::pattern::Pattern;

/// What of a value is kept: limits, and keys whose values are kept out.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(crate) limits: CaptureLimits,
    redacted: Vec<Pattern>,
}

impl Rules {
    /// Rules with these limits that keep out the values of all keys that match one of the patterns, in which `*` stands
    /// for any text; letters match in either case.
    pub fn new<S: AsRef<str>>(limits: CaptureLimits, redacted: impl IntoIterator<Item = S>) -> Self {
        let mut rules = Self { limits, redacted: Vec::new() };
        rules.redact_keys(redacted);
        rules
    }

    /// Keeps out the values of more keys.
    pub(super) fn redact_keys<S: AsRef<str>>(&mut self, patterns: impl IntoIterator<Item = S>) {
        self.redacted.extend(patterns.into_iter().map(|pattern| Pattern::new(pattern.as_ref())));
    }

    /// Whether every key may be seen.
    #[inline]
    pub(crate) fn redact_nothing(&self) -> bool {
        self.redacted.is_empty()
    }

    /// Whether the value of a key is to be kept out; letters of the key beyond ASCII are in lower case.
    pub(crate) fn redact_bytes(&self, key: &[u8]) -> bool {
        self.redacted.iter().any(|pattern| pattern.matches(key))
    }

    /// Appends as much of a plain text as is kept of a string; says how many bytes were left out.
    pub(super) fn push_bounded(&self, text: &str, texts: &mut String) -> u64 {
        let end = text.floor_char_boundary(self.limits.string_bytes.min(text.len()));
        texts.push_str(&text[..end]);
        (text.len() - end) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        let rules = Rules::new(CaptureLimits::new().string_bytes(16), [""; 0]);
        let mut texts = String::new();
        assert_eq!(rules.push_bounded("0123456789abcdeéé", &mut texts), 4);
        assert_eq!(texts, "0123456789abcde");
        assert_eq!(rules.push_bounded("short", &mut texts), 0);
    }
}
