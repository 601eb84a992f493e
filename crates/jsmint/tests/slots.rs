//! Slots: how they are made ready ahead of need, and how they are made fresh.

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jsmint::{EngineFactory, ErrorKind, Options, Restore, Strategy};

fn factory(options: Options) -> EngineFactory {
    EngineFactory::new(options).expect("a factory")
}

/// Whether this comes true within ten seconds.
fn comes_true(is_true: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while !is_true() {
        if start.elapsed() > Duration::from_secs(10) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// How many threads of this process keep slots ready; none where the system does not tell.
fn threads() -> usize {
    let names = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let names = names.filter_map(|thread| fs::read_to_string(thread.path().join("comm")).ok());
    names.filter(|name| name.trim() == "jsmint-ready").count()
}

/// Tests whose factories have threads, which are counted.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn slots_are_kept_ready_as_long_as_the_factory_lives() {
    const READY: usize = 8;
    let _alone = ONE_AT_A_TIME.lock();
    let factory = factory(Options::new().keep_ready(READY));
    if factory.stats().strategy == Strategy::Cold {
        assert_eq!(threads(), 0, "nothing is to be kept ready");
        return;
    }
    assert!(comes_true(|| factory.stats().idle == READY), "{:?}", factory.stats());
    let mut living = Vec::new();
    for _ in 0..3 {
        living.extend((0..READY - 2).map(|_| factory.new_runtime().expect("a runtime")));
        assert!(comes_true(|| factory.stats().idle >= READY), "{:?}", factory.stats());
    }
    let stats = factory.stats();
    assert_eq!((stats.live, stats.spawned), (living.len(), living.len() as u64));
    for (n, runtime) in living.iter_mut().enumerate() {
        assert_eq!(runtime.eval::<usize>(&format!("globalThis.own = (globalThis.own ?? 0) + {n}")).ok(), Some(n));
    }
    // The thread ends with the last clone of the factory, not with its runtimes.
    drop(factory.clone());
    assert!(cfg!(not(target_os = "linux")) || threads() == 1);
    drop(factory);
    assert_eq!(threads(), 0);
    assert!(living.iter_mut().all(|runtime| runtime.eval::<i32>("1 + 1").ok() == Some(2)));
}

#[test]
fn more_slots_than_may_be_are_not_an_error() {
    let _alone = ONE_AT_A_TIME.lock();
    for _ in 0..20 {
        // The thread makes some while they are asked for.
        let factory = factory(Options::new().keep_ready(100).max_runtimes(4));
        let living: Vec<_> = (0..4).map(|_| factory.new_runtime().expect("one of four")).collect();
        if factory.stats().strategy == Strategy::Image {
            let error = factory.new_runtime().expect_err("four are alive");
            assert_eq!(error.kind(), ErrorKind::Exhausted);
            assert!(error.to_string().contains("Options::max_runtimes"), "{error}");
        }
        drop(living);
        assert!(factory.new_runtime().is_ok());
    }
}

#[test]
fn runtimes_are_fresh_however_slots_are_restored() {
    for restore in [Restore::Written, Restore::Whole] {
        let factory = factory(Options::new().restore(restore).verify(true));
        for life in 0..100 {
            let mut runtime = factory.new_runtime().expect("a runtime");
            let before = "var seen = typeof leak + Object.keys(Array.prototype).length; seen";
            assert_eq!(runtime.eval::<String>(before).ok().as_deref(), Some("undefined0"), "{restore:?}, {life}");
            let leave = "var leak = [...Array(500)].map((_, n) => ({ n })); Array.prototype.leak = leak; delete Map; 1";
            assert_eq!(runtime.eval::<i32>(leave).ok(), Some(1));
        }
        let stats = factory.stats();
        match stats.strategy {
            Strategy::Cold => assert_eq!(stats.restore, None),
            _ if restore == Restore::Whole => {
                assert_eq!((stats.restore, stats.restored_pages, stats.caught_pages), (Some(Restore::Whole), 0, 0));
            }
            // Where the system cannot tell what was written to, the answer is that all is restored.
            _ => assert_eq!(stats.restored_pages == 0, stats.restore == Some(Restore::Whole)),
        }
    }
}
