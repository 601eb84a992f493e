//! What it costs to keep values for the log of calls: `cargo run --release -p jsmint --example capture_cost`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jsmint::capturing::{CaptureLimits, Rules, capture_arguments, capture_value};
use jsmint::{Handle, Options, Value};

const ROUNDS: u32 = 20_000;
const TRIES: usize = 9;

/// The least time of one call, of several tries.
fn least(mut run: impl FnMut()) -> Duration {
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| run());
        start.elapsed() / ROUNDS
    };
    (0..TRIES).map(|_| once(&mut run)).min().unwrap_or_default()
}

fn main() -> jsmint::Result<()> {
    let mut rt = jsmint::open(Options::new())?;
    let plain = Rules::new(CaptureLimits::new(), [""; 0]);
    let secret = Rules::new(CaptureLimits::new(), ["*password*", "*secret*", "*token*", "authorization"]);
    let mut out = String::with_capacity(1 << 14);

    let time = rt.enter(|scope| {
        let arguments: [Value<'_>; 2] = [scope.int(40), scope.int(2)];
        Ok(least(|| {
            out.clear();
            black_box(capture_arguments(&arguments, &plain, &mut out));
        }))
    })?;
    println!("{:>8} ns  the arguments (40, 2): {out}", time.as_nanos());

    for source in [
        "[40, 2]",
        "[0.1, -1.5e300]",
        "'a short string'",
        "'x'.repeat(1000)",
        "'日本'.repeat(100)",
        "({ id: 7, name: 'Ada', email: 'ada@example.org', active: true })",
        "new (class Point { x = 1; y = 2 })",
        "[{ a: { b: { c: [1, 2, 3] } } }, [], {}, null]",
        "new Map([['a', 1], ['b', 2]])",
        "Object.assign(new TypeError('message'), { code: 'ENOENT' })",
        "new Uint8Array(1000)",
        "Array.from({ length: 1000 }, (_, i) => ({ id: i, name: 'item ' + i }))",
        "'ab'.repeat(1 << 20)",
    ] {
        let value: Handle = rt.eval(source)?;
        let mut cost = |rules: &Rules| {
            rt.enter(|scope| {
                let value = value.value(scope)?;
                Ok(least(|| {
                    out.clear();
                    black_box(capture_value(&value, rules, &mut out));
                }))
            })
        };
        let (without, with) = (cost(&plain)?, cost(&secret)?);
        println!("{:>8} ns, {:>6} ns with four patterns  {source}", without.as_nanos(), with.as_nanos());
    }
    Ok(())
}
