//! One connection: guarded, limited, and stopped with its runtime.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jsmint::Deadline;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::Value as Owned;
use rusqlite::{OpenFlags, Statement};

use super::problem::Failed;
use super::{Access, Bounds, Source, guard, problem, value};

/// How many steps SQLite makes before it asks whether it must stop.
const STEPS: i32 = 1000;

/// How long another connection's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Statements that are kept prepared.
const PREPARED: usize = 64;

/// A connection to one database.
pub(super) struct Connection {
    sqlite: rusqlite::Connection,
    deadline: Arc<Mutex<Option<Deadline>>>,
    result_limit: usize,
    /// The entry in which the script side began a transaction that it will end itself.
    transaction: Option<u64>,
    entry: u64,
}

/// Parameters: by place or by name.
pub(super) enum Parameters {
    Places(Vec<Owned>),
    Names(Vec<(String, Owned)>),
}

/// The rows of a result.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Owned>>,
}

/// What a statement changed.
pub(super) struct Changes {
    pub(super) rows: u64,
    pub(super) last_id: i64,
}

impl Connection {
    /// Whether a transaction is under way.
    pub(super) fn has_transaction(&self) -> bool {
        !self.sqlite.is_autocommit()
    }

    pub(super) fn open(source: &Source, bounds: Bounds) -> rusqlite::Result<Self> {
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= match source.access {
            Access::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        // The path is absolute, so it is never taken for a URI with parameters.
        let mut sqlite = match &source.file {
            Some(file) => rusqlite::Connection::open_with_flags(file, flags)?,
            None => rusqlite::Connection::open_in_memory_with_flags(flags)?,
        };
        sqlite.busy_handler(Some(wait_for_lock))?;
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        sqlite.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(bounds.result).unwrap_or(i32::MAX).max(1 << 16))?;
        sqlite.set_prepared_statement_cache_capacity(PREPARED);
        // What is spilled stays in memory: a temporary file would lie in a folder that nobody granted.
        sqlite.execute_batch("PRAGMA temp_store = MEMORY")?;
        let page = sqlite.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))?.max(512);
        let pages = i64::try_from(bounds.memory).unwrap_or(i64::MAX) / page;
        let bounded = if source.file.is_none() { &["temp", "main"][..] } else { &["temp"] };
        for schema in bounded {
            sqlite.query_row(&format!("PRAGMA {schema}.max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        let deadline: Arc<Mutex<Option<Deadline>>> = Arc::default();
        let asked = Arc::clone(&deadline);
        let must_stop = move || {
            let deadline = asked.lock().unwrap_or_else(PoisonError::into_inner);
            deadline.as_ref().is_some_and(Deadline::is_over)
        };
        sqlite.progress_handler(STEPS, Some(must_stop))?;
        sqlite.authorizer(Some(guard::authorize))?;
        Ok(Self { sqlite, deadline, result_limit: bounds.result, transaction: None, entry: 0 })
    }

    /// Prepares for work within an entry. A transaction whose script was stopped, so that it could not end it, is undone.
    pub(super) fn begin_work(&mut self, deadline: &Deadline) -> rusqlite::Result<()> {
        self.entry = deadline.entry();
        set_patience(deadline);
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = Some(deadline.clone());
        if self.transaction.is_some_and(|entry| entry != self.entry) {
            self.transaction = None;
            if !self.sqlite.is_autocommit() {
                self.sqlite.execute_batch("ROLLBACK")?;
            }
        }
        Ok(())
    }

    /// Begins, commits or undoes a transaction, or one inside it.
    pub(super) fn transaction(&mut self, step: &str) -> Result<(), Failed> {
        let inside = !self.sqlite.is_autocommit();
        let sql = match step {
            "begin" if inside => "SAVEPOINT jsmint",
            "begin" => {
                self.transaction = Some(self.entry);
                "BEGIN IMMEDIATE"
            }
            "commit nested" => "RELEASE jsmint",
            "rollback nested" if inside => "ROLLBACK TO jsmint; RELEASE jsmint",
            "commit" => "COMMIT",
            "rollback" if inside => "ROLLBACK",
            // SQLite has undone it itself, as it does where the disk is full.
            _ => "",
        };
        let done = self.sqlite.execute_batch(sql);
        if self.sqlite.is_autocommit() {
            self.transaction = None;
        }
        Ok(done?)
    }

    pub(super) fn in_transaction(&self) -> bool {
        !self.sqlite.is_autocommit()
    }

    /// Runs a statement and gives its rows, up to `most`.
    pub(super) fn query(&mut self, sql: &str, parameters: &Parameters, most: usize) -> Result<Rows, Failed> {
        let limit = self.result_limit;
        let mut statement = self.sqlite.prepare_cached(sql)?;
        bind(&mut statement, parameters)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let (mut found, mut size) = (Vec::new(), 0_usize);
        let mut rows = statement.raw_query();
        while found.len() < most {
            let Some(row) = rows.next()? else { break };
            let mut values = Vec::with_capacity(columns.len());
            for index in 0..columns.len() {
                let (value, bytes) = value::copy(row.get_ref(index)?);
                size += bytes;
                values.push(value);
            }
            if size > limit {
                let message = format!("the result has more than {limit} bytes, the most that result_limit allows");
                return Err(problem::with_code("SQLITE_TOOBIG", message).into());
            }
            found.push(values);
        }
        Ok(Rows { columns, rows: found })
    }

    /// Runs a statement for what it changes. Rows that it gives are passed over.
    pub(super) fn execute(&mut self, sql: &str, parameters: &Parameters) -> Result<Changes, Failed> {
        let before = self.sqlite.total_changes();
        let mut statement = self.sqlite.prepare_cached(sql)?;
        bind(&mut statement, parameters)?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        drop(rows);
        drop(statement);
        let changed = self.sqlite.total_changes() - before;
        // Rows that triggers changed are not counted, where SQLite counts them apart.
        let rows = if changed == 0 { 0 } else { self.sqlite.changes() };
        Ok(Changes { rows, last_id: self.sqlite.last_insert_rowid() })
    }

    /// Runs several statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Failed> {
        Ok(self.sqlite.execute_batch(sql)?)
    }

    /// The names of a statement's columns; fails where it cannot be prepared.
    pub(super) fn columns(&mut self, sql: &str) -> Result<Vec<String>, Failed> {
        let statement = self.sqlite.prepare_cached(sql)?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }
}

thread_local! {
    /// Until when the work under way on this thread waits for locks. SQLite's handler is a plain function.
    static WAITING: RefCell<Option<(Deadline, Instant)>> = const { RefCell::new(None) };
}

/// Lets the work that follows on this thread wait for locks, until it must end and no longer than is sensible.
pub(super) fn set_patience(deadline: &Deadline) {
    WAITING.set(Some((deadline.clone(), Instant::now() + PATIENCE)));
}

/// Waits for another connection's lock for a moment; whether to try again.
fn wait_for_lock(tries: i32) -> bool {
    let goes_on = WAITING.with_borrow(|waiting| {
        waiting.as_ref().is_some_and(|(deadline, end)| !deadline.is_over() && Instant::now() < *end)
    });
    if goes_on {
        std::thread::sleep(Duration::from_millis(tries.clamp(1, 10).unsigned_abs().into()));
    }
    goes_on
}

/// Binds all parameters, and only those that there are.
fn bind(statement: &mut Statement<'_>, parameters: &Parameters) -> Result<(), Failed> {
    let wanted = statement.parameter_count();
    match parameters {
        Parameters::Places(values) => {
            if values.len() != wanted {
                return Err(rusqlite::Error::InvalidParameterCount(values.len(), wanted).into());
            }
            for (index, value) in values.iter().enumerate() {
                statement.raw_bind_parameter(index + 1, value)?;
            }
        }
        Parameters::Names(values) => {
            for index in 1..=wanted {
                let full = statement.parameter_name(index).unwrap_or("?").to_owned();
                let bare = full.get(1..).unwrap_or_default();
                let value = values.iter().find(|(name, _)| *name == full || *name == bare).map(|(_, value)| value);
                let missing =
                    || problem::with_code("SQLITE_RANGE", format!("there is no value for the parameter {full}"));
                statement.raw_bind_parameter(index, value.ok_or_else(missing)?)?;
            }
        }
    }
    Ok(())
}
