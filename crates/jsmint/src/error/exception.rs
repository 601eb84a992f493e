//! A JavaScript exception, as the host sees it.

use std::fmt;

/// Where in a source text something happened. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The name the source was given, usually its path.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What a script threw: the parts of an `Error` object, or the text of any other thrown value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsException {
    /// `error.name`, such as `TypeError`; empty where the thrown value is not an `Error`.
    pub name: String,
    /// `error.message`, or the thrown value as text.
    pub message: String,
    /// `error.code`, where it is a string.
    pub code: Option<String>,
    /// `error.stack` without its first line; one frame a line; empty where there is none.
    pub stack: String,
    /// Where it was thrown, read from the stack.
    pub location: Option<Location>,
    /// `error.cause`, where there is one.
    pub cause: Option<Box<JsException>>,
}

impl JsException {
    /// An exception with a name such as `TypeError`, and a message.
    #[must_use]
    pub fn new(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { name: name.into(), message: message.into(), ..Self::default() }
    }

    /// The same with a `code`, such as `MODULE_NOT_FOUND`.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl fmt::Display for JsException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.is_empty(), self.message.is_empty()) {
            (true, _) => f.write_str(&self.message),
            (false, true) => f.write_str(&self.name),
            (false, false) => write!(f, "{}: {}", self.name, self.message),
        }
    }
}
