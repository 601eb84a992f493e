//! What can go wrong with a store.

use std::fmt;
use std::time::Duration;

use crate::version::Version;

/// The result of anything in this crate that can fail.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a runtime could not be stored, found or claimed.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// Nothing is stored under this id.
    NotFound {
        /// The id.
        id: String,
    },
    /// Somebody else has stored a newer version.
    Conflict {
        /// The id.
        id: String,
        /// The version that was expected to be the latest; none if there was to be nothing yet.
        expected: Option<Version>,
        /// The version that is.
        found: Option<Version>,
    },
    /// Somebody else has claimed it.
    Busy {
        /// The id.
        id: String,
        /// For how much longer, at most.
        left: Duration,
    },
    /// An id that no store can use.
    Id {
        /// The id.
        id: String,
    },
    /// The store itself failed.
    Objects(object_store::Error),
    /// A blocking call was made where it would block an event loop.
    Async,
    /// The event loop of a blocking store could not be started.
    Io(std::io::Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |version: &Option<Version>| version.map_or_else(|| "none".to_owned(), |version| version.to_string());
        match self {
            Self::NotFound { id } => write!(f, "no runtime is stored as {id:?}"),
            Self::Conflict { id, expected, found } => write!(
                f,
                "{id:?} has changed: expected version {}, found {}; get it again and go on from there",
                said(expected),
                said(found)
            ),
            Self::Busy { id, left } => write!(f, "{id:?} is claimed by somebody else, for {left:?} more at most"),
            Self::Id { id } => {
                write!(f, "{id:?} cannot be an id: it must not be empty, nor longer than 200 bytes as a file name")
            }
            Self::Objects(error) => write!(f, "the store failed: {error}"),
            Self::Async => f.write_str("a blocking store was used in an asynchronous task; use the Store itself there"),
            Self::Io(error) => write!(f, "no event loop can be started: {error}"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Objects(error) => Some(error),
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        Self::Objects(error)
    }
}
