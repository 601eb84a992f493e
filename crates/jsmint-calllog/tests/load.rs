//! Many runtimes at once, and a process that is killed in the middle.

mod common;

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::{SOON, assert_no_gaps, number, record_all, sequences, until};
use jsmint_calllog::{Sink, SqliteLog, SqliteOptions};
use rusqlite::{Connection, OpenFlags};

/// A number from the environment: the full form of these tests takes minutes.
fn from_environment(name: &str, default: u64) -> u64 {
    env::var(name).ok().map_or(default, |text| text.parse().unwrap())
}

/// Records of 16 runtimes from two threads, in turns.
fn sixteen_runtimes(log: &SqliteLog, each: u64) {
    thread::scope(|scope| {
        for thread in 0..2 {
            scope.spawn(move || {
                for sequence in 1..=each {
                    for runtime in (1..=16).filter(|runtime| runtime % 2 == thread) {
                        record_all(log, runtime, [sequence]);
                    }
                }
            });
        }
    });
}

/// `CALLLOG_ROWS=2000000` for the full form.
#[test]
fn sixteen_runtimes_on_two_threads_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let log = SqliteLog::open(&path).unwrap();
    let each = from_environment("CALLLOG_ROWS", 160_000) / 16;
    sixteen_runtimes(&log, each);
    log.flush(Duration::from_secs(300)).unwrap();
    let status = log.status();
    assert_eq!((status.written, status.lost, status.queued), (each * 16, 0, 0));
    assert_eq!(assert_no_gaps(&sequences(&path)), (each * 16).cast_signed());
}

/// As another process sees it.
fn highest_id(path: &Path) -> rusqlite::Result<i64> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.query_row("SELECT max(id) FROM call_log", [], |row| row.get(0))
}

/// `CALLLOG_KILLS=50` for the full form.
#[test]
fn a_killed_process_leaves_a_prefix_of_each_runtime() {
    const CHILD: &str = "CALLLOG_CHILD";
    if let Some(path) = env::var_os(CHILD) {
        // Until it is killed.
        let log = SqliteLog::open(Path::new(&path)).unwrap();
        loop {
            sixteen_runtimes(&log, 1_000_000_000);
        }
    }
    for round in 0..from_environment("CALLLOG_KILLS", 10) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "a_killed_process_leaves_a_prefix_of_each_runtime"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        until("something is written", || highest_id(&path).is_ok_and(|id| id > 1000));
        // At another moment in each round.
        thread::sleep(Duration::from_millis(round * 37 % 211));
        child.kill().unwrap();
        child.wait().unwrap();
        let ok = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        assert_eq!(number(&path, ok), 1);
        let rows = sequences(&path);
        assert!(assert_no_gaps(&rows) > 100, "{} rows", rows.len());
        // And it can be gone on with.
        let log = SqliteLog::open(&path).unwrap();
        record_all(&log, 17, [1]);
        log.flush(SOON).unwrap();
        assert_eq!(sequences(&path).len(), rows.len() + 1);
    }
}

/// Both write into one file and rename it whenever it is large.
#[test]
fn two_processes_that_rotate_one_file_lose_nothing() {
    const CHILD: &str = "CALLLOG_ROTATING_CHILD";
    const ROWS: u64 = 20_000;
    let write = |path: &Path, runtime: u64| {
        let options = SqliteOptions::new().rotate_bytes(256 << 10, 999).queue_bytes(64 << 10);
        let log = SqliteLog::open_with(path, options).unwrap();
        record_all(&log, runtime, 1..=ROWS);
        log.flush(SOON).unwrap();
    };
    if let Some(path) = env::var_os(CHILD) {
        return write(Path::new(&path), 2);
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "two_processes_that_rotate_one_file_lose_nothing"])
        .env(CHILD, &path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    write(&path, 1);
    assert!(child.wait().unwrap().success());
    let mut rows = Vec::new();
    for number in (1..999).rev() {
        let renamed = directory.path().join(format!("log.{number}"));
        if renamed.exists() {
            rows.extend(sequences(&renamed));
        }
    }
    rows.extend(sequences(&path));
    assert_eq!(rows.len() as u64, 2 * ROWS);
    assert_eq!(assert_no_gaps(&rows), 2 * ROWS.cast_signed());
}
