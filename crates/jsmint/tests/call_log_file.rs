//! The call log in a SQLite file: under load every row is there, and after the process is killed a prefix of each runtime's.
#![cfg(feature = "call-log")]

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use jsmint::call_log::{Policy, SqliteLog};
use jsmint::{CallLog, EngineFactory, Exports, NativeModule, Options};
use rusqlite::{Connection, OpenFlags};

const FILE: &str = "JSMINT_TEST_FILE";

/// How many calls are recorded under load; the full number by an environment variable.
fn calls() -> u64 {
    number("JSMINT_TEST_CALLS", 160_000)
}

/// How many processes are killed.
fn kills() -> u64 {
    number("JSMINT_TEST_KILLS", 5)
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

struct Tools;

impl NativeModule for Tools {
    fn name(&self) -> &str {
        "tools"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("add", "", |a: f64, b: f64| Ok(a + b));
        exports.raw("call", 1, "", |call| call.value(0).call(&call.scope().undefined(), &[]));
    }
}

/// A turn is four calls: `call`, the function that it calls, and two additions, one in each.
const SCRIPT: &str = "
    const { add, call } = require('tools');
    function work(turns) {
        let sum = 0;
        for (let turn = 0; turn < turns; turn++) sum += call(() => add(turn, 1)) + add(turn, 2);
        return sum;
    }
";

fn factory(log: CallLog) -> EngineFactory {
    EngineFactory::new(Options::new().module(Tools).preload_script("work.js", SCRIPT).call_log(log)).expect("a factory")
}

/// All rows as (runtime, sequence, call, parent, function), in the order in which they were written.
fn rows(file: &Path) -> Vec<(i64, i64, i64, Option<i64>, String)> {
    let connection = Connection::open(file).expect("the file opens");
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(check, "ok");
    let sql = "SELECT runtime_id, sequence, call_id, parent_call_id, function FROM call_log ORDER BY id";
    let mut statement = connection.prepare(sql).expect("our columns");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

/// Asserts that each runtime's rows have sequences from 1 up without gap, and that parents are right: what is not there
/// had not ended. Says how many rows each runtime has.
fn assert_prefixes(file: &Path) -> HashMap<i64, i64> {
    let mut counts: HashMap<i64, i64> = HashMap::new();
    // What each runtime's turn under way has shown so far.
    let mut turns: HashMap<i64, Vec<(i64, Option<i64>, String)>> = HashMap::new();
    for (runtime, sequence, call, parent, function) in rows(file) {
        let count = counts.entry(runtime).or_default();
        *count += 1;
        assert_eq!(sequence, *count, "runtime {runtime}");
        let turn = turns.entry(runtime).or_default();
        turn.push((call, parent, function));
        if let [inner, callback, outer, second] = &turn[..] {
            assert_eq!(
                [&inner.2, &callback.2, &outer.2, &second.2].map(String::as_str),
                ["add", "(anonymous)", "call", "add"]
            );
            // The entry is call 1.
            assert_eq!((inner.1, callback.1, outer.1, second.1), (Some(callback.0), Some(outer.0), Some(1), Some(1)));
            assert_eq!((callback.0, inner.0, second.0), (outer.0 + 1, outer.0 + 2, outer.0 + 3));
            turn.clear();
        } else if let [entry] = &turn[..]
            && entry.2 == "work"
        {
            assert_eq!((entry.0, entry.1), (1, None));
            turn.clear();
        }
    }
    counts
}

#[test]
fn under_load_every_row_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("calls.sqlite");
    let log = SqliteLog::open(&file).expect("a log");
    let factory = factory(CallLog::to(log.clone()).policy(Policy::Block));
    let turns = i64::try_from(calls() / 16 / 4).expect("not so many");
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut runtimes: Vec<_> = (0..8).map(|_| factory.new_runtime().expect("a runtime")).collect();
                for runtime in &mut runtimes {
                    let sum: f64 = runtime.call("work", (turns as u32,)).expect("it works");
                    assert!(sum > 0.0);
                }
            });
        }
    });
    drop(factory);
    assert_eq!(log.status().lost, 0);
    drop(log);
    let counts = assert_prefixes(&file);
    assert_eq!(counts.len(), 16);
    assert!(counts.values().all(|count| *count == turns * 4 + 1), "{counts:?}");
}

/// What the processes of the next test do; by itself it does nothing.
#[test]
fn a_process_to_be_killed() {
    let Ok(file) = std::env::var(FILE) else { return };
    let log = CallLog::sqlite(file).expect("a log").policy(Policy::Block);
    let factory = factory(log);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    factory.new_runtime().expect("a runtime").call::<f64, _>("work", (1000,)).expect("it works");
                }
            });
        }
    });
}

#[test]
fn a_killed_process_leaves_a_prefix_of_each_runtime() {
    let folder = tempfile::tempdir().expect("a folder");
    for kill in 0..kills() {
        let file = folder.path().join(format!("{kill}.sqlite"));
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["a_process_to_be_killed", "--exact"])
            .env(FILE, &file)
            .stdout(Stdio::null())
            .spawn()
            .expect("a process");
        // Killed once it has written, each time at another moment.
        let begin = Instant::now();
        let written = || -> rusqlite::Result<i64> {
            let connection = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            connection.query_row("SELECT max(id) FROM call_log", [], |row| row.get(0))
        };
        while written().unwrap_or(0) < 100 {
            assert!(begin.elapsed() < Duration::from_secs(60), "the process does not write");
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(7 * (kill % 20)));
        child.kill().expect("it can be killed");
        child.wait().expect("it has ended");
        let counts = assert_prefixes(&file);
        assert!(counts.values().sum::<i64>() > 100, "{counts:?}");
    }
}
