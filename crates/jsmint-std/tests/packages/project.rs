//! The project in this folder: real packages, and jobs that they do.

#![allow(dead_code, reason = "the tests and the benchmark use their part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use jsmint::loader::Directory;
use jsmint::{Options, Result, Runtime};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packages");

/// A file of `jobs/`. It requires its package and exports `job()`, which prints what the package makes of much that it is
/// for; `request(input)`, which does with it what one request would; and `input`.
pub(crate) struct Job {
    pub(crate) name: String,
}

impl Job {
    /// All of them. `JSMINT_PACKAGE=name` picks one.
    pub(crate) fn all() -> Vec<Self> {
        let installed = Path::new(FOLDER).join("node_modules/.package-lock.json");
        assert!(installed.exists(), "the packages are not installed: run .ci/packages");
        let only = std::env::var("JSMINT_PACKAGE").ok();
        let mut names: Vec<String> = fs::read_dir(Path::new(FOLDER).join("jobs"))
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be listed").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
            .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
            .filter(|name| only.as_ref().is_none_or(|only| only == name))
            .collect();
        names.sort();
        assert!(!names.is_empty(), "there is no such job");
        names.into_iter().map(|name| Self { name }).collect()
    }

    /// What `require` calls its file.
    pub(crate) fn file(&self) -> String {
        format!("./jobs/{}.js", self.name)
    }

    pub(crate) fn run(&self, runtime: &mut Runtime) -> Result<()> {
        runtime.call(&(self.file() + "#job"), ())
    }

    /// What one request comes to.
    pub(crate) fn request(&self, runtime: &mut Runtime, input: &serde_json::Value) -> Result<String> {
        runtime.call(&(self.file() + "#request"), (input,))
    }

    pub(crate) fn input(&self, runtime: &mut Runtime) -> Result<serde_json::Value> {
        runtime.eval(&format!("require('{}').input", self.file()))
    }
}

/// A file of the project.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

/// Its files can be required, and the modules that reach outside are there, with nothing granted: packages require them
/// for what they might do.
pub(crate) fn options() -> Options {
    Options::new()
        .loader(Directory::new(FOLDER).expect("the folder is there"))
        .module(jsmint_std::fs())
        .module(jsmint_std::exec())
        .module(jsmint_std::process())
}
