//! Errors of others: what serde reports is a conversion that failed, anything else is an `Error` for scripts.

use std::error::Error as StdError;
use std::fmt::Display;

use super::{Error, ErrorKind, JsException};

impl Error {
    /// Any error, as scripts shall see it: an `Error` object with its message, whose causes are its sources. An error of
    /// this crate stays what it is.
    ///
    /// Functions exported by [`module`](macro@crate::module) may return any error that is `Into<Error>`, and this is
    /// how they return all others. Where there is something to tell, say it: with a `name` and a `code`, by
    /// [`Error::script`].
    #[must_use]
    #[cold]
    pub fn from_std(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(own) => *own,
            Err(other) => Self::script(exception_of(&*other, 0)).with_source(other),
        }
    }
}

/// How many sources of a source are shown.
const SOURCES: usize = 8;

fn exception_of(error: &(dyn StdError + 'static), depth: usize) -> JsException {
    let mut exception = JsException::new("Error", error.to_string());
    if depth < SOURCES {
        exception.cause = error.source().map(|source| Box::new(exception_of(source, depth + 1)));
    }
    exception
}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Conversion, message.to_string())
    }
}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Conversion, message.to_string())
    }
}
