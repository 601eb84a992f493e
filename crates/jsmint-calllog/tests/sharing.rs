//! One writer for each file, and sinks that are no files.

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{SOON, add, assert_no_gaps, count, record_all, sequences};
use jsmint_calllog::{CallbackSink, Full, LogErrorKind, MemorySink, Sink, SqliteLog, SqliteOptions};

#[test]
fn all_who_name_a_file_share_its_writer() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let first = SqliteLog::open(&path).unwrap();
    let second = SqliteLog::open(directory.path().join("./log")).unwrap();
    first.record(&add(1, 1), Full::Wait).unwrap();
    second.flush(SOON).unwrap();
    assert_eq!((first.status().written, second.status().written), (1, 1));
    assert_eq!(second.path(), path.canonicalize().unwrap());
    assert_eq!(second.describe(), format!("SQLite file {}", second.path().display()));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&path, directory.path().join("soft")).unwrap();
        std::fs::hard_link(&path, directory.path().join("hard")).unwrap();
        for name in ["soft", "hard"] {
            assert_eq!(SqliteLog::open(directory.path().join(name)).unwrap().status().written, 1, "{name}");
        }
    }
    let other = SqliteLog::open(directory.path().join("other")).unwrap();
    assert_eq!(other.status().written, 0);
}

#[test]
fn options_that_differ_are_refused_with_both() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let asked = SqliteOptions::new().max_rows(123_456);
    let log = SqliteLog::open_with(&path, asked.clone()).unwrap();
    let error = SqliteLog::open(&path).unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Option);
    assert!(error.to_string().contains("max_rows: Some(123456)") && error.to_string().contains("max_rows: None"));
    SqliteLog::open_with(&path, asked).unwrap();
    drop(log);
    SqliteLog::open(&path).unwrap();
}

#[test]
fn options_out_of_bounds_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let new = SqliteOptions::new;
    for options in [
        new().queue_bytes(1),
        new().commit_every(Duration::ZERO),
        new().give_up_after(Duration::MAX),
        new().busy_timeout(Duration::MAX),
        new().max_rows(0),
        new().max_age(Duration::from_millis(1)),
        new().max_bytes(1),
        new().rotate_bytes(1, 1),
        new().rotate_bytes(1 << 20, 0),
    ] {
        let error = SqliteLog::open_with(&path, options).unwrap_err();
        assert_eq!(error.kind(), LogErrorKind::Option, "{error}");
    }
    assert!(!path.exists());
}

#[test]
fn what_was_recorded_is_there_when_the_last_handle_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    for round in 0..20 {
        let log = SqliteLog::open_with(&path, SqliteOptions::new().commit_every(Duration::from_secs(30))).unwrap();
        let other = log.clone();
        record_all(&log, 1, round * 100 + 1..=round * 100 + 100);
        drop(log);
        drop(other);
    }
    assert_eq!(assert_no_gaps(&sequences(&path)), 2000);
    assert!(!directory.path().join("log-wal").exists());
}

#[test]
fn a_file_is_closed_and_opened_from_many_threads() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    std::thread::scope(|scope| {
        for runtime in 1..=4 {
            let path = &path;
            scope.spawn(move || {
                for sequence in 1..=30 {
                    record_all(&SqliteLog::open(path).unwrap(), runtime, [sequence]);
                }
            });
        }
    });
    assert_eq!(assert_no_gaps(&sequences(&path)), 120);
}

#[test]
fn records_are_written_in_time_without_a_flush() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    record_all(&log, 1, 1..=3);
    common::until("three rows are written", || count(&path) == 3);
    // Long enough for the writer to sleep until it is woken.
    std::thread::sleep(Duration::from_millis(1200));
    let started = Instant::now();
    record_all(&log, 1, [4]);
    common::until("one more is written", || log.status().written == 4);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn memory_keeps_what_it_is_given() {
    let sink = MemorySink::new();
    sink.clone().record(&add(1, 1), Full::Refuse).unwrap();
    assert_eq!(sink.records(), [add(1, 1).to_owned()]);
    assert_eq!(sink.take()[0].as_record(), add(1, 1));
    assert!(sink.records().is_empty());
    let bounded = MemorySink::bounded(1);
    bounded.record(&add(1, 1), Full::Refuse).unwrap();
    for full in [Full::Refuse, Full::Wait] {
        assert_eq!(bounded.record(&add(1, 2), full).unwrap_err().kind(), LogErrorKind::Full);
    }
    bounded.record(&add(1, 3), Full::Exceed).unwrap();
    assert_eq!(bounded.records().len(), 2);
}

#[test]
fn a_callback_is_called_and_may_panic() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = CallbackSink::new({
        let seen = Arc::clone(&seen);
        move |record| {
            assert_ne!(record.sequence, 2, "this one panics, as it should");
            seen.lock().unwrap().push(record.sequence);
        }
    });
    sink.record(&add(1, 1), Full::Wait).unwrap();
    assert_eq!(sink.record(&add(1, 2), Full::Wait).unwrap_err().kind(), LogErrorKind::Write);
    sink.record(&add(1, 3), Full::Wait).unwrap();
    assert_eq!(*seen.lock().unwrap(), [1, 3]);
}
