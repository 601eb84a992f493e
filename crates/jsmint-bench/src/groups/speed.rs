//! `speed`: how fast JavaScript runs, beside the same engine as it comes.

use std::ffi::CString;

use jsmint::bare::Bare;
use jsmint::{EngineFactory, Options};

use crate::{Operation, Result, Row, Variant, measure};

/// Each program defines a function `run` that gives a number.
const PROGRAMS: [(&str, &str); 5] = [
    ("fib", "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } function run() { return fib(20); }"),
    (
        "loops",
        "function run() {
            let sum = 0;
            const list = [];
            for (let i = 0; i < 20000; i++) { sum = (sum * 31 + i) | 0; if (i % 16 === 0) list.push(sum & 255); }
            for (const item of list) sum = (sum + item) | 0;
            return sum;
        }",
    ),
    (
        "json",
        "const one = (i) => ({ id: i, name: 'name ' + i, tags: ['a', 'b', 'c'], price: i * 1.5 });
        const data = Array.from({ length: 200 }, (_, i) => one(i));
        function run() { return JSON.stringify(JSON.parse(JSON.stringify(data))).length; }",
    ),
    (
        "sort",
        "function run() {
            let state = 42;
            const list = Array.from({ length: 3000 }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff));
            return list.sort((a, b) => a - b)[1500];
        }",
    ),
    (
        "regexp",
        r"const text = 'The quick brown fox, born 2019-04-03, jumps over 17 lazy dogs at 10:45. '.repeat(20);
        function run() {
            const dates = text.match(/\d{4}-(\d{2})-(\d{2})/g).length;
            return dates + text.replace(/\b(\w)(\w*)\b/g, (_, head, tail) => head.toUpperCase() + tail).length;
        }",
    ),
];

pub(super) fn speed() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, program) in PROGRAMS {
        let factory = EngineFactory::new(Options::new().preload_script("program.js", program))?;
        let (bare, minted) = (run_bare(program), factory.new_runtime()?.call::<f64, _>("run", ())?);
        if bare.to_bits() != minted.to_bits() {
            return Err(format!("{name}: the bare engine says {bare}, a minted runtime {minted}").into());
        }
        let variants = [
            Variant::new("bare", move || -> Operation {
                let mut engine = Bare::new();
                engine.eval(&c_text(program));
                Box::new(move || assert!(engine.eval(c"run()").is_finite()))
            }),
            Variant::new("jsmint", move || -> Operation {
                let mut runtime = factory.new_runtime().expect("a slot is free");
                Box::new(move || assert!(runtime.eval::<f64>("run()").is_ok_and(f64::is_finite)))
            }),
        ];
        rows.extend(measure("speed", name, 1, &variants));
    }
    Ok(rows)
}

fn run_bare(program: &str) -> f64 {
    let mut engine = Bare::new();
    engine.eval(&c_text(program));
    engine.eval(c"run()")
}

fn c_text(text: &str) -> CString {
    CString::new(text).expect("no zero in it")
}
