//! How many pages a life writes to: what it costs follows from that.

use jsmint::{EngineFactory, Options, Runtime};

/// How many pages are restored after a life in which this is done; none where the system cannot tell.
fn pages_of(factory: &EngineFactory, live: impl Fn(&mut Runtime)) -> Option<u64> {
    const LIVES: u64 = 20;
    let lives = |n| (0..n).for_each(|_| live(&mut factory.new_runtime().expect("a runtime")));
    // The first finds out which pages are written to. Lives that are not counted follow, since the first of a slot costs
    // other work.
    lives(3);
    let before = factory.stats();
    lives(LIVES);
    let after = factory.stats();
    let pages = (after.restored_pages - before.restored_pages) / LIVES;
    let is_told = after.recycled > before.recycled && pages > 0 && after.caught_pages == before.caught_pages;
    (is_told && pages < after.image_bytes as u64 / 4096).then_some(pages)
}

#[test]
fn small_lives_write_to_few_pages() {
    let factory = EngineFactory::new(Options::new().preload_script("f.js", "function number(n) { return n * 2 + 1; }"))
        .expect("a factory");
    let script = factory.compile("script.js", "var n = 41; n + 1;").expect("a script");
    let most = |life: &str, pages: Option<u64>, most: u64| {
        assert!(pages.is_none_or(|pages| pages <= most), "{life}: {pages:?} pages instead of {most}");
    };
    let number = pages_of(&factory, |runtime| assert_eq!(runtime.call::<i32, _>("number", (41,)).ok(), Some(83)));
    most("a call", number, 3);
    let compiled = pages_of(&factory, |runtime| assert_eq!(runtime.run::<i32>(&script).ok(), Some(42)));
    most("a compiled line", compiled, 14);
    let source = pages_of(&factory, |runtime| assert_eq!(runtime.eval::<i32>("var n = 41; n + 1;").ok(), Some(42)));
    most("a line of source", source, 15);
    println!("pages: {number:?} {compiled:?} {source:?}");
}
