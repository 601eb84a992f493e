//! Files compiled into the program.

use super::loader::{LoadError, Loader, Stat};
use super::tree::Tree;

/// A loader over files compiled into the program, text or bytes. [`embed!`](crate::embed) takes a whole folder.
///
/// ```
/// use jsmint::loader::{Embedded, Loader};
///
/// static FILES: &[(&str, &str)] = &[("/main.js", "module.exports = 42")];
/// let loader = Embedded::new(FILES);
/// assert_eq!(loader.read("/main.js").unwrap(), b"module.exports = 42");
/// ```
#[derive(Clone, Debug)]
pub struct Embedded(Tree<&'static [u8]>);

impl Embedded {
    /// A loader over `files`: pairs of a path, normalised from `/`, and what `include_str!` or `include_bytes!` gives.
    /// Of two files with one path the later one counts.
    #[must_use]
    pub fn new<B: AsRef<[u8]> + ?Sized>(files: &'static [(&'static str, &'static B)]) -> Self {
        let mut tree = Tree::new();
        for (path, bytes) in files {
            tree.insert(path, bytes.as_ref());
        }
        Self(tree)
    }
}

impl Loader for Embedded {
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        Ok(self.0.stat(path))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.0.read(path)
    }

    fn describe(&self) -> String {
        format!("{} embedded files", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_text_and_bytes() {
        static TEXT: &[(&str, &str)] = &[("a/b.js", "1")];
        static BYTES: &[(&str, &[u8])] = &[("/a/b.js", &[0xff, 0])];
        assert_eq!(Embedded::new(TEXT).read("/a/b.js").unwrap(), b"1");
        assert_eq!(Embedded::new(BYTES).read("/a/b.js").unwrap(), [0xff, 0]);
        assert_eq!(Embedded::new(TEXT).stat("/a").unwrap(), Stat::Directory);
        assert_eq!(Embedded::new(TEXT).stat("/b.js").unwrap(), Stat::Missing);
    }
}
