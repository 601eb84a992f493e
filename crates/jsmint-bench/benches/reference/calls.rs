//! Calls across the border.

use criterion::Criterion;
use jsmint::{CallLog, EngineFactory, Options, Runtime};
use jsmint_bench::Adder;

use crate::factory;

const SCRIPT: &str = "
    const adder = require('adder');
    const native = adder.add;
    function add(a, b) { return a + b; }
    function plain(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = native(i, 2); return sum; }
    function member(turns) { let sum = 0; for (let i = 0; i < turns; i++) sum = adder.add(i, 2); return sum; }
";

/// How many calls are one operation: JavaScript calls the host in a loop.
const TURNS: u32 = 1000;

fn factories(folder: &tempfile::TempDir) -> [(&'static str, EngineFactory); 2] {
    let options = || Options::new().module(Adder).preload_script("calls.js", SCRIPT);
    let log = CallLog::sqlite(folder.path().join("calls.sqlite")).expect("a log");
    [("without log", factory(options())), ("with SQLite", factory(options().call_log(log)))]
}

/// A script that calls a native `add` 1,000 times.
pub(crate) fn js_calling_host(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut group = criterion.benchmark_group("JSCallingHost");
    group.throughput(criterion::Throughput::Elements(TURNS.into()));
    for (log, factory) in factories(&folder) {
        for function in ["plain", "member"] {
            let mut runtime = factory.new_runtime().expect("a runtime");
            group.bench_function(format!("{function}, {log}"), |bencher| {
                bencher.iter(|| runtime.call::<f64, _>(function, (TURNS,)).expect("a sum"));
            });
        }
    }
}

/// A host that calls a JavaScript `add`.
pub(crate) fn host_calling_js(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut group = criterion.benchmark_group("HostCallingJS");
    for (log, factory) in factories(&folder) {
        let mut runtime = factory.new_runtime().expect("a runtime");
        group.bench_function(format!("by name, {log}"), |bencher| {
            bencher.iter(|| runtime.call::<i32, _>("add", (40, 2)).expect("42"));
        });
        group.bench_function(format!("direct, {log}"), |bencher| {
            bencher.iter_custom(|calls| direct(&mut runtime, calls))
        });
    }
}

/// How long so many calls of a function take that was looked up once, within one entry.
fn direct(runtime: &mut Runtime, calls: u64) -> std::time::Duration {
    let called = runtime.enter(|scope| {
        let add = scope.global().get("add")?;
        let arguments = [scope.int(40), scope.int(2)];
        let start = std::time::Instant::now();
        for _ in 0..calls {
            add.call(&scope.undefined(), &arguments)?;
        }
        Ok(start.elapsed())
    });
    called.expect("42")
}
