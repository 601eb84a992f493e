//! A call with everything that was called within it, and following a file.

mod fixture;

use std::fs;
use std::time::{Duration, Instant};

use jsmint_calllog::{CallLogFile, CallName, LogErrorKind, Nested, Outcome, Query, Row, Tail};
use tempfile::tempdir;

use fixture::{Call, FACTORY, Log};

fn name(call_id: u64) -> CallName {
    CallName { factory_id: FACTORY.to_owned(), runtime_id: 1, call_id }
}

fn shape(calls: &[Nested]) -> Vec<(usize, u64, bool)> {
    calls.iter().map(|call| (call.depth, call.call_id, call.row.is_some())).collect()
}

/// Call 1 holds 2 and 6; 2 holds 3 and 5; 3 holds 4. Written when they end. The same numbers in another runtime.
fn nested(log: &Log) {
    let calls = [(4, 3), (3, 2), (5, 2), (2, 1), (6, 1), (1, 0)];
    for runtime in [1, 2] {
        log.insert(&calls.map(|(call, parent)| Call { call, parent, runtime, ..Call::default() }));
    }
}

#[test]
fn a_tree_has_all_that_is_below_and_what_is_above() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    nested(&log);
    let file = CallLogFile::open(log.path()).unwrap();
    let tree = file.tree(&name(1)).unwrap();
    assert_eq!(tree.parents, []);
    let all = [(0, 1, true), (1, 2, true), (2, 3, true), (3, 4, true), (2, 5, true), (1, 6, true)];
    assert_eq!(shape(&tree.calls), all);
    assert!(tree.calls.iter().all(|call| call.row.as_ref().is_some_and(|row| row.runtime_id == Some(1))));
    let tree = file.tree(&name(3)).unwrap();
    assert_eq!(shape(&tree.parents), [(0, 1, true), (1, 2, true)]);
    assert_eq!(shape(&tree.calls), [(2, 3, true), (3, 4, true)]);
    assert!(!tree.is_cut && tree.lost == 0);
    let error = file.tree(&name(7)).unwrap_err();
    assert_eq!(error.kind(), LogErrorKind::Read);
    assert!(error.to_string().contains("has no call 7 of runtime 1 of factory 00ab00cd00ef0012"), "{error}");
}

#[test]
fn calls_of_one_number_are_told_apart() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    nested(&log);
    log.insert(&[Call { factory: "ff00000000000000", call: 2, parent: 9, ..Call::default() }]);
    let file = CallLogFile::open(log.path()).unwrap();
    let found = |call, runtime, factory| {
        let names = file.find(call, runtime, factory).unwrap();
        names.into_iter().map(|name| (name.factory_id[..2].to_owned(), name.runtime_id)).collect::<Vec<_>>()
    };
    let [ours, ours_too, other] = [("00".to_owned(), 1), ("00".to_owned(), 2), ("ff".to_owned(), 1)];
    assert_eq!(found(2, None, None), [ours.clone(), ours_too.clone(), other.clone()]);
    assert_eq!(found(2, Some(1), None), [ours, other.clone()]);
    assert_eq!(found(2, Some(2), Some("00ab")), [ours_too]);
    assert_eq!(found(2, Some(2), Some("ff")), []);
    // It has no row, but another call lies within it.
    assert_eq!(found(9, None, None), [other]);
    assert_eq!(found(10, None, None), []);
}

#[test]
fn calls_without_rows_still_hold_others() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    // Calls 1 and 2 are running. Records 5 to 7 were lost.
    log.insert(&[
        Call { call: 4, parent: 3, ..Call::default() },
        Call { call: 7, function: "(dropped)", outcome: "dropped", lost: 3, ..Call::default() },
        Call { call: 8, parent: 2, ..Call::default() },
    ]);
    log.execute("UPDATE call_log SET call_id = NULL WHERE lost > 0; UPDATE call_log SET call_id = 3, parent_call_id = 2 WHERE id = 3");
    let file = CallLogFile::open(log.path()).unwrap();
    let tree = file.tree(&name(2)).unwrap();
    assert_eq!((shape(&tree.parents), shape(&tree.calls)), (vec![], vec![(0, 2, false), (1, 3, true), (2, 4, true)]));
    let tree = file.tree(&name(4)).unwrap();
    assert_eq!(shape(&tree.parents), [(0, 2, false), (1, 3, true)]);
    assert_eq!(tree.lost, 0);
    assert_eq!(file.tree(&name(3)).unwrap().lost, 3);
}

#[test]
fn a_circle_and_a_deep_nest_come_to_an_end() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    log.insert(&[(1, 2), (2, 1), (3, 3)].map(|(call, parent)| Call { call, parent, ..Call::default() }));
    let deep: Vec<_> = (10..20_010).rev().map(|call| Call { call, parent: call - 1, ..Call::default() }).collect();
    log.insert(&deep);
    let file = CallLogFile::open(log.path()).unwrap();
    assert_eq!(shape(&file.tree(&name(1)).unwrap().calls), [(1, 1, true), (2, 2, true)]);
    assert_eq!(shape(&file.tree(&name(3)).unwrap().calls), [(0, 3, true)]);
    let began = Instant::now();
    let tree = file.tree(&name(9)).unwrap();
    assert_eq!((tree.calls.len(), tree.calls[20_000].depth), (20_001, 20_000));
    let tree = file.tree(&name(5010)).unwrap();
    assert_eq!((tree.parents.len(), tree.calls.len()), (5001, 15_000));
    // Without an index for the purpose, each level would read the whole file.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn a_tree_of_too_many_calls_is_cut_at_its_depths() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    let many: Vec<_> = (2..120_000).map(|call| Call { call, parent: 1 + call % 2, ..Call::default() }).collect();
    log.insert(&many);
    let tree = CallLogFile::open(log.path()).unwrap().tree(&name(1)).unwrap();
    assert!(tree.is_cut);
    assert_eq!(tree.calls.len(), 100_000);
    assert_eq!(tree.calls.iter().filter(|call| call.depth == 1).count(), 59_999);
}

fn ids(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| row.id).collect()
}

fn calls_of(tail: &mut Tail) -> Vec<u64> {
    tail.poll().expect("rows").iter().filter_map(|row| row.call_id).collect()
}

#[test]
fn following_gives_the_newest_then_what_comes() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    let many = |calls: std::ops::Range<u64>, outcome| {
        log.insert(&calls.map(|call| Call { call, outcome, ..Call::default() }).collect::<Vec<_>>());
    };
    many(1..10, "returned");
    let open = || CallLogFile::open(log.path()).unwrap();
    let mut tail = open().follow(Query::new(), 3);
    let mut threw = open().follow(Query::new().outcome(Outcome::Threw), 3);
    let mut from_now = open().follow(Query::new(), 0);
    let mut after = open().follow(Query::new().after(7), 9);
    assert_eq!(ids(&tail.poll().unwrap()), [7, 8, 9]);
    assert_eq!(ids(&threw.poll().unwrap()), []);
    assert_eq!(ids(&from_now.poll().unwrap()), []);
    assert_eq!(ids(&after.poll().unwrap()), [8, 9]);
    assert_eq!(ids(&tail.poll().unwrap()), []);
    many(10..12, "threw");
    assert_eq!(ids(&tail.poll().unwrap()), [10, 11]);
    assert_eq!(ids(&threw.poll().unwrap()), [10, 11]);
    many(12..25_012, "returned");
    assert_eq!(tail.poll().unwrap().len(), 10_000);
    assert_eq!(tail.poll().unwrap().len(), 10_000);
    assert_eq!(tail.poll().unwrap().len(), 5_000);
    assert_eq!(ids(&threw.poll().unwrap()), []);
    assert_eq!(tail.poll().unwrap(), []);
}

#[test]
fn following_goes_on_in_the_file_that_takes_the_place() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("calls");
    let beside = |suffix: &str| folder.path().join(format!("calls{suffix}"));
    let log = Log::new(&path);
    let one = |log: &Log, call| log.insert(&[Call { call, ..Call::default() }]);
    one(&log, 1);
    let mut tail = CallLogFile::open(&path).unwrap().follow(Query::new(), 9);
    assert_eq!(calls_of(&mut tail), [1]);
    // Written and moved away before anybody looked.
    one(&log, 2);
    for suffix in ["", "-wal", "-shm"] {
        fs::rename(beside(suffix), beside(&format!(".1{suffix}"))).unwrap();
    }
    assert_eq!(calls_of(&mut tail), [2]);
    assert_eq!(calls_of(&mut tail), []);
    // A file that is nothing yet, then one with rows.
    fs::write(&path, "").unwrap();
    assert_eq!(calls_of(&mut tail), []);
    let log = Log::new(&path);
    one(&log, 3);
    assert_eq!(calls_of(&mut tail), [3]);
    // Deleted: there is nothing, and no error. What is no log is waited for.
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(beside(suffix)).unwrap();
    }
    assert_eq!(calls_of(&mut tail), []);
    fs::write(&path, "half written").unwrap();
    assert_eq!(calls_of(&mut tail), []);
    fs::remove_file(&path).unwrap();
    one(&Log::new(&path), 4);
    assert_eq!(calls_of(&mut tail), [4]);
}
