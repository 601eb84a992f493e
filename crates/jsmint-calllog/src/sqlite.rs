//! The SQLite log: a handle that is shared by all who name the file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::error::{LogError, LogErrorKind};
use crate::options::SqliteOptions;
use crate::place::{FileId, resolve};
use crate::queue::{LogStatus, Queue};
use crate::record::Record;
use crate::sink::{Full, Sink};
use crate::store::{Identity, Store};
use crate::writer;

/// How long the last handle waits for the writer.
const CLOSE: Duration = Duration::from_secs(10);

/// The files that have a writer in this process (invariant L4).
static WRITERS: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    identity: Identity,
    queue: Arc<Queue>,
    handle: Weak<Handle>,
}

impl Entry {
    fn is_of(&self, path: &Path) -> bool {
        let identity = *self.identity.lock().unwrap_or_else(PoisonError::into_inner);
        self.path == path || identity.zip(FileId::of(path).ok()).is_some_and(|(mine, its)| mine.is(its))
    }
}

/// A call log in a SQLite file, written by a thread of its own. A clone is the same log, and so is another that was
/// opened with the same file in this process. Other processes may read it at any time; they may write to it, too.
///
/// When the last handle is dropped, everything that was recorded is written, or 10 s have passed. What a process leaves
/// without dropping or [flushing](Sink::flush) may lack what was recorded in the last
/// [`commit_every`](SqliteOptions::commit_every).
///
/// What cannot be written by then is lost untold: [flush](Sink::flush) first to know.
///
/// What was written survives the process; a crash of the machine may take the last transactions, but not the file.
///
/// ```
/// use std::time::Duration;
///
/// use jsmint_calllog::{Sink, SqliteLog, SqliteOptions};
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("calls.sqlite");
/// let options = SqliteOptions::new().max_rows(1_000_000).commit_every(Duration::from_millis(20));
/// let log = SqliteLog::open_with(&path, options)?;
/// log.flush(Duration::from_secs(1))?;
/// assert_eq!(log.status().lost, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteLog {
    handle: Arc<Handle>,
}

struct Handle {
    path: PathBuf,
    options: SqliteOptions,
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if self.queue.close(CLOSE)
            && let Some(thread) = self.thread.take()
        {
            // It has told already whatever it has to tell.
            let _ = thread.join();
        }
    }
}

impl SqliteLog {
    /// [`open_with`](Self::open_with) the default options.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LogError> {
        Self::open_with(path, SqliteOptions::new())
    }

    /// Opens a file as a log, or makes one; an empty path is `calllog.sqlite` in the working directory. A log that was
    /// written by the reference is given our columns.
    ///
    /// # Errors
    ///
    /// * [`Path`](LogErrorKind::Path): `.`, `..`, what climbs out with `../`, a directory.
    /// * [`Option`](LogErrorKind::Option): an option that is out of bounds, or options that differ from those which the
    ///   file's writer in this process has.
    /// * [`Open`](LogErrorKind::Open): the file cannot be opened or made, is not a SQLite file, is another program's, is a
    ///   log of a newer version, or has other columns.
    pub fn open_with(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, LogError> {
        options.check()?;
        let path = resolve(path.as_ref())?;
        // For as long as this takes nobody opens another: it is what makes one writer for each file.
        let mut writers = WRITERS.lock().unwrap_or_else(PoisonError::into_inner);
        writers.retain(|entry| entry.handle.strong_count() > 0 || !entry.queue.wait_until_gone(Duration::ZERO));
        if let Some(at) = writers.iter().position(|entry| entry.is_of(&path)) {
            if let Some(handle) = writers[at].handle.upgrade() {
                // A handle that is not returned may be the last one: it must not be dropped while the list is locked.
                drop(writers);
                return Self { handle }.with_options(&options);
            }
            // The last handle is just being dropped.
            if !writers[at].queue.wait_until_gone(CLOSE) {
                let message = format!("{} is still being closed: try again", path.display());
                return Err(LogError::new(LogErrorKind::Open, message));
            }
            writers.remove(at);
        }
        let store = Store::open(path.clone(), options.clone())?;
        let identity = store.identity();
        let queue = Arc::new(Queue::new(options.queue_bytes, options.commit_every, options.give_up));
        let thread = {
            let (queue, options) = (Arc::clone(&queue), options.clone());
            thread::Builder::new()
                .name("jsmint-calllog".to_owned())
                .spawn(move || writer::run(&queue, store, &options))
                .map_err(|error| {
                    LogError::new(
                        LogErrorKind::Open,
                        format!("call log {}: no thread to write it: {error}", path.display()),
                    )
                    .with_source(error)
                })?
        };
        let handle = Arc::new(Handle { path: path.clone(), options, queue: Arc::clone(&queue), thread: Some(thread) });
        writers.push(Entry { path, identity, queue, handle: Arc::downgrade(&handle) });
        Ok(Self { handle })
    }

    fn with_options(self, asked: &SqliteOptions) -> Result<Self, LogError> {
        let given = &self.handle.options;
        if given == asked {
            return Ok(self);
        }
        let path = self.handle.path.display();
        let message = format!(
            "{path} is written already in this process with {given:?}, and now {asked:?} is asked: give the same to all \
             who open it, or clone the log"
        );
        Err(LogError::new(LogErrorKind::Option, message))
    }

    /// Where the file is, absolute and free of links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.handle.path
    }

    /// How it is doing.
    #[must_use]
    pub fn status(&self) -> LogStatus {
        self.handle.queue.status()
    }
}

impl fmt::Debug for SqliteLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLog").field("path", &self.handle.path).field("options", &self.handle.options).finish()
    }
}

impl Sink for SqliteLog {
    fn describe(&self) -> String {
        format!("SQLite file {}", self.handle.path.display())
    }

    fn ready(&self) -> Result<(), LogError> {
        self.handle.queue.ready()
    }

    fn record(&self, record: &Record<'_>, full: Full) -> Result<(), LogError> {
        self.handle.queue.push(record, full)
    }

    fn flush(&self, deadline: Duration) -> Result<(), LogError> {
        self.handle.queue.flush(deadline)
    }
}
