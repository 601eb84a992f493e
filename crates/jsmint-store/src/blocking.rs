//! The store without `async`.

use std::sync::Arc;
use std::time::Duration;

use jsmint::Snapshot;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Result, StoreError};
use crate::store::{Listed, Store, Stored};
use crate::version::Version;

/// A [`Store`] whose functions return when they are done. They must not be called in an asynchronous task.
#[derive(Clone, Debug)]
pub struct BlockingStore {
    store: Store,
    runtime: Arc<Runtime>,
}

impl Store {
    /// The same without `async`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] where no event loop can be started.
    pub fn blocking(self) -> Result<BlockingStore> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(StoreError::Io)?;
        Ok(BlockingStore { store: self, runtime: Arc::new(runtime) })
    }
}

impl BlockingStore {
    fn wait<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        match Handle::try_current() {
            Ok(_) => Err(StoreError::Async),
            Err(_) => self.runtime.block_on(future),
        }
    }

    /// As [`Store::put`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn put(&self, id: &str, snapshot: &Snapshot, seen: Option<Version>) -> Result<Version> {
        self.wait(self.store.put(id, snapshot, seen))
    }

    /// As [`Store::keep`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn keep(&self, id: &str, snapshot: &Snapshot, seen: Version) -> Result<Version> {
        self.wait(self.store.keep(id, snapshot, seen))
    }

    /// As [`Store::get`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn get(&self, id: &str) -> Result<Stored> {
        self.wait(self.store.get(id))
    }

    /// As [`Store::claim`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn claim(&self, id: &str, lease: Duration) -> Result<Stored> {
        self.wait(self.store.claim(id, lease))
    }

    /// As [`Store::remove`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn remove(&self, id: &str, seen: Version) -> Result<()> {
        self.wait(self.store.remove(id, seen))
    }

    /// As [`Store::list`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn list(&self) -> Result<Vec<Listed>> {
        self.wait(self.store.list())
    }

    /// As [`Store::expire`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn expire(&self, age: Duration) -> Result<Vec<String>> {
        self.wait(self.store.expire(age))
    }
}
