//! What is kept, and what gets out of the way.

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use common::{SOON, add, assert_no_gaps, count, number, quick, record_all, sequences, until};
use jsmint_calllog::{Full, Sink, SqliteLog};
use rusqlite::Connection;

#[test]
fn the_newest_rows_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().max_rows(1000)).unwrap();
    record_all(&log, 1, 1..=30_000);
    log.flush(SOON).unwrap();
    until("a thousand are left", || count(&path) == 1000);
    let rows = sequences(&path);
    assert_eq!((rows[0].1, rows[999].1), (29_001, 30_000));
    assert_eq!(log.status().last_error.map(|error| error.to_string()), None);
}

#[test]
fn it_never_falls_far_behind() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().max_rows(1000).queue_bytes(256 << 10)).unwrap();
    let mut most = 0;
    for round in 0..20 {
        record_all(&log, 1, round * 5000 + 1..=round * 5000 + 5000);
        most = most.max(count(&path));
    }
    // What is written at once, and what is deleted at once.
    assert!(most <= 1000 + 3 * 4096, "{most} rows");
}

#[test]
fn old_rows_are_deleted_even_if_nothing_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().max_age(Duration::from_secs(2))).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64;
    for (sequence, age) in [(1, 3_600_000_000_000), (2, 0)] {
        let mut record = add(1, sequence);
        record.start_unix_ns = now - age;
        log.record(&record, Full::Wait).unwrap();
    }
    log.flush(SOON).unwrap();
    until("the old row is gone", || sequences(&path) == [(1, 2, None)]);
    until("both are gone", || count(&path) == 0);
    assert!(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64 - now >= 2_000_000_000);
}

#[test]
fn a_file_keeps_its_size() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().max_bytes(1 << 20).queue_bytes(64 << 10)).unwrap();
    record_all(&log, 1, 1..=60_000);
    drop(log);
    let size = fs::metadata(&path).unwrap().len();
    assert!((512 << 10..=3 << 19).contains(&size), "{size} bytes");
    let rows = sequences(&path);
    assert_eq!(rows[rows.len() - 1].1, 60_000);
    assert!(rows.len() > 3000, "{} rows", rows.len());
}

#[test]
fn a_large_file_is_renamed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open_with(&path, quick().rotate_bytes(256 << 10, 3).queue_bytes(64 << 10)).unwrap();
    let reader = Connection::open(&path).unwrap();
    let read = || reader.query_row("SELECT count(*) FROM call_log", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(read(), 0);
    let names = ["log.3", "log.2", "log.1", "log"].map(|name| directory.path().join(name));
    let mut sequence = 0;
    until("three are renamed", || {
        record_all(&log, 1, sequence + 1..=sequence + 200);
        sequence += 200;
        log.flush(SOON).unwrap();
        names[0].exists()
    });
    // Whoever had it open reads what is now the oldest.
    assert_eq!(read(), count(&names[0]));
    until("the oldest is gone", || {
        record_all(&log, 1, sequence + 1..=sequence + 200);
        sequence += 200;
        log.flush(SOON).unwrap();
        sequences(&names[0])[0].1 > 1
    });
    drop(log);
    assert!(!directory.path().join("log.4").exists());
    let all: Vec<_> = names.iter().flat_map(|name| sequences(name)).collect();
    let first = all[0].1;
    assert!(all.iter().map(|row| row.1).eq(first..=sequence.cast_signed()));
    for name in &names {
        assert_eq!(number(name, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    }
}

#[test]
fn nothing_is_renamed_in_the_middle_of_reading() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let renamed = directory.path().join("log.1");
    let log = SqliteLog::open_with(&path, quick().rotate_bytes(64 << 10, 1)).unwrap();
    record_all(&log, 1, [1]);
    log.flush(SOON).unwrap();
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM call_log").unwrap();
    let read = |sql: &str| reader.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(read("SELECT count(*) FROM call_log"), 1);
    record_all(&log, 1, 2..=2000);
    log.flush(SOON).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert!(!renamed.exists());
    assert_eq!(read("SELECT count(*) FROM call_log"), 1);
    reader.execute_batch("COMMIT").unwrap();
    record_all(&log, 1, 2001..=2001);
    until("it is renamed", || renamed.exists());
    assert_eq!(read("SELECT count(*) FROM call_log"), 2001);
    record_all(&log, 1, 2002..=2003);
    drop(log);
    assert_eq!(all_rows(&[&renamed, &path]), 2003);
}

fn all_rows(paths: &[&Path]) -> i64 {
    assert_no_gaps(&paths.iter().flat_map(|path| sequences(path)).collect::<Vec<_>>())
}
