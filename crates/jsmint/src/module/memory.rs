//! Files held in memory.

use std::sync::Arc;

use super::loader::{LoadError, Loader, Stat};
use super::tree::Tree;

/// A loader over files held in memory.
///
/// ```
/// use jsmint::loader::{Loader, Memory};
///
/// let loader = Memory::new()
///     .file("/main.js", "module.exports = require('./lib/add.js')(40, 2)")
///     .file("/lib/add.js", "module.exports = (a, b) => a + b");
/// assert_eq!(loader.read("/lib/add.js").unwrap(), b"module.exports = (a, b) => a + b");
/// ```
#[derive(Clone, Debug)]
pub struct Memory(Tree<Arc<[u8]>>);

impl Memory {
    /// A loader without files.
    #[must_use]
    pub fn new() -> Self {
        Self(Tree::new())
    }

    /// Adds a file. `path` is normalised from `/`; a later file replaces an earlier one of the same path.
    #[must_use]
    pub fn file(mut self, path: &str, source: impl AsRef<[u8]>) -> Self {
        self.0.insert(path, source.as_ref().into());
        self
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Loader for Memory {
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        Ok(self.0.stat(path))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.0.read(path)
    }

    fn describe(&self) -> String {
        format!("{} files in memory", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::loader::LoadErrorKind;

    #[test]
    fn knows_files_and_the_directories_they_imply() {
        let loader = Memory::new().file("lib/../lib/a.js", "1").file("/lib/a.js", "2");
        assert_eq!(loader.stat("/lib/a.js").unwrap(), Stat::File);
        assert_eq!(loader.stat("/lib").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/li").unwrap(), Stat::Missing);
        assert_eq!(loader.read("/lib/a.js").unwrap(), b"2");
        assert_eq!(loader.read("/lib").unwrap_err().kind(), LoadErrorKind::Directory);
        assert_eq!(loader.read("/b.js").unwrap_err().kind(), LoadErrorKind::Missing);
        assert_eq!(loader.describe(), "1 files in memory");
    }
}
