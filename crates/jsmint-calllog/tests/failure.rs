//! When the file cannot be written: nothing is lost in silence, and nothing waits for ever.

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{SOON, add, assert_no_gaps, count, number, quick, record_all, sequences, until};
use jsmint_calllog::{Full, LogErrorKind, Sink, SqliteLog};
use rusqlite::Connection;

/// Another's lock on the file, until it is dropped.
fn lock(path: &Path) -> Connection {
    let other = Connection::open(path).unwrap();
    other.busy_timeout(SOON).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    other
}

#[test]
fn a_short_lock_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().give_up_after(SOON)).unwrap();
    let other = lock(&path);
    record_all(&log, 1, 1..=10);
    until("it fails", || log.ready().is_err());
    let error = log.ready().unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Write);
    assert!(error.to_string().contains("another process holds it locked"), "{error}");
    let error = log.flush(Duration::from_millis(50)).unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Timeout);
    assert!(error.to_string().contains("10 records") && error.to_string().contains("locked"), "{error}");
    let status = log.status();
    assert_eq!((status.written, status.lost, status.queued, status.failing), (0, 0, 10, true));
    drop(other);
    log.flush(SOON).unwrap();
    log.ready().unwrap();
    assert_eq!(assert_no_gaps(&sequences(&path)), 10);
    assert!(log.status().last_error.is_some_and(|error| error.to_string().contains("locked")));
}

#[test]
fn what_is_given_up_is_counted_for_each_runtime_once_there_is_a_way() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick()).unwrap();
    record_all(&log, 1, 1..=2);
    log.flush(SOON).unwrap();
    let other = lock(&path);
    record_all(&log, 1, 3..=7);
    record_all(&log, 2, 1..=4);
    let error = log.flush(SOON).unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Write);
    assert!(error.to_string().contains("9 records") && error.to_string().contains("locked"), "{error}");
    // A second batch, which extends the first one's losses.
    record_all(&log, 1, 8..=9);
    assert_eq!(log.flush(SOON).unwrap_err().kind(), LogErrorKind::Write);
    assert!(log.ready().is_err());
    assert_eq!(log.status().lost, 11);
    drop(other);
    // Nothing more needs to be recorded for it to find out.
    until("it is ready again", || log.ready().is_ok());
    log.flush(SOON).unwrap();
    record_all(&log, 1, [10]);
    log.flush(SOON).unwrap();
    let rows = sequences(&path);
    assert_eq!(assert_no_gaps(&rows), 14);
    let mut lost: Vec<_> = rows.into_iter().filter(|row| row.2.is_some()).collect();
    lost.sort_unstable();
    assert_eq!(lost, [(1, 9, Some(7)), (2, 4, Some(4))]);
    let told = "SELECT count(*) FROM call_log WHERE function = '(dropped)' AND outcome = 'dropped' AND args_json = '[]'
        AND error LIKE '%locked%' AND factory_id = '0123456789abcdef'";
    assert_eq!(number(&path, told), 2);
}

#[test]
fn a_dropped_row_that_is_given_up_counts_for_those_it_counted() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick()).unwrap();
    let other = lock(&path);
    let mut record = add(1, 5);
    record.lost = 5;
    record.outcome = jsmint_calllog::Outcome::Dropped;
    log.record(&record, Full::Exceed).unwrap();
    log.flush(SOON).unwrap_err();
    drop(other);
    drop(log);
    assert_eq!(sequences(&path), [(1, 5, Some(5))]);
}

#[test]
fn a_full_queue_refuses_waits_or_exceeds() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().queue_bytes(4096).give_up_after(Duration::from_millis(600))).unwrap();
    let other = lock(&path);
    let mut sequence = 0;
    let error = loop {
        match log.record(&add(1, sequence + 1), Full::Refuse) {
            Ok(()) => sequence += 1,
            Err(error) => break error,
        }
        assert!(sequence < 100, "4096 bytes do not hold that many");
    };
    assert_eq!(error.kind(), LogErrorKind::Full);
    sequence += 1;
    log.record(&add(1, sequence), Full::Exceed).unwrap();
    // It waits until the file can be written.
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| log.record(&add(1, sequence + 1), Full::Wait));
        std::thread::sleep(Duration::from_millis(100));
        assert!(!waiting.is_finished());
        drop(other);
        waiting.join().unwrap().unwrap();
    });
    log.flush(SOON).unwrap();
    assert_eq!(assert_no_gaps(&sequences(&path)), sequence.cast_signed() + 1);
}

#[test]
fn nobody_waits_longer_than_until_a_batch_is_given_up() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().queue_bytes(2048)).unwrap();
    let _other = lock(&path);
    let started = Instant::now();
    let mut refused = 0;
    for sequence in 1..=60 {
        refused += u64::from(log.record(&add(1, sequence), Full::Wait).is_err());
    }
    assert!(started.elapsed() < Duration::from_secs(10), "{:?} for 60 records", started.elapsed());
    log.flush(SOON).unwrap_err();
    let status = log.status();
    assert_eq!(status.lost + refused, 60);
    let started = Instant::now();
    drop(log);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_record_larger_than_the_queue_is_taken_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().queue_bytes(4096)).unwrap();
    let large = "x".repeat(1 << 20);
    for sequence in 1..=5 {
        let mut record = add(1, sequence);
        record.result = &large;
        log.record(&record, Full::Wait).unwrap();
        log.record(&add(2, sequence), Full::Wait).unwrap();
    }
    log.flush(SOON).unwrap();
    assert_eq!(assert_no_gaps(&sequences(&path)), 10);
    assert_eq!(number(&path, "SELECT max(length(result_json)) FROM call_log"), 1 << 20);
}

#[test]
fn a_full_disk_is_reported_and_counted() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().max_pages(40)).unwrap();
    let mut sequence = 0;
    until("the disk is full", || {
        record_all(&log, 1, sequence + 1..=sequence + 50);
        sequence += 50;
        let _ = log.flush(SOON);
        log.status().failing
    });
    let error = log.ready().unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    let before = count(&path);
    assert!(before > 0);
    // Somebody makes room, but not by taking the last row.
    Connection::open(&path).unwrap().execute("DELETE FROM call_log WHERE id <= ?1", [before - 50]).unwrap();
    until("it is ready again", || log.ready().is_ok());
    drop(log);
    let rows = sequences(&path);
    let (_, last, lost) = rows[rows.len() - 1];
    assert_eq!((last, lost.is_some_and(|lost| lost >= 50)), (sequence.cast_signed(), true));
    assert_eq!(last - lost.unwrap(), rows[rows.len() - 2].1);
}

#[test]
fn a_deleted_file_is_made_anew() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick()).unwrap();
    record_all(&log, 1, 1..=3);
    log.flush(SOON).unwrap();
    for name in ["log", "log-wal", "log-shm"] {
        fs::remove_file(directory.path().join(name)).unwrap();
    }
    record_all(&log, 1, 4..=5);
    log.flush(SOON).unwrap();
    assert_eq!(sequences(&path), [(1, 4, None), (1, 5, None)]);
    assert!(log.status().last_error.is_some_and(|error| error.to_string().contains("was deleted")));
    log.ready().unwrap();
    // Still one writer.
    assert_eq!(SqliteLog::open_with(&path, quick()).unwrap().status().written, 5);
}

#[test]
fn a_moved_file_is_complete_and_the_log_goes_on_in_the_one_at_its_path() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let other = directory.path().join("other");
    let log = SqliteLog::open_with(&path, quick()).unwrap();
    record_all(&log, 1, 1..=3);
    log.flush(SOON).unwrap();
    record_all(&SqliteLog::open(&other).unwrap(), 2, 1..=2);
    let moved = directory.path().join("moved");
    fs::rename(&path, &moved).unwrap();
    fs::rename(&other, &path).unwrap();
    record_all(&log, 1, 4..=5);
    log.flush(SOON).unwrap();
    assert!(log.status().last_error.is_some_and(|error| error.to_string().contains("was replaced")));
    drop(log);
    assert_eq!(sequences(&moved), [(1, 1, None), (1, 2, None), (1, 3, None)]);
    assert_eq!(sequences(&path), [(2, 1, None), (2, 2, None), (1, 4, None), (1, 5, None)]);
    for file in [&moved, &path] {
        assert_eq!(number(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    }
}

#[test]
fn a_file_that_is_replaced_by_something_else_fails_until_it_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick()).unwrap();
    record_all(&log, 1, 1..=3);
    log.flush(SOON).unwrap();
    let text = directory.path().join("text");
    fs::write(&text, "no database at all, and long enough for nobody to take it for an empty one".repeat(20)).unwrap();
    fs::rename(&text, &path).unwrap();
    record_all(&log, 1, 4..=5);
    let error = log.flush(SOON).unwrap_err();
    assert!(error.to_string().contains("not a SQLite file"), "{error}");
    fs::remove_file(&path).unwrap();
    until("it is ready again", || log.ready().is_ok());
    record_all(&log, 1, 6..=6);
    drop(log);
    assert_eq!(sequences(&path), [(1, 5, Some(2)), (1, 6, None)]);
}

#[test]
fn a_table_that_is_dropped_is_made_anew() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().give_up_after(SOON)).unwrap();
    record_all(&log, 1, 1..=3);
    log.flush(SOON).unwrap();
    let sql = "DROP TABLE call_log; PRAGMA user_version = 0";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    record_all(&log, 1, 4..=5);
    log.flush(SOON).unwrap();
    assert_eq!(sequences(&path), [(1, 4, None), (1, 5, None)]);
}
