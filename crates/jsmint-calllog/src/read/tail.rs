//! What is written from now on.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::file::CallLogFile;
use super::query::{Order, Query};
use super::row::Row;
use crate::error::LogError;

/// How many rows come at once at most.
const AT_ONCE: u64 = 10_000;
/// How long a file that took the place of the log may be none: it is not made in one step.
const PATIENCE: Duration = Duration::from_secs(10);

/// The newest rows and what is written from then on, also after the log has rotated or been replaced. Rows come in the
/// order of their ids.
///
/// A log that rotates twice between two [`poll`](Self::poll)s loses the rows of the file in the middle.
#[derive(Debug)]
pub struct Tail {
    path: PathBuf,
    file: CallLogFile,
    query: Query,
    /// The rows up to here have been seen.
    seen: i64,
    /// As many of the rows that are there already come first.
    recent: Option<u64>,
    failing_since: Option<Instant>,
}

impl CallLogFile {
    /// Follows the file: first come the newest rows that it has, `recent` of them, and then those that are written.
    /// The query's limit and order do not count.
    #[must_use]
    pub fn follow(self, query: Query, recent: u64) -> Tail {
        let path = self.path().to_owned();
        let seen = query.after_id().unwrap_or_default();
        Tail { path, file: self, query, seen, recent: Some(recent), failing_since: None }
    }
}

impl Tail {
    /// The rows that have come since the last time, at most 10,000 of them: ask again until there are none, and then
    /// after a while. Once, after the log has been replaced, what it held before comes first.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`](crate::LogErrorKind::Read) if the query makes no sense, or the file cannot be read;
    /// [`LogErrorKind::Open`](crate::LogErrorKind::Open) if a file that took its place is not a log after 10 seconds.
    pub fn poll(&mut self) -> Result<Vec<Row>, LogError> {
        let rows = self.next();
        if matches!(&rows, Ok(rows) if !rows.is_empty()) || !self.file.is_replaced() {
            return rows;
        }
        // Nothing more can come, but something may have come between.
        if let Ok(rows) = self.next()
            && !rows.is_empty()
        {
            return Ok(rows);
        }
        match CallLogFile::open(&self.path) {
            Ok(file) => {
                self.file = file;
                self.seen = 0;
                self.recent = None;
                self.failing_since = None;
                self.next()
            }
            Err(error) if self.failing_since.get_or_insert_with(Instant::now).elapsed() > PATIENCE => Err(error),
            Err(_) => Ok(Vec::new()),
        }
    }

    fn next(&mut self) -> Result<Vec<Row>, LogError> {
        // Rows that do not meet the query need not be looked at again.
        let newest = self.file.newest()?;
        let (limit, order) = match self.recent {
            Some(recent) => (recent, Order::Recent),
            None => (AT_ONCE, Order::Oldest),
        };
        let query = self.query.clone().after(self.seen).up_to(newest).limit(limit).order(order);
        let rows = if newest > self.seen { self.file.rows(&query)? } else { Vec::new() };
        let is_all = self.recent.take().is_some() || (rows.len() as u64) < AT_ONCE;
        self.seen = match rows.last() {
            Some(row) if !is_all => row.id,
            _ => newest.max(self.seen),
        };
        Ok(rows)
    }
}
