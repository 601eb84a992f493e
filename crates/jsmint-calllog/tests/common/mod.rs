//! Records, and what is in a file.
#![allow(dead_code, reason = "each test program uses its part")]

use std::path::Path;
use std::time::Duration;

use jsmint_calllog::{Begin, Direction, Full, Outcome, Record, Sink, SqliteLog, SqliteOptions};
use rusqlite::Connection;

pub(crate) const FACTORY: u64 = 0x0123_4567_89ab_cdef;
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// `add(40, 2)` in a runtime of [`FACTORY`].
pub(crate) fn add(runtime: u64, sequence: u64) -> Record<'static> {
    Record {
        begin: Begin {
            factory: FACTORY,
            runtime,
            call: sequence,
            parent: 0,
            direction: Direction::ScriptToHost,
            module: "math",
            function: "add",
            arguments: "[40,2]",
        },
        sequence,
        start_unix_ns: 1_771_400_000_000_000_000 + sequence.cast_signed() * 1_000_000,
        duration_ns: 450,
        outcome: Outcome::Returned,
        result: "42",
        error_name: "",
        error_message: "",
        cut_bytes: 0,
        lost: 0,
    }
}

pub(crate) fn record_all(log: &SqliteLog, runtime: u64, sequences: impl IntoIterator<Item = u64>) {
    for sequence in sequences {
        log.record(&add(runtime, sequence), Full::Wait).unwrap();
    }
}

/// Options under which failures are noticed soon.
pub(crate) fn quick() -> SqliteOptions {
    SqliteOptions::new()
        .busy_timeout(Duration::from_millis(20))
        .give_up_after(Duration::from_millis(200))
        .commit_every(Duration::from_millis(5))
}

/// One number from a file.
pub(crate) fn number(path: &Path, sql: &str) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.busy_timeout(SOON).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

pub(crate) fn count(path: &Path) -> i64 {
    number(path, "SELECT count(*) FROM call_log")
}

/// The rows in their order, as `(runtime, sequence, lost)`.
pub(crate) fn sequences(path: &Path) -> Vec<(i64, i64, Option<i64>)> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT runtime_id, sequence, lost FROM call_log ORDER BY id").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// That the sequences of each runtime are 1, 2, 3 and so on: a row covers as many as it says were lost, else one. How
/// many there are in all.
pub(crate) fn assert_no_gaps(rows: &[(i64, i64, Option<i64>)]) -> i64 {
    let mut last = std::collections::HashMap::new();
    for (runtime, sequence, lost) in rows {
        let last = last.entry(*runtime).or_insert(0);
        assert_eq!(*last + lost.unwrap_or(1), *sequence, "runtime {runtime}");
        *last = *sequence;
    }
    last.values().sum()
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut so: impl FnMut() -> bool) {
    let started = std::time::Instant::now();
    while !so() {
        assert!(started.elapsed() < SOON, "still not: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
