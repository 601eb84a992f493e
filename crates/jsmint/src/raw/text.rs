//! Strings, BigInts and dates.

use super::engine as q;
use super::eval::EvalKind;
use super::scope::Scope;
use super::value::Value;
use crate::error::Result;

impl<'js> Scope<'js> {
    /// A string.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn string(self, text: &str) -> Result<Value<'js>> {
        // SAFETY: R4: the call copies `text` and returns a reference of its own.
        unsafe { self.result(q::JS_NewStringLen(self.ctx(), text.as_ptr().cast(), text.len() as _)) }
    }

    /// A string with half a surrogate pair in it. One without must be made by [`string`](Self::string): the engine takes
    /// the form that a text is stored in for a part of what it is.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub(crate) fn string_utf16(self, units: &[u16]) -> Result<Value<'js>> {
        // SAFETY: R4: the call copies `units` and returns a reference of its own.
        unsafe { self.result(q::JS_NewStringUTF16(self.ctx(), units.as_ptr(), units.len())) }
    }

    /// A BigInt.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn big_int(self, number: i128) -> Result<Value<'js>> {
        if let Ok(small) = i64::try_from(number) {
            // SAFETY: R4: the call returns a reference of its own.
            return unsafe { self.result(q::JS_NewBigInt64(self.ctx(), small)) };
        }
        if let Ok(small) = u64::try_from(number) {
            // SAFETY: R4: the call returns a reference of its own.
            return unsafe { self.result(q::JS_NewBigUint64(self.ctx(), small)) };
        }
        // The engine's interface stops at 64 bits; its parser does not. A literal runs nothing of the script's.
        self.evaluate(&format!("{number}n"), "bigint", EvalKind::Script)
    }

    /// A `Date`, from milliseconds since 1970.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn date(self, milliseconds: f64) -> Result<Value<'js>> {
        // SAFETY: R4: the call returns a reference of its own.
        unsafe { self.result(q::JS_NewDate(self.ctx(), milliseconds)) }
    }
}

impl Value<'_> {
    /// The text of a string; lone surrogates become U+FFFD. `None` for anything else.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn as_text(&self) -> Result<Option<String>> {
        if self.is_string() { self.primitive_text().map(Some) } else { Ok(None) }
    }

    /// What `String(value)` gives, in UTF-16: what is half a surrogate pair stays so.
    ///
    /// # Errors
    ///
    /// As [`to_text`](Self::to_text).
    pub(crate) fn utf16(&self) -> Result<Vec<u16>> {
        let mut length = 0;
        // SAFETY: R4: the value is live; the text is copied before it is given back.
        unsafe {
            let scope = self.scope();
            let text = q::JS_ToCStringLenUTF16(scope.ctx(), &raw mut length, self.raw());
            if text.is_null() {
                return Err(scope.take_error());
            }
            let copy = std::slice::from_raw_parts(text, length).to_vec();
            q::JS_FreeCStringUTF16(scope.ctx(), text);
            Ok(copy)
        }
    }

    /// The number of a BigInt that fits 128 bits. `None` for anything else, and for larger ones.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn as_big_int(&self) -> Result<Option<i128>> {
        if self.is_big_int() { Ok(self.primitive_text()?.parse().ok()) } else { Ok(None) }
    }

    /// What `String(value)` gives. Runs the script's `toString` for objects.
    ///
    /// # Errors
    ///
    /// What that code throws; a `TypeError` for symbols.
    pub fn to_text(&self) -> Result<String> {
        self.primitive_text()
    }

    fn primitive_text(&self) -> Result<String> {
        let mut length = 0;
        // SAFETY: R4: the value is live; the text is copied before it is given back.
        unsafe {
            let scope = self.scope();
            let text = q::JS_ToCStringLen2(scope.ctx(), &raw mut length, self.raw(), false);
            if text.is_null() {
                return Err(scope.take_error());
            }
            let bytes = std::slice::from_raw_parts(text.cast::<u8>(), length);
            let copy = lossy(bytes);
            q::JS_FreeCString(scope.ctx(), text);
            Ok(copy)
        }
    }
}

/// The engine's text, with U+FFFD for each lone surrogate, which it writes in three bytes as if it were a character.
fn lossy(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // Only the first of the three bytes is no continuation of anything.
        if chunk.invalid().first().is_some_and(|byte| byte & 0xc0 != 0x80) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}
