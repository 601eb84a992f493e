//! What is kept: the oldest rows go first, some at a time.

use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, Result};

use crate::options::SqliteOptions;

/// Deletes up to about `rows` rows that are beyond the bounds. Whether there are more.
pub(crate) fn trim(connection: &Connection, options: &SqliteOptions, rows: u64) -> Result<bool> {
    let mut more = false;
    if let Some(most) = options.max_rows {
        let (oldest, count) = extent(connection)?;
        more |= delete_oldest(connection, oldest, count.saturating_sub(most), rows)?;
    }
    if let Some(most) = options.max_bytes {
        let used = used_bytes(connection)?;
        if used > most {
            let (oldest, count) = extent(connection)?;
            // A little more than the excess, since a page is free only when its last row is gone.
            let excess = u128::from(used - most) * u128::from(count) * 11 / (u128::from(used) * 10);
            more |= delete_oldest(connection, oldest, u64::try_from(excess).unwrap_or(count).max(1).min(count), rows)?;
        }
    }
    if let Some(age) = options.max_age {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let before = i64::try_from(now.saturating_sub(age).as_millis()).unwrap_or(i64::MAX);
        let sql = "DELETE FROM call_log WHERE id IN
            (SELECT id FROM call_log WHERE ts_unix_ms < ?1 ORDER BY ts_unix_ms LIMIT ?2)";
        let deleted = connection.prepare_cached(sql)?.execute((before, number(rows)))?;
        more |= deleted as u64 >= rows;
    }
    Ok(more)
}

/// How large the file is when all is in it, in bytes.
pub(crate) fn file_bytes(connection: &Connection) -> Result<u64> {
    Ok(pragma(connection, "page_count")? * pragma(connection, "page_size")?)
}

pub(crate) fn has_rows(connection: &Connection) -> Result<bool> {
    Ok(extent(connection)?.1 > 0)
}

fn used_bytes(connection: &Connection) -> Result<u64> {
    let pages = pragma(connection, "page_count")?.saturating_sub(pragma(connection, "freelist_count")?);
    Ok(pages * pragma(connection, "page_size")?)
}

fn pragma(connection: &Connection, name: &str) -> Result<u64> {
    connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// The lowest id, and how many rows there are at most: ids have no gaps but those where rows were deleted.
fn extent(connection: &Connection) -> Result<(i64, u64)> {
    let sql = "SELECT (SELECT min(id) FROM call_log), (SELECT max(id) FROM call_log)";
    let ends: (Option<i64>, Option<i64>) =
        connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match ends {
        (Some(oldest), Some(newest)) => (oldest, newest.abs_diff(oldest) + 1),
        _ => (0, 0),
    })
}

/// Deletes the `excess` oldest, but no more than `rows` at once. Whether there are more.
fn delete_oldest(connection: &Connection, oldest: i64, excess: u64, rows: u64) -> Result<bool> {
    let now = excess.min(rows);
    if now > 0 {
        let sql = "DELETE FROM call_log WHERE id < ?1";
        connection.prepare_cached(sql)?.execute([oldest.saturating_add(number(now))])?;
    }
    Ok(excess > now)
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
