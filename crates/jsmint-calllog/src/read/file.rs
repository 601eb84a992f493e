//! A log's file, open for reading.

use std::fmt;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, params_from_iter};

use super::query::Query;
use super::row::{Row, Unreadable};
use crate::error::{LogError, LogErrorKind};
use crate::schema::{COLUMNS, Holds, inspect, open_error};

/// How long to wait for another process that holds the file locked, which in WAL mode is rare and short.
const BUSY: Duration = Duration::from_secs(5);

/// A log's file, open for reading: also while another process writes it, and also a file from before this crate, which
/// stays as it is.
///
/// ```
/// # fn main() -> Result<(), jsmint_calllog::LogError> {
/// use jsmint_calllog::{CallLogFile, Query};
///
/// # let folder = tempfile::tempdir().expect("a temporary folder");
/// # let path = folder.path().join("calls.sqlite");
/// # std::fs::write(&path, "").expect("an empty file");
/// let file = CallLogFile::open(&path)?;
/// for row in file.select(&Query::new().errors().limit(10))?.rows()? {
///     let row = row?;
///     println!("{} {:?}", row.function, row.error);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct CallLogFile {
    path: PathBuf,
    connection: Connection,
    identity: Option<Identity>,
}

/// Which file it is, whatever it is called.
type Identity = (u64, u64);

impl CallLogFile {
    /// Opens a file. An empty one is a log without rows.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Open`] if it is missing, cannot be read, is no log, or is one of a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LogError> {
        let path = path.as_ref();
        // Whoever replaces the file while it is being opened makes the identity another one: once more, then.
        for _ in 0..10 {
            let before = identity(&metadata(path)?);
            let connection = connect(path)?;
            inspect(&connection, path)?;
            let identity = identity(&metadata(path)?);
            if identity == before {
                return Ok(Self { path: path.to_owned(), connection, identity });
            }
        }
        let message = format!("{} is replaced again and again: try later", path.display());
        Err(LogError::new(LogErrorKind::Open, message))
    }

    /// Where it was opened.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether another file is at its path now. While none is there, which is so for a moment when a log rotates, no.
    #[must_use]
    pub fn is_replaced(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|metadata| identity(&metadata) != self.identity)
    }

    /// Prepares to read the rows that a query asks for.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`] if the query makes no sense, or the file cannot be read.
    pub fn select(&self, query: &Query) -> Result<Selected<'_>, LogError> {
        let (statement, values) = query.statement(&self.source()?)?;
        Ok(Selected { path: &self.path, statement: self.prepare(&statement)?, values })
    }

    /// The rows that a query asks for, all at once.
    ///
    /// # Errors
    ///
    /// As [`select`](Self::select).
    pub fn rows(&self, query: &Query) -> Result<Vec<Row>, LogError> {
        self.select(query)?.rows()?.collect()
    }

    /// The highest id; 0 if there are no rows.
    pub(super) fn newest(&self) -> Result<i64, LogError> {
        let mut statement = self.prepare(&format!("SELECT coalesce(max(id), 0) FROM {}", self.source()?))?;
        statement.query_row([], |row| row.get(0)).map_err(|error| read_error(&self.path, error))
    }

    /// What stands after FROM: a table with all columns. Looked up each time, since an empty file may become a log, and
    /// an older log one of ours, while it is open here.
    pub(super) fn source(&self) -> Result<String, LogError> {
        let (there, table) = match inspect(&self.connection, &self.path)? {
            Holds::Log { columns } if columns == COLUMNS.len() => return Ok("call_log".to_owned()),
            Holds::Log { columns } => (columns, "FROM call_log"),
            Holds::Nothing => (0, "WHERE 0"),
        };
        let column = |(at, (name, _)): (usize, &(&str, &str))| {
            if at < there { (*name).to_owned() } else { format!("NULL AS {name}") }
        };
        let columns: Vec<_> = COLUMNS.iter().enumerate().map(column).collect();
        Ok(format!("(SELECT {} {table})", columns.join(", ")))
    }

    pub(super) fn prepare(&self, statement: &str) -> Result<Statement<'_>, LogError> {
        self.connection.prepare(statement).map_err(|error| read_error(&self.path, error))
    }
}

/// Rows that can be read: once, or again.
#[derive(Debug)]
pub struct Selected<'file> {
    path: &'file Path,
    statement: Statement<'file>,
    values: Vec<Value>,
}

impl<'file> Selected<'file> {
    pub(super) fn new(file: &'file CallLogFile, statement: &str, values: Vec<Value>) -> Result<Self, LogError> {
        Ok(Self { path: &file.path, statement: file.prepare(statement)?, values })
    }

    /// The rows, as they are now: what is written while they are read does not show.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`] if the file cannot be read.
    pub fn rows(&mut self) -> Result<Rows<'_>, LogError> {
        let path = self.path;
        match self.statement.query(params_from_iter(&self.values)) {
            Ok(rows) => Ok(Rows { path, rows }),
            Err(error) => Err(read_error(path, error)),
        }
    }
}

/// An iterator of rows. As long as it lives, the writer cannot start its write-ahead log anew, which only grows.
pub struct Rows<'selected> {
    path: &'selected Path,
    rows: rusqlite::Rows<'selected>,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.rows.next() {
            Ok(None) => None,
            Ok(Some(row)) => Some(Row::read(row).map_err(|why| unreadable(self.path, why))),
            Err(error) => Some(Err(read_error(self.path, error))),
        }
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("path", &self.path).finish_non_exhaustive()
    }
}

pub(super) fn read_error(path: &Path, error: rusqlite::Error) -> LogError {
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("{} cannot be read: another process holds it locked", path.display())
        }
        _ => format!("{} cannot be read: {error}", path.display()),
    };
    LogError::new(LogErrorKind::Read, message).with_source(error)
}

pub(super) fn unreadable(path: &Path, why: Unreadable) -> LogError {
    match why {
        Unreadable::Sqlite(error) => read_error(path, error),
        Unreadable::Word { id, what, word } => {
            let message = format!("{}: row {id} has the {what} {word:?}, which no call log has", path.display());
            LogError::new(LogErrorKind::Read, message)
        }
    }
}

/// Only looks: to open the file here and close it again would drop SQLite's locks on it.
fn metadata(path: &Path) -> Result<Metadata, LogError> {
    let fail = |why: String| Err(LogError::new(LogErrorKind::Open, format!("{} {why}", path.display())));
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => fail("is a folder: name a call log's file".to_owned()),
        // A pipe would keep us waiting.
        Ok(metadata) if !metadata.is_file() => fail("is no regular file: name a call log's file".to_owned()),
        Ok(metadata) => Ok(metadata),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => fail("does not exist".to_owned()),
        Err(error) => fail(format!("cannot be read: {error}")),
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}

/// A connection that only reads. A file in WAL mode wants files beside it; where they are missing and cannot be made,
/// nobody is writing, and the file is taken as it stands.
fn connect(path: &Path) -> Result<Connection, LogError> {
    let open = |name: &Path, flags| -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(
            name,
            flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0))?;
        Ok(connection)
    };
    match open(path, OpenFlags::empty()) {
        Err(error) if cannot_write(&error) && !has_write_ahead_log(path) => {
            open(Path::new(&immutable(path)), OpenFlags::SQLITE_OPEN_URI)
        }
        opened => opened,
    }
    .map_err(|error| open_error(path, "cannot be read", error))
}

fn cannot_write(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn has_write_ahead_log(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    fs::metadata(name).is_ok_and(|metadata| metadata.len() > 0)
}

/// The address of a file that nobody changes.
fn immutable(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => address.push(char::from(*byte)),
            other => address.push_str(&format!("%{other:02x}")),
        }
    }
    address + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_a_folder_that_cannot_be_written_is_taken_as_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("50% of ?#ü.sqlite");
        let writer = Connection::open(&path).unwrap();
        writer.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (7)").unwrap();
        assert!(has_write_ahead_log(&path));
        drop(writer);
        assert!(!has_write_ahead_log(&path));
        let flags = OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_READ_ONLY;
        let reader = Connection::open_with_flags(immutable(&path), flags).unwrap();
        assert_eq!(reader.query_row("SELECT x FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
        assert!(!has_write_ahead_log(&path));
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
    }
}
