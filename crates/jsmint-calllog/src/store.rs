//! The open file: one connection, which only the writer has.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{LogError, LogErrorKind};
use crate::frame::Frames;
use crate::insert::insert;
use crate::losses::Losses;
use crate::options::SqliteOptions;
use crate::place::FileId;
use crate::schema::{establish, inspect, open_error};
use crate::turn::Turn;
use crate::{retention, rotation};

/// After how many pages the write-ahead log is copied into the file: 16 MiB of pages of 4 KiB. SQLite's own 1,000 copy
/// the last pages of the table and its indexes four times as often.
const CHECKPOINT_PAGES: i64 = 4_000;

/// To what size the write-ahead log shrinks when a reader made it grow beyond.
const JOURNAL_BYTES: i64 = 32 << 20;

/// How much of the file SQLite may hold in memory, negative for KiB: 16 MiB, so that a batch need not be written before it
/// is complete.
const CACHE_KIB: i64 = -16_384;

/// Before it is tried again to open a file that another process is making.
const PAUSE: Duration = Duration::from_millis(5);

/// Which file the writer has open, for those who ask for a file by another name.
pub(crate) type Identity = Arc<Mutex<Option<FileId>>>;

#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    options: SqliteOptions,
    open: Option<(Connection, FileId)>,
    identity: Identity,
    notice: Option<LogError>,
}

impl Store {
    /// Opens a file, or makes one.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Open`] with what is wrong with the file.
    pub(crate) fn open(path: PathBuf, options: SqliteOptions) -> Result<Self, LogError> {
        let mut store = Self { path, options, open: None, identity: Identity::default(), notice: None };
        store.connect()?;
        Ok(store)
    }

    pub(crate) fn identity(&self) -> Identity {
        Arc::clone(&self.identity)
    }

    /// Something to be reported that kept nothing from being written.
    pub(crate) fn notice(&mut self) -> Option<LogError> {
        self.notice.take()
    }

    /// Writes a batch after what was lost before it, in one transaction: all or nothing.
    ///
    /// # Errors
    ///
    /// Why nothing was written. It may be tried again.
    pub(crate) fn write(&mut self, batch: &[u8], losses: &Losses) -> Result<(), LogError> {
        self.leave_what_was_replaced();
        if self.open.is_none() {
            self.connect()?;
        }
        let Some((connection, _)) = &mut self.open else { return Ok(()) };
        let result = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).and_then(|it| {
            insert(&it, losses.records())?;
            insert(&it, Frames(batch))?;
            it.commit()
        });
        result.map_err(|error| {
            // A connection that failed for good reasons is kept; what else is wrong may be wrong with the connection.
            let kept = [ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked, ErrorCode::DiskFull];
            if !error.sqlite_error_code().is_some_and(|code| kept.contains(&code)) {
                self.disconnect();
            }
            self.write_error(error)
        })
    }

    /// Deletes what is to be kept no longer, or begins a new file. Whether there is more to do; at most about `rows` are
    /// deleted at once.
    ///
    /// # Errors
    ///
    /// Why it was not done. It may be tried again.
    pub(crate) fn tidy(&mut self, rows: u64) -> Result<bool, LogError> {
        let Some((connection, _)) = &self.open else { return Ok(false) };
        let more = retention::trim(connection, &self.options, rows).map_err(|error| self.write_error(error))?;
        if let Some((bytes, keep)) = self.options.rotate {
            let size = retention::file_bytes(connection).map_err(|error| self.write_error(error))?;
            if size >= bytes && retention::has_rows(connection).map_err(|error| self.write_error(error))? {
                self.rotate(keep)?;
            }
        }
        Ok(more)
    }

    /// Begins a new file, unless somebody is in the way: then it is done later.
    fn rotate(&mut self, keep: u32) -> Result<(), LogError> {
        let Some(_turn) = Turn::wait(&self.path, Duration::ZERO) else { return Ok(()) };
        let Some((connection, id)) = &self.open else { return Ok(()) };
        // Another process may have been faster: the next batch finds out. And while somebody reads, what is in the
        // write-ahead log cannot be brought into the file that is to be renamed.
        if !FileId::of(&self.path).is_ok_and(|now| now == *id) || !rotation::checkpoint(connection) {
            return Ok(());
        }
        self.disconnect();
        let renamed = rotation::rename(&self.path, keep).map_err(|error| {
            let message = format!("call log {} cannot be rotated: {error}", self.path.display());
            LogError::new(LogErrorKind::Write, message).with_source(error)
        });
        self.connect_in_turn()?;
        renamed
    }

    /// Somebody moved or deleted the file: what comes now belongs into the one at the path.
    fn leave_what_was_replaced(&mut self) {
        let Some((connection, id)) = &self.open else { return };
        let what = match FileId::of(&self.path) {
            Ok(now) if now == *id => return,
            Ok(_) => "was replaced by another file",
            Err(_) => "was deleted",
        };
        let message = format!("call log {} {what}: the log goes on in the file at that path", self.path.display());
        self.notice = Some(LogError::new(LogErrorKind::Write, message));
        // So that rows are complete where the old file is now, and its write-ahead log, if it still lies here, is empty
        // when the new file is opened: it would be taken for the new file's.
        rotation::checkpoint(connection);
        self.disconnect();
    }

    fn disconnect(&mut self) {
        self.open = None;
        // Another file may get this one's number once nobody has it open.
        *self.identity.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn connect(&mut self) -> Result<(), LogError> {
        // If it is nobody's turn for that long, whoever has it is stuck.
        let _turn = Turn::wait(&self.path, self.options.busy_timeout);
        self.connect_in_turn()
    }

    fn connect_in_turn(&mut self) -> Result<(), LogError> {
        let started = Instant::now();
        let path = self.path.as_path();
        let connection = loop {
            let result = connect(path, &self.options).and_then(|mut connection| {
                establish(&mut connection, path)?;
                Ok(connection)
            });
            match result {
                Ok(connection) => break connection,
                // SQLite does not wait for those who are making the same file a log, too.
                Err(error) if is_busy(&error) && started.elapsed() < self.options.busy_timeout => thread::sleep(PAUSE),
                Err(error) => return Err(error),
            }
        };
        let id = FileId::of(path).map_err(|error| {
            let message = format!("call log {}: {error}", path.display());
            LogError::new(LogErrorKind::Open, message).with_source(error)
        })?;
        *self.identity.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
        self.open = Some((connection, id));
        Ok(())
    }

    fn write_error(&self, error: rusqlite::Error) -> LogError {
        let path = self.path.display();
        let message = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                format!("call log {path}: another process holds it locked")
            }
            Some(ErrorCode::DiskFull) => format!("call log {path}: the disk is full"),
            Some(ErrorCode::ReadOnly) => format!("call log {path}: it is read-only"),
            _ => format!("call log {path}: {error}"),
        };
        LogError::new(LogErrorKind::Write, message).with_source(error)
    }
}

fn is_busy(error: &LogError) -> bool {
    let code = error.source().and_then(|source| source.downcast_ref::<rusqlite::Error>()?.sqlite_error_code());
    matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// A connection to a file that is a log or empty.
fn connect(path: &Path, options: &SqliteOptions) -> Result<Connection, LogError> {
    let fail = |error| open_error(path, "cannot be opened", error);
    // One thread has it, so SQLite needs no locks of its own.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    connection.busy_timeout(options.busy_timeout).map_err(fail)?;
    // Before anything is changed: it may be somebody else's.
    inspect(&connection, path)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).map_err(fail)?;
    if mode != "wal" {
        let message =
            format!("{}: this file system has no write-ahead log; name a file on a local one", path.display());
        return Err(LogError::new(LogErrorKind::Open, message));
    }
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(fail)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES).map_err(fail)?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_BYTES).map_err(fail)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB).map_err(fail)?;
    if let Some(pages) = options.max_pages {
        connection.pragma_update(None, "max_page_count", pages).map_err(fail)?;
    }
    Ok(connection)
}

/// How often a file is looked after for age when nothing is written.
pub(crate) fn rest(options: &SqliteOptions) -> Option<Duration> {
    options.max_age.map(|age| (age / 10).clamp(Duration::from_millis(100), Duration::from_secs(60)))
}
