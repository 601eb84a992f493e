//! Functions of the modules that reach outside, called with whatever may come, where all is granted and where nothing is:
//! no crash, no panic, nothing left open, and a next tenant that sees nothing of it.
//!
//! `JSMINT_ROUNDS=5000 cargo test --release -p jsmint-std --test hostile` is the long form; `JSMINT_SEED=7` one round.

mod common;

use std::any::Any;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use common::{children, factory};
use jsmint::{CallLog, EngineFactory, ErrorKind, Exports, Limits, NativeModule, Options, Runtime, SpawnOptions};
use jsmint_std::Access;
use tempfile::TempDir;

/// What calls them, which the builtin modules are tried with, too.
const CALL: &str = include_str!("../../jsmint/tests/node_hostile/call.js");

/// What they are called with, besides.
const VALUES: &str = include_str!("hostile/values.js");

/// How many runtimes are tried with each factory, and the calls in each entry of them.
const ROUNDS: u32 = if cfg!(debug_assertions) { 5 } else { 60 };
const CALLS: u32 = 150;

/// How long an entry may take; and how much longer it may seem on a busy machine.
const TIME: Duration = Duration::from_millis(1000);
const SLACK: Duration = Duration::from_secs(10);

/// What panicked anywhere in this process.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Tests that count what the process has open come one by one.
static TURN: Mutex<()> = Mutex::new(());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has panics recorded from now on.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // An assertion of this file says for itself what is wrong.
            if !info.location().is_some_and(|location| location.file().ends_with(file!())) {
                lock(&PANICS).push(info.to_string());
            }
            before(info);
        }));
    });
}

/// The Rust side of a module, without the script that stands between it and other scripts.
struct Bare<M>(M, &'static str);

impl<M: NativeModule> NativeModule for Bare<M> {
    fn name(&self) -> &str {
        self.1
    }

    fn define(&self, exports: &mut Exports) {
        self.0.define(exports);
    }

    fn new_state(&self) -> jsmint::Result<Box<dyn Any + Send>> {
        self.0.new_state()
    }
}

/// A granted folder, and one beside it.
struct Scene(TempDir);

impl Scene {
    fn new() -> Self {
        let scene = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(scene.0.path().join("outside")).expect("a folder");
        fs::write(scene.0.path().join("outside/secret.txt"), "SECRET").expect("a file");
        fs::create_dir(scene.granted()).expect("a folder");
        fs::create_dir(scene.0.path().join("databases")).expect("a folder");
        scene.reset();
        rusqlite::Connection::open(scene.database("read-only"))
            .and_then(|db| db.execute_batch("CREATE TABLE t (a, b)"))
            .expect("a database");
        scene
    }

    fn granted(&self) -> PathBuf {
        self.0.path().join("granted")
    }

    fn database(&self, name: &str) -> PathBuf {
        self.0.path().join("databases").join(name)
    }

    /// Puts the granted folder back as it was.
    fn reset(&self) {
        let granted = self.granted();
        open_up(&granted);
        for entry in granted.read_dir().expect("a folder").flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            }
            .expect("it goes");
        }
        for name in ["app", "bare"] {
            // There may be none.
            let _ = fs::remove_file(self.database(name));
        }
        fs::create_dir(granted.join("folder")).expect("a folder");
        fs::write(granted.join("file.txt"), "some text").expect("a file");
        fs::write(granted.join("folder/inner.txt"), [0, 255, 65]).expect("a file");
        symlink("file.txt", granted.join("link")).expect("a link");
        symlink("nothing", granted.join("dangling")).expect("a link");
    }

    fn check(&self) {
        let names = |folder: &Path| folder.read_dir().expect("a folder").count();
        assert_eq!(fs::read_to_string(self.0.path().join("outside/secret.txt")).expect("it is there"), "SECRET");
        assert_eq!((names(&self.0.path().join("outside")), names(self.0.path())), (1, 3), "something was made outside");
    }

    fn modules(&self, options: Options) -> Options {
        let folder = self.granted();
        let files =
            || jsmint_std::fs().read_at(&folder, "/data").write_at(&folder, "/data").open_limit(32).file_limit(1 << 20);
        let programs = || {
            jsmint_std::exec()
                .allow(["true", "cat"])
                .env(["LANG"])
                .cwd(&folder)
                .output_limit(100_000)
                .timeout(Duration::from_millis(300))
        };
        let databases = |own: &str| {
            let database = jsmint_std::database().memory("memory").result_limit(1 << 20).memory_limit(1 << 20);
            database.open("app", self.database(own), Access::ReadWrite).open(
                "read-only",
                self.database("read-only"),
                Access::ReadOnly,
            )
        };
        let options = options
            .module(files())
            .module(programs())
            .module(databases("app"))
            .module(jsmint_std::process().env(["LANG"]).os());
        options
            .module(Bare(files(), "bare/fs"))
            .module(Bare(programs(), "bare/exec"))
            .module(Bare(databases("bare"), "bare/database"))
    }
}

/// Makes every folder below one that can be listed and emptied.
fn open_up(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
    for entry in folder.read_dir().expect("a folder").flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

/// The names of all modules that are on trial, the bare ones among them.
fn names() -> Vec<String> {
    // Whoever adds a module to the crate adds it here and to the scene.
    let published = include_str!("../src/lib.rs").matches("\npub use ").count();
    let modules: [Box<dyn NativeModule>; 4] = [
        Box::new(jsmint_std::fs()),
        Box::new(jsmint_std::exec()),
        Box::new(jsmint_std::database()),
        Box::new(jsmint_std::process().os()),
    ];
    assert_eq!(modules.len(), published);
    let with_companions = |module: Box<dyn NativeModule>| {
        let companions = module.companions();
        std::iter::once(module).chain(companions).map(|module| module.name().to_owned()).collect::<Vec<_>>()
    };
    modules.into_iter().flat_map(with_companions).collect()
}

/// What this process has open, but for what is opened once, where it is first needed: handles of `/proc`.
fn descriptors() -> Vec<PathBuf> {
    let all = fs::read_dir("/proc/self/fd").expect("a system with /proc").flatten();
    let targets = all.filter_map(|entry| entry.path().read_link().ok());
    let mut open: Vec<_> = targets.filter(|target| !target.starts_with("/proc")).collect();
    open.sort();
    open
}

/// Whether it is one of the ways in which a hostile script may end.
fn is_fair(kind: ErrorKind) -> bool {
    use ErrorKind::{Conversion, Exception, OutOfMemory, Pending, StackOverflow, Timeout, TooLarge};
    matches!(kind, Timeout | OutOfMemory | StackOverflow | TooLarge | Exception | Conversion | Pending)
}

/// Runs code of the test in time; whether it came to its end.
fn enter(rt: &mut Runtime, seed: u32, code: &str) -> bool {
    let start = Instant::now();
    let result = rt.eval::<(u32, Vec<String>)>(code);
    assert!(start.elapsed() < TIME + SLACK, "seed {seed}: {code} took {:?}", start.elapsed());
    let panics = lock(&PANICS).clone();
    assert!(panics.is_empty(), "seed {seed}: {panics:#?}");
    match result {
        Ok((functions, wrong)) => {
            assert!(functions > 250, "only {functions} functions found");
            assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
            true
        }
        // Callbacks that throw: it went on behind them.
        Err(error) if error.message().starts_with("unhandled rejection") => true,
        // It may run out of what it was given, or damage what the test itself is made of.
        Err(error) => {
            assert!(is_fair(error.kind()), "seed {seed}: {:?} {error}", error.kind());
            println!("seed {seed}: {code:.12} ended by {error:.200}");
            false
        }
    }
}

/// One hostile runtime; how many of its entries came to their end.
fn round(factory: &EngineFactory, seed: u32, names: &str) -> u32 {
    let limits = Limits::new().memory(48 << 20).time(TIME);
    let mut rt = factory.spawn(SpawnOptions::new().limits(limits)).expect("a runtime");
    rt.eval::<()>("globalThis.saved = { fs: { ...require('fs') }, database: { ...require('database') } }")
        .expect("it begins");
    rt.eval::<()>(CALL).expect("it begins");
    rt.eval::<()>(VALUES).expect("it begins");
    let mut finished = 0;
    let entries = [
        format!("fuzz({seed}, {CALLS}, {names}, values)"),
        format!("fuzz({seed} + 1, {CALLS})"),
        format!("disturb({seed}, {CALLS})"),
        format!("disturb({seed} + 1, {CALLS})"),
        "fuzz(1, 0)".to_owned(),
    ];
    for code in &entries {
        finished += u32::from(enter(&mut rt, seed, code));
    }
    // It answers, or says why not.
    match rt.eval::<i32>("1 + 1") {
        Ok(two) => assert_eq!(two, 2),
        Err(error) => assert!(error.is_out_of_memory(), "seed {seed}: {:?} {error}", error.kind()),
    }
    finished
}

/// What a fresh runtime sees, whatever was before it.
fn check_tenant(factory: &EngineFactory, granted: bool) {
    let mut rt = factory.new_runtime().expect("a runtime");
    let code = if granted {
        "const db = require('database').open('memory'); const fs = require('fs');
        JSON.stringify([db.query('SELECT count(*) AS n FROM sqlite_master'), db.inTransaction, fs.openSync('file.txt'), fs.readFileSync('/data/file.txt', 'utf8'),
            require('exec').run('cat', [], { input: 'x' }).stdout, Object.keys(process.env).sort().join()])"
    } else {
        "JSON.stringify([1, ...[() => require('fs').readFileSync('x'), () => require('exec').run('true'), () => require('database').open('memory')].map((act) => { try { act() } catch (e) { return e.code } })])"
    };
    let env = if std::env::var_os("LANG").is_some() { "LANG" } else { "" };
    let expected = if granted {
        format!(r#"[[{{"n":0}}],false,3,"some text","x","{env}"]"#)
    } else {
        r#"[1,"ERR_ACCESS_DENIED","ERR_ACCESS_DENIED","ERR_ACCESS_DENIED"]"#.to_owned()
    };
    assert_eq!(rt.eval::<String>(code).expect("a clean runtime"), expected);
}

/// Tries many runtimes of one factory.
fn try_all(factory: &EngineFactory, scene: &Scene, names: &str, granted: bool) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    let (seed, rounds) = (number("JSMINT_SEED"), number("JSMINT_ROUNDS").unwrap_or(ROUNDS));
    check_tenant(factory, granted);
    let before = descriptors();
    let mut finished = 0;
    let start = Instant::now();
    for seed in seed.map_or(1..=rounds, |seed| seed..=seed) {
        finished += round(factory, seed, names);
        assert_eq!(descriptors(), before, "seed {seed}: left open");
        scene.check();
        scene.reset();
        check_tenant(factory, granted);
    }
    println!("{finished} entries of {} ended by themselves, {:?}", 5 * seed.map_or(rounds, |_| 1), start.elapsed());
    assert!(seed.is_some() || finished > 3 * rounds, "only {finished} of {} entries came to their end", 5 * rounds);
    assert_eq!(children(&scene.0.path().display().to_string()), 0);
}

on_both_paths! {
    fn nothing_that_is_given_to_a_granted_module_breaks_it(strategy) {
        let _turn = lock(&TURN);
        watch_panics();
        let scene = Scene::new();
        let mut names = names();
        names.extend(["bare/fs", "bare/exec", "bare/database"].map(str::to_owned));
        let factory = factory(strategy, scene.modules(Options::new().deterministic(1)));
        try_all(&factory, &scene, &format!("{names:?}"), true);
    }

    fn nor_where_its_calls_are_recorded(strategy) {
        let _turn = lock(&TURN);
        watch_panics();
        let scene = Scene::new();
        let log = CallLog::callback(|record| assert!(!record.begin.function.is_empty()));
        let factory = factory(strategy, scene.modules(Options::new().deterministic(1).call_log(log)));
        try_all(&factory, &scene, &format!("{:?}", names()), true);
    }

    fn nor_where_nothing_is_granted(strategy) {
        let _turn = lock(&TURN);
        watch_panics();
        let scene = Scene::new();
        let options = Options::new().module(jsmint_std::fs()).module(jsmint_std::exec()).module(jsmint_std::database()).module(jsmint_std::process().os());
        try_all(&factory(strategy, options), &scene, &format!("{:?}", names()), false);
    }
}
