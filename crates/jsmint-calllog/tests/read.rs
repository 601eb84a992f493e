//! Reading a log's file: what is found, in which order, and what is refused.

mod fixture;

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use jsmint_calllog::{CallLogFile, Direction, LogErrorKind, Order, Outcome, Query, Row};
use tempfile::tempdir;

use fixture::{Call, FACTORY, Log, REFERENCE};

fn names(file: &CallLogFile, query: &Query) -> Vec<String> {
    file.rows(query).expect("rows").into_iter().map(|row| row.function).collect()
}

/// Five calls, one of them from another factory, and a count of lost records.
fn some_calls(log: &Log) {
    let call = Call::default;
    log.insert(&[
        Call { call: 1, function: "open", ms: 5, ..call() },
        Call { call: 2, function: "save", ms: 2, at_ms: 10, outcome: "threw", error: "TypeError", ..call() },
        Call { call: 3, function: "saveAll", ms: 9, at_ms: 20, module: "fs", ..call() },
        Call { call: 4, function: "[Symbol.iterator]", at_ms: 30, direction: "host->js", module: "", ..call() },
        Call { function: "(dropped)", ms: 99, at_ms: 40, outcome: "dropped", lost: 3, module: "", ..call() },
        Call { function: "open", runtime: 2, factory: "ffff000000000000", at_ms: 50, outcome: "interrupted", ..call() },
    ]);
}

#[test]
fn every_part_of_a_query_chooses() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    some_calls(&log);
    let file = CallLogFile::open(log.path()).unwrap();
    let at = |ms| UNIX_EPOCH + Duration::from_millis(fixture::BEGIN_MS.unsigned_abs() + ms);
    let newest = ["open", "(dropped)", "[Symbol.iterator]", "saveAll", "save", "open"];
    let oldest: Vec<_> = newest.into_iter().rev().collect();
    let query = Query::new;
    for (query, wanted) in [
        (query(), &newest[..]),
        (query().order(Order::Oldest), &oldest),
        (query().order(Order::Recent).limit(2), &["(dropped)", "open"]),
        (query().order(Order::Slowest).limit(3), &["saveAll", "open", "save"]),
        (query().limit(0), &[]),
        (query().after(4), &newest[..2]),
        (query().runtime(2), &["open"]),
        (query().runtime(u64::MAX), &[]),
        (query().factory("FFFF"), &["open"]),
        (query().factory(FACTORY).limit(1), &["(dropped)"]),
        (query().module("fs"), &["saveAll"]),
        (query().module("d?"), &["open", "save", "open"]),
        (query().function("save"), &["save"]),
        (query().function("save*"), &["saveAll", "save"]),
        (query().function("?pen").runtime(1), &["open"]),
        (query().function("[Symbol.iterator]"), &["[Symbol.iterator]"]),
        (query().function("[Symbol.*"), &["[Symbol.iterator]"]),
        (query().direction(Direction::HostToScript), &["[Symbol.iterator]"]),
        (query().outcome(Outcome::Threw), &["save"]),
        (query().outcome(Outcome::Dropped), &["(dropped)"]),
        (query().errors(), &["open", "save"]),
        (query().min_duration(Duration::from_millis(5)), &["saveAll", "open"]),
        (query().min_duration(Duration::from_nanos(5_000_001)), &["saveAll"]),
        (query().since(at(30)), &["open", "(dropped)", "[Symbol.iterator]"]),
        (query().until(at(20)), &["save", "open"]),
        (query().since(at(10)).until(at(11)), &["save"]),
        (query().since(at(10) + Duration::from_nanos(1)).until(at(30)), &["saveAll"]),
    ] {
        assert_eq!(names(&file, &query), wanted, "{query:?}");
    }
    for factory in ["", "xyz", "00000000000000001"] {
        let error = file.rows(&query().factory(factory)).unwrap_err();
        assert_eq!(error.kind(), LogErrorKind::Read, "{factory:?}: {error}");
    }
}

#[test]
fn a_row_has_every_column() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    log.insert(&[Call { parent: 7, call: 8, outcome: "threw", error: "TypeError", ms: 5, ..Call::default() }]);
    let rows = CallLogFile::open(log.path()).unwrap().rows(&Query::new()).unwrap();
    assert_eq!(rows[0].duration(), Some(Duration::from_millis(5)));
    assert_eq!(rows[0].start_ns(), fixture::BEGIN_MS * 1_000_000);
    assert_eq!(
        serde_json::to_value(&rows).unwrap(),
        serde_json::json!([{
            "id": 1, "ts_unix_ms": fixture::BEGIN_MS, "direction": "js->host", "module": "db", "function": "get",
            "args_json": "[1]", "result_json": "2", "duration_ms": 5, "error": "TypeError: wrong",
            "factory_id": FACTORY, "runtime_id": 1, "call_id": 8, "parent_call_id": 7, "sequence": 8,
            "start_unix_ns": fixture::BEGIN_MS * 1_000_000, "duration_ns": 5_000_000, "outcome": "threw",
            "error_name": "TypeError", "error_message": "wrong", "cut_bytes": 0, "lost": null,
        }])
    );
}

#[test]
fn a_file_from_before_this_crate_is_read_and_left_alone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("old");
    let writer = rusqlite::Connection::open(&path).unwrap();
    writer.execute_batch(REFERENCE).unwrap();
    let before = fs::read(&path).unwrap();
    let file = CallLogFile::open(&path).unwrap();
    let query = Query::new;
    assert_eq!(names(&file, &query()), ["main", "save", "load"]);
    assert_eq!(names(&file, &query().errors()), ["save"]);
    assert_eq!(names(&file, &query().outcome(Outcome::Returned)), ["main", "load"]);
    assert_eq!(names(&file, &query().direction(Direction::ScriptToHost)), ["save", "load"]);
    assert_eq!(names(&file, &query().order(Order::Slowest)), ["main", "load", "save"]);
    assert_eq!(names(&file, &query().min_duration(Duration::from_millis(3))), ["main", "load"]);
    assert_eq!(names(&file, &query().since(UNIX_EPOCH + Duration::from_secs(2))), ["main", "save"]);
    assert_eq!(names(&file, &query().runtime(1)), Vec::<String>::new());
    let save = &file.rows(&query().function("save")).unwrap()[0];
    assert_eq!((save.outcome, save.ended(), save.runtime_id), (None, Outcome::Threw, None));
    assert_eq!(file.find(1, None, None).unwrap(), []);
    let stats = file.stats(&query()).unwrap();
    assert_eq!(stats.functions.iter().map(|stats| stats.errors).sum::<u64>(), 1);
    assert_eq!(stats.functions[0].max_ns, 7_000_000);
    assert_eq!(fs::read(&path).unwrap(), before);
    // Its columns come while it is open here.
    for column in ["factory_id TEXT", "runtime_id INTEGER"] {
        writer.execute_batch(&format!("ALTER TABLE call_log ADD COLUMN {column}")).unwrap();
    }
    writer.execute_batch("UPDATE call_log SET runtime_id = 1 WHERE id = 2").unwrap();
    assert_eq!(names(&file, &query().runtime(1)), ["save"]);
}

#[test]
fn an_empty_file_is_a_log_without_rows_until_it_has_some() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("calls");
    fs::write(&path, "").unwrap();
    let file = CallLogFile::open(&path).unwrap();
    assert_eq!(file.rows(&Query::new()).unwrap(), []);
    assert_eq!(file.stats(&Query::new()).unwrap().functions, []);
    assert!(file.find(1, None, None).unwrap().is_empty());
    some_calls(&Log::new(&path));
    assert_eq!(file.rows(&Query::new()).unwrap().len(), 6);
    assert!(!file.is_replaced());
}

#[test]
fn what_is_no_log_is_refused() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "just a text, long enough to have a header ".repeat(99)).unwrap();
    for (name, sql) in [
        ("other", "CREATE TABLE other (x)"),
        ("columns", "CREATE TABLE call_log (id INTEGER PRIMARY KEY, what TEXT)"),
        ("newer", "PRAGMA application_id = 0x6a736d6c; PRAGMA user_version = 2; CREATE TABLE call_log (id, x)"),
    ] {
        rusqlite::Connection::open(path(name)).unwrap().execute_batch(sql).unwrap();
    }
    for (name, wanted) in [
        ("absent", "does not exist"),
        ("", "is a folder"),
        #[cfg(unix)]
        ("/dev/null", "is no regular file"),
        ("text", "is not a SQLite file"),
        ("other", "without a table call_log"),
        ("columns", "other columns"),
        ("newer", "version 2"),
    ] {
        let error = CallLogFile::open(path(name)).unwrap_err();
        assert_eq!(error.kind(), LogErrorKind::Open, "{name}: {error}");
        assert!(error.to_string().contains(wanted), "{name}: {error}");
    }
    assert!(!path("absent").exists());
}

#[test]
fn odd_values_are_read_and_odd_words_are_named() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    log.insert(&[Call::default()]);
    log.execute("UPDATE call_log SET module = CAST(x'ff6f6b' AS TEXT), function = x'6f6b'");
    log.execute("UPDATE call_log SET duration_ns = -1, duration_ms = 'x'");
    let file = CallLogFile::open(log.path()).unwrap();
    let Row { module, function, duration_ns, duration_ms, .. } = &file.rows(&Query::new()).unwrap()[0];
    assert_eq!((module.as_deref(), function.as_str()), (Some("\u{fffd}ok"), "ok"));
    assert_eq!((duration_ns, duration_ms), (&None, &None));
    log.execute("UPDATE call_log SET direction = 'up'");
    for error in [file.rows(&Query::new()).unwrap_err(), file.stats(&Query::new()).unwrap_err()] {
        assert_eq!(error.kind(), LogErrorKind::Read);
        assert!(error.to_string().contains("row 1 has the direction \"up\""), "{error}");
    }
}

#[test]
fn rows_are_as_they_were_when_reading_began_and_the_writer_goes_on() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    some_calls(&log);
    let file = CallLogFile::open(log.path()).unwrap();
    let mut selected = file.select(&Query::new().order(Order::Oldest)).unwrap();
    let mut rows = selected.rows().unwrap();
    assert_eq!(rows.next().unwrap().unwrap().function, "open");
    some_calls(&log);
    log.execute("DELETE FROM call_log WHERE id = 2");
    assert_eq!(rows.map(|row| row.unwrap().id).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(selected.rows().unwrap().count(), 11);
}

#[test]
fn stats_count_calls_and_losses_apart() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    some_calls(&log);
    let many: Vec<Call<'_>> =
        (1..=100).map(|ms| Call { call: 10 + ms, function: "save", ms, ..Call::default() }).collect();
    log.insert(&many);
    let file = CallLogFile::open(log.path()).unwrap();
    let stats = file.stats(&Query::new()).unwrap();
    assert_eq!(stats.lost, 3);
    let functions: Vec<_> = stats.functions.iter().map(|f| (f.function.as_str(), f.count, f.errors)).collect();
    let wanted = [("save", 101, 1), ("saveAll", 1, 0), ("open", 2, 1), ("[Symbol.iterator]", 1, 0)];
    assert_eq!(functions, wanted);
    let save = &stats.functions[0];
    let ms = |ms: u64| ms * 1_000_000;
    assert_eq!((save.p50_ns, save.p99_ns, save.max_ns, save.total_ns), (ms(50), ms(99), ms(100), ms(5052)));
    let stats = file.stats(&Query::new().function("save").since(UNIX_EPOCH).limit(1)).unwrap();
    assert_eq!((stats.functions.len(), stats.functions[0].count, stats.lost), (1, 101, 3));
    assert_eq!(file.stats(&Query::new().runtime(2)).unwrap().lost, 0);
}
