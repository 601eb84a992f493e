//! What can go wrong: one opaque [`Error`], one word wide, with a [`ErrorKind`] and predicates.

mod conversion;
mod exception;
mod kind;

use std::error::Error as StdError;
use std::fmt;
use std::num::NonZeroU64;

pub use exception::{JsException, Location};
pub use kind::ErrorKind;

/// The result of anything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that went wrong: in a script, in a limit, in an option, or in the host.
///
/// One word wide, `Send + Sync + 'static`. Ask it with [`kind`](Error::kind) or a predicate such as
/// [`is_timeout`](Error::is_timeout); a JavaScript exception has its name, message, stack and cause in
/// [`exception`](Error::exception).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    exception: Option<JsException>,
    source: Option<Box<dyn StdError + Send + Sync + 'static>>,
    /// Names the thrown value that this error was made of, so that it passes through native frames by identity.
    token: Option<NonZeroU64>,
}

impl Error {
    /// An error of the given kind, with a message that says what was asked, what is allowed and how to allow it.
    #[must_use]
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), exception: None, source: None, token: None }))
    }

    /// An error that a script sees as an `Error` object with this `name`, `message` and `code`.
    #[must_use]
    #[cold]
    pub fn script(exception: JsException) -> Self {
        let message = exception.to_string();
        Self(Box::new(Inner {
            kind: ErrorKind::Exception,
            message,
            exception: Some(exception),
            source: None,
            token: None,
        }))
    }

    /// The same error with the cause it arose from.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync + 'static>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error with the JavaScript exception that it shows to scripts, or that it came from.
    #[must_use]
    pub fn with_exception(mut self, exception: JsException) -> Self {
        self.0.exception = Some(exception);
        self
    }

    /// The name that a script sees in it.
    pub(crate) fn script_name(&self) -> &str {
        match (&self.0.exception, self.0.kind) {
            (Some(exception), _) => &exception.name,
            (None, ErrorKind::Conversion) => "TypeError",
            (None, ErrorKind::TooLarge) => "RangeError",
            (None, ErrorKind::Syntax) => "SyntaxError",
            (None, ErrorKind::Panic | ErrorKind::Internal | ErrorKind::OutOfMemory) => "InternalError",
            (None, _) => "Error",
        }
    }

    pub(crate) fn with_token(mut self, token: Option<NonZeroU64>) -> Self {
        self.0.token = token;
        self
    }

    pub(crate) fn token(&self) -> Option<NonZeroU64> {
        self.0.token
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, without the stack.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The JavaScript exception, where a script threw one or would see one.
    #[must_use]
    pub fn exception(&self) -> Option<&JsException> {
        self.0.exception.as_ref()
    }

    /// A script threw and nothing caught it.
    #[must_use]
    pub fn is_exception(&self) -> bool {
        self.0.kind == ErrorKind::Exception
    }

    /// A script did not parse.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        self.0.kind == ErrorKind::Syntax
    }

    /// A call took longer than its limit allows.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// A call was stopped from outside, by its runtime's interrupt handle.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.0.kind == ErrorKind::Interrupted
    }

    /// The runtime has no memory left within its limit.
    #[must_use]
    pub fn is_out_of_memory(&self) -> bool {
        self.0.kind == ErrorKind::OutOfMemory
    }

    /// Calls were nested deeper than the stack limit allows.
    #[must_use]
    pub fn is_stack_overflow(&self) -> bool {
        self.0.kind == ErrorKind::StackOverflow
    }

    /// An option is unknown, in conflict with another, or cannot be met.
    #[must_use]
    pub fn is_option(&self) -> bool {
        self.0.kind == ErrorKind::Option
    }

    /// Any limit that stops a script: time, interruption, memory, stack, sizes.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.0.kind.is_limit()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(exception) = &self.0.exception {
            out.field("exception", exception);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_and_thread_safe() {
        fn both<T: Send + Sync + 'static>() {}
        both::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }
}
