//! Object types, written field by field.

use std::fmt::Write;

use super::syntax::{comment, key, quoted};

/// An object type being written.
#[derive(Debug, Default)]
pub struct Object {
    lines: String,
    others: Vec<String>,
}

impl Object {
    /// One without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    pub fn field(&mut self, name: &str, docs: &str, optional: bool, type_script: &str) {
        let mark = if optional { "?" } else { "" };
        // What is nested is one level deeper.
        let type_script = type_script.replace('\n', "\n  ");
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{}  {}{mark}: {type_script};", comment(docs, "  "), key(name));
    }

    /// Adds all fields of another type.
    pub fn and(&mut self, type_script: &str) {
        self.others.push(if type_script.contains('|') { format!("({type_script})") } else { type_script.to_owned() });
    }

    /// The type.
    #[must_use]
    pub fn finish(self) -> String {
        let own = if self.lines.is_empty() { "{}".to_owned() } else { format!("{{\n{}}}", self.lines) };
        match (self.lines.is_empty(), self.others.is_empty()) {
            (_, true) => own,
            (true, false) => self.others.join(" & "),
            (false, false) => format!("{own} & {}", self.others.join(" & ")),
        }
    }
}

/// A string literal.
#[must_use]
pub fn string_literal(text: &str) -> String {
    quoted(text)
}
