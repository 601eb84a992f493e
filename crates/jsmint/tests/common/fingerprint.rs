//! A factory with an application of every sort of state, and the fingerprint of all that a script can see of a runtime.

#![allow(dead_code, reason = "each suite uses its part of it")]

use std::any::Any;
use std::cell::Cell;

use jsmint::{EngineFactory, Exports, Limits, NativeModule, Options, Runtime, Strategy, loader};

/// Walks the graph of objects and says what it found.
pub(crate) const FINGERPRINT: &str = include_str!("fingerprint.js");

/// A native module with state: `next()` gives 1, 2, 3, ….
struct Counter;

impl NativeModule for Counter {
    fn name(&self) -> &str {
        "counter"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("next", 0, "The next number.", |call| {
            let count = call.state::<Cell<u32>>()?;
            count.set(count.get() + 1);
            Ok(call.scope().number(f64::from(count.get())))
        });
        exports.constant("fixed", [1, 2, 3]);
    }

    fn new_state(&self) -> jsmint::Result<Box<dyn Any + Send>> {
        Ok(Box::new(Cell::new(0_u32)))
    }
}

/// Options with the application preloaded, every restore verified, one slot, and clocks that stand still.
pub(crate) fn options(strategy: Strategy) -> Options {
    let files = loader::Memory::new()
        .file("/app.js", include_str!("app.js"))
        .file("/lib/shared.js", "exports.log = []; exports.value = 1; exports.late = () => require('./late.js');")
        .file("/lib/late.js", "exports.n = 0; exports.next = () => ++exports.n;")
        .file("/lib/thrower.js", "globalThis.thrown = true; throw new Error('while loading');")
        .file("/lib/data.json", r#"{ "list": [1, { "deep": true }] }"#)
        .file("/lib/mod.mjs", "export let n = 0; export const next = () => ++n; export default class Leaf {}");
    Options::new()
        .strategy(strategy)
        .verify(true)
        .loader(files)
        .module(Counter)
        .preload("./app.js")
        .deterministic(7)
        .limits(Limits::new().memory(64 << 20))
        .max_idle(1)
}

/// A factory with these options.
#[track_caller]
pub(crate) fn factory(strategy: Strategy) -> EngineFactory {
    EngineFactory::new(options(strategy)).expect("the options are fine")
}

/// What a script can see of this runtime. It should be fresh: looking leaves traces.
#[track_caller]
pub(crate) fn of(runtime: &mut Runtime) -> String {
    runtime.eval_named("fingerprint.js", FINGERPRINT).expect("a fresh runtime has a fingerprint")
}

/// The fingerprint of a runtime that was set up from nothing.
#[track_caller]
pub(crate) fn cold() -> String {
    of(&mut factory(Strategy::Cold).new_runtime().expect("memory for a runtime"))
}

/// Panics where two fingerprints differ, with the first lines that do.
#[track_caller]
pub(crate) fn assert_same(expected: &str, found: &str, after: &str) {
    if expected == found {
        return;
    }
    let differ = expected.lines().zip(found.lines()).enumerate().find(|(_, (a, b))| a != b);
    let (at, (a, b)) = differ.unwrap_or((0, ("(one is longer)", "")));
    panic!(
        "{after}: another world ({} lines, {} expected), first at line {at}:\n  expected {a}\n  found    {b}",
        found.lines().count(),
        expected.lines().count()
    );
}
