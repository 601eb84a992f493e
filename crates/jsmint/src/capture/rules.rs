//! Which keys' values are kept out.

use super::text;
use crate::call_log::Rules;
use crate::raw::{Key, Text};

/// A key longer than this is taken for one that is to be kept out, in bytes: nobody needs to read it, and somebody may
/// have made it long so that it would not match.
const LONGEST: usize = 4 << 10;

impl Rules {
    /// Whether the value of this key is to be kept out.
    pub(super) fn redact(&self, key: &Key<'_>) -> bool {
        !self.redact_nothing()
            && match key {
                Key::Text(text) => self.redact_text(*text),
                Key::Index(index) => self.redact_bytes(itoa::Buffer::new().format(*index).as_bytes()),
                Key::Symbol => false,
            }
    }

    /// The same for a key that is a string.
    pub(super) fn redact_text(&self, key: Text<'_>) -> bool {
        if self.redact_nothing() {
            return false;
        }
        match text::ascii(key) {
            Some(key) if key.len() <= LONGEST => self.redact_bytes(key.as_bytes()),
            _ if key.length().0 > LONGEST => true,
            _ => self.redact_bytes(text::plain(key).to_lowercase().as_bytes()),
        }
    }

    /// Whether the value of this key, spelt by us, is to be kept out.
    pub(super) fn redact_name(&self, key: &str) -> bool {
        self.redact_bytes(key.as_bytes())
    }
}
