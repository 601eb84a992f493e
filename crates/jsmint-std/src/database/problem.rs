//! What went wrong with a database, as scripts see it.

use jsmint::{Error, JsException};
use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::denial;

/// What may go wrong while working with a database.
pub(super) enum Failed {
    Sqlite(Box<rusqlite::Error>),
    Other(Error),
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(Box::new(error))
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// An error with the class `DatabaseError` and a code such as `SQLITE_BUSY`.
pub(super) fn of(error: &rusqlite::Error, granted: &[String]) -> Error {
    let denied = error.sqlite_error_code() == Some(ErrorCode::AuthorizationForStatementDenied);
    // A function that is denied has no code of its own.
    if denied || error.to_string().starts_with("not authorized to use function") {
        let asked = "a statement that reaches beyond its database (ATTACH, VACUUM INTO, PRAGMA, an extension)";
        let remedy = "jsmint_std::database().open(NAME, FILE, …), or --allow-db NAME=FILE, for another file";
        return denial::error(asked, granted, remedy);
    }
    let (code, message) = match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            (name(failure.extended_code), message.clone().unwrap_or_else(|| failure.to_string()))
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => (name(error.extended_code), msg.clone()),
        rusqlite::Error::InvalidParameterCount(given, wanted) => {
            ("SQLITE_RANGE".to_owned(), format!("{given} values were given for {wanted} parameters"))
        }
        other => ("SQLITE_ERROR".to_owned(), other.to_string()),
    };
    with_code(&code, message)
}

pub(super) fn with_code(code: &str, message: impl Into<String>) -> Error {
    Error::script(JsException::new("DatabaseError", message).with_code(code))
}

/// SQLite's name for a result; for an extended one without a name here, that of its family.
fn name(extended: i32) -> String {
    let known = match extended {
        ffi::SQLITE_CONSTRAINT_CHECK => "SQLITE_CONSTRAINT_CHECK",
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "SQLITE_CONSTRAINT_FOREIGNKEY",
        ffi::SQLITE_CONSTRAINT_NOTNULL => "SQLITE_CONSTRAINT_NOTNULL",
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY => "SQLITE_CONSTRAINT_PRIMARYKEY",
        ffi::SQLITE_CONSTRAINT_UNIQUE => "SQLITE_CONSTRAINT_UNIQUE",
        ffi::SQLITE_CONSTRAINT_TRIGGER => "SQLITE_CONSTRAINT_TRIGGER",
        ffi::SQLITE_BUSY_SNAPSHOT => "SQLITE_BUSY_SNAPSHOT",
        _ => match extended & 0xff {
            ffi::SQLITE_BUSY => "SQLITE_BUSY",
            ffi::SQLITE_CANTOPEN => "SQLITE_CANTOPEN",
            ffi::SQLITE_CONSTRAINT => "SQLITE_CONSTRAINT",
            ffi::SQLITE_CORRUPT => "SQLITE_CORRUPT",
            ffi::SQLITE_FULL => "SQLITE_FULL",
            ffi::SQLITE_INTERRUPT => "SQLITE_INTERRUPT",
            ffi::SQLITE_IOERR => "SQLITE_IOERR",
            ffi::SQLITE_LOCKED => "SQLITE_LOCKED",
            ffi::SQLITE_MISMATCH => "SQLITE_MISMATCH",
            ffi::SQLITE_NOMEM => "SQLITE_NOMEM",
            ffi::SQLITE_NOTADB => "SQLITE_NOTADB",
            ffi::SQLITE_PERM => "SQLITE_PERM",
            ffi::SQLITE_RANGE => "SQLITE_RANGE",
            ffi::SQLITE_READONLY => "SQLITE_READONLY",
            ffi::SQLITE_SCHEMA => "SQLITE_SCHEMA",
            ffi::SQLITE_TOOBIG => "SQLITE_TOOBIG",
            _ => "SQLITE_ERROR",
        },
    };
    known.to_owned()
}
