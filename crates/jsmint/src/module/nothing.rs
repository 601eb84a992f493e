//! No files at all, the default.

use super::loader::{LoadError, Loader, Stat};

/// A loader without any file; what a factory has unless it is given another. See [`none`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

/// A loader without any file: `require` finds native modules only.
#[must_use]
pub fn none() -> Nothing {
    Nothing
}

impl Loader for Nothing {
    fn stat(&self, _path: &str) -> Result<Stat, LoadError> {
        Ok(Stat::Missing)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::missing(path))
    }

    fn describe(&self) -> String {
        "no files".to_owned()
    }

    fn refusal(&self) -> Option<&str> {
        Some("no file can be required here: no loader was given (Options::loader gives one)")
    }
}
