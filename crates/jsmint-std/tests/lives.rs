//! Many short lives leave nothing behind. A binary of its own, since it counts what the whole process has open.
//!
//! `JSMINT_LIVES=100000` makes it as many as the project promises.

mod common;

use common::factory;
use jsmint::{EngineFactory, Options, Strategy};
use jsmint_std::Access;

/// How many descriptors this process has open.
fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("a system with /proc").count()
}

/// Bytes of memory that this process holds.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").expect("a system with /proc");
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).expect("a number") * 4096
}

/// How many children this process has, ended ones that nobody has reaped among them.
fn children() -> usize {
    let own = std::process::id().to_string();
    let of_ours = |stat: String| {
        stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1).map(|parent| parent == own))
            == Some(true)
    };
    std::fs::read_dir("/proc")
        .expect("a system with /proc")
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok())
        .filter(|stat| of_ours(stat.clone()))
        .count()
}

fn live(factory: &EngineFactory, number: usize) {
    let mut rt = factory.new_runtime().expect("a runtime");
    let opened: f64 = rt
        .eval("const fs = require('fs'); fs.openSync('file.txt'); fs.openSync('file.txt', 'a');
            const db = require('database'); db.open('main').exec('CREATE TABLE t (x)'); db.open('app').query('SELECT * FROM t').length;
            const promise = fs.promises.open('file.txt'); if (typeof setTimeout === 'function') setTimeout(() => {}, 1000); fs.openSync('file.txt')")
        .expect("it lives");
    assert!(opened >= 6.0, "each life has its own numbers: {opened}");
    if number.is_multiple_of(200) {
        rt.eval::<()>("require('exec').run('sh', ['-c', 'sleep 30 > /dev/null 2>&1 & true'])").expect("it runs");
    }
}

#[test]
fn nothing_is_left_behind() {
    let lives = std::env::var("JSMINT_LIVES").ok().and_then(|lives| lives.parse().ok()).unwrap_or(2_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("file.txt"), "text").expect("a file");
    let app = folder.path().join("app.sqlite");
    rusqlite::Connection::open(&app).and_then(|db| db.execute_batch("CREATE TABLE t (x)")).expect("a database");
    for (strategy, lives) in [(Strategy::Image, lives), (Strategy::Cold, lives / 50)] {
        let options = Options::new()
            .module(jsmint_std::fs().read(folder.path()).write(folder.path()))
            .module(jsmint_std::database().memory("main").open("app", &app, Access::ReadOnly))
            .module(jsmint_std::exec().allow(["sh", "sleep"]));
        let factory = factory(strategy, options);
        // What is made once is made by then.
        (0..50).for_each(|number| live(&factory, number));
        let before = (descriptors(), children());
        let memory = resident();
        // Some live side by side, and are dropped in another order.
        let mut crowd: Vec<_> = (0..8).map(|_| factory.new_runtime().expect("a runtime")).collect();
        for rt in &mut crowd {
            assert_eq!(rt.eval::<i32>("require('fs').openSync('file.txt')").expect("it opens"), 3);
        }
        assert_eq!(descriptors(), before.0 + 8);
        drop(crowd.remove(3));
        assert_eq!(descriptors(), before.0 + 7);
        drop(crowd);
        (1..=lives).for_each(|number| live(&factory, number));
        assert_eq!((descriptors(), children()), before, "after {lives} lives");
        let grown = resident().saturating_sub(memory);
        println!(
            "{strategy:?}: {lives} lives, {} descriptors and {} children as before, {} KiB more",
            before.0,
            before.1,
            grown >> 10
        );
        assert!(grown < 48 << 20, "{grown} bytes more after {lives} lives");
    }
}
