//! The table: what is in a log's file, and how an older file becomes one of ours.
//!
//! The first columns are those that queries written for the reference's log name; ours stand beside them. Columns are
//! only ever added, so that such queries go on working.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::error::{LogError, LogErrorKind};

/// `PRAGMA user_version` of a file that has all of [`COLUMNS`]. The reference's files have 0.
pub(crate) const VERSION: i64 = 1;

/// `PRAGMA application_id`: `jsml`.
pub(crate) const APPLICATION: i64 = 0x6a73_6d6c;

/// How many of [`COLUMNS`] the reference's table had: its files have just these, in this order.
pub(crate) const REFERENCE_COLUMNS: usize = 9;

/// The table's columns with their declarations, in order.
pub(crate) const COLUMNS: [(&str, &str); 21] = [
    ("id", "INTEGER PRIMARY KEY AUTOINCREMENT"),
    ("ts_unix_ms", "INTEGER NOT NULL"),
    ("direction", "TEXT NOT NULL"),
    ("module", "TEXT"),
    ("function", "TEXT NOT NULL"),
    ("args_json", "TEXT"),
    ("result_json", "TEXT"),
    ("duration_ms", "INTEGER"),
    ("error", "TEXT"),
    ("factory_id", "TEXT"),
    ("runtime_id", "INTEGER"),
    ("call_id", "INTEGER"),
    ("parent_call_id", "INTEGER"),
    ("sequence", "INTEGER"),
    ("start_unix_ns", "INTEGER"),
    ("duration_ns", "INTEGER"),
    ("outcome", "TEXT"),
    ("error_name", "TEXT"),
    ("error_message", "TEXT"),
    ("cut_bytes", "INTEGER"),
    ("lost", "INTEGER"),
];

const INDEXES: &str = "CREATE INDEX IF NOT EXISTS idx_call_log_ts ON call_log(ts_unix_ms);
    CREATE INDEX IF NOT EXISTS idx_call_log_direction ON call_log(direction);";

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Nothing yet.
    Nothing,
    /// A log whose first `columns` of [`COLUMNS`] are there: fewer than all in a file from before this crate.
    Log { columns: usize },
}

/// A factory's id as it is in the table: 16 lower-case hex digits.
pub(crate) fn factory_text(factory: u64) -> [u8; 16] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    std::array::from_fn(|at| DIGITS[(factory >> (60 - 4 * at)) as usize & 15])
}

/// Looks into a file, changing nothing.
///
/// # Errors
///
/// [`LogErrorKind::Open`] if it is no log, or a newer one than this program knows.
pub(crate) fn inspect(connection: &Connection, path: &Path) -> Result<Holds, LogError> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let fail = |error| open_error(path, "cannot be read", error);
    let refuse = |what: String| Err(LogError::new(LogErrorKind::Open, format!("{} {what}", path.display())));
    let version = number("user_version").map_err(fail)?;
    let application = number("application_id").map_err(fail)?;
    if application != 0 && application != APPLICATION {
        return refuse(format!(
            "is another program's database (application id {application:#x}, a call log has {APPLICATION:#x} or 0): \
             name another file"
        ));
    }
    let found = columns(connection).map_err(fail)?;
    if application == APPLICATION && version > VERSION {
        return refuse(format!(
            "is a call log of version {version}, and this program knows up to version {VERSION}: use a newer one, or \
             name another file"
        ));
    }
    if found.is_empty() {
        let others: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'", [], |row| row.get(0))
            .map_err(fail)?;
        if others > 0 || version != 0 {
            return refuse("is a database without a table call_log: name another file".to_owned());
        }
        return Ok(Holds::Nothing);
    }
    if !(0..=VERSION).contains(&version) {
        return refuse(format!("has version {version}, and a call log has 0 to {VERSION}: name another file"));
    }
    let known = COLUMNS.iter().zip(&found).take_while(|((name, _), found)| name.eq_ignore_ascii_case(found)).count();
    if known < REFERENCE_COLUMNS || known < found.len() || (version == VERSION && known < COLUMNS.len()) {
        let expected: Vec<_> = COLUMNS.iter().map(|(name, _)| *name).collect();
        return refuse(format!(
            "has a table call_log of other columns ({}; a call log has {}): name another file",
            found.join(", "),
            expected.join(", ")
        ));
    }
    Ok(Holds::Log { columns: known })
}

/// Makes a file a log of this version: all in one transaction, or not at all.
///
/// # Errors
///
/// As [`inspect`], and if it cannot be written.
pub(crate) fn establish(connection: &mut Connection, path: &Path) -> Result<(), LogError> {
    if inspect(connection, path)? == (Holds::Log { columns: COLUMNS.len() }) {
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(|error| open_error(path, "cannot be read", error))?;
        if version == VERSION {
            return Ok(());
        }
    }
    let fail = |error| open_error(path, "cannot be made a call log", error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    // Once more, now that nobody else can be doing the same.
    match inspect(&transaction, path)? {
        Holds::Nothing => {
            let columns: Vec<_> = COLUMNS.iter().map(|(name, declared)| format!("{name} {declared}")).collect();
            transaction.execute_batch(&format!("CREATE TABLE call_log ({})", columns.join(", "))).map_err(fail)?;
        }
        Holds::Log { columns } => {
            for (name, declared) in &COLUMNS[columns..] {
                transaction
                    .execute_batch(&format!("ALTER TABLE call_log ADD COLUMN {name} {declared}"))
                    .map_err(fail)?;
            }
        }
    }
    transaction.execute_batch(INDEXES).map_err(fail)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(fail)?;
    transaction.commit().map_err(fail)
}

/// An error about a file that could not be opened, with SQLite's reason in words that say what to do.
pub(crate) fn open_error(path: &Path, what: &str, error: rusqlite::Error) -> LogError {
    let path = path.display();
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => format!("{path} is not a SQLite file: name another file"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("{path} {what}: another process holds it locked")
        }
        Some(ErrorCode::ReadOnly) => format!("{path} {what}: it is read-only"),
        _ => format!("{path} {what}: {error}"),
    };
    LogError::new(LogErrorKind::Open, message).with_source(error)
}

/// The names of the columns of `call_log`, in order; none if there is no such table.
fn columns(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info('call_log') ORDER BY cid")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factory_ids_are_sixteen_digits() {
        assert_eq!(&factory_text(0x00ab_cdef_0123_4567), b"00abcdef01234567");
        assert_eq!(&factory_text(u64::MAX), b"ffffffffffffffff");
    }

    #[test]
    fn a_new_file_becomes_a_log_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("memory");
        assert_eq!(inspect(&connection, path).unwrap(), Holds::Nothing);
        establish(&mut connection, path).unwrap();
        establish(&mut connection, path).unwrap();
        assert_eq!(inspect(&connection, path).unwrap(), Holds::Log { columns: COLUMNS.len() });
    }
}
