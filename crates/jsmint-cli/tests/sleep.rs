//! `run --checkpoint-to`, `resume`, `inspect`: a runtime that goes on in another process.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn jsmint(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jsmint")).args(args).output().expect("the command")
}

#[track_caller]
fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", err(output));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// Whether runtimes can sleep here.
fn can_sleep() -> bool {
    !err(&jsmint(&["run", "--checkpoint-to", "/nowhere/at/all", "/nowhere.js"])).contains("heap images need")
}

const COUNTER: &str = "
    const name = require('./name.js');
    let n = 0;
    class Counter { #by = 10; next() { n += this.#by; return n; } }
    globalThis.counter = new Counter();
    globalThis.log = [];
    console.log('hello ' + name + ' ' + scriptArgs.slice(1));
    setTimeout(() => { console.log('a timer, n is ' + n); }, 300);
    counter.next();
";

#[test]
fn a_runtime_goes_on_in_another_process() {
    if !can_sleep() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("main.js"), COUNTER).expect("a file");
    fs::write(path("name.js"), "module.exports = 'Ada'").expect("a file");
    let (main, asleep) = (path("main.js"), path("asleep"));
    let ran = jsmint(&["run", text(&main), "--checkpoint-to", text(&asleep), "--", "one", "two"]);
    assert_eq!(out(&ran), "hello Ada one,two");
    let key = fs::metadata(path("asleep.key")).expect("a key");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777, 0o600);
    assert_eq!(key.len(), 32);

    assert_eq!(out(&jsmint(&["resume", text(&asleep), "--eval", "counter.next()"])), "20\na timer, n is 20");
    // What it was is what it is, as long as nobody writes it back.
    let next = path("next");
    let again = ["resume", text(&asleep), "--eval", "counter.next()", "--checkpoint-to", text(&next)];
    assert!(out(&jsmint(&again)).starts_with("20"), "the timer may be due by now");
    for expected in ["30", "40"] {
        let again = ["resume", text(&next), "--eval", "counter.next()", "--checkpoint-to", text(&next)];
        assert!(out(&jsmint(&again)).starts_with(expected));
    }

    let told = out(&jsmint(&["inspect", text(&asleep)]));
    for part in ["script ", "main.js", "build ", "image ", "pages differ", "block", "header"] {
        assert!(told.contains(part), "no {part} in {told}");
    }
    let data: serde_json::Value =
        serde_json::from_str(&out(&jsmint(&["inspect", text(&asleep), "--json"]))).expect("JSON");
    assert!(
        data["size"].as_u64() < Some(100_000) && data["pages"].as_array().is_some_and(|pages| pages.len() > 10),
        "{data}"
    );
    assert_eq!(data["info"]["engine"].as_str().map(str::is_empty), Some(false));
}

#[test]
fn what_is_not_right_is_refused_and_nothing_is_run() {
    if !can_sleep() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (main, asleep) = (path("main.js"), path("asleep"));
    fs::write(&main, "globalThis.a = 1").expect("a file");
    out(&jsmint(&["run", text(&main), "--checkpoint-to", text(&asleep)]));
    let refused = |args: &[&str], reason: &str| {
        let output = jsmint(args);
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        assert!(err(&output).contains(reason) && output.stdout.is_empty(), "{}", err(&output));
    };
    let shout = "console.log('run')";
    refused(&["resume", text(&asleep), "--eval", shout, "--memory", "64MB"], "factory");
    refused(&["resume", text(&main), "--eval", shout], "no sleeping runtime");
    refused(&["resume", text(&path("absent"))], "cannot read");
    let whole = fs::read(&asleep).expect("bytes");
    for at in [whole.len() / 2, whole.len() - 1, whole.len() - 400] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&asleep, changed).expect("a file");
        refused(&["resume", text(&asleep), "--eval", shout], "has changed since");
    }
    fs::write(&asleep, &whole).expect("a file");
    fs::write(path("asleep.key"), [7; 32]).expect("another key");
    refused(&["resume", text(&asleep), "--eval", shout], "signed");
    // It still says what it is, and that it cannot be woken here.
    let output = jsmint(&["inspect", text(&asleep)]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stdout).contains("main.js"));
}
