//! Records as rows.
//!
//! An `AUTOINCREMENT` table costs each INSERT statement a look into another table; many rows in one statement share it.
//! `OR ROLLBACK` frees SQLite from being ready to undo one statement of a transaction: a batch is all or nothing anyway.
//! Measured with two indexes and short texts: 530,000 rows a second by single statements, 800,000 by 16 rows in each, and
//! little more with 64.

use rusqlite::types::{Null, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Result, Statement, ToSql};

use crate::record::Record;
use crate::schema::{COLUMNS, factory_text};

/// How many rows one statement inserts.
const TOGETHER: usize = 32;

/// Without the `id`, which SQLite gives.
const BOUND: usize = COLUMNS.len() - 1;

/// Inserts records, in their order.
pub(crate) fn insert<'r>(connection: &Connection, records: impl Iterator<Item = Record<'r>>) -> Result<()> {
    let mut records = records.fuse();
    let mut many = connection.prepare_cached(&statement(TOGETHER))?;
    let mut held = Vec::with_capacity(TOGETHER);
    loop {
        held.clear();
        held.extend(records.by_ref().take(TOGETHER));
        if held.len() < TOGETHER {
            break;
        }
        for (at, record) in held.iter().enumerate() {
            bind(&mut many, at * BOUND, record)?;
        }
        many.raw_execute()?;
    }
    if !held.is_empty() {
        let mut one = connection.prepare_cached(&statement(1))?;
        for record in &held {
            bind(&mut one, 0, record)?;
            one.raw_execute()?;
        }
    }
    Ok(())
}

fn statement(rows: usize) -> String {
    let columns: Vec<_> = COLUMNS[1..].iter().map(|(name, _)| *name).collect();
    let row = format!("({})", ["?"; BOUND].join(","));
    format!("INSERT OR ROLLBACK INTO call_log ({}) VALUES {}", columns.join(","), vec![row; rows].join(","))
}

/// Binds the columns after `id`, in the order of [`COLUMNS`].
fn bind(statement: &mut Statement<'_>, before: usize, record: &Record<'_>) -> Result<()> {
    let begin = &record.begin;
    let factory = factory_text(begin.factory);
    let mut at = before;
    let mut next = |value: &dyn ToSql| {
        at += 1;
        statement.raw_bind_parameter(at, value)
    };
    next(&record.start_unix_ns.div_euclid(1_000_000))?;
    next(&begin.direction.word())?;
    next(&text(begin.module))?;
    next(&begin.function)?;
    next(&if begin.arguments.is_empty() { "[]" } else { begin.arguments })?;
    next(&text(record.result))?;
    next(&number(record.duration_ns.saturating_add(500_000) / 1_000_000))?;
    match (record.error_name, record.error_message) {
        ("", "") => next(&Null)?,
        ("", error) | (error, "") => next(&error)?,
        (name, message) => next(&format!("{name}: {message}"))?,
    }
    next(&ToSqlOutput::Borrowed(ValueRef::Text(&factory)))?;
    next(&number(begin.runtime))?;
    next(&number(begin.call))?;
    next(&some(begin.parent))?;
    next(&number(record.sequence))?;
    next(&record.start_unix_ns)?;
    next(&number(record.duration_ns))?;
    next(&record.outcome.word())?;
    next(&text(record.error_name))?;
    next(&text(record.error_message))?;
    next(&number(record.cut_bytes))?;
    next(&some(record.lost))
}

/// Empty is NULL.
fn text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// SQLite's numbers have a sign.
fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// 0 is NULL.
fn some(value: u64) -> Option<i64> {
    (value != 0).then(|| number(value))
}
