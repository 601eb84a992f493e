//! The connections of a runtime.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use jsmint::{Deadline, Error, Result, Scope};

use super::Sources;
use super::connection::{self, Connection};
use super::problem::{self, Failed};
use crate::denial;

/// The connections of a runtime, by the names of their databases (G3). Each is opened at its first use, so that what a baked
/// script knows by name is there in every runtime.
pub(super) struct State {
    sources: Arc<Sources>,
    open: RefCell<HashMap<String, Connection>>,
}

impl State {
    pub(super) fn new(sources: Arc<Sources>) -> Self {
        Self { sources, open: RefCell::default() }
    }

    /// The most bytes that what is given to one statement, or comes of it, may have.
    pub(super) fn most_bytes(&self) -> usize {
        self.sources.bounds.result.max(1 << 16)
    }

    /// What could not be had again in another runtime, or at another time.
    pub(super) fn obstacle(&self) -> Option<String> {
        self.open.borrow().iter().find_map(|(name, connection)| {
            let is_in_memory = self.sources.list.iter().any(|source| source.name == *name && source.file.is_none());
            let what = match () {
                () if connection.has_transaction() => "has an open transaction; end it first",
                () if is_in_memory => "is in memory and open, and nowhere else; close it first",
                () => return None,
            };
            Some(format!("the database {name:?} {what}"))
        })
    }

    /// Closes a connection; whether it was open.
    pub(super) fn close(&self, name: &str) -> bool {
        self.open.borrow_mut().remove(name).is_some()
    }

    /// Works with a database.
    pub(super) fn with<T>(
        &self,
        scope: Scope<'_>,
        name: &str,
        work: impl FnOnce(&mut Connection) -> Result<T, Failed>,
    ) -> Result<T> {
        scope.check_deadline()?;
        let told = |error: &rusqlite::Error| problem::of(error, &self.sources.grants());
        let deadline = scope.deadline();
        let result = self.attempt(name, &deadline, work);
        match result {
            Ok(value) => Ok(value),
            Err(failed) => {
                // What a stopped statement says is not why it stopped.
                scope.check_deadline()?;
                Err(match failed {
                    Failed::Sqlite(error) => told(&error),
                    Failed::Other(error) => error,
                })
            }
        }
    }

    /// Opens the database if it is not open, and works with it.
    fn attempt<T>(
        &self,
        name: &str,
        deadline: &Deadline,
        work: impl FnOnce(&mut Connection) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let mut open = self.open.borrow_mut();
        let connection = match open.entry(name.to_owned()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let source = self.sources.list.iter().find(|source| source.name == name);
                let source = source.ok_or_else(|| self.denied(name))?;
                // Opening may wait for a lock, too.
                connection::set_patience(deadline);
                entry.insert(Connection::open(source, self.sources.bounds)?)
            }
        };
        connection.begin_work(deadline)?;
        work(connection)
    }

    fn denied(&self, name: &str) -> Error {
        let remedy = format!("jsmint_std::database().open({name:?}, FILE, …), or --allow-db {name}=FILE");
        denial::error(&format!("the database {name:?}"), &self.sources.grants(), &remedy)
    }
}
