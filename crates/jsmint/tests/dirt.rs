//! How many pages a life writes to: what it costs follows from that.

use jsmint::{Contents, DirtyPage, EngineFactory, ErrorKind, Options, Restore, Runtime, Strategy};

/// Whether each small block is one of its own, as under AddressSanitizer, whose options `.ci/sanitizer` sets: then there are
/// no arenas of them, and more pages.
fn is_sanitized() -> bool {
    std::env::var_os("ASAN_OPTIONS").is_some()
}

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
    let options = Options::new().preload_script("f.js", "function number(n) { return n * 2 + 1; }");
    let factory = EngineFactory::new(options.entry_point("number")).expect("a factory");
    let entry = factory.entry_point("number").expect("an entry point");
    let script = factory.compile("script.js", "var n = 41; n + 1;").expect("a script");
    let most = |life: &str, pages: Option<u64>, most: u64| {
        let most = if is_sanitized() { most * 2 } else { most };
        assert!(pages.is_none_or(|pages| pages <= most), "{life}: {pages:?} pages instead of {most}");
    };
    let direct = pages_of(&factory, |runtime| assert_eq!(entry.call::<i32, _>(runtime, (41,)).ok(), Some(83)));
    most("a call of an entry point", direct, 1);
    let number = pages_of(&factory, |runtime| assert_eq!(runtime.call::<i32, _>("number", (41,)).ok(), Some(83)));
    most("a call", number, 2);
    let compiled = pages_of(&factory, |runtime| assert_eq!(runtime.run::<i32>(&script).ok(), Some(42)));
    most("a compiled line", compiled, 11);
    let source = pages_of(&factory, |runtime| assert_eq!(runtime.eval::<i32>("var n = 41; n + 1;").ok(), Some(42)));
    most("a line of source", source, 10);
    let json = "JSON.stringify({ a: 1, b: [1, 2, { c: 3 }] }).length";
    let longer = pages_of(&factory, |runtime| assert_eq!(runtime.eval::<i32>(json).ok(), Some(25)));
    most("a longer line", longer, 20);
    println!("pages: {direct:?} {longer:?} {number:?} {compiled:?} {source:?}");
}

#[test]
fn a_runtime_says_which_pages_it_has_written_to_and_what_lies_there() {
    let factory = EngineFactory::new(Options::new()).expect("a factory");
    let mut runtime = factory.new_runtime().expect("a runtime");
    if factory.stats().strategy == Strategy::Cold {
        return;
    }
    assert_eq!(runtime.eval::<i32>("var n = 41; n + 1;").ok(), Some(42));
    let small = runtime.dirt().expect("an image");
    assert!(small.iter().is_sorted_by_key(|page| page.offset) && small.iter().all(|page| page.offset % 4096 == 0));
    for page in &small {
        let words: usize = page.contents.iter().map(|&(_, words)| words).sum();
        assert_eq!(page.words, words, "{page:?}");
        assert!(!page.contents.is_empty(), "{page:?}");
    }
    let first: Vec<Contents> = small[0].contents.iter().map(|&(what, _)| what).collect();
    assert!(first.contains(&Contents::Header) && first.contains(&Contents::Engine), "{first:?}");
    let has = |pages: &[DirtyPage], what: fn(&Contents) -> bool| {
        pages.iter().flat_map(|page| &page.contents).any(|(contents, _)| what(contents))
    };
    assert!(is_sanitized() || has(&small, |what| matches!(what, Contents::SmallBlocks(size) if *size <= 512)));
    assert!(!has(&small, |what| matches!(what, Contents::Block(size) if *size > 100_000)));
    // What is asked is not written, and what grows is found.
    assert_eq!(runtime.dirt().expect("an image"), small);
    runtime.eval::<()>("var bytes = new Uint8Array(200_000).fill(7)").expect("it runs");
    let large = runtime.dirt().expect("an image");
    assert!(large.len() > small.len() + 40, "{} after {}", large.len(), small.len());
    assert!(has(&large, |what| matches!(what, Contents::Block(size) if *size > 200_000)));
}

#[test]
fn what_is_told_is_what_is_restored() {
    let factory = EngineFactory::new(Options::new()).expect("a factory");
    if factory.stats().restore != Some(Restore::Written) {
        return;
    }
    let mut runtime = factory.new_runtime().expect("a runtime");
    runtime.eval::<i32>("var n = 41; n + 1;").expect("it runs");
    let pages = runtime.dirt().expect("an image").len() as u64;
    drop(runtime);
    assert_eq!(factory.stats().restored_pages, pages);
}

#[test]
fn a_runtime_without_an_image_says_so() {
    let cold = EngineFactory::new(Options::new().strategy(Strategy::Cold)).expect("a factory");
    let error = cold.new_runtime().expect("a runtime").dirt().expect_err("there is no image");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("Strategy::Image"), "{error}");
}
