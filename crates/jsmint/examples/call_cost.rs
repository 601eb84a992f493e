//! What a spawn and a call of a native function cost without a call log, in nanoseconds: `spawn 209.1 call 36.2`.
//!
//! `.ci/call-log-cost` compares a build that can record calls with one that cannot.

use std::hint::black_box;
use std::time::Instant;

use jsmint::{EngineFactory, Exports, NativeModule, Options};

/// How often each is measured; the median is printed.
const ROUNDS: usize = 41;
const SPAWNS: u32 = 2_000;
const CALLS: u32 = 20_000;

struct Adder;

impl NativeModule for Adder {
    fn name(&self) -> &str {
        "adder"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("add", "The sum of two numbers.", |a: f64, b: f64| Ok(a + b));
    }
}

const LOOP: &str = "
    const { add } = require('adder');
    function many(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = add(i, 1); return sum; }
";

fn main() -> jsmint::Result<()> {
    let options = Options::new().module(Adder).preload_script("loop.js", LOOP).verify(false);
    let factory = EngineFactory::new(options)?;
    let mut runtime = factory.new_runtime()?;
    let spawn = median(SPAWNS, || {
        for _ in 0..SPAWNS {
            drop(black_box(factory.new_runtime().expect("a slot is free")));
        }
    });
    let call = median(CALLS, || assert!(runtime.call::<f64, _>("many", (CALLS,)).is_ok()));
    println!("spawn {spawn:.2} call {call:.2}");
    Ok(())
}

/// The median time of one of `count` things that `run` does, in nanoseconds.
fn median(count: u32, mut run: impl FnMut()) -> f64 {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_nanos() as f64 / f64::from(count)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}
