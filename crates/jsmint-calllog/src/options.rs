//! How a SQLite log is written.

use std::time::Duration;

use crate::error::{LogError, LogErrorKind};

/// How a SQLite log is written. All who open one file in one process must agree on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteOptions {
    pub(crate) queue_bytes: usize,
    pub(crate) commit_every: Duration,
    pub(crate) give_up: Duration,
    pub(crate) busy_timeout: Duration,
    pub(crate) max_rows: Option<u64>,
    pub(crate) max_age: Option<Duration>,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) rotate: Option<(u64, u32)>,
    pub(crate) max_pages: Option<u32>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl SqliteOptions {
    /// The defaults: a queue of 8 MiB, a commit every 50 ms, nothing is ever deleted.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            queue_bytes: 8 << 20,
            commit_every: Duration::from_millis(50),
            give_up: Duration::from_secs(10),
            busy_timeout: Duration::from_secs(5),
            max_rows: None,
            max_age: None,
            max_bytes: None,
            rotate: None,
            max_pages: None,
        }
    }

    /// How many bytes of records may be on their way to the file: 1 KiB to 1 GiB, default 8 MiB. A record takes about
    /// 100 bytes and its texts. A record larger than this is taken when the queue is empty. The memory is there for as
    /// long as the log is open, and again as much while the writer is busy.
    #[must_use]
    pub const fn queue_bytes(mut self, bytes: usize) -> Self {
        self.queue_bytes = bytes;
        self
    }

    /// How long a record may wait before it is written: 1 ms to 1 minute, default 50 ms. Under load, records are
    /// written earlier. This is what a killed process loses. Shorter costs more, smaller transactions.
    #[must_use]
    pub const fn commit_every(mut self, time: Duration) -> Self {
        self.commit_every = time;
        self
    }

    /// How long a batch of records is tried again while the file cannot be written, before it is given up and counted:
    /// up to 1 hour, default 10 s. [`Full::Wait`](crate::Full::Wait) fails after the same time without any progress.
    #[must_use]
    pub const fn give_up_after(mut self, time: Duration) -> Self {
        self.give_up = time;
        self
    }

    /// How long SQLite waits for another process that holds the file locked before this counts as a failure: up to
    /// 1 minute, default 5 s.
    #[must_use]
    pub const fn busy_timeout(mut self, time: Duration) -> Self {
        self.busy_timeout = time;
        self
    }

    /// Keeps at most about so many rows, at least 1: the oldest are deleted, a few thousand at a time, after batches are
    /// written and when there is nothing to do. They are counted by their ids, so gaps that others made count. Default: all are kept. Costs about as much again as writing the rows.
    #[must_use]
    pub const fn max_rows(mut self, rows: u64) -> Self {
        self.max_rows = Some(rows);
        self
    }

    /// Deletes rows of calls that began longer ago than this, at least 1 s. Default: never.
    #[must_use]
    pub const fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Keeps about so many bytes of rows, at least 64 KiB: the oldest are deleted and their pages used again. A file
    /// that is larger already does not shrink, it is filled anew. The write-ahead log beside the file, 16 MiB as a rule,
    /// is not counted. Default: no bound.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// When the file has `bytes` (at least 64 KiB), renames it to `FILE.1`, what was `FILE.1` to `FILE.2`, and so on up
    /// to `keep` (1 to 999), and begins a new one. Whoever reads the file goes on reading the renamed one. It is done
    /// between batches, and put off while someone is in the middle of reading. Default: never.
    #[must_use]
    pub const fn rotate_bytes(mut self, bytes: u64, keep: u32) -> Self {
        self.rotate = Some((bytes, keep));
        self
    }

    /// A bound on the file's pages, to try what happens when a disk is full.
    #[doc(hidden)]
    #[must_use]
    pub const fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// # Errors
    ///
    /// [`LogErrorKind::Option`] with what was asked and what is allowed.
    pub(crate) fn check(&self) -> Result<(), LogError> {
        const SMALLEST: u64 = 64 << 10;
        let hour = Duration::from_secs(3600);
        let minute = Duration::from_secs(60);
        let refuse = |what: String| Err(LogError::new(LogErrorKind::Option, what));
        if !(1 << 10..=1 << 30).contains(&self.queue_bytes) {
            return refuse(format!("queue_bytes({}): allowed are 1 KiB to 1 GiB", self.queue_bytes));
        }
        if !(Duration::from_millis(1)..=minute).contains(&self.commit_every) {
            return refuse(format!("commit_every({:?}): allowed are 1 ms to 1 minute", self.commit_every));
        }
        if self.give_up > hour {
            return refuse(format!("give_up_after({:?}): allowed is up to 1 hour", self.give_up));
        }
        if self.busy_timeout > minute {
            return refuse(format!("busy_timeout({:?}): allowed is up to 1 minute", self.busy_timeout));
        }
        if self.max_rows == Some(0) {
            return refuse("max_rows(0): allowed is 1 and more; for no log, give none".to_owned());
        }
        if let Some(age) = self.max_age.filter(|age| *age < Duration::from_secs(1)) {
            return refuse(format!("max_age({age:?}): allowed is 1 s and more"));
        }
        if let Some(bytes) = self.max_bytes.filter(|bytes| *bytes < SMALLEST) {
            return refuse(format!("max_bytes({bytes}): allowed is 64 KiB and more"));
        }
        match self.rotate {
            Some((bytes, _)) if bytes < SMALLEST => {
                refuse(format!("rotate_bytes({bytes}, _): allowed is 64 KiB and more"))
            }
            Some((_, keep)) if !(1..=999).contains(&keep) => {
                refuse(format!("rotate_bytes(_, {keep}): allowed is to keep 1 to 999"))
            }
            _ => Ok(()),
        }
    }
}
