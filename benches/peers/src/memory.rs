//! Resident memory of each runtime that has done nothing yet: two hundred at once, each peer in a process of its own, so
//! that none takes what another has left.

use std::process::Command;
use std::time::Instant;

use jsmint::bare::Bare;
use jsmint::{EngineFactory, Options};
use jsmint_bench::{Footprint, Row, Times};

use crate::{Result, boa, quickjs};

const RUNTIMES: usize = 200;

const PEERS: [&str; 4] = ["bare", "jsmint", "rquickjs", "boa"];

/// A row for each peer.
pub(crate) fn rows() -> Result<Vec<Row>> {
    PEERS.into_iter().map(row).collect()
}

fn row(peer: &'static str) -> Result<Row> {
    let output = Command::new(std::env::current_exe()?).args(["--hold", peer]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
    let [kib, p50_ns, p99_ns] = numbers[..] else { return Err(format!("{peer} cannot be held").into()) };
    Ok(Row {
        bench: "peers",
        case: format!("{RUNTIMES} alive, {kib} KiB each"),
        variant: peer,
        threads: 1,
        p50_ns,
        p99_ns,
        per_second: 1e9 / p50_ns,
        quantiles_ns: Vec::new(),
        footprint: None,
    })
}

/// Holds the runtimes and prints what each takes, in KiB, and the median and the 99th in 100 of the times to make one.
pub(crate) fn hold(peer: &str) -> Result<()> {
    let factory = EngineFactory::new(Options::new().max_runtimes(RUNTIMES + 1))?;
    // What the first of a sort brings with it is not counted.
    let (kib, times) = match peer {
        "bare" => grown(Bare::new),
        "jsmint" => grown(|| factory.new_runtime().expect("a slot is free")),
        "rquickjs" => grown(quickjs::make),
        "boa" => grown(boa::make),
        other => return Err(format!("no peer {other:?}").into()),
    };
    println!("{kib} {} {}", times.quantile(0.5), times.quantile(0.99));
    Ok(())
}

fn grown<T>(make: impl Fn() -> T) -> (u64, Times) {
    let first = make();
    let before = Footprint::now().resident_kib;
    let mut times = Times::new();
    let mut timed = || {
        let start = Instant::now();
        let made = make();
        times.record(start.elapsed());
        made
    };
    let all: Vec<T> = (0..RUNTIMES).map(|_| timed()).collect();
    let grown = Footprint::now().resident_kib.saturating_sub(before) / RUNTIMES as u64;
    drop((first, all));
    (grown, times)
}
