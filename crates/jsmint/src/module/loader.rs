//! The loader: where the source text of a required file comes from.
//!
//! A runtime has no files unless its factory was given a loader. A loader sees virtual paths only; that nothing outside
//! it can be named is its own promise ([`Directory`](super::Directory) keeps it with a directory handle, not with text).

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, JsException};

/// What a loader has at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stat {
    /// A file that can be read.
    File,
    /// A directory.
    Directory,
    /// No file; whether files lie below the path is not known. For loaders that can't list: resolution then tries the
    /// files of a directory one by one, and in a [chain](super::chain) a loader that knows better is believed.
    Unlisted,
    /// Nothing.
    Missing,
}

/// Where the source text of required files comes from.
///
/// Paths are absolute, separated by `/` and normalised (no `.`, `..`, empty names); `/` is the loader's root. Any thread
/// may call a loader at any time, and no lock of this library is held meanwhile, so a loader may use the factory.
pub trait Loader: Send + Sync + 'static {
    /// What is at `path`, symbolic links followed. "Not there" is [`Stat::Missing`]; an error stops the resolution and
    /// reaches the script.
    ///
    /// # Errors
    /// If it can't be found out, or if looking is refused.
    fn stat(&self, path: &str) -> Result<Stat, LoadError>;

    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// If there is no such file ([`LoadError::missing`]), or it can't be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError>;

    /// `path` with every symbolic link resolved; a module is cached under this name. By default `path` itself.
    ///
    /// # Errors
    /// If a link can't be followed within the loader.
    fn real_path(&self, path: &str) -> Result<String, LoadError> {
        Ok(path.to_owned())
    }

    /// Where relative requests of the host start, such as `./handlers.js`. By default `/`.
    fn base(&self) -> &str {
        "/"
    }

    /// The loader in a few words, for the factory's plan. Scripts never see it.
    fn describe(&self) -> String;

    /// Why nothing is ever found here, for the message of a failed `require`. By default nothing.
    fn refusal(&self) -> Option<&str> {
        None
    }
}

macro_rules! forward {
    ($pointer:ident) => {
        impl<L: Loader + ?Sized> Loader for $pointer<L> {
            fn stat(&self, path: &str) -> Result<Stat, LoadError> {
                (**self).stat(path)
            }
            fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
                (**self).read(path)
            }
            fn real_path(&self, path: &str) -> Result<String, LoadError> {
                (**self).real_path(path)
            }
            fn base(&self) -> &str {
                (**self).base()
            }
            fn describe(&self) -> String {
                (**self).describe()
            }
            fn refusal(&self) -> Option<&str> {
                (**self).refusal()
            }
        }
    };
}
forward!(Arc);
forward!(Box);

/// The sorts of [`LoadError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoadErrorKind {
    /// There is no such file.
    Missing,
    /// The path is a directory, a file was asked for.
    Directory,
    /// The path leads out of the loader, or reading it is forbidden.
    Denied,
    /// Anything else: the loader failed.
    Failed,
}

/// A loader that could not look at a path or read it.
#[derive(Debug)]
pub struct LoadError {
    kind: LoadErrorKind,
    path: String,
    reason: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl LoadError {
    /// An error about `path`; `reason` completes the sentence "cannot load '/path': …".
    #[must_use]
    pub fn new(kind: LoadErrorKind, path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { kind, path: path.into(), reason: reason.into(), source: None }
    }

    /// There is no file at `path`.
    #[must_use]
    pub fn missing(path: impl Into<String>) -> Self {
        Self::new(LoadErrorKind::Missing, path, "no such file")
    }

    /// The same error with the cause it arose from.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> LoadErrorKind {
        self.kind
    }

    /// The path that was asked for.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The `code` that a script sees.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            LoadErrorKind::Missing => "ENOENT",
            LoadErrorKind::Directory => "EISDIR",
            LoadErrorKind::Denied => "ERR_ACCESS_DENIED",
            LoadErrorKind::Failed => "EIO",
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot load '{}': {}", self.path.escape_debug(), self.reason)
    }
}

impl StdError for LoadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        let kind = if error.kind == LoadErrorKind::Missing { ErrorKind::NotFound } else { ErrorKind::Io };
        let message = error.to_string();
        let exception = JsException::new("Error", message.clone()).with_code(error.code());
        Self::new(kind, message).with_exception(exception).with_source(error)
    }
}
