//! `asleep`: a hundred thousand runtimes put to sleep in memory, each with a state of its own on some thirty pages, and what
//! the process holds before and after; and ten thousand of them woken, in no order.

use std::time::Instant;

use jsmint::{EngineFactory, Options, Snapshot};

use crate::{Footprint, Result, Row, Times};

const RUNTIMES: u32 = 100_000;
const WOKEN: u32 = 10_000;

/// A state that says whose it is: objects, closures, a map and a generator half-way.
const STATE: &str = "
    let own, items, by, steps;
    function begin(n) {
        own = n;
        items = Array.from({ length: 20 }, (_, i) => ({ id: n + i, name: 'item ' + (n + i), of: [i, n / 3] }));
        by = new Map(items.map(item => [item.id, () => item.name + own]));
        steps = (function* () { let sum = n; for (const item of items) sum += yield sum + item.id; })();
        steps.next();
        return n;
    }
    function check(n) { return own === n && by.get(n + 7)() === 'item ' + (n + 7) + n && steps.next(1).value === 2 * n + 2; }
";

pub(super) fn asleep() -> Result<Vec<Row>> {
    let factory = EngineFactory::new(Options::new().preload_script("state.js", STATE).verify(false))?;
    let mut all: Vec<Snapshot> = Vec::with_capacity(RUNTIMES as usize);
    let (mut sleeping, mut waking) = (Times::new(), Times::new());
    let before = Footprint::now();
    let start = Instant::now();
    for n in 0..RUNTIMES {
        let mut runtime = factory.new_runtime()?;
        runtime.call::<u32, _>("begin", (n,))?;
        let start = Instant::now();
        all.push(runtime.hibernate()?);
        sleeping.record(start.elapsed());
    }
    let slept = f64::from(RUNTIMES) / start.elapsed().as_secs_f64();
    let after = Footprint::now();
    let start = Instant::now();
    for step in 0..WOKEN {
        let n = (u64::from(step) * 7_919_777 % u64::from(RUNTIMES)) as u32;
        let start = Instant::now();
        let mut runtime = factory.resume(&all[n as usize])?;
        waking.record(start.elapsed());
        if !runtime.call::<bool, _>("check", (n,))? {
            return Err(format!("runtime {n} is not what it was").into());
        }
    }
    let woken = f64::from(WOKEN) / start.elapsed().as_secs_f64();
    let row = |case, variant, times: &Times, per_second, footprint| Row {
        bench: "asleep",
        case,
        variant,
        threads: 1,
        p50_ns: times.quantile(0.5),
        p99_ns: times.quantile(0.99),
        per_second,
        quantiles_ns: times.quantiles(),
        footprint,
    };
    let bytes: usize = all.iter().map(|snapshot| snapshot.as_bytes().len()).sum();
    let case = format!("{RUNTIMES} asleep, {} bytes each", bytes / all.len());
    Ok(vec![
        row(case, "hibernate", &sleeping, slept, Some([before, after])),
        row(format!("{WOKEN} woken at random"), "resume", &waking, woken, None),
    ])
}
