//! What stands in the file, and which files are taken.

mod common;

use std::fs;
use std::path::Path;

use common::{FACTORY, SOON, add, count, number};
use jsmint_calllog::{Begin, Direction, Full, LogErrorKind, Outcome, Record, Sink, SqliteLog};
use rusqlite::Connection;
use rusqlite::types::Value;

/// The table as the reference made it.
const REFERENCE: &str = "CREATE TABLE call_log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ts_unix_ms INTEGER NOT NULL,
        direction TEXT NOT NULL,
        module TEXT,
        function TEXT NOT NULL,
        args_json TEXT,
        result_json TEXT,
        duration_ms INTEGER,
        error TEXT
    );
    CREATE INDEX idx_call_log_ts ON call_log(ts_unix_ms);
    CREATE INDEX idx_call_log_direction ON call_log(direction);";

/// The query that the reference's users have.
const REFERENCE_QUERY: &str = "SELECT id, ts_unix_ms, direction, module, function, args_json, result_json, duration_ms, \
                               error FROM call_log ORDER BY id DESC";

fn rows(path: &Path, sql: &str) -> Vec<Vec<Value>> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn thrown() -> Record<'static> {
    Record {
        begin: Begin {
            factory: 0x2a,
            runtime: 3,
            call: 9,
            parent: 8,
            direction: Direction::HostToScript,
            module: "",
            function: "handle \"ä\" \0 \u{1F600}",
            arguments: "",
        },
        sequence: 12,
        start_unix_ns: -1,
        duration_ns: 1_500_000,
        outcome: Outcome::Threw,
        result: "",
        error_name: "TypeError",
        error_message: "no",
        cut_bytes: 77,
        lost: 0,
    }
}

#[test]
fn every_column_comes_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    log.record(&add(7, 1), Full::Wait).unwrap();
    log.record(&thrown(), Full::Wait).unwrap();
    log.flush(SOON).unwrap();
    let found = rows(&path, "SELECT * FROM call_log ORDER BY id");
    let expected = [
        vec![
            Value::Integer(1),
            Value::Integer(1_771_400_000_001),
            text("js->host"),
            text("math"),
            text("add"),
            text("[40,2]"),
            text("42"),
            Value::Integer(0),
            Value::Null,
            text("0123456789abcdef"),
            Value::Integer(7),
            Value::Integer(1),
            Value::Null,
            Value::Integer(1),
            Value::Integer(1_771_400_000_001_000_000),
            Value::Integer(450),
            text("returned"),
            Value::Null,
            Value::Null,
            Value::Integer(0),
            Value::Null,
        ],
        vec![
            Value::Integer(2),
            Value::Integer(-1),
            text("host->js"),
            Value::Null,
            text("handle \"ä\" \0 \u{1F600}"),
            text("[]"),
            Value::Null,
            Value::Integer(2),
            text("TypeError: no"),
            text("000000000000002a"),
            Value::Integer(3),
            Value::Integer(9),
            Value::Integer(8),
            Value::Integer(12),
            Value::Integer(-1),
            Value::Integer(1_500_000),
            text("threw"),
            text("TypeError"),
            text("no"),
            Value::Integer(77),
            Value::Null,
        ],
    ];
    assert_eq!(found, expected);
    assert_eq!(number(&path, "PRAGMA user_version"), 1);
    assert_eq!(rows(&path, "PRAGMA journal_mode"), [[text("wal")]]);
    let indexes = rows(&path, "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name");
    assert_eq!(indexes, [[text("idx_call_log_direction")], [text("idx_call_log_ts")]]);
}

#[test]
fn an_error_is_its_name_and_message_or_either() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    for (name, message) in [("", ""), ("E", ""), ("", "m"), ("E", "m")] {
        let record = Record { error_name: name, error_message: message, ..thrown() };
        log.record(&record, Full::Wait).unwrap();
    }
    drop(log);
    let errors = rows(&path, "SELECT error FROM call_log ORDER BY id").concat();
    assert_eq!(errors, [Value::Null, text("E"), text("m"), text("E: m")]);
}

#[test]
fn words_for_every_outcome() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    let outcomes = [Outcome::Returned, Outcome::Threw, Outcome::Interrupted, Outcome::Panicked, Outcome::Dropped];
    for outcome in outcomes {
        let lost = if outcome == Outcome::Dropped { 5 } else { 0 };
        log.record(&Record { outcome, lost, ..add(1, 1) }, Full::Wait).unwrap();
    }
    drop(log);
    let found = rows(&path, "SELECT outcome, lost FROM call_log ORDER BY id");
    let expected = ["returned", "threw", "interrupted", "panicked", "dropped"]
        .map(|word| vec![text(word), if word == "dropped" { Value::Integer(5) } else { Value::Null }]);
    assert_eq!(found, expected);
}

#[test]
fn the_references_query_works() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    // While it is being written.
    log.record(&add(1, 1), Full::Wait).unwrap();
    log.record(&thrown(), Full::Wait).unwrap();
    log.flush(SOON).unwrap();
    let found = rows(&path, REFERENCE_QUERY);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0][0], Value::Integer(2));
    assert_eq!(
        found[1][1..7],
        [Value::Integer(1_771_400_000_001), text("js->host"), text("math"), text("add"), text("[40,2]"), text("42")]
    );
}

#[test]
fn a_file_of_the_reference_gets_our_columns_and_keeps_its_rows() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(REFERENCE).unwrap();
    let insert = "INSERT INTO call_log(ts_unix_ms, direction, module, function, args_json, result_json, duration_ms, error)
        VALUES (1, 'js->go', 'fs', 'readFileSync', '[\"x\"]', NULL, 0, 'not there'), (2, 'host->js', NULL, 'f', '[]', '1', 3, NULL)";
    old.execute_batch(insert).unwrap();
    drop(old);
    let before = rows(&path, REFERENCE_QUERY);
    for sequence in 1..=2 {
        let log = SqliteLog::open(&path).unwrap();
        log.record(&add(1, sequence), Full::Wait).unwrap();
    }
    assert_eq!(rows(&path, REFERENCE_QUERY)[2..], before);
    let ours = rows(&path, "SELECT id, sequence, factory_id FROM call_log ORDER BY id");
    assert_eq!(ours[0], [Value::Integer(1), Value::Null, Value::Null]);
    assert_eq!(ours[3], [Value::Integer(4), Value::Integer(2), text(&format!("{FACTORY:016x}"))]);
    assert_eq!(number(&path, "PRAGMA user_version"), 1);
}

/// What is said of a file that must be refused, which must be as it was.
fn refused(bytes_or_sql: Result<&str, &[u8]>) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    match bytes_or_sql {
        Ok(sql) => Connection::open(&path).unwrap().execute_batch(sql).unwrap(),
        Err(bytes) => fs::write(&path, bytes).unwrap(),
    }
    let before = fs::read(&path).unwrap();
    let error = SqliteLog::open(&path).unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Open);
    assert_eq!(fs::read(&path).unwrap(), before);
    error.to_string()
}

#[test]
fn files_that_are_no_logs_are_refused_and_left_alone() {
    let text = b"This is a text, and it is longer than the head of a SQLite file, which has a hundred bytes. So it is.";
    assert!(refused(Err(text.as_slice())).contains("not a SQLite file"));
    let newer = "CREATE TABLE call_log (id INTEGER PRIMARY KEY);
        PRAGMA application_id = 0x6a736d6c; PRAGMA user_version = 2;";
    assert!(refused(Ok(newer)).contains("version 2, and this program knows up to version 1"));
    assert!(refused(Ok("CREATE TABLE call_log (a, b)")).contains("other columns (a, b;"));
    let more = REFERENCE.replace("error TEXT", "error TEXT, more TEXT");
    assert!(refused(Ok(&more)).contains("other columns"));
    assert!(refused(Ok("CREATE TABLE mine (a)")).contains("without a table call_log"));
    let other = "CREATE TABLE mine (a); PRAGMA application_id = 7";
    assert!(refused(Ok(other)).contains("another program's"));
}

#[test]
fn paths_that_cannot_be() {
    let directory = tempfile::tempdir().unwrap();
    for (path, kind) in [
        (directory.path().to_owned(), LogErrorKind::Path),
        (Path::new("../log").to_owned(), LogErrorKind::Path),
        (directory.path().join("absent/log"), LogErrorKind::Open),
    ] {
        let error = SqliteLog::open(&path).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_file_becomes_a_log() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    fs::write(&path, "").unwrap();
    SqliteLog::open(&path).unwrap().record(&add(1, 1), Full::Wait).unwrap();
    assert_eq!(count(&path), 1);
}
