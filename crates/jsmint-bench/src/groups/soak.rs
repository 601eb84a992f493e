//! `soak`: a million lives, one after the other, and what the process holds after the first thousand and the last.

use std::time::Instant;

use jsmint::{EngineFactory, Options};

use crate::{Footprint, Result, Row, Times};

const LIVES: u32 = 1_000_000;
const FIRST: u32 = 1_000;

pub(super) fn soak() -> Result<Vec<Row>> {
    let handler = "let served = 0; function handle(n) { served += 1; return served * n; }";
    let factory = EngineFactory::new(Options::new().preload_script("handler.js", handler).verify(false))?;
    let mut times = Times::new();
    let mut before = Footprint::now();
    let start = Instant::now();
    let mut last = start;
    for n in 1..=LIVES {
        let result: u32 = factory.new_runtime()?.call("handle", (n,))?;
        if result != n {
            return Err(format!("life {n} found what another left: it was served {result} times {n}").into());
        }
        let now = Instant::now();
        times.record(now - last);
        last = now;
        if n == FIRST {
            before = Footprint::now();
        }
    }
    let per_second = f64::from(LIVES) / start.elapsed().as_secs_f64();
    Ok(vec![Row {
        bench: "soak",
        case: format!("{LIVES} lives"),
        variant: "recycled",
        threads: 1,
        p50_ns: times.quantile(0.5),
        p99_ns: times.quantile(0.99),
        per_second,
        quantiles_ns: times.quantiles(),
        footprint: Some([before, Footprint::now()]),
    }])
}
