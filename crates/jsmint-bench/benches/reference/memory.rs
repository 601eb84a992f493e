//! Garbage.

use criterion::Criterion;
use jsmint::Options;

use crate::factory;

/// Runtimes that are dropped with their garbage, and one that is used again, with collections or without.
pub(crate) fn gc_sensitivity(criterion: &mut Criterion) {
    let script = "function work() { return Array.from({ length: 100 }, (_, n) => ({ n, text: 'item ' + n })).length; }";
    let factory = factory(Options::new().preload_script("work.js", script));
    let mut group = criterion.benchmark_group("GCSensitivity");
    group.bench_function("spawn and discard", |bencher| {
        bencher.iter(|| factory.new_runtime().and_then(|mut runtime| runtime.call::<u32, _>("work", ())).expect("100"));
    });
    let mut runtime = factory.new_runtime().expect("a runtime");
    group.bench_function("reuse", |bencher| bencher.iter(|| runtime.call::<u32, _>("work", ()).expect("100")));
    let mut calls = 0_u32;
    group.bench_function("reuse, collecting every 100 calls", |bencher| {
        bencher.iter(|| {
            calls += 1;
            if calls.is_multiple_of(100) {
                runtime.collect_garbage();
            }
            runtime.call::<u32, _>("work", ()).expect("100")
        });
    });
}
