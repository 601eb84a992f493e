//! `spawn`: a runtime is made, used once, and dropped, all of it counted.

use std::ffi::CString;
use std::hint::black_box;
use std::sync::LazyLock;

use jsmint::bare::Bare;
use jsmint::{EngineFactory, Options, Runtime, Script, Strategy};

use crate::{Operation, Result, Row, Variant, measure};

/// What is preloaded; the bare engine has to evaluate it in each of its lives.
pub const FUNCTIONS: &str = "
    function number(n) { return n * 2 + 1; }
    function json(text) {
        const order = JSON.parse(text);
        const total = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
        return JSON.stringify({ id: order.id, total });
    }
";
/// What is evaluated, from source or compiled; it gives 42.
pub const SOURCE: &str = "var n = 41; n + 1;";

/// An order of about 1 KB.
pub static ORDER: LazyLock<String> = LazyLock::new(|| {
    let line = |n| {
        format!(
            r#"{{"sku":"BK-{n:04}","name":"Notebook, ruled, no. {n}","price":{},"quantity":{}}}"#,
            85 + n * 7,
            1 + n % 4
        )
    };
    let lines: Vec<String> = (0..14).map(line).collect();
    format!(r#"{{"id":"R-17","customer":{{"name":"Ada","city":"London"}},"lines":[{}]}}"#, lines.join(","))
});

/// How many lives in which nothing is run are measured at a time: one takes little more than reading the clock.
pub const SHORT_LIVES: u32 = 16;

/// What is done with a runtime in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Nothing.
    Empty,
    /// [`SOURCE`] is evaluated.
    Source,
    /// The same, compiled once.
    Script,
    /// `number(41)` of [`FUNCTIONS`], which gives 83.
    Number,
    /// `json` of [`FUNCTIONS`] with [`ORDER`].
    Json,
}

/// All cases, by name.
pub const CASES: [(&str, Case); 5] = [
    ("empty", Case::Empty),
    ("source", Case::Source),
    ("script", Case::Script),
    ("number", Case::Number),
    ("json", Case::Json),
];

pub(super) fn spawn() -> Result<Vec<Row>> {
    let options = || Options::new().preload_script("functions.js", FUNCTIONS).verify(false);
    let factories = [
        // The console, require and the builtin modules belong to every runtime of a factory.
        ("cold", EngineFactory::new(options().strategy(Strategy::Cold))?),
        // With no idle slots kept, each spawn relocates the image into new memory.
        ("new-slot", EngineFactory::new(options().max_idle(0))?),
        ("recycled", EngineFactory::new(options())?),
    ];
    let mut rows = Vec::new();
    for (name, case) in CASES {
        let mut variants = vec![Variant::new("bare", move || bare(case))];
        for (variant, factory) in &factories {
            let script = factory.compile("script.js", SOURCE)?;
            live(factory, case, &script)?;
            let lives = Variant::new(variant, move || {
                let (factory, script) = (factory.clone(), script.clone());
                Box::new(move || live(&factory, case, &script).expect("it went well before"))
            });
            let is_short = matches!((*variant, case), ("recycled", Case::Empty));
            variants.push(lives.repeat(if is_short { SHORT_LIVES } else { 1 }));
        }
        if matches!(case, Case::Number | Case::Json) {
            // No life, only what is done in one: what is left of the price if runtimes are not isolated.
            let (_, factory) = &factories[2];
            let script = factory.compile("script.js", SOURCE)?;
            variants.push(Variant::new("reused", move || {
                let (mut runtime, script) = (factory.new_runtime().expect("a slot is free"), script.clone());
                Box::new(move || work(&mut runtime, case, &script).expect("it went well before"))
            }));
        }
        for threads in [1, 2] {
            rows.extend(measure("spawn", name, threads, &variants));
        }
    }
    Ok(rows)
}

/// Has a recycled slot live so many lives of a case of `spawn`, such as `number`: for tools that count instructions.
///
/// # Errors
///
/// Where there is no such case, or what is done in it fails.
pub fn live_often(case: &str, lives: u32) -> Result<()> {
    let names = || CASES.map(|(name, _)| name).join(", ");
    let found = CASES.iter().find(|(name, _)| *name == case);
    let (_, case) = found.ok_or_else(|| format!("no case {case:?}; there are {}", names()))?;
    let factory = EngineFactory::new(Options::new().preload_script("functions.js", FUNCTIONS).verify(false))?;
    let script = factory.compile("script.js", SOURCE)?;
    for _ in 0..lives {
        live(&factory, *case, &script)?;
    }
    Ok(())
}

/// Lives in recycled slots of a factory that has [`FUNCTIONS`] preloaded.
///
/// # Errors
///
/// Where the factory cannot be made, or the work not be done.
pub fn recycled(case: Case) -> Result<impl Fn() -> Operation + Send + Sync> {
    let factory = EngineFactory::new(Options::new().preload_script("functions.js", FUNCTIONS).verify(false))?;
    let script = factory.compile("script.js", SOURCE)?;
    live(&factory, case, &script)?;
    Ok(move || -> Operation {
        let (factory, script) = (factory.clone(), script.clone());
        Box::new(move || live(&factory, case, &script).expect("it went well before"))
    })
}

/// One life of a minted runtime.
fn live(factory: &EngineFactory, case: Case, script: &Script) -> jsmint::Result<()> {
    work(&mut factory.new_runtime()?, case, script)
}

/// What is done in a life.
fn work(runtime: &mut Runtime, case: Case, script: &Script) -> jsmint::Result<()> {
    match case {
        Case::Empty => {}
        Case::Source => drop(black_box(runtime.eval::<i32>(SOURCE)?)),
        Case::Script => drop(black_box(runtime.run::<i32>(script)?)),
        Case::Number => drop(black_box(runtime.call::<i32, _>("number", (41,))?)),
        Case::Json => drop(black_box(runtime.call::<String, _>("json", (ORDER.as_str(),))?)),
    }
    Ok(())
}

/// Lives of the engine as it comes.
///
/// # Panics
///
/// The operation does, where the engine cannot do its work.
#[must_use]
pub fn bare(case: Case) -> Operation {
    let text = |text: String| CString::new(text).expect("no zero in it");
    let (source, code) = match case {
        Case::Empty => (None, None),
        Case::Source => (Some(text(SOURCE.to_owned())), None),
        Case::Script => (None, Some(Bare::new().compile(&text(SOURCE.to_owned())))),
        Case::Number => (Some(text(format!("{FUNCTIONS} number(41)"))), None),
        Case::Json => (Some(text(format!("{FUNCTIONS} json('{}').length", *ORDER))), None),
    };
    Box::new(move || {
        let mut engine = Bare::new();
        if let Some(source) = &source {
            assert!(engine.eval(black_box(source)).is_finite());
        }
        if let Some(code) = &code {
            assert!(engine.run(black_box(code)).is_finite());
        }
    })
}
