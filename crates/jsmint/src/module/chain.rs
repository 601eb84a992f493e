//! Several loaders as one.

use std::fmt;

use super::loader::{LoadError, Loader, Stat};

/// Several loaders as one; see [`chain`].
#[derive(Default)]
pub struct Chain(Vec<Box<dyn Loader>>);

/// A loader that asks each of `loaders` in turn: what the first that has something at a path says, counts. Directories
/// of the same path are merged. An error of any of them propagates. Relative requests of the host start at the
/// [`base`](Loader::base) of the first.
///
/// ```
/// use jsmint::loader::{self, Loader, Memory};
///
/// let loader = loader::chain([
///     Box::new(Memory::new().file("/config.js", "module.exports = 'mine'")) as Box<dyn Loader>,
///     Box::new(Memory::new().file("/config.js", "module.exports = 'default'").file("/main.js", "")),
/// ]);
/// assert_eq!(loader.read("/config.js").unwrap(), b"module.exports = 'mine'");
/// assert_eq!(loader.read("/main.js").unwrap(), b"");
/// ```
pub fn chain(loaders: impl IntoIterator<Item = Box<dyn Loader>>) -> Chain {
    Chain(loaders.into_iter().collect())
}

impl Chain {
    /// The same chain with one more loader at its end.
    #[must_use]
    pub fn then(mut self, loader: impl Loader) -> Self {
        self.0.push(Box::new(loader));
        self
    }

    /// The first loader that has something at `path`, and what it has.
    fn first(&self, path: &str) -> Result<Option<(&dyn Loader, Stat)>, LoadError> {
        let mut perhaps = None;
        for loader in &self.0 {
            match loader.stat(path)? {
                Stat::Missing => {}
                Stat::Unlisted => perhaps = perhaps.or(Some((&**loader, Stat::Unlisted))),
                stat => return Ok(Some((loader, stat))),
            }
        }
        Ok(perhaps)
    }
}

impl Loader for Chain {
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        Ok(self.first(path)?.map_or(Stat::Missing, |(_, stat)| stat))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        match self.first(path)? {
            Some((loader, _)) => loader.read(path),
            None => Err(LoadError::missing(path)),
        }
    }

    fn real_path(&self, path: &str) -> Result<String, LoadError> {
        match self.first(path)? {
            Some((loader, _)) => loader.real_path(path),
            None => Ok(path.to_owned()),
        }
    }

    fn base(&self) -> &str {
        self.0.first().map_or("/", |loader| loader.base())
    }

    fn describe(&self) -> String {
        if self.0.is_empty() {
            return "no files".to_owned();
        }
        self.0.iter().map(|loader| loader.describe()).collect::<Vec<_>>().join(", then ")
    }

    fn refusal(&self) -> Option<&str> {
        // A chain refuses only if every part of it does.
        let mut last = None;
        for loader in &self.0 {
            last = Some(loader.refusal()?);
        }
        last
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({})", self.describe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::loader::LoadErrorKind;
    use crate::module::{function, memory::Memory, none};

    #[test]
    fn the_first_that_has_it_counts() {
        let chain = chain([])
            .then(none())
            .then(function(|path| match path {
                "/a.js" => Ok(Some(b"function".to_vec())),
                "/bad.js" => Err("refused"),
                _ => Ok(None),
            }))
            .then(Memory::new().file("/a.js", "memory").file("/b.js", "memory").file("/bad.js", "memory"));
        assert_eq!(chain.read("/a.js").unwrap(), b"function");
        assert_eq!(chain.read("/b.js").unwrap(), b"memory");
        assert_eq!(chain.stat("/").unwrap(), Stat::Directory);
        assert_eq!(chain.stat("/c.js").unwrap(), Stat::Unlisted);
        assert_eq!(chain.read("/c.js").unwrap_err().kind(), LoadErrorKind::Missing);
        assert_eq!(chain.read("/bad.js").unwrap_err().kind(), LoadErrorKind::Failed);
        assert!(chain.refusal().is_none());
        assert_eq!(chain.describe(), "no files, then files from a function, then 3 files in memory");
        assert!(Chain::default().then(none()).refusal().is_some());
    }
}
