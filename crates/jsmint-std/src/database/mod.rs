//! SQLite databases by name: `require('database')`.
//!
//! ```text
//! script ─▶ database.js (connections, statements, transactions) ─▶ functions ─▶ connection (guard, limits) ─▶ SQLite
//! ```

mod connection;
mod functions;
mod guard;
mod problem;
mod state;
mod value;

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jsmint::{Error, ErrorKind, Exports, NativeModule, Result, SavedState};

use state::State;

/// No databases yet: they are granted with [`Database::open`] and [`Database::memory`].
pub fn database() -> Database {
    Database { wanted: Vec::new(), bounds: Bounds { result: 64 << 20, memory: 64 << 20 }, sources: OnceLock::new() }
}

/// What scripts may do with a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Query it.
    ReadOnly,
    /// Query and change it. A file that is not there is made.
    ReadWrite,
}

/// A database that is granted.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    /// The file; in memory without one.
    file: Option<PathBuf>,
    access: Access,
}

/// Databases that are granted, and what is allowed in each.
#[derive(Debug)]
struct Sources {
    list: Vec<Source>,
    bounds: Bounds,
}

/// What a connection may use.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// The most bytes that one result may have.
    result: usize,
    /// The most bytes that a database in memory may have, and so all temporary tables.
    memory: usize,
}

/// The module `database` for the databases that are granted.
///
/// Each runtime has a connection of its own to each database, opened at the first use and closed with the runtime. One in
/// memory is empty in every runtime. Statements can reach no other file: `ATTACH`, `VACUUM INTO`, extensions, and all
/// `PRAGMA`s but a few harmless ones are denied. A statement is stopped when its runtime must stop. A result is read whole
/// before a script sees the first row of it, also where it iterates.
#[derive(Debug)]
#[must_use]
pub struct Database {
    wanted: Vec<Source>,
    bounds: Bounds,
    sources: OnceLock<Result<Arc<Sources>, String>>,
}

impl Database {
    /// Lets scripts use a file under a name.
    pub fn open(self, name: impl Into<String>, file: impl AsRef<Path>, access: Access) -> Self {
        self.with(Source { name: name.into(), file: Some(file.as_ref().to_path_buf()), access })
    }

    /// Lets scripts use a database in memory under a name. What is written to it does not count towards the
    /// memory limit of the runtime, but has a [limit](Self::memory_limit) of its own.
    pub fn memory(self, name: impl Into<String>) -> Self {
        self.with(Source { name: name.into(), file: None, access: Access::ReadWrite })
    }

    /// The most bytes that the result of one query may have, the parameters of one statement, and one value. Default 64 MiB.
    pub fn result_limit(mut self, bytes: usize) -> Self {
        self.bounds.result = bytes;
        self
    }

    /// The most bytes that a database in memory may have, and all temporary tables of a connection. Default 64 MiB. What
    /// SQLite sorts or collects while a statement runs is in memory, too, and only bounded by the time that it takes.
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.bounds.memory = bytes;
        self
    }

    fn with(mut self, source: Source) -> Self {
        self.wanted.push(source);
        self
    }

    fn sources(&self) -> Result<Arc<Sources>, String> {
        self.sources.get_or_init(|| Sources::check(&self.wanted, self.bounds).map(Arc::new)).clone()
    }
}

impl Sources {
    /// Makes paths absolute, since a host may change its folder, and looks whether they can be opened.
    fn check(wanted: &[Source], bounds: Bounds) -> Result<Self, String> {
        let mut list: Vec<Source> = Vec::new();
        for source in wanted {
            let Source { name, file, access } = source;
            if name.is_empty() || list.iter().any(|other| other.name == *name) {
                return Err(format!("a database cannot be named {name:?}: names are unique and not empty"));
            }
            let file = match file {
                None => None,
                Some(file) => {
                    let file = std::path::absolute(file).map_err(|error| format!("{}: {error}", file.display()))?;
                    let folder = file.parent().unwrap_or(Path::new("/"));
                    let there = if *access == Access::ReadOnly { file.is_file() } else { folder.is_dir() };
                    if !there {
                        return Err(format!("the database {name:?} cannot be opened: {} is not there", file.display()));
                    }
                    Some(file)
                }
            };
            list.push(Source { file, ..source.clone() });
        }
        Ok(Self { list, bounds })
    }

    /// What is granted, in words.
    fn grants(&self) -> Vec<String> {
        let words = |source: &Source| match (&source.file, source.access) {
            (None, _) => format!("database: {} in memory", source.name),
            (Some(file), Access::ReadOnly) => format!("database: {} reads {}", source.name, file.display()),
            (Some(file), Access::ReadWrite) => format!("database: {} reads and writes {}", source.name, file.display()),
        };
        self.list.iter().map(words).collect()
    }
}

impl NativeModule for Database {
    fn name(&self) -> &str {
        "database"
    }

    fn docs(&self) -> &str {
        "SQLite databases that are granted by name."
    }

    fn define(&self, exports: &mut Exports) {
        functions::define(exports);
        // Where a database is not there, making the first state says so.
        let names = |sources: &Sources| sources.list.iter().map(|source| source.name.clone()).collect::<Vec<_>>();
        exports.constant("names", self.sources().map(|sources| names(&sources)).unwrap_or_default());
    }

    fn script(&self) -> Option<&'static str> {
        Some(include_str!("database.js"))
    }

    fn type_definitions(&self) -> Option<&str> {
        Some(include_str!("database.d.ts"))
    }

    fn grants(&self) -> Vec<String> {
        self.sources().map(|sources| sources.grants()).unwrap_or_default()
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        match self.sources() {
            Ok(sources) => Ok(Box::new(State::new(sources))),
            Err(problem) => Err(Error::new(ErrorKind::Option, problem)),
        }
    }

    /// Connections to files are opened again when they are next used; what cannot be had again is in the way.
    fn save_state(&self, state: &(dyn Any + Send)) -> Result<SavedState> {
        let Some(state) = state.downcast_ref::<State>() else { return Ok(SavedState::anew()) };
        match state.obstacle() {
            None => Ok(SavedState::anew()),
            Some(obstacle) => Err(Error::new(ErrorKind::Unsupported, obstacle)),
        }
    }
}
