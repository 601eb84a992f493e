//! A function as a loader.

use std::fmt;

use std::error::Error as StdError;

use super::loader::{LoadError, LoadErrorKind, Loader, Stat};

/// A loader made of a function; see [`function`].
pub struct Function<F>(F);

/// A loader that asks `load` for the bytes of a path. "Not there" is `Ok(None)`; an error stops the `require` and
/// reaches the script with its message.
///
/// A function can't say what is a directory, so resolution asks it for every file that Node would look for below one.
/// It is asked again for each look: keep what is costly to fetch.
///
/// ```
/// use jsmint::loader::{self, Loader};
///
/// let loader = loader::function(|path| match path {
///     "/main.js" => Ok(Some(b"module.exports = 42".to_vec())),
///     "/secret.js" => Err("not for you"),
///     _ => Ok(None),
/// });
/// assert_eq!(loader.read("/main.js").unwrap(), b"module.exports = 42");
/// assert!(loader.read("/secret.js").unwrap_err().to_string().contains("not for you"));
/// ```
pub fn function<F, E>(load: F) -> Function<F>
where
    F: Fn(&str) -> Result<Option<Vec<u8>>, E> + Send + Sync + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    Function(load)
}

impl<F> Function<F> {
    fn ask<E>(&self, path: &str) -> Result<Option<Vec<u8>>, LoadError>
    where
        F: Fn(&str) -> Result<Option<Vec<u8>>, E>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        (self.0)(path).map_err(|error| {
            let error = error.into();
            LoadError::new(LoadErrorKind::Failed, path, error.to_string()).with_source(error)
        })
    }
}

impl<F, E> Loader for Function<F>
where
    F: Fn(&str) -> Result<Option<Vec<u8>>, E> + Send + Sync + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        Ok(if self.ask(path)?.is_some() { Stat::File } else { Stat::Unlisted })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.ask(path)?.ok_or_else(|| LoadError::missing(path))
    }

    fn describe(&self) -> String {
        "files from a function".to_owned()
    }
}

impl<F> fmt::Debug for Function<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").finish_non_exhaustive()
    }
}
