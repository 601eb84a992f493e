//! What a store promises: whole or not there, and one at a time.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use jsmint::Snapshot;
use jsmint_store::{BlockingStore, Store, StoreError, Version};

const LONG: Duration = Duration::from_secs(600);

fn snapshot(text: &str) -> Snapshot {
    Snapshot::from_bytes(text)
}

fn text(snapshot: &Snapshot) -> String {
    String::from_utf8(snapshot.as_bytes().to_vec()).expect("text")
}

/// Runs a test with a store in memory and with one in a folder.
fn stores(test: impl Fn(BlockingStore)) {
    test(Store::memory().blocking().expect("a store"));
    let folder = tempfile::tempdir().expect("a folder");
    test(Store::directory(folder.path()).and_then(Store::blocking).expect("a store"));
}

#[test]
fn the_latest_is_found_and_older_ones_are_gone() {
    stores(|store| {
        assert!(matches!(store.get("a"), Err(StoreError::NotFound { id }) if id == "a"));
        let mut version = store.put("a", &snapshot("0"), None).expect("stored");
        for n in 1..20 {
            let next = store.put("a", &snapshot(&n.to_string()), Some(version)).expect("stored");
            assert!(next > version);
            version = next;
        }
        store.put("b/../c", &snapshot("other"), None).expect("stored");
        let found = store.get("a").expect("there");
        assert_eq!((text(&found.snapshot), found.version, found.is_claimed), ("19".into(), version, false));
        let listed: Vec<_> =
            store.list().expect("a list").into_iter().map(|one| (one.id, one.version, one.size)).collect();
        assert_eq!(listed, [("a".into(), version, 2), ("b/../c".into(), Version::new(1), 5)]);
        store.remove("a", version).expect("removed");
        assert!(matches!(store.get("a"), Err(StoreError::NotFound { .. })));
        assert_eq!(store.list().expect("a list").len(), 1);
    });
}

#[test]
fn who_has_not_seen_the_latest_is_refused() {
    stores(|store| {
        let first = store.put("a", &snapshot("0"), None).expect("stored");
        let second = store.put("a", &snapshot("1"), Some(first)).expect("stored");
        for seen in [None, Some(first), Some(Version::new(second.get() + 1))] {
            let error = store.put("a", &snapshot("x"), seen).expect_err("a conflict");
            assert!(
                matches!(&error, StoreError::Conflict { expected, found, .. } if *expected == seen && *found == Some(second)),
                "{error}"
            );
        }
        assert!(matches!(store.remove("a", first), Err(StoreError::Conflict { .. })));
        assert!(matches!(store.put("c", &snapshot("x"), Some(first)), Err(StoreError::Conflict { found: None, .. })));
        assert!(matches!(store.put("", &snapshot("x"), None), Err(StoreError::Id { .. })));
        assert_eq!(text(&store.get("a").expect("there").snapshot), "1");
    });
}

#[test]
fn one_worker_at_a_time() {
    stores(|store| {
        let first = store.put("a", &snapshot("0"), None).expect("stored");
        let claimed = store.claim("a", LONG).expect("mine");
        assert!(claimed.is_claimed && claimed.version > first && text(&claimed.snapshot) == "0");
        let error = store.claim("a", LONG).expect_err("busy");
        assert!(matches!(error, StoreError::Busy { left, .. } if left > LONG / 2), "{error}");
        let kept = store.keep("a", &snapshot("1"), claimed.version).expect("kept");
        assert!(matches!(store.claim("a", LONG), Err(StoreError::Busy { .. })));
        // A worker that has died is not waited for, and if it has not, it learns of it.
        let stolen = store.claim("a", Duration::ZERO).expect("mine");
        assert_eq!(text(&stolen.snapshot), "1");
        assert!(matches!(store.keep("a", &snapshot("late"), kept), Err(StoreError::Conflict { .. })));
        store.put("a", &snapshot("2"), Some(stolen.version)).expect("stored");
        assert_eq!(text(&store.claim("a", LONG).expect("free again").snapshot), "2");
    });
}

#[test]
fn of_many_who_claim_or_store_one_succeeds() {
    stores(|store| {
        let mut version = store.put("a", &snapshot("0"), None).expect("stored");
        for round in 0..10 {
            let (store, workers) = (&store, 0..8);
            let won: Vec<Version> = thread::scope(|scope| {
                let tries: Vec<_> = workers
                    .map(|n| {
                        scope.spawn(move || {
                            let store = store.clone();
                            if round % 2 == 0 {
                                store.claim("a", LONG).ok().map(|found| found.version)
                            } else {
                                store.put("a", &snapshot(&n.to_string()), Some(version)).ok()
                            }
                        })
                    })
                    .collect();
                tries.into_iter().filter_map(|worker| worker.join().expect("no panic")).collect()
            });
            assert_eq!(won.len(), 1, "round {round}: {won:?}");
            version = won[0];
            assert_eq!(store.get("a").expect("there").version, version);
        }
    });
}

#[test]
fn what_nobody_touches_expires() {
    stores(|store| {
        let old = store.put("old", &snapshot("0"), None).expect("stored");
        store.put("older", &snapshot("0"), None).expect("stored");
        thread::sleep(Duration::from_millis(1100));
        store.put("old", &snapshot("1"), Some(old)).expect("stored");
        assert_eq!(store.expire(Duration::from_secs(1)).expect("expired"), ["older"]);
        assert_eq!(store.list().expect("a list").into_iter().map(|one| one.id).collect::<BTreeSet<_>>().len(), 1);
    });
}

#[test]
fn another_process_finds_what_was_stored_in_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || Store::directory(folder.path()).and_then(Store::blocking).expect("a store");
    let version = open().put("a", &snapshot("0"), None).expect("stored");
    assert_eq!(open().get("a").expect("there").version, version);
    // What is half written has another name.
    std::fs::write(folder.path().join("a/0000000000000009#1"), "half").expect("a file");
    std::fs::write(folder.path().join("stray"), "else").expect("a file");
    assert_eq!(open().get("a").expect("there").version, version);
    assert_eq!(open().list().expect("a list").len(), 1);
    assert!(Store::directory(folder.path().join("nowhere")).is_err());
}

#[tokio::test]
async fn the_store_itself_is_asynchronous() {
    let store = Store::memory();
    let version = store.put("a", &snapshot("0"), None).await.expect("stored");
    assert_eq!(store.get("a").await.expect("there").version, version);
    let blocking = store.blocking().expect("a store");
    assert!(matches!(blocking.get("a"), Err(StoreError::Async)));
    tokio::task::spawn_blocking(move || drop(blocking)).await.expect("no panic");
}
