//! The files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::Source;

/// The workspace's folder, and access to its files by path relative to it.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The workspace that this crate lies in.
    #[must_use]
    pub fn of_this_workspace() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/tidy lies two folders deep");
        Self { root: root.to_path_buf() }
    }

    /// The text of a file. Panics if it cannot be read, which a test wants.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Whether there is such a file or folder.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// All files below a folder with one of these extensions, sorted. What a build made, or npm fetched, is not among them.
    #[must_use]
    pub fn files(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        let mut found: Vec<String> = WalkDir::new(self.root.join(folder))
            .into_iter()
            .filter_entry(|entry| {
                let name = entry.file_name();
                entry.depth() == 0 || (name != "target" && name != ".git" && name != "node_modules")
            })
            .map(|entry| entry.unwrap_or_else(|error| panic!("{folder}: {error}")))
            .filter(|entry| entry.file_type().is_file())
            .filter(|entry| {
                entry.path().extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
            })
            .map(|entry| {
                let path = entry.path().strip_prefix(&self.root).expect("below the root");
                path.to_string_lossy().replace('\\', "/")
            })
            .collect();
        found.sort();
        found
    }

    /// All Rust sources below a folder, parsed into tokens.
    #[must_use]
    pub fn sources(&self, folder: &str) -> Vec<Source> {
        self.files(folder, &["rs"]).iter().map(|path| Source::new(path, &self.read(path))).collect()
    }

    /// The folders of the workspace's crates, such as `crates/jsmint`.
    #[must_use]
    pub fn crates(&self) -> Vec<String> {
        self.files("crates", &["toml"])
            .iter()
            .filter_map(|path| path.strip_suffix("/Cargo.toml"))
            .filter(|folder| folder.matches('/').count() == 1)
            .map(str::to_owned)
            .collect()
    }
}
