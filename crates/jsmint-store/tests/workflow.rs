//! A workflow written as one function, whose worker is killed at every step and continued by another process.
#![cfg(target_os = "linux")]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;
use std::{env, process};

use jsmint::{EngineFactory, Exports, NativeModule, Options, Strategy};
use jsmint_store::{BlockingStore, Store, StoreError};
use serde_json::{Value, json};

const STEPS: u64 = 20;

/// Twenty calls of the host, each of which needs what the one before gave.
const WORKFLOW: &str = "
    const { step } = require('steps');
    let result;
    async function workflow(order) {
        const seen = new Map();
        class Total { #sum = 0; add(n) { this.#sum += n; return this; } get sum() { return this.#sum; } }
        const total = new Total();
        function* names() { for (let n = 0; ; n++) yield `step ${n}`; }
        const next = names();
        let last = order;
        for (let n = 0; n < 20; n++) {
            const name = next.next().value;
            try {
                last = await step(name, last);
            } catch (error) {
                last = error.message.length;
            }
            seen.set(name, last);
            total.add(last);
        }
        return { total: total.sum, seen: [...seen] };
    }
    function start(order) { workflow(order).then(value => { result = value; }); }
    function finished() { return result ?? null; }
";

struct Steps;

impl NativeModule for Steps {
    fn name(&self) -> &str {
        "steps"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("step", 2, "Done by the host, once.", |call| call.defer());
    }
}

fn factory() -> EngineFactory {
    let options = Options::new().module(Steps).preload_script("workflow.js", WORKFLOW);
    EngineFactory::new(options.snapshot_key(*b"the key of all workers")).expect("a factory")
}

fn store(folder: &Path) -> BlockingStore {
    Store::directory(folder.join("store")).and_then(Store::blocking).expect("a store")
}

/// Does a step in the world outside, where it is seen how often.
fn act(folder: &Path, id: u64, arguments: &Value) -> jsmint::Result<i64> {
    let mut ledger = OpenOptions::new().append(true).create(true).open(folder.join("ledger")).expect("a ledger");
    writeln!(ledger, "{id} {arguments}").expect("a line");
    let before = arguments[1].as_i64().expect("a number");
    match id % 7 {
        0 => Err(jsmint::Error::new(jsmint::ErrorKind::Io, format!("step {id} failed"))),
        _ => Ok(before * 31 % 1009 + id as i64),
    }
}

/// Where a worker is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    BeforeTheAct,
    AfterTheAct,
    AfterTheStore,
}

const PLACES: [Place; 3] = [Place::BeforeTheAct, Place::AfterTheAct, Place::AfterTheStore];

/// Goes on from wherever the store says, to the end or until it is killed.
fn work(folder: &Path, kill: Option<(u64, Place)>) -> Value {
    let (factory, store) = (factory(), store(folder));
    let at = |id: u64, place: Place| {
        if kill == Some((id, place)) {
            // Nothing is cleaned up, nothing is said.
            end_at_once();
        }
    };
    let (mut rt, mut version) = match store.claim("job", Duration::ZERO) {
        Ok(found) => (factory.resume(&found.snapshot).expect("a runtime"), found.version),
        Err(StoreError::NotFound { .. }) => {
            let mut rt = factory.new_runtime().expect("a runtime");
            rt.call::<(), _>("start", (17,)).expect("a start");
            let version = store.put("job", &rt.hibernate().expect("a snapshot"), None).expect("stored");
            (rt, version)
        }
        Err(error) => panic!("{error}"),
    };
    while let Some(call) = rt.pending_calls().into_iter().next() {
        at(call.id, Place::BeforeTheAct);
        let answer = act(folder, call.id, &call.arguments);
        at(call.id, Place::AfterTheAct);
        rt.settle(call.id, answer).expect("it goes on");
        version = store.keep("job", &rt.hibernate().expect("a snapshot"), version).expect("stored");
        at(call.id, Place::AfterTheStore);
    }
    rt.call("finished", ()).expect("a result")
}

fn end_at_once() -> ! {
    let own = process::id().to_string();
    // Whoever sends it, this process ends here.
    drop(Command::new("kill").args(["-KILL", &own]).status());
    unreachable!("killed")
}

/// The worker, where this test is run as a process of its own.
#[test]
fn a_worker_of_its_own() {
    let Some(folder) = env::var_os("JSMINT_WORK") else { return };
    let kill = env::var("JSMINT_KILL").ok().map(|text| {
        let (id, place) = text.split_once(' ').expect("two numbers");
        (id.parse().expect("a number"), PLACES[place.parse::<usize>().expect("a number")])
    });
    let result = work(Path::new(&folder), kill);
    fs::write(Path::new(&folder).join("result"), result.to_string()).expect("a file");
}

fn worker(folder: &Path, kill: Option<(u64, usize)>) -> ExitStatus {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command
        .args(["--exact", "a_worker_of_its_own", "--nocapture"])
        .env("JSMINT_WORK", folder)
        .env_remove("JSMINT_KILL");
    if let Some((id, place)) = kill {
        command.env("JSMINT_KILL", format!("{id} {place}"));
    }
    let output = command.output().expect("a process");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || output.status.signal() == Some(9), "{text}");
    output.status
}

/// How often each step was done.
fn ledger(folder: &Path) -> Vec<usize> {
    let text = fs::read_to_string(folder.join("ledger")).expect("a ledger");
    let mut counts = vec![0; STEPS as usize + 1];
    for line in text.lines() {
        counts[line.split(' ').next().and_then(|id| id.parse::<usize>().ok()).expect("a number")] += 1;
    }
    counts.remove(0);
    counts
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("store")).expect("a folder");
    folder
}

fn result(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("result")).expect("a result")).expect("JSON")
}

#[test]
fn killed_at_every_step_and_continued_elsewhere_it_ends_the_same() {
    if factory().stats().strategy == Strategy::Cold {
        return;
    }
    let whole = folder();
    assert!(worker(whole.path(), None).success());
    let expected = result(whole.path());
    assert_eq!(expected["seen"].as_array().map(Vec::len), Some(STEPS as usize));
    assert_eq!(ledger(whole.path()), vec![1; STEPS as usize]);
    assert_eq!(expected["seen"][6], json!(["step 6", "step 7 failed".len()]));

    // Each step in turn, in a workflow of its own.
    for (number, place) in PLACES.into_iter().enumerate() {
        for id in 1..=STEPS {
            let folder = folder();
            assert_eq!(worker(folder.path(), Some((id, number))).signal(), Some(9), "{id} {place:?}");
            assert!(worker(folder.path(), None).success());
            assert_eq!(result(folder.path()), expected, "{id} {place:?}");
            // Only what was done and not stored is done again.
            let again = |step: usize| usize::from(place == Place::AfterTheAct && step as u64 == id);
            let counts: Vec<usize> = (1..=STEPS as usize).map(|step| 1 + again(step)).collect();
            assert_eq!(ledger(folder.path()), counts, "{id} {place:?}");
        }
    }

    // And one workflow whose worker is killed at every step, one after the other.
    let folder = folder();
    for id in 1..=STEPS {
        assert_eq!(worker(folder.path(), Some((id, 2))).signal(), Some(9), "{id}");
    }
    assert!(worker(folder.path(), None).success());
    assert_eq!((result(folder.path()), ledger(folder.path())), (expected, vec![1; STEPS as usize]));
}
