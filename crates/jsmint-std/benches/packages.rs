//! What preloading real packages saves: `.ci/packages` installs them, then
//! `cargo bench --package jsmint-std --bench packages [-- [--json] [NAME…]]`.
//!
//! A life is: a runtime is made, does a job with the package, and is dropped. Four ways to it, by turns in one process:
//!
//! * *open*: nothing is there before, as with `jsmint::open`. The package is read, compiled and evaluated.
//! * *cold*: a factory that makes each runtime from nothing, and has kept the package's compiled code.
//! * *preloaded*: a factory that has the package in its image.
//! * *warmed*: a factory that has besides done one such request while baking.
//!
//! Of the jobs that the tests compare with Node's, *request* does what one request would, and *job* what the package is
//! for, in all its breadth. Times are of the processor, so that other programs do not count; medians. Ratios say how much cheaper *warmed* is than *open* and than *cold*.

#[path = "../tests/packages/project.rs"]
mod project;

use std::time::{Duration, Instant};

use jsmint::{Console, EngineFactory, Options, Runtime, Strategy};
use project::Job;
use serde_json::{Value, json};

/// How long the ways take turns for one kind of job, and the least number of turns.
const TIME: Duration = Duration::from_secs(2);
const TURNS: usize = 5;

/// How long a turn lasts, unless one life takes longer.
const TURN: Duration = Duration::from_millis(10);

#[derive(Clone, Copy)]
enum Kind {
    Request,
    Job,
}

/// Clocks that stand still, so that nobody waits for a timer; a console that is written to.
fn options() -> Options {
    project::options().deterministic(7).console(Console::callback(|_, text| {
        std::hint::black_box(text);
    }))
}

fn work(job: &Job, kind: Kind, input: &Value, mut runtime: Runtime) -> jsmint::Result<()> {
    match kind {
        Kind::Request => job.request(&mut runtime, input).map(|text| drop(std::hint::black_box(text))),
        Kind::Job => job.run(&mut runtime),
    }
}

/// What this thread has used so far.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("it does not run backwards")
}

/// The four ways' medians, in their order.
fn measure(job: &Job, kind: Kind) -> jsmint::Result<[Duration; 4]> {
    let input = job.input(&mut jsmint::open(options())?)?;
    let preloaded = || options().preload(job.file()).strategy(Strategy::Image);
    let warming = (Job { name: job.name.clone() }, input.clone());
    let factories = [
        EngineFactory::new(options().strategy(Strategy::Cold))?,
        EngineFactory::new(preloaded())?,
        EngineFactory::new(preloaded().warm_up(move |runtime| warming.0.request(runtime, &warming.1).map(drop)))?,
    ];
    let open = || work(job, kind, &input, jsmint::open(options().strategy(Strategy::Cold))?);
    let spawn = |factory: &EngineFactory| work(job, kind, &input, factory.new_runtime()?);
    let lives: [&dyn Fn() -> jsmint::Result<()>; 4] =
        [&open, &|| spawn(&factories[0]), &|| spawn(&factories[1]), &|| spawn(&factories[2])];
    let mut times: [Vec<Duration>; 4] = Default::default();
    let begin = Instant::now();
    while begin.elapsed() < TIME || times[0].len() < TURNS {
        for (life, times) in lives.iter().zip(&mut times) {
            // Caches and slots of the way before are still warm.
            life()?;
            let turn = Instant::now();
            while {
                let start = processor_time();
                life()?;
                times.push(processor_time() - start);
                turn.elapsed() < TURN
            } {}
        }
    }
    Ok(times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    }))
}

fn main() -> jsmint::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&String> = arguments.iter().filter(|name| !name.starts_with('-')).collect();
    let as_json = arguments.iter().any(|argument| argument == "--json");
    let mut rows = Vec::new();
    if !as_json {
        println!(
            "{:<17} {:<8} {:>11} {:>11} {:>11} {:>11}  ratio to open, cold",
            "package", "", "open", "cold", "preloaded", "warmed"
        );
    }
    for job in Job::all().iter().filter(|job| names.is_empty() || names.contains(&&job.name)) {
        for (kind, what) in [(Kind::Request, "request"), (Kind::Job, "job")] {
            let [open, cold, preloaded, warmed] = measure(job, kind)?.map(|time| time.as_secs_f64() * 1e6);
            let (to_open, to_cold) = (open / warmed, cold / warmed);
            if as_json {
                rows.push(json!({
                    "package": job.name, "kind": what, "open_us": open, "cold_us": cold, "preloaded_us": preloaded,
                    "warmed_us": warmed, "open_ratio": to_open, "cold_ratio": to_cold,
                }));
            } else {
                println!(
                    "{:<17} {what:<8} {open:>8.0} µs {cold:>8.0} µs {preloaded:>8.1} µs {warmed:>8.1} µs  {to_open:>7.1}× {to_cold:>7.1}×",
                    job.name
                );
            }
        }
    }
    if as_json {
        println!("{}", Value::from(rows));
    }
    Ok(())
}
