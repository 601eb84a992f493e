//! Runtimes that are put to sleep and woken, here and in other processes: what they do next is what they would have done.
#![allow(unexpected_cfgs, reason = "`jsmint_sanitizer` is given by `.ci/sanitizer`; Cargo knows only features")]

mod common;
#[path = "common/states.rs"]
mod states;

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, fs, thread};

use common::factory;
use jsmint::class::{Class, Instance, Members};
use jsmint::loader::Memory;
use jsmint::{
    Console, EngineFactory, Error, ErrorKind, Exports, Handle, Limits, NativeModule, Options, PointerSource, Result,
    ResumeOptions, Runtime, SavedState, Snapshot, SpawnOptions, Strategy,
};
use serde_json::Value;
use states::{options, programs, run};

const KEY: &[u8] = b"a key that these tests have in common";

fn sleepers(options: Options) -> Option<EngineFactory> {
    jsmint_is_supported().then(|| factory(Strategy::Image, options.snapshot_key(KEY)))
}

/// Whether there are images here.
fn jsmint_is_supported() -> bool {
    EngineFactory::new(Options::new()).expect("a factory").stats().strategy == Strategy::Image
}

/// What remains of each program after each of its parts, run to the end.
type Results = BTreeMap<String, Vec<std::result::Result<Value, String>>>;

fn rest(runtime: &mut Runtime, parts: &[String]) -> Vec<std::result::Result<Value, String>> {
    runtime.collect_garbage();
    parts.iter().map(|part| run(runtime, part)).collect()
}

/// Puts each program to sleep after each of its parts, in a file of its own; and what the rest of it gives.
fn put_to_sleep(folder: &Path) -> Results {
    let factory = sleepers(options()).expect("images");
    let mut results = Results::new();
    let (mut bytes, mut count) = (0, 0);
    for program in programs() {
        let mut runtime = factory.new_runtime().expect("a runtime");
        for (number, part) in program.parts.iter().enumerate() {
            run(&mut runtime, part).expect("it runs");
            runtime.collect_garbage();
            let snapshot = runtime.hibernate().expect("a snapshot");
            (bytes, count) = (bytes + snapshot.as_bytes().len(), count + 1);
            let name = format!("{}.{number}", program.name);
            fs::write(folder.join(&name), snapshot.as_bytes()).expect("a file");
            let left = &program.parts[number + 1..];
            // The runtime goes on, too, and so does one that is woken here.
            let mut woken = factory.resume(&snapshot).unwrap_or_else(|error| panic!("{name}: {error}"));
            let mut fork = runtime.fork().expect("a fork");
            let expected = rest(&mut fork, left);
            assert_eq!(rest(&mut woken, left), expected, "{name}");
            results.insert(name, expected);
        }
    }
    let average = bytes / count;
    println!("{average} bytes on average");
    // The sanitizer's build has no arenas for small blocks.
    assert!(average <= 16 << 10 || cfg!(jsmint_sanitizer), "{average} bytes on average");
    results
}

/// Wakes what sleeps in a folder, where this test is run for it as a process of its own.
#[test]
fn a_process_of_its_own() {
    let Some(folder) = env::var_os("JSMINT_WAKE") else { return };
    let folder = Path::new(&folder);
    let factory = sleepers(options()).expect("images");
    let mut results = Results::new();
    for program in programs() {
        for number in 0..program.parts.len() {
            let name = format!("{}.{number}", program.name);
            let snapshot = Snapshot::from_bytes(fs::read(folder.join(&name)).expect("a file"));
            let woken = factory.resume(&snapshot);
            let mut runtime = woken.unwrap_or_else(|error| panic!("{name}: {error}"));
            results.insert(name, rest(&mut runtime, &program.parts[number + 1..]));
        }
    }
    let text = serde_json::to_string(&results).expect("text");
    fs::write(folder.join("results"), text).expect("a file");
}

/// Runs the test above for a folder.
fn wake_elsewhere(folder: &Path) -> Results {
    let program = env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["--exact", "a_process_of_its_own", "--nocapture"]).env("JSMINT_WAKE", folder);
    let output = command.output().expect("a process");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    serde_json::from_slice(&fs::read(folder.join("results")).expect("results")).expect("JSON")
}

#[test]
fn what_was_put_to_sleep_goes_on_here_and_in_other_processes() {
    if !jsmint_is_supported() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let expected = put_to_sleep(folder.path());
    let processes = env::var("JSMINT_PROCESSES").map_or(2, |count| count.parse().expect("a number"));
    for _ in 0..processes {
        // Each has other addresses: of the program, of its stack, and of its slots.
        assert_eq!(wake_elsewhere(folder.path()), expected);
    }
}

#[test]
fn every_waking_is_a_runtime_of_its_own() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.eval::<()>("let n = 0; function next() { return ++n }").unwrap();
    let snapshot = rt.hibernate().unwrap();
    assert_eq!(rt.call::<i32, _>("next", ()).unwrap(), 1);
    let mut woken: Vec<Runtime> = (0..3).map(|_| factory.resume(&snapshot).unwrap()).collect();
    for runtime in &mut woken {
        assert_eq!(runtime.call::<i32, _>("next", ()).unwrap(), 1);
    }
    let mut numbers: Vec<u64> = woken.iter().chain([&rt]).map(Runtime::number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 4);
    // One that was woken can be put to sleep again, forked and rolled back.
    let again = woken[0].hibernate().unwrap();
    assert_eq!(factory.resume(&again).unwrap().call::<i32, _>("next", ()).unwrap(), 2);
    let checkpoint = woken[1].checkpoint().unwrap();
    assert_eq!(woken[1].fork().unwrap().call::<i32, _>("next", ()).unwrap(), 2);
    woken[1].call::<i32, _>("next", ()).unwrap();
    woken[1].rollback(&checkpoint).unwrap();
    assert_eq!(woken[1].call::<i32, _>("next", ()).unwrap(), 2);
}

#[test]
fn bytes_that_the_key_has_not_signed_are_refused() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.eval::<()>("globalThis.secret = 'a'.repeat(1000)").unwrap();
    let bytes = rt.hibernate().unwrap().into_bytes();
    let live = factory.stats().live;
    let refused = |bytes: Vec<u8>| {
        let error = factory.resume(&Snapshot::from_bytes(bytes)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Snapshot);
        assert!(error.to_string().contains("snapshot_key") || error.to_string().contains("cut off"), "{error}");
    };
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        refused(flipped);
        refused(bytes[..at].to_vec());
    }
    refused([&bytes[..], &[0]].concat());
    refused([&bytes[100..], &bytes[..100]].concat());
    refused(vec![0; 10_000]);
    assert_eq!(factory.stats().live, live);
    // Nor are those of another key, or of a factory that has one of its own.
    for other in [Options::new().snapshot_key(*b"another key, as long"), Options::new()] {
        let other = factory_of(other);
        let error = other.resume(&Snapshot::from_bytes(bytes.clone())).unwrap_err();
        assert!(error.to_string().contains("Options::snapshot_key"), "{error}");
    }
    assert!(factory.resume(&Snapshot::from_bytes(bytes)).is_ok());
}

/// Signs what somebody with the key has made of a snapshot.
fn signed(mut bytes: Vec<u8>) -> Snapshot {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(KEY).unwrap();
    mac.update(&bytes);
    bytes.extend(mac.finalize().into_bytes());
    Snapshot::from_bytes(bytes)
}

#[test]
fn with_the_key_what_is_damaged_is_refused_all_the_same() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.eval::<()>("globalThis.list = Array.from({ length: 50 }, (_, n) => ({ n, f: () => n }))").unwrap();
    let mut bytes = rt.hibernate().unwrap().into_bytes();
    bytes.truncate(bytes.len() - 32);
    assert_eq!(factory.resume(&signed(bytes.clone())).unwrap().eval::<i32>("list[7].f()").unwrap(), 7);
    let live = factory.stats().live;
    let refused = |bytes: Vec<u8>, what: &str| {
        let error = factory.resume(&signed(bytes)).err().unwrap_or_else(|| panic!("{what} is taken"));
        assert_eq!(error.kind(), ErrorKind::Snapshot, "{what}: {error}");
    };
    for at in 0..bytes.len() {
        for bit in [at % 8, (at + 3) % 8] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            refused(flipped, &format!("bit {bit} of byte {at}"));
        }
        refused(bytes[..at].to_vec(), &format!("the first {at} bytes"));
        let mut turned = bytes.clone();
        turned.rotate_left(at + 1);
        if turned != bytes {
            refused(turned, &format!("rotated by {at}"));
        }
    }
    for (a, b) in [(600, 900), (700, 701), (16, 800)] {
        let mut swapped = bytes.clone();
        swapped.swap(a, b);
        if swapped != bytes {
            refused(swapped, &format!("{a} and {b} swapped"));
        }
    }
    refused([&bytes[..], b"more"].concat(), "more");
    assert_eq!(factory.stats().live, live);
}

fn factory_of(options: Options) -> EngineFactory {
    factory(Strategy::Image, options)
}

#[test]
fn a_key_that_could_be_guessed_is_refused() {
    let error = EngineFactory::new(Options::new().snapshot_key(*b"short")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Option);
    assert!(error.to_string().contains("at least 16"), "{error}");
}

#[test]
fn a_factory_without_a_key_resumes_its_own_and_nobody_elses() {
    if !jsmint_is_supported() {
        return;
    }
    let (one, other) = (factory_of(Options::new()), factory_of(Options::new()));
    let snapshot = one.new_runtime().unwrap().hibernate().unwrap();
    assert_eq!(one.resume(&snapshot).unwrap().eval::<i32>("40 + 2").unwrap(), 42);
    let error = other.resume(&snapshot).unwrap_err();
    assert!(error.to_string().contains("not made by this factory"), "{error}");
}

#[test]
fn what_is_different_is_named_with_both_sides() {
    let Some(factory) = sleepers(Options::new().preload_script("a.js", "var a = 1")) else { return };
    let snapshot = factory.new_runtime().unwrap().hibernate().unwrap();
    let info = snapshot.info().unwrap();
    let others = [
        (Options::new().preload_script("a.js", "var a = 2"), "image", &info.image),
        (Options::new().preload_script("a.js", "var a = 1").warm_up(|rt| rt.eval("var b = {}")), "image", &info.image),
        (
            Options::new().preload_script("a.js", "var a = 1").limits(Limits::new().memory(64 << 20)),
            "factory",
            &info.factory,
        ),
        (Options::new().preload_script("a.js", "var a = 1").module(Counting), "factory", &info.factory),
    ];
    for (options, what, side) in others {
        let error = sleepers(options).unwrap().resume(&snapshot).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Snapshot);
        assert!(error.to_string().contains(what) && error.to_string().contains(side.as_str()), "{error}");
    }
    // The same options make the same factory, also while others are being made.
    let same = || sleepers(Options::new().preload_script("a.js", "var a = 1")).unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(same().resume(&snapshot).unwrap().eval::<i32>("a").unwrap(), 1));
        }
    });
}

#[test]
fn files_that_were_preloaded_must_be_the_same_to_the_letter() {
    let options = |text: &str| {
        let files = Memory::new().file("/main.js", "exports.limits = require('./limits')").file("/limits.js", text);
        Options::new().loader(files).preload("./main.js")
    };
    let plans = |end| format!("exports.plan = 'plan of the kind {end}'");
    let Some(factory) = sleepers(options(&plans("A"))) else { return };
    let snapshot = factory.new_runtime().unwrap().hibernate().unwrap();
    sleepers(options(&plans("A"))).unwrap().resume(&snapshot).unwrap();
    for other in ["B", "b", "Z"] {
        let error = sleepers(options(&plans(other))).unwrap().resume(&snapshot).unwrap_err();
        assert!(error.to_string().contains("image"), "{error}");
    }
}

#[test]
fn images_that_are_like_no_other_resume_their_own() {
    // What is preloaded differs from one bake to the next, so that the two of a factory disagree.
    let options = || {
        let count = AtomicU32::new(0);
        Options::new().warm_up(move |rt| {
            let items = count.fetch_add(1, Ordering::Relaxed) * 1000;
            rt.eval(&format!("var list = Array.from({{ length: {items} }}, (_, n) => ({{ n }})); 0"))
        })
    };
    let Some(factory) = sleepers(options()) else { return };
    assert!(matches!(factory.stats().pointer_source, Some(PointerSource::RangeAlone(_))));
    let snapshot = factory.new_runtime().unwrap().hibernate().unwrap();
    factory.resume(&snapshot).unwrap();
    let error = sleepers(options()).unwrap().resume(&snapshot).unwrap_err();
    assert!(error.to_string().contains("image"), "{error}");
}

#[test]
fn a_runtime_that_was_set_up_from_nothing_says_why_it_cannot_sleep() {
    let cold = factory(Strategy::Cold, Options::new());
    let error = cold.new_runtime().unwrap().hibernate().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("Strategy::Image"), "{error}");
    assert_eq!(cold.resume(&Snapshot::from_bytes([])).unwrap_err().kind(), ErrorKind::Unsupported);
}

#[test]
fn time_goes_on_while_a_runtime_sleeps() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    let timers = "performance.now(); globalThis.log = []; setTimeout(() => log.push('soon'), 30);
        setTimeout(() => log.push('late'), 60_000); performance.now()";
    let before: f64 = rt.eval(timers).unwrap();
    let snapshot = rt.hibernate().unwrap();
    thread::sleep(Duration::from_millis(50));
    let mut woken = factory.resume(&snapshot).unwrap();
    let now: f64 = woken.eval("performance.now()").unwrap();
    assert!(now >= before + 50.0 && now < before + 30_000.0, "{before} {now}");
    let drift = "Math.abs(performance.timeOrigin + performance.now() - Date.now())";
    assert!(woken.eval::<f64>(drift).unwrap() < 100.0);
    let left = woken.run_due().unwrap().expect("a timer");
    assert_eq!(woken.eval::<Vec<String>>("log").unwrap(), ["soon"]);
    assert!(left > Duration::from_secs(30) && left < Duration::from_secs(60), "{left:?}");

    // A virtual clock stands still until the host moves it.
    let Some(factory) = sleepers(Options::new().deterministic(5)) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.advance_clock(Duration::from_secs(3));
    let state = "[Date.now(), performance.now(), Math.random()].join()";
    let snapshot = rt.hibernate().unwrap();
    let expected = rt.eval::<String>(state).unwrap();
    assert_eq!(factory.resume(&snapshot).unwrap().eval::<String>(state).unwrap(), expected);
}

#[test]
fn what_was_used_stays_used_and_what_was_allowed_is_allowed() {
    let console = Console::buffer();
    let options = Options::new().console(console.clone()).limits(Limits::new().output(100));
    let Some(factory) = sleepers(options) else { return };
    let limits = Limits::new().output(100).time(Duration::from_millis(200)).memory(24 << 20);
    let mut rt = factory.spawn(SpawnOptions::new().limits(limits)).unwrap();
    rt.eval::<()>("console.log('x'.repeat(89))").unwrap();
    let snapshot = rt.hibernate().unwrap();
    let own = Console::buffer();
    let mut woken = factory.resume_with(&snapshot, ResumeOptions::new().console(own.clone())).unwrap();
    woken.eval::<()>("console.log('y'.repeat(50))").unwrap();
    let written: String = own.take().into_iter().map(|(_, text)| text).collect();
    assert!(written.matches('y').count() <= 11, "{written}");
    assert!(woken.eval::<()>("for (;;);").unwrap_err().is_timeout());
    let greedy = "const all = []; for (;;) all.push(new Uint8Array(1 << 20))";
    assert!(woken.eval::<()>(greedy).is_err());
    assert_eq!(console.take().len(), 1);
}

#[test]
fn functions_of_the_host_are_given_again_by_name() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.function("price", |n: f64| Ok(n * 2.0)).unwrap();
    rt.function("tax", |n: f64| Ok(n / 10.0)).unwrap();
    rt.eval::<()>("const total = n => price(n) + tax(n)").unwrap();
    let snapshot = rt.hibernate().unwrap();
    let error = factory.resume(&snapshot).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error.to_string().contains("price, tax") && error.to_string().contains("ResumeOptions::function"),
        "{error}"
    );
    let options = ResumeOptions::new().function("tax", |n: f64| Ok(n / 5.0)).function("price", |n: f64| Ok(n * 3.0));
    assert_eq!(factory.resume_with(&snapshot, options).unwrap().eval::<f64>("total(10)").unwrap(), 32.0);
}

#[test]
fn handles_belong_to_the_runtime_that_gave_them() {
    let Some(factory) = sleepers(Options::new()) else { return };
    let mut rt = factory.new_runtime().unwrap();
    let handle: Handle = rt.eval("let kept = { a: 1 }; globalThis.ref = new WeakRef(kept); kept").unwrap();
    let snapshot = rt.hibernate().unwrap();
    let mut woken = factory.resume(&snapshot).unwrap();
    assert_eq!(woken.enter(|scope| handle.value(scope).map(drop)).unwrap_err().kind(), ErrorKind::NotFound);
    // Nobody there has it, so it is let go of.
    woken.eval::<()>("kept = null").unwrap();
    assert!(woken.eval::<bool>("ref.deref() === undefined").unwrap());
    assert_eq!(rt.eval::<i32>("ref.deref().a").unwrap(), 1);
}

/// A module with a state of each sort that there is, and a class whose instances go along.
struct Counting;

struct Tally(i32);

impl Class for Tally {
    const NAME: &'static str = "Tally";

    fn define(members: &mut Members<Self>) {
        members.constructor(1, "", |call| Ok(Tally(call.get(0)?)));
        members.method("add", 0, "", |call| {
            Instance::<Tally>::this(call)?.with_mut(|tally| {
                tally.0 += 1;
                Ok(call.scope().int(tally.0))
            })
        });
    }

    fn save(&self) -> Result<SavedState> {
        if self.0 > 100 {
            return Err(Error::new(ErrorKind::Unsupported, "this Tally is too large to be kept"));
        }
        SavedState::of(&self.0)
    }

    fn load(saved: &SavedState) -> Result<Self> {
        saved.get().map(Tally)
    }
}

impl NativeModule for Counting {
    fn name(&self) -> &str {
        "counting"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("next", 0, "", |call| {
            let count: &Cell<i32> = call.state()?;
            count.set(count.get() + 1);
            Ok(call.scope().int(count.get()))
        });
        exports.class::<Tally>();
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(Cell::new(0)))
    }

    fn save_state(&self, state: &(dyn Any + Send)) -> Result<SavedState> {
        let count = state.downcast_ref::<Cell<i32>>().expect("a count").get();
        if count > 100 {
            return Err(Error::new(ErrorKind::Unsupported, "a transaction is open"));
        }
        SavedState::of(&count)
    }

    fn load_state(&self, saved: &SavedState) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(Cell::new(saved.get::<i32>()?)))
    }
}

/// A module whose state nobody can have twice.
struct Silent;

impl NativeModule for Silent {
    fn name(&self) -> &str {
        "silent"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("touch", 0, "", |call| call.state::<Vec<i32>>().map(|_| call.scope().undefined()));
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(vec![1, 2, 3]))
    }
}

#[test]
fn what_modules_and_classes_keep_goes_along_as_they_say() {
    let Some(factory) = sleepers(Options::new().module(Counting)) else { return };
    let mut rt = factory.new_runtime().unwrap();
    let start = "const { next, Tally } = require('counting'); const tally = new Tally(10); next(); next(); tally.add()";
    assert_eq!(rt.eval::<i32>(start).unwrap(), 11);
    let use_both = "[next(), tally.add()].join()";
    let checkpoint = rt.checkpoint().unwrap();
    let snapshot = rt.hibernate().unwrap();
    let mut fork = rt.fork().unwrap();
    assert_eq!(rt.eval::<String>(use_both).unwrap(), "3,12");
    assert_eq!(rt.eval::<String>(use_both).unwrap(), "4,13");
    assert_eq!(fork.eval::<String>(use_both).unwrap(), "3,12");
    rt.rollback(&checkpoint).unwrap();
    assert_eq!(rt.eval::<String>(use_both).unwrap(), "3,12");
    assert_eq!(factory.resume(&snapshot).unwrap().eval::<String>(use_both).unwrap(), "3,12");
    // Instances that are gone are in nobody's way.
    rt.eval::<()>("for (let n = 0; n < 50; n++) new Tally(1000)").unwrap();
    assert!(rt.fork().is_ok());
    for (script, reason) in [
        ("globalThis.large = new Tally(101)", "too large to be kept"),
        ("delete globalThis.large; for (let n = 0; n < 100; n++) next()", "a transaction is open"),
    ] {
        rt.eval::<()>(script).unwrap();
        let errors = [rt.fork().unwrap_err(), rt.checkpoint().unwrap_err(), rt.hibernate().unwrap_err()];
        assert!(errors.iter().all(|error| error.to_string().contains(reason)), "{errors:?}");
        assert_eq!(rt.eval::<i32>("1 + 1").unwrap(), 2);
    }

    let Some(factory) = sleepers(Options::new().module(Silent)) else { return };
    let mut rt = factory.new_runtime().unwrap();
    rt.eval::<()>("const { touch } = require('silent')").unwrap();
    assert!(rt.fork().is_ok() && rt.hibernate().is_ok(), "a state that was not made is in nobody's way");
    rt.eval::<()>("touch()").unwrap();
    let error = rt.hibernate().unwrap_err();
    assert!(error.to_string().contains("\"silent\"") && error.to_string().contains("save_state"), "{error}");
}

#[test]
fn many_sleep_and_are_woken_at_random() {
    let Some(factory) = sleepers(
        Options::new().preload_script("f.js", "let id; function be(n) { id = n } function who() { return id }"),
    ) else {
        return;
    };
    let all: Vec<Snapshot> = (0..2_000)
        .map(|n| {
            let mut rt = factory.new_runtime().unwrap();
            rt.call::<(), _>("be", (n,)).unwrap();
            rt.hibernate().unwrap()
        })
        .collect();
    thread::scope(|scope| {
        for start in 0..4 {
            let (factory, all) = (&factory, &all);
            scope.spawn(move || {
                for n in (0..all.len()).map(|n| (n * 7919 + start * 31) % all.len()) {
                    assert_eq!(factory.resume(&all[n]).unwrap().call::<usize, _>("who", ()).unwrap(), n);
                }
            });
        }
    });
}
