//! What must not leave the runtime's thread.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jsmint_calllog::Direction;

use super::pattern::Pattern;

/// Which part of a record a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The arguments, a JSON array.
    Arguments,
    /// The result, JSON.
    Result,
    /// The name of the error, plain text.
    ErrorName,
    /// The message of the error, plain text.
    ErrorMessage,
}

/// Where a text stands that is to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place<'a> {
    /// Who called whom.
    pub direction: Direction,
    /// The native module; empty where there is none.
    pub module: &'a str,
    /// The function.
    pub function: &'a str,
    /// Which part of the record.
    pub part: Part,
}

type Callback = dyn Fn(&Place<'_>, &mut String) + Send + Sync;

/// What is hidden of calls, whatever their values.
#[derive(Clone, Default)]
pub(super) struct Redaction {
    /// Modules and functions of which nothing is recorded but that they were called.
    pub(super) calls: Vec<(Pattern, Pattern)>,
    /// Whoever looks at each text, and may change it.
    pub(super) callback: Option<Arc<Callback>>,
}

/// What stands for a value that is hidden.
const HIDDEN: &str = "\"<redacted>\"";

impl Redaction {
    /// Whether nothing is to be recorded but that the call was made.
    pub(super) fn hides(&self, module: &str, function: &str) -> bool {
        let is_one = |pattern: &Pattern, name: &str| pattern.matches(name.to_lowercase().as_bytes());
        self.calls.iter().any(|(modules, functions)| is_one(modules, module) && is_one(functions, function))
    }

    /// Appends what stands for a hidden text.
    pub(super) fn hide(part: Part, texts: &mut String) {
        match part {
            Part::Arguments => {
                texts.push('[');
                texts.push_str(HIDDEN);
                texts.push(']');
            }
            Part::Result => texts.push_str(HIDDEN),
            Part::ErrorName => texts.push_str("Error"),
            Part::ErrorMessage => texts.push_str("<redacted>"),
        }
    }

    /// Lets the callback look at what was appended to `texts` since `from`.
    pub(super) fn review(&self, place: &Place<'_>, texts: &mut String, from: usize) {
        let Some(callback) = &self.callback else { return };
        let mut text = texts.split_off(from);
        let before = text.clone();
        let reviewed = catch_unwind(AssertUnwindSafe(|| callback(place, &mut text)));
        if reviewed.is_err() {
            // Nobody knows what it would have hidden.
            return Self::hide(place.part, texts);
        }
        // What the callback makes of JSON must be JSON, or readers of the log would stumble over it.
        let is_fine = text == before
            || matches!(place.part, Part::ErrorName | Part::ErrorMessage)
            || serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        if is_fine {
            texts.push_str(&text);
        } else {
            Self::hide(place.part, texts);
        }
    }
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction")
            .field("calls", &self.calls)
            .field("callback", &self.callback.is_some())
            .finish_non_exhaustive()
    }
}
