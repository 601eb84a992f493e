//! What runtimes cost, under the names that the system before jsmint measured: `cargo bench --package jsmint-bench --bench
//! reference [FILTER]`. Times are Criterion's; `jsmint bench` has the interleaved ones, with tails.
//!
//! A file for each theme, a function for each group. What must not be measured, such as dropping a runtime that was only to
//! be made, is left out with `iter_batched` where the group is not about it.

mod calls;
mod code;
mod memory;
mod spawn;
mod values;

use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jsmint::{EngineFactory, Options};

/// How many runtimes are alive at once where each is made apart from what is measured: as few as a factory keeps slots for,
/// so that none is made anew or unmapped.
pub(crate) const FEW: BatchSize = BatchSize::NumIterations(32);

/// A factory that must be.
pub(crate) fn factory(options: Options) -> EngineFactory {
    EngineFactory::new(options).expect("a factory")
}

fn settings() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
}

criterion_group! {
    name = reference;
    config = settings();
    targets =
        spawn::runtime_spawn, spawn::runtime_spawn_and_execute, spawn::runtime_reuse, spawn::factory_require,
        spawn::runtime_drop, spawn::threads,
        code::js_loading, code::require_loading, code::first_call,
        calls::js_calling_host, calls::host_calling_js,
        values::value_conversion, values::payload_sweep,
        memory::gc_sensitivity
}
criterion_main!(reference);
