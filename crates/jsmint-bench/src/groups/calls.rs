//! `calls`: what a call across the border costs, one way and the other.

use jsmint::{EngineFactory, Exports, NativeModule, Options};

use crate::{Operation, Result, Row, Variant, measure};

/// Turns of a loop in one operation.
const TURNS: u32 = 10_000;

/// Host calls in one operation.
const CALLS: u32 = 100;

const LOOPS: &str = "
    const { add: native } = require('adder');
    function add(a, b) { return a + b; }
    function empty(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = i; return sum; }
    function script(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = add(i, 1); return sum; }
    function host(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = native(i, 1); return sum; }
";

/// A module written in Rust with one small function.
#[derive(Clone, Copy, Debug)]
pub struct Adder;

impl NativeModule for Adder {
    fn name(&self) -> &str {
        "adder"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("add", "The sum of two numbers.", |a: f64, b: f64| Ok(a + b));
    }
}

pub(super) fn calls() -> Result<Vec<Row>> {
    let factory = EngineFactory::new(Options::new().module(Adder).preload_script("loops.js", LOOPS))?;
    for function in ["empty", "script", "host"] {
        factory.new_runtime()?.call::<f64, _>(function, (1,))?;
    }
    let looping = |name, function: &'static str| {
        let factory = factory.clone();
        let make = move || -> Operation {
            let mut runtime = factory.new_runtime().expect("a slot is free");
            Box::new(move || assert!(runtime.call::<f64, _>(function, (TURNS,)).is_ok()))
        };
        Variant::new(name, make).batch(TURNS)
    };
    let mut rows = measure(
        "calls",
        "loop turn",
        1,
        &[looping("empty", "empty"), looping("script-add", "script"), looping("native-add", "host")],
    );
    let from_host = || -> Operation {
        let mut runtime = factory.new_runtime().expect("a slot is free");
        Box::new(move || {
            for n in 0..CALLS {
                assert!(runtime.call::<u32, _>("add", (n, 1)).is_ok_and(|sum| sum == n + 1));
            }
        })
    };
    rows.extend(measure("calls", "from the host", 1, &[Variant::new("host-add", from_host).batch(CALLS)]));
    Ok(rows)
}
