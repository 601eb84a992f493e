//! `alive`: many runtimes at once, each used, and what the process holds before and after: set up from nothing, which is
//! what the engine as it comes takes for the same state, and minted.

use std::time::Instant;

use jsmint::{EngineFactory, Options, Strategy};

use crate::{Footprint, Result, Row, Times};

pub(super) fn alive() -> Result<Vec<Row>> {
    Ok(vec![hold("cold", Strategy::Cold, 1_000)?, hold("new-slot", Strategy::Auto, 10_000)?])
}

/// Makes so many, uses each, and looks.
fn hold(variant: &'static str, strategy: Strategy, runtimes: u32) -> Result<Row> {
    let handler = "let seen = 0; function handle(n) { seen += n; return seen; }";
    let options = Options::new().preload_script("handler.js", handler).strategy(strategy);
    let factory = EngineFactory::new(options.max_runtimes(runtimes as usize))?;
    let mut times = Times::new();
    let mut alive = Vec::with_capacity(runtimes as usize);
    let before = Footprint::now();
    let start = Instant::now();
    for n in 0..runtimes {
        let start = Instant::now();
        let mut runtime = factory.new_runtime()?;
        runtime.call::<u32, _>("handle", (n,))?;
        alive.push(runtime);
        times.record(start.elapsed());
    }
    let per_second = f64::from(runtimes) / start.elapsed().as_secs_f64();
    let after = Footprint::now();
    for (runtime, n) in alive.iter_mut().zip(0..) {
        let seen: u32 = runtime.call("handle", (1,))?;
        if seen != n + 1 {
            return Err(format!("runtime {n} has seen {seen}, not {}", n + 1).into());
        }
    }
    let each = (after.resident_kib.saturating_sub(before.resident_kib)) / u64::from(runtimes);
    Ok(Row {
        bench: "alive",
        case: format!("{runtimes} at once, {each} KiB each"),
        variant,
        threads: 1,
        p50_ns: times.quantile(0.5),
        p99_ns: times.quantile(0.99),
        per_second,
        quantiles_ns: times.quantiles(),
        footprint: Some([before, after]),
    })
}
