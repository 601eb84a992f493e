//! A tree of files held in memory, shared by the loaders that have one.

use std::collections::{HashMap, HashSet};

use super::loader::{LoadError, LoadErrorKind, Stat};
use super::path::{ancestors, directory_of, join};

/// Files by path, and the directories that their paths imply.
#[derive(Clone, Debug)]
pub(crate) struct Tree<B> {
    files: HashMap<String, B>,
    directories: HashSet<String>,
}

impl<B: AsRef<[u8]>> Tree<B> {
    pub(crate) fn new() -> Self {
        Self { files: HashMap::new(), directories: HashSet::from(["/".to_owned()]) }
    }

    /// Puts a file at `path`, which is normalised from `/`; a file that was there is replaced.
    pub(crate) fn insert(&mut self, path: &str, bytes: B) {
        let path = join("/", path);
        self.directories.extend(ancestors(directory_of(&path)).map(str::to_owned));
        self.files.insert(path, bytes);
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    pub(crate) fn stat(&self, path: &str) -> Stat {
        if self.files.contains_key(path) {
            Stat::File
        } else if self.directories.contains(path) {
            Stat::Directory
        } else {
            Stat::Missing
        }
    }

    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        match (self.files.get(path), self.stat(path)) {
            (Some(bytes), _) => Ok(bytes.as_ref().to_vec()),
            (None, Stat::Directory) => Err(LoadError::new(LoadErrorKind::Directory, path, "it is a directory")),
            (None, _) => Err(LoadError::missing(path)),
        }
    }
}
