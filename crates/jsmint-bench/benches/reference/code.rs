//! Code that is loaded.

use criterion::{BenchmarkId, Criterion};
use jsmint::{Options, loader};

use crate::{FEW, factory};

/// Scripts of many lines: compiled, run in a fresh runtime and in one that is used again.
pub(crate) fn js_loading(criterion: &mut Criterion) {
    let factory = factory(Options::new());
    let mut group = criterion.benchmark_group("JSLoading");
    for lines in [32, 512, 4096] {
        let source = format!("var total = 0, k = 1;\n{}total;", "total = total + k;\n".repeat(lines));
        let program = factory.compile("lines.js", &source).expect("a script");
        group.bench_function(BenchmarkId::new("compile", lines), |bencher| {
            bencher.iter(|| factory.compile("lines.js", &source).expect("a script"));
        });
        group.bench_function(BenchmarkId::new("fresh run", lines), |bencher| {
            bencher
                .iter(|| factory.new_runtime().and_then(|mut runtime| runtime.run::<usize>(&program)).expect("a sum"));
        });
        let mut runtime = factory.new_runtime().expect("a runtime");
        group.bench_function(BenchmarkId::new("reused run", lines), |bencher| {
            bencher.iter(|| assert_eq!(runtime.run::<usize>(&program).ok(), Some(lines)));
        });
    }
}

/// Two modules in memory, one of which needs the other: the first `require` of a runtime and the ones after.
pub(crate) fn require_loading(criterion: &mut Criterion) {
    let files = loader::Memory::new()
        .file("/app/main.js", "const { twice } = require('./lib.js'); module.exports = n => twice(n) + 1;")
        .file("/app/lib.js", "exports.twice = n => n * 2;");
    let factory = factory(Options::new().loader(files));
    let fresh = || factory.new_runtime().expect("a runtime");
    let require = |runtime: &mut jsmint::Runtime| {
        runtime.enter(|scope| scope.require("/app/main.js").map(drop)).expect("a module");
    };
    let mut group = criterion.benchmark_group("RequireLoading");
    group.bench_function("cold", |bencher| {
        bencher.iter_batched_ref(fresh, require, FEW);
    });
    let mut runtime = fresh();
    group.bench_function("warm", |bencher| bencher.iter(|| require(&mut runtime)));
}

/// The first call of a preloaded function in a runtime, and the ones after.
pub(crate) fn first_call(criterion: &mut Criterion) {
    let preload = "function handle(text) { return JSON.stringify({ ...JSON.parse(text), seen: true }); }";
    let cold = factory(Options::new().preload_script("handler.js", preload));
    let warm = Options::new().preload_script("handler.js", preload);
    let warm = factory(warm.warm_up(|runtime| runtime.call::<String, _>("handle", ("{}",)).map(drop)));
    let call = |runtime: &mut jsmint::Runtime| runtime.call::<String, _>("handle", (r#"{"id":1}"#,)).expect("a text");
    let mut group = criterion.benchmark_group("FirstCall");
    for (name, factory) in [("first", &cold), ("first, warmed up", &warm)] {
        let fresh = || factory.new_runtime().expect("a runtime");
        group.bench_function(name, |bencher| bencher.iter_batched_ref(fresh, call, FEW));
    }
    let mut runtime = cold.new_runtime().expect("a runtime");
    group.bench_function("later", |bencher| bencher.iter(|| call(&mut runtime)));
}
