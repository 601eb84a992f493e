//! Values that cross the border.

use std::collections::BTreeMap;

use criterion::{BenchmarkId, Criterion};
use jsmint::{Options, Runtime};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::factory;

const SCRIPT: &str = "
    let kept;
    function take(value) { kept = value; }
    function give() { return kept; }
";

fn runtime() -> Runtime {
    factory(Options::new().preload_script("values.js", SCRIPT)).new_runtime().expect("a runtime")
}

fn map(keys: usize) -> Value {
    (0..keys).map(|n| (format!("key{n}"), json!(n))).collect::<serde_json::Map<_, _>>().into()
}

fn nested(depth: usize, width: usize) -> Value {
    match depth {
        0 => json!("leaf"),
        _ => {
            (0..width).map(|n| (format!("key{n}"), nested(depth - 1, width))).collect::<serde_json::Map<_, _>>().into()
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Order {
    id: String,
    amount: f64,
    tags: Vec<String>,
}

/// Values given to a function, and taken from one.
pub(crate) fn value_conversion(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ValueConversion");
    let mut runtime = runtime();
    for (name, value) in [("primitive", json!(42)), ("20-key map", map(20)), ("nested", nested(3, 3))] {
        group.bench_function(name, |bencher| bencher.iter(|| runtime.call::<(), _>("take", (&value,)).expect("taken")));
    }
    runtime.call::<(), _>("take", (map(20),)).expect("kept");
    group.bench_function("export of a map", |bencher| {
        bencher.iter(|| runtime.call::<BTreeMap<String, u32>, _>("give", ()).expect("a map"));
    });
    let order = Order { id: "R-17".into(), amount: 12.5, tags: vec!["new".into(), "paid".into()] };
    runtime.call::<(), _>("take", (&order,)).expect("kept");
    group.bench_function("export to a struct", |bencher| {
        bencher.iter(|| runtime.call::<Order, _>("give", ()).expect("an order"));
    });
}

/// Values of several sizes, both ways.
pub(crate) fn payload_sweep(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("PayloadSweep");
    let mut runtime = runtime();
    for (name, value) in [("2 keys", map(2)), ("20 keys", map(20)), ("4 deep, 4 wide", nested(4, 4))] {
        group.bench_function(BenchmarkId::new("in", name), |bencher| {
            bencher.iter(|| runtime.call::<(), _>("take", (&value,)).expect("taken"));
        });
        runtime.call::<(), _>("take", (&value,)).expect("kept");
        group.bench_function(BenchmarkId::new("out", name), |bencher| {
            bencher.iter(|| runtime.call::<Value, _>("give", ()).expect("a value"));
        });
    }
}
