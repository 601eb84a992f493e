//! Runtimes that come and go.

use std::hint::black_box;
use std::thread;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion};
use jsmint::bare::Bare;
use jsmint::{CallLog, Options, loader, open};
use jsmint_bench::spawn::SOURCE;

use crate::{FEW, factory};

/// A runtime that is made and dropped, in all ways that there are.
pub(crate) fn runtime_spawn(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let log = |name: &str| CallLog::sqlite(folder.path().join(name)).expect("a log");
    let plain = factory(Options::new());
    let recorded = factory(Options::new().call_log(log("factory.sqlite")));
    let mut group = criterion.benchmark_group("RuntimeSpawn");
    group.bench_function("bare", |bencher| bencher.iter(Bare::new));
    group.bench_function("open", |bencher| bencher.iter(|| open(Options::new()).expect("a runtime")));
    group.bench_function("factory", |bencher| bencher.iter(|| plain.new_runtime().expect("a runtime")));
    group.bench_function("open with call log", |bencher| {
        bencher.iter(|| open(Options::new().call_log(log("open.sqlite"))).expect("a runtime"));
    });
    group
        .bench_function("factory with call log", |bencher| bencher.iter(|| recorded.new_runtime().expect("a runtime")));
}

/// A fresh runtime that runs a line, and is dropped.
pub(crate) fn runtime_spawn_and_execute(criterion: &mut Criterion) {
    let factory = factory(Options::new());
    let program = factory.compile("line.js", SOURCE).expect("a script");
    let mut group = criterion.benchmark_group("RuntimeSpawnAndExecute");
    group.bench_function("source", |bencher| {
        bencher.iter(|| factory.new_runtime().and_then(|mut runtime| runtime.eval::<i32>(SOURCE)).expect("42"));
    });
    group.bench_function("program", |bencher| {
        bencher.iter(|| factory.new_runtime().and_then(|mut runtime| runtime.run::<i32>(&program)).expect("42"));
    });
}

/// One runtime that runs an expression again and again.
pub(crate) fn runtime_reuse(criterion: &mut Criterion) {
    const EXPRESSION: &str = "(40 + 2)";
    let factory = factory(Options::new());
    let program = factory.compile("expression.js", EXPRESSION).expect("a script");
    let mut runtime = factory.new_runtime().expect("a runtime");
    let mut group = criterion.benchmark_group("RuntimeReuse");
    group.bench_function("source", |bencher| bencher.iter(|| runtime.eval::<i32>(EXPRESSION).expect("42")));
    group.bench_function("program", |bencher| bencher.iter(|| runtime.run::<i32>(&program).expect("42")));
}

/// A fresh runtime that requires a module, which the factory has preloaded or not.
pub(crate) fn factory_require(criterion: &mut Criterion) {
    let files = || loader::Memory::new().file("/app/twice.js", "module.exports = n => n * 2;");
    let fresh = factory(Options::new().loader(files()));
    let preloaded = factory(Options::new().loader(files()).preload("/app/twice.js"));
    let mut group = criterion.benchmark_group("FactoryRequire");
    for (name, factory) in [("at run time", fresh), ("preloaded", preloaded)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut runtime = factory.new_runtime().expect("a runtime");
                runtime.enter(|scope| scope.require("/app/twice.js").map(drop)).expect("a module");
            });
        });
    }
}

/// Dropping a runtime that has run a line, and nothing else.
pub(crate) fn runtime_drop(criterion: &mut Criterion) {
    let factory = factory(Options::new());
    criterion.bench_function("RuntimeDrop", |bencher| {
        let used = || {
            let mut runtime = factory.new_runtime().expect("a runtime");
            runtime.eval::<i32>(SOURCE).expect("42");
            runtime
        };
        bencher.iter_batched(used, drop, FEW);
    });
}

/// Lives of one compiled line on several threads at once: the time of a life on each.
pub(crate) fn threads(criterion: &mut Criterion) {
    let factory = factory(Options::new());
    let program = factory.compile("line.js", SOURCE).expect("a script");
    let most = thread::available_parallelism().map_or(1, usize::from);
    let mut group = criterion.benchmark_group("Threads");
    for threads in 1..=most {
        group.bench_function(BenchmarkId::from_parameter(threads), |bencher| {
            bencher.iter_custom(|lives| {
                let live = || {
                    (0..lives).for_each(|_| {
                        let mut runtime = factory.new_runtime().expect("a runtime");
                        black_box(runtime.run::<i32>(&program).expect("42"));
                    })
                };
                let start = Instant::now();
                thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(live))));
                start.elapsed()
            });
        });
    }
}
