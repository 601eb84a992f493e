//! Without memory: whichever request of the engine is the one at which memory ends, the host goes on, the error is a
//! clean one, and the next tenant finds the world of a cold runtime.
//!
//! Scripts that mean harm run in processes of their own: what they attack is the process.

#[path = "common/fingerprint.rs"]
mod fingerprint;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jsmint::{EngineFactory, Exports, Limits, NativeModule, Options, Runtime, SpawnOptions, Strategy};
use serde_json::Value;

/// Says to a process of its own which tenants are its, as `first/step`.
const SHARE: &str = "JSMINT_TEST_SHARE";

/// How long such a process may take: a script that cannot be stopped must fail the test, not halt it.
const PATIENCE: Duration = Duration::from_secs(300);

/// The parts of a file: name and source.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("//// ").skip(1).map(|part| part.split_once('\n').expect("a title and a script"))
}

const EVERYTHING: &str = include_str!("allocation_failure/everything.js");

fn limited(factory: &EngineFactory, memory: usize, time: u64) -> Runtime {
    let limits = Limits::new().memory(memory).time(Duration::from_millis(time));
    factory.spawn(SpawnOptions::new().limits(limits)).expect("a runtime")
}

/// Runs a script as often as it asks for memory, and each time memory ends at another request. Says how often it did.
fn exhaust_everywhere(source: &str, look_every: u32) -> u32 {
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Image);
    let whole = limited(&factory, 32 << 20, 60_000).eval::<Value>(source).expect("works with memory");
    let mut unharmed = 0;
    for n in 1..=2000 {
        let mut rt = limited(&factory, 32 << 20, 60_000);
        rt.fail_allocation(n);
        match rt.eval::<Value>(source) {
            Ok(value) if value == whole => unharmed += 1,
            Ok(value) => panic!("request {n}: {value} instead of {whole}"),
            Err(error) => {
                unharmed = 0;
                assert!(error.is_out_of_memory(), "request {n}: {error:?}");
            }
        }
        rt.fail_allocation(0);
        // What is there still works.
        assert_eq!(rt.eval::<i32>("1 + 1").ok(), Some(2), "request {n}");
        drop(rt);
        if n % look_every == 0 {
            fingerprint::assert_same(&expected, &fingerprint::of(&mut factory.new_runtime().expect("a runtime")), "n");
        }
        if unharmed == 30 {
            // The script asks less often than this.
            return n - 30;
        }
    }
    2000
}

#[test]
fn memory_ends_at_each_request_of_each_part() {
    for (name, source) in parts(EVERYTHING) {
        let requests = exhaust_everywhere(source, 50);
        assert!(requests >= 5, "{name}: {requests}");
    }
}

#[test]
fn memory_ends_at_each_request_of_a_script_that_uses_everything() {
    // All that a part makes is kept, so that the next must ask for more.
    let all: String = parts(EVERYTHING).map(|(_, source)| format!("{{\n{source};\n}}\n")).collect();
    let requests = exhaust_everywhere(&format!("{all} 'done'"), 50);
    assert!(requests >= 200, "{requests}");
}

/// Runs a script as often as it asks for memory, and each time one request, whatever its size, is refused. Says how often
/// it did, and in how many of these the runtime was lost.
fn refuse_everywhere(source: &str, look_every: u32) -> (u32, u32) {
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Image);
    let whole = limited(&factory, 32 << 20, 60_000).eval::<Value>(source).expect("works with memory");
    let (mut unharmed, mut lost) = (0, 0);
    for n in 1..=2000 {
        let mut rt = limited(&factory, 32 << 20, 60_000);
        rt.refuse_allocation(n);
        let result = rt.eval::<Value>(source);
        rt.refuse_allocation(0);
        if rt.is_lost() {
            (unharmed, lost) = (0, lost + 1);
            assert!(result.is_err_and(|error| error.is_out_of_memory()), "request {n}");
            // Whatever is tried now is refused, and nothing else happens.
            assert!(rt.eval::<i32>("1 + 1").is_err_and(|error| error.is_out_of_memory()), "request {n}");
            rt.collect_garbage();
        } else {
            // A large request that fails is an error that the script may have caught.
            match result {
                Ok(value) if value == whole => unharmed += 1,
                Ok(_) => unharmed = 0,
                Err(error) => {
                    unharmed = 0;
                    assert!(error.is_out_of_memory() || error.is_exception(), "request {n}: {error:?}");
                }
            }
            assert_eq!(rt.eval::<i32>("1 + 1").ok(), Some(2), "request {n}");
        }
        drop(rt);
        if n % look_every == 0 {
            fingerprint::assert_same(&expected, &fingerprint::of(&mut factory.new_runtime().expect("a runtime")), "n");
        }
        if unharmed == 30 {
            return (n - 30, lost);
        }
    }
    (2000, lost)
}

#[test]
fn each_request_of_each_part_is_refused() {
    for (name, source) in parts(EVERYTHING) {
        let (requests, lost) = refuse_everywhere(source, 50);
        assert!(requests >= 5 && lost >= 1, "{name}: {requests}, {lost} lost");
    }
}

#[test]
fn each_request_of_a_script_that_uses_everything_is_refused() {
    let all: String = parts(EVERYTHING).map(|(_, source)| format!("{{\n{source};\n}}\n")).collect();
    let (requests, lost) = refuse_everywhere(&format!("{all} 'done'"), 50);
    assert!(requests >= 200 && lost >= 100, "{requests}, {lost} lost");
}

#[test]
fn hostile_scripts_with_little_memory_end_no_process() {
    in_processes("a_share_of_the_hostile_scripts");
}

#[test]
fn long_texts_with_little_memory_end_no_process() {
    in_processes("a_share_of_the_long_texts");
}

/// Runs a test of this file in two processes, half of it in each.
fn in_processes(test: &str) {
    let program = std::env::current_exe().expect("this program");
    let children: Vec<_> = (0..2)
        .map(|share| {
            let mut command = Command::new(&program);
            command.args([test, "--exact", "--nocapture"]);
            command.env(SHARE, format!("{share}/2")).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("a process")
        })
        .collect();
    let begin = Instant::now();
    for mut child in children {
        while child.try_wait().expect("its status").is_none() {
            if begin.elapsed() > PATIENCE {
                child.kill().expect("a process that can be ended");
            }
            thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().expect("its output");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{} after {:?}\n{out}\n{err}", output.status, begin.elapsed());
        assert!(out.contains("all done"), "{out}");
    }
}

/// The first part that is this process's, and how many processes there are; `None` where this is none of them.
fn share() -> Option<(usize, usize)> {
    let share = std::env::var(SHARE).ok()?;
    let (first, step) = share.split_once('/').expect("first/step");
    Some((first.parse().expect("a number"), step.parse().expect("a number")))
}

/// What the processes of a test above do; by itself it does nothing.
#[test]
fn a_share_of_the_long_texts() {
    let Some((first, step)) = share() else { return };
    let factory = fingerprint::factory(Strategy::Image);
    for piece in include_str!("allocation_failure/pieces.txt").lines().skip(first).step_by(step) {
        for (turn, memory) in [4, 5, 6, 8, 12].into_iter().enumerate() {
            // The last line that is printed names the one that ended the process.
            println!("{piece} in {memory} MiB");
            let (piece, parse) = match piece.split_once('\t') {
                Some((piece, parse)) => (piece, parse),
                None => (piece, ["eval('(function(){' + s + '}); 0')", "(0, eval)(s)", "Function(s)"][turn % 3]),
            };
            // Compiling needs far more memory than the text has, and more than the reserve.
            let text = match piece.contains('@') {
                false => format!("{piece:?}.repeat({})", 1_500_000 / piece.len()),
                true => format!("Array.from({{ length: 30000 }}, (_, i) => {piece:?}.replace('@', i)).join('')"),
            };
            let source = format!("var s = {text}; {parse}; 0");
            let mut rt = limited(&factory, memory << 20, 20_000);
            if let Err(error) = rt.eval::<Value>(&source) {
                assert!(error.is_limit() || error.is_exception(), "{source}: {error:?}");
            }
            let most = (memory << 20) + (17 << 20);
            assert!(rt.memory_used() < most, "{source}: {}", rt.memory_used());
            assert!(rt.is_lost() || rt.eval::<i32>("1 + 1").is_ok(), "{source}");
        }
    }
    println!("all done");
}

/// The same.
#[test]
fn a_share_of_the_hostile_scripts() {
    let Some((first, step)) = share() else { return };
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Image);
    for (name, source) in parts(include_str!("allocation_failure/tenants.js")).skip(first).step_by(step) {
        // The last line that is printed names the one that ended the process.
        println!("{name}");
        for memory in (1_100_000..4_000_000).step_by(340_007) {
            let mut rt = limited(&factory, memory, 300);
            let begin = Instant::now();
            let result = rt.eval::<Value>(source);
            assert!(begin.elapsed() < Duration::from_secs(10), "{name} at {memory} could not be stopped: {result:?}");
            if let Err(error) = result {
                assert!(error.is_limit() || error.is_exception(), "{name} at {memory}: {error:?}");
            }
            assert!(rt.memory_used() < memory + (4 << 20), "{name} at {memory}: {}", rt.memory_used());
            // Jobs that are left over run now, with no memory either.
            let begin = Instant::now();
            let _ = rt.eval::<i32>("1 + 1");
            assert!(begin.elapsed() < Duration::from_secs(10), "{name} at {memory} could not be stopped again");
        }
        fingerprint::assert_same(&expected, &fingerprint::of(&mut factory.new_runtime().expect("a runtime")), name);
    }
    println!("all done");
}

/// A module whose function calls back, and counts who is inside.
struct Caller {
    inside: Arc<AtomicUsize>,
    unwound: Arc<AtomicUsize>,
}

impl NativeModule for Caller {
    fn name(&self) -> &str {
        "caller"
    }

    fn define(&self, exports: &mut Exports) {
        let (inside, unwound) = (Arc::clone(&self.inside), Arc::clone(&self.unwound));
        exports.raw("call", 1, "Calls a function, from within a native frame.", move |call| {
            /// Says that somebody has left, and on which way.
            struct Leaving<'a>(&'a AtomicUsize, &'a AtomicUsize);
            impl Drop for Leaving<'_> {
                fn drop(&mut self) {
                    self.0.fetch_sub(1, Ordering::Relaxed);
                    self.1.fetch_add(usize::from(thread::panicking()), Ordering::Relaxed);
                }
            }
            inside.fetch_add(1, Ordering::Relaxed);
            let _leaving = Leaving(&inside, &unwound);
            let held = call.scope().string("kept in a native frame")?;
            let result = call.value(0).call(&held, &[])?;
            Ok(result)
        });
        exports.raw("stubborn", 1, "Goes on after whatever happens in a function.", |call| {
            let scope = call.scope();
            let function = call.value(0);
            let result = catch_unwind(AssertUnwindSafe(|| function.call(&scope.undefined(), &[])));
            drop(result);
            // An abandoned world lets nobody in.
            scope.string("still here")
        });
        exports.raw("blind", 1, "Sees nothing, and asks the runtime for nothing.", |call| {
            let (scope, function) = (call.scope(), call.value(0));
            drop(catch_unwind(AssertUnwindSafe(|| function.call(&scope.undefined(), &[]))));
            Ok(scope.undefined())
        });
    }
}

#[test]
fn destructors_in_native_frames_run_when_a_runtime_is_lost() {
    let (inside, unwound) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let caller = Caller { inside: Arc::clone(&inside), unwound: Arc::clone(&unwound) };
    let factory = EngineFactory::new(Options::new().module(caller)).expect("a factory");
    for function in ["call", "stubborn", "blind"] {
        let source = format!(
            "
            const {{ {function} }} = require('caller');
            {function}(() => {function}(() => Array.from({{ length: 2000 }}, (_, n) => ({{ n, text: `${{n}}` }})).length))
        "
        );
        let mut lost = 0;
        for n in 1..400 {
            let mut rt = factory.new_runtime().expect("a runtime");
            rt.refuse_allocation(n);
            let result = rt.eval::<Value>(&source);
            rt.refuse_allocation(0);
            assert_eq!(inside.load(Ordering::Relaxed), 0, "{function} at {n}");
            if rt.is_lost() {
                lost += 1;
                assert!(result.is_err_and(|error| error.is_out_of_memory()), "{function} at {n}");
            }
        }
        assert!(lost > 20, "{function}: {lost}");
        assert!(unwound.load(Ordering::Relaxed) > 20, "{unwound:?}");
        assert_eq!(factory.new_runtime().and_then(|mut rt| rt.eval::<i32>("1 + 1")).ok(), Some(2));
    }
}

#[test]
fn a_runtime_that_is_lost_while_baking_is_no_image() {
    for strategy in [Strategy::Cold, Strategy::Image] {
        let mut refused = 0;
        for n in (1..60).step_by(7) {
            let options = Options::new().strategy(strategy).warm_up(move |rt| {
                rt.refuse_allocation(n);
                let lost = rt.eval::<()>("Array.from({ length: 999 }, (_, n) => ({ n, text: `${n}` }))").is_err();
                rt.refuse_allocation(0);
                // Whatever has happened, the warm-up says that all is well.
                let _ = lost;
                Ok(())
            });
            match EngineFactory::new(options) {
                Ok(factory) => {
                    assert_eq!(factory.new_runtime().and_then(|mut rt| rt.eval::<i32>("1 + 1")).ok(), Some(2))
                }
                Err(error) => {
                    assert!(error.is_out_of_memory(), "{error}");
                    refused += 1;
                }
            }
        }
        assert!(refused > 0);
    }
}

#[test]
fn runtimes_within_each_other_are_lost_one_by_one() {
    let factory = EngineFactory::new(Options::new()).expect("a factory");
    let mut lost = 0;
    for n in 1..120 {
        let (mut outer, inner) = (factory.new_runtime().expect("a runtime"), factory.new_runtime().expect("a runtime"));
        let inner = std::sync::Mutex::new(inner);
        outer
            .eval::<()>("var grow = () => Array.from({ length: 999 }, (_, n) => ({ n, text: `${n}` })).length")
            .expect("it runs");
        outer.refuse_allocation(n);
        let result = outer.enter(|scope| {
            let grow = scope.global().get("grow")?;
            inner.lock().expect("no panic").enter(|_| grow.call(&grow.scope().undefined(), &[]).map(drop))
        });
        outer.refuse_allocation(0);
        lost += u32::from(outer.is_lost());
        // A large request, such as that of an array that grows, fails as scripts may catch.
        if let Err(error) = &result {
            assert!(error.is_out_of_memory(), "{n}: {error}");
        }
        if !outer.is_lost() {
            assert_eq!(outer.eval::<i32>("1 + 1").ok(), Some(2), "{n}");
        }
        assert!(!outer.is_lost() || result.is_err(), "{n}");
        // The lock is poisoned where the outer one was left through it.
        let mut inner = inner.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        assert!(!inner.is_lost(), "{n}");
        assert_eq!(inner.eval::<i32>("1 + 1").ok(), Some(2), "{n}");
    }
    assert!(lost > 10, "{lost}");
}
