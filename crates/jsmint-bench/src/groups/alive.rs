//! `alive`: ten thousand runtimes at once, each used, and what the process holds before and after.

use std::time::Instant;

use jsmint::{EngineFactory, Options};

use crate::{Footprint, Result, Row, Times};

const RUNTIMES: u32 = 10_000;

pub(super) fn alive() -> Result<Vec<Row>> {
    let handler = "let seen = 0; function handle(n) { seen += n; return seen; }";
    let options = Options::new().preload_script("handler.js", handler).max_runtimes(RUNTIMES as usize);
    let factory = EngineFactory::new(options)?;
    let mut times = Times::new();
    let mut runtimes = Vec::with_capacity(RUNTIMES as usize);
    let before = Footprint::now();
    let start = Instant::now();
    for n in 0..RUNTIMES {
        let start = Instant::now();
        let mut runtime = factory.new_runtime()?;
        runtime.call::<u32, _>("handle", (n,))?;
        runtimes.push(runtime);
        times.record(start.elapsed());
    }
    let per_second = f64::from(RUNTIMES) / start.elapsed().as_secs_f64();
    let after = Footprint::now();
    for (runtime, n) in runtimes.iter_mut().zip(0..) {
        let seen: u32 = runtime.call("handle", (1,))?;
        if seen != n + 1 {
            return Err(format!("runtime {n} has seen {seen}, not {}", n + 1).into());
        }
    }
    let image_kib = factory.stats().image_bytes / 1024;
    Ok(vec![Row {
        bench: "alive",
        case: format!("{RUNTIMES} at once, image {image_kib} KiB"),
        variant: "new-slot",
        threads: 1,
        p50_ns: times.quantile(0.5),
        p99_ns: times.quantile(0.99),
        per_second,
        footprint: Some([before, after]),
    }])
}
