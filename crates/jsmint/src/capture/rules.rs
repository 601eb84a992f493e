//! What of a value is kept, and what is kept out.

use super::limits::CaptureLimits;
use super::pattern::Pattern;
use super::text;
use crate::raw::{Key, Text};

/// A key longer than this is taken for one that is to be kept out, in bytes: nobody needs to read it, and somebody may
/// have made it long so that it would not match.
const LONGEST: usize = 4 << 10;

/// What of a value is kept: limits, and keys whose values are kept out.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(super) limits: CaptureLimits,
    redacted: Vec<Pattern>,
}

impl Rules {
    /// Rules with these limits that keep out the values of all keys that match one of the patterns, in which `*` stands
    /// for any text; letters match in either case.
    pub fn new<S: AsRef<str>>(limits: CaptureLimits, redacted: impl IntoIterator<Item = S>) -> Self {
        Self { limits, redacted: redacted.into_iter().map(|pattern| Pattern::new(pattern.as_ref())).collect() }
    }

    /// Whether the value of this key is to be kept out.
    pub(super) fn redact(&self, key: &Key<'_>) -> bool {
        !self.redacted.is_empty()
            && match key {
                Key::Text(text) => self.redact_text(*text),
                Key::Index(index) => self.redact_bytes(itoa::Buffer::new().format(*index).as_bytes()),
                Key::Symbol => false,
            }
    }

    /// The same for a key that is a string.
    pub(super) fn redact_text(&self, key: Text<'_>) -> bool {
        if self.redacted.is_empty() {
            return false;
        }
        match text::ascii(key) {
            Some(key) if key.len() <= LONGEST => self.redact_bytes(key.as_bytes()),
            _ if key.length().0 > LONGEST => true,
            _ => self.redact_bytes(text::plain(key).to_lowercase().as_bytes()),
        }
    }

    fn redact_bytes(&self, key: &[u8]) -> bool {
        self.redacted.iter().any(|pattern| pattern.matches(key))
    }

    /// Whether the value of this key, spelt by us, is to be kept out.
    pub(super) fn redact_name(&self, key: &str) -> bool {
        self.redact_bytes(key.as_bytes())
    }
}
