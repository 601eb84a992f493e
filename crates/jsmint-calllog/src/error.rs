//! What can go wrong with a log.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogErrorKind {
    /// The queue has no room for one more record.
    Full,
    /// The file cannot be opened, or is not what it should be.
    Open,
    /// A path that no log may have.
    Path,
    /// An option that cannot be met, or one that differs from what the file's writer was given before.
    Option,
    /// Records could not be stored.
    Write,
    /// The file could not be read, or a query makes no sense.
    Read,
    /// The deadline has passed.
    Timeout,
    /// The log has been closed.
    Closed,
}

/// What went wrong with a log: cheap to clone, since one failure of a writer is told to many.
#[derive(Clone, Debug)]
pub struct LogError {
    kind: LogErrorKind,
    message: Arc<str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl LogError {
    /// An error with a message that says what was asked, what is allowed, and how to allow it.
    pub fn new(kind: LogErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into().into(), source: None }
    }

    /// The same with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// What sort of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> LogErrorKind {
        self.kind
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for LogError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
