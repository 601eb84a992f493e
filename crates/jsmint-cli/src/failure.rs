//! How a command ends when it does not end well.

use std::io::{self, Write};
use std::process::ExitCode;

use jsmint::{Error, ErrorKind, JsException};
use jsmint_calllog::LogError;

use crate::excerpt;

/// A record or a script failed.
const FAILED: u8 = 1;
/// The command was not used rightly.
const MISUSED: u8 = 2;
/// A limit stopped a script.
const LIMIT: u8 = 3;

/// Why a command cannot go on.
pub(crate) enum Failure {
    /// The library says so; with the name and text of a source that lies in no file.
    Engine(Error, Option<(String, String)>),
    /// The operating system says so, about something.
    Io(String, io::Error),
    /// What was asked for cannot be meant.
    Misused(String),
    /// Anything else.
    Message(String),
}

impl Failure {
    pub(crate) fn io(what: impl Into<String>, error: io::Error) -> Self {
        Self::Io(what.into(), error)
    }

    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::Message(text.into())
    }

    /// Adds the text of a source that lies in no file, for the excerpt.
    pub(crate) fn with_source(self, name: &str, text: &str) -> Self {
        match self {
            Self::Engine(error, _) => Self::Engine(error, Some((name.to_owned(), text.to_owned()))),
            other => other,
        }
    }

    /// The code to exit with.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Engine(error, _) => match error.kind() {
                kind if kind.is_limit() => LIMIT,
                ErrorKind::Option => MISUSED,
                _ => FAILED,
            },
            Self::Misused(_) => MISUSED,
            Self::Io(..) | Self::Message(_) => FAILED,
        }
    }

    /// Writes what happened to standard error, and gives the code to exit with. A closed pipe is no failure: whoever
    /// read has seen enough.
    pub(crate) fn report(&self) -> ExitCode {
        if matches!(self, Self::Io(_, error) if error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        // Where standard error cannot be written, there is nobody left to tell.
        let _ = write!(io::stderr().lock(), "{}", self.text());
        ExitCode::from(self.code())
    }

    /// What happened: for a script's error the message, an excerpt of the source, the stack, and the causes.
    fn text(&self) -> String {
        match self {
            Self::Message(text) | Self::Misused(text) => format!("error: {text}\n"),
            Self::Io(what, error) => format!("error: {what}: {error}\n"),
            Self::Engine(error, source) => {
                // Where a script threw, its stack says better than the library in what.
                let mut text = match error.exception() {
                    Some(exception) if error.is_exception() => format!("error: {exception}\n"),
                    _ => format!("error: {error}\n"),
                };
                if let Some(exception) = error.exception() {
                    text.push_str(&excerpt::of(exception, source.as_ref()).unwrap_or_default());
                    push_stack(&mut text, exception);
                }
                text
            }
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error, None)
    }
}

impl From<LogError> for Failure {
    fn from(error: LogError) -> Self {
        Self::Message(error.to_string())
    }
}

/// A record's error in few lines: message with code as Node shows it, stack, causes.
pub(crate) fn in_short(error: &Error) -> String {
    let Some(exception) = error.exception() else { return format!("{error}\n") };
    let mut text = match (&exception.code, exception.name.is_empty()) {
        (Some(code), false) => format!("{} [{code}]: {}\n", exception.name, exception.message),
        _ => format!("{error}\n"),
    };
    push_stack(&mut text, exception);
    text
}

fn push_stack(text: &mut String, exception: &JsException) {
    for frame in frames(&exception.stack) {
        text.push_str("    ");
        text.push_str(frame);
        text.push('\n');
    }
    if let Some(cause) = &exception.cause {
        text.push_str(&format!("caused by: {cause}\n"));
        push_stack(text, cause);
    }
}

/// The frames of a stack without those of our own sources, whose files are called `jsmint:…`, and without the native
/// functions that those called on the way to the script.
fn frames(stack: &str) -> Vec<&str> {
    let ours = |frame: &&str| frame.contains("jsmint:");
    let native = |frame: &&str| frame.ends_with("(native)");
    let mut frames: Vec<&str> = Vec::new();
    for frame in stack.lines().map(str::trim) {
        if ours(&frame) {
            while frames.last().is_some_and(native) {
                frames.pop();
            }
        } else {
            frames.push(frame);
        }
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_frames_are_left_out() {
        let stack = "at f (a.js:1:2)\n  at map (native)\n at g (a.js:5:1)\nat apply (native)\n\
                     at evaluate (jsmint:require:2:3)\nat <anonymous> (/jsmint:each/bridge.js:2:3)";
        assert_eq!(frames(stack), ["at f (a.js:1:2)", "at map (native)", "at g (a.js:5:1)"]);
    }

    #[test]
    fn each_sort_of_error_has_its_code() {
        let code = |kind| Failure::from(Error::new(kind, "x")).code();
        assert_eq!(code(ErrorKind::Exception), 1);
        assert_eq!(code(ErrorKind::Syntax), 1);
        assert_eq!(code(ErrorKind::Option), 2);
        assert_eq!(code(ErrorKind::Timeout), 3);
        assert_eq!(code(ErrorKind::OutOfMemory), 3);
        assert_eq!(Failure::message("x").code(), 1);
        assert_eq!(Failure::Misused("x".to_owned()).code(), 2);
    }

    #[test]
    fn a_short_error_has_code_stack_and_cause() {
        let cause = JsException::new("RangeError", "too far");
        let mut exception = JsException::new("OrderError", "no such thing").with_code("UNKNOWN");
        exception.stack = "at find (lib/a.js:3:9)\n  at main.js:1:1".to_owned();
        exception.cause = Some(Box::new(cause));
        let text = in_short(&Error::script(exception));
        let wanted = "OrderError [UNKNOWN]: no such thing\n    at find (lib/a.js:3:9)\n    at main.js:1:1\n\
                      caused by: RangeError: too far\n";
        assert_eq!(text, wanted);
    }
}
