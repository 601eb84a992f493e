//! The store.

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::TryStreamExt;
use jsmint::Snapshot;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error as ObjectError, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutOptions};

use crate::error::{Result, StoreError};
use crate::names;
use crate::version::Version;

/// What the first byte of an object says: whether somebody has claimed the runtime.
const FREE: u8 = 0;
const CLAIMED: u8 = 1;

/// Keeps sleeping runtimes by id. Cheap to clone, shared by threads and tasks.
///
/// Each version is an object of its own, made only if there is none yet, which all stores do atomically; the ones before are
/// deleted after it. What is stored is whole or not there.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
}

/// A runtime that was found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stored {
    /// What it was put to sleep as.
    pub snapshot: Snapshot,
    /// To be given when the next is stored.
    pub version: Version,
    /// When it was stored, or claimed.
    pub since: SystemTime,
    /// Whether somebody has claimed it.
    pub is_claimed: bool,
}

/// What is known of a runtime without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The latest version.
    pub version: Version,
    /// Its size, in bytes.
    pub size: u64,
    /// When it was stored, or claimed.
    pub since: SystemTime,
}

impl Store {
    /// In any object store, below a path of its own in it: such as one that speaks the protocol of S3, which is
    /// `object_store::aws` where your program depends on `object_store` with the feature `aws`. The store must know conditional
    /// puts, as nearly all do.
    pub fn new(objects: Arc<dyn ObjectStore>, prefix: &str) -> Self {
        Self { objects, prefix: Path::from(prefix) }
    }

    /// In this process's memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::new(Arc::new(InMemory::new()), "")
    }

    /// In a folder, which must exist. Each file is written under another name, synced, and then named.
    ///
    /// # Errors
    ///
    /// Where there is no such folder.
    pub fn directory(folder: impl AsRef<FilePath>) -> Result<Self> {
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self::new(Arc::new(files), ""))
    }

    /// Stores a runtime, if the latest version is still the one that was seen; none if there is to be none yet. Whoever had
    /// claimed it lets go of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] where it is another; what the store says.
    pub async fn put(&self, id: &str, snapshot: &Snapshot, seen: Option<Version>) -> Result<Version> {
        self.write(id, FREE, snapshot.as_bytes(), seen).await
    }

    /// The same, and it stays claimed: for a worker that goes on.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put): also where the claim has run out and somebody else has it.
    pub async fn keep(&self, id: &str, snapshot: &Snapshot, seen: Version) -> Result<Version> {
        self.write(id, CLAIMED, snapshot.as_bytes(), Some(seen)).await
    }

    /// The latest version.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] where there is none.
    pub async fn get(&self, id: &str) -> Result<Stored> {
        let folder = names::folder(&self.prefix, id)?;
        loop {
            let latest = self.latest(&folder).await?;
            let Some((version, meta)) = latest else { return Err(StoreError::NotFound { id: id.to_owned() }) };
            let bytes = match self.objects.get(&meta.location).await {
                Ok(found) => found.bytes().await?,
                // Somebody has stored the next one, and deleted this.
                Err(ObjectError::NotFound { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            let (first, rest) = bytes.split_first().map_or((FREE, &[][..]), |(first, rest)| (*first, rest));
            return Ok(Stored {
                snapshot: Snapshot::from_bytes(rest),
                version,
                since: meta.last_modified.into(),
                is_claimed: first == CLAIMED,
            });
        }
    }

    /// The latest version, for somebody who wants to wake it: others find it [busy](StoreError::Busy) until it is
    /// [put](Self::put) back, or was claimed longer ago than they allow, as when this worker has died. Of several who try, one
    /// has it.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`], [`StoreError::Busy`]; [`StoreError::Conflict`] where somebody else was faster.
    pub async fn claim(&self, id: &str, lease: Duration) -> Result<Stored> {
        let found = self.get(id).await?;
        let age = found.since.elapsed().unwrap_or_default();
        if found.is_claimed
            && let Some(left) = lease.checked_sub(age)
        {
            return Err(StoreError::Busy { id: id.to_owned(), left });
        }
        let version = self.write(id, CLAIMED, found.snapshot.as_bytes(), Some(found.version)).await?;
        Ok(Stored { version, since: SystemTime::now(), is_claimed: true, ..found })
    }

    /// Forgets a runtime, if the latest version is still the one that was seen. Versions of its id begin anew: use an id once.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] where it is another.
    pub async fn remove(&self, id: &str, seen: Version) -> Result<()> {
        let folder = names::folder(&self.prefix, id)?;
        self.check(id, &folder, Some(seen)).await?;
        self.delete_up_to(&folder, seen).await
    }

    /// All runtimes, by id.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn list(&self) -> Result<Vec<Listed>> {
        let mut all: Vec<Listed> = Vec::new();
        let mut objects = self.objects.list(Some(&self.prefix));
        while let Some(ObjectMeta { location, last_modified, size, .. }) = objects.try_next().await? {
            let Some((id, version)) = names::read(&self.prefix, &location) else { continue };
            all.push(Listed { id, version, size: size.saturating_sub(1), since: last_modified.into() });
        }
        all.sort_by(|a, b| (&a.id, b.version).cmp(&(&b.id, a.version)));
        all.dedup_by(|next, first| next.id == first.id);
        Ok(all)
    }

    /// Forgets all runtimes that nobody has stored or claimed for so long. Says which.
    ///
    /// # Errors
    ///
    /// What the store says; those before are forgotten.
    pub async fn expire(&self, age: Duration) -> Result<Vec<String>> {
        let mut expired = Vec::new();
        for Listed { id, version, since, .. } in self.list().await? {
            if since.elapsed().is_ok_and(|elapsed| elapsed >= age) {
                match self.remove(&id, version).await {
                    Ok(()) => expired.push(id),
                    // Somebody was faster: it is not old any more.
                    Err(StoreError::Conflict { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(expired)
    }

    async fn write(&self, id: &str, state: u8, bytes: &[u8], seen: Option<Version>) -> Result<Version> {
        let folder = names::folder(&self.prefix, id)?;
        self.check(id, &folder, seen).await?;
        let version = Version::after(seen);
        let object = names::object(&folder, version);
        let payload = Bytes::from([&[state], bytes].concat());
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.objects.put_opts(&object, payload.into(), options).await {
            Ok(_) => {}
            Err(ObjectError::AlreadyExists { .. }) => {
                let found = self.latest(&folder).await?.map(|(version, _)| version);
                return Err(StoreError::Conflict { id: id.to_owned(), expected: seen, found });
            }
            Err(error) => return Err(error.into()),
        }
        // Others may have stored this version and the next, and deleted this, since it was looked.
        let found = self.latest(&folder).await?.map(|(version, _)| version);
        if found.is_some_and(|found| found > version) {
            self.delete(&object).await?;
            return Err(StoreError::Conflict { id: id.to_owned(), expected: seen, found });
        }
        if let Some(seen) = seen {
            self.delete_up_to(&folder, seen).await?;
        }
        Ok(version)
    }

    async fn check(&self, id: &str, folder: &Path, seen: Option<Version>) -> Result<()> {
        let found = self.latest(folder).await?.map(|(version, _)| version);
        match found == seen {
            true => Ok(()),
            false => Err(StoreError::Conflict { id: id.to_owned(), expected: seen, found }),
        }
    }

    async fn versions(&self, folder: &Path) -> Result<Vec<(Version, ObjectMeta)>> {
        let objects: Vec<ObjectMeta> = self.objects.list(Some(folder)).try_collect().await?;
        let read = |meta: ObjectMeta| Some((names::read(&self.prefix, &meta.location)?.1, meta));
        Ok(objects.into_iter().filter_map(read).collect())
    }

    async fn latest(&self, folder: &Path) -> Result<Option<(Version, ObjectMeta)>> {
        Ok(self.versions(folder).await?.into_iter().max_by_key(|(version, _)| *version))
    }

    async fn delete_up_to(&self, folder: &Path, last: Version) -> Result<()> {
        for (_, meta) in self.versions(folder).await?.into_iter().filter(|(version, _)| *version <= last) {
            self.delete(&meta.location).await?;
        }
        Ok(())
    }

    async fn delete(&self, object: &Path) -> Result<()> {
        match self.objects.delete(object).await {
            Ok(()) | Err(ObjectError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
