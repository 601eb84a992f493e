//! `spawn`: a runtime is made, used once, and dropped, all of it counted.

use std::ffi::CString;
use std::hint::black_box;
use std::sync::LazyLock;

use jsmint::bare::Bare;
use jsmint::{EngineFactory, EntryPoint, Options, Runtime, Script, Strategy};

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

/// How many short lives are measured at a time: one takes little more than reading the clock.
pub(super) const SHORT_LIVES: u32 = 16;

/// What is done with a runtime in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Nothing.
    Empty,
    /// [`SOURCE`] is evaluated.
    Source,
    /// The same, compiled once.
    Script,
    /// `number(41)` of [`FUNCTIONS`], which gives 83, by its entry point.
    Number,
    /// The same, found by its name each time.
    ByName,
    /// `json` of [`FUNCTIONS`] with [`ORDER`].
    Json,
}

/// All cases, by name.
pub const CASES: [(&str, Case); 6] = [
    ("empty", Case::Empty),
    ("source", Case::Source),
    ("script", Case::Script),
    ("number", Case::Number),
    ("by-name", Case::ByName),
    ("json", Case::Json),
];

impl Case {
    /// How many lives in a recycled slot are measured at a time.
    #[must_use]
    pub fn lives_at_a_time(self) -> u32 {
        if matches!(self, Self::Empty | Self::Number | Self::ByName) { SHORT_LIVES } else { 1 }
    }
}

/// A factory that has [`FUNCTIONS`] preloaded, with all that its runtimes are used by.
#[derive(Clone)]
struct Prepared {
    factory: EngineFactory,
    script: Script,
    number: EntryPoint,
    json: EntryPoint,
}

impl Prepared {
    fn new(options: impl FnOnce(Options) -> Options) -> jsmint::Result<Self> {
        let all = Options::new().preload_script("functions.js", FUNCTIONS).entry_point("number").entry_point("json");
        let factory = EngineFactory::new(options(all.verify(false)))?;
        Ok(Self {
            script: factory.compile("script.js", SOURCE)?,
            number: factory.entry_point("number")?,
            json: factory.entry_point("json")?,
            factory,
        })
    }

    /// One life of a minted runtime.
    fn live(&self, case: Case) -> jsmint::Result<()> {
        self.work(&mut self.factory.new_runtime()?, case)
    }

    /// What is done in a life.
    fn work(&self, runtime: &mut Runtime, case: Case) -> jsmint::Result<()> {
        match case {
            Case::Empty => {}
            Case::Source => drop(black_box(runtime.eval::<i32>(SOURCE)?)),
            Case::Script => drop(black_box(runtime.run::<i32>(&self.script)?)),
            Case::Number => drop(black_box(self.number.call::<i32, _>(runtime, (41,))?)),
            Case::ByName => drop(black_box(runtime.call::<i32, _>("number", (41,))?)),
            Case::Json => drop(black_box(self.json.call::<String, _>(runtime, (ORDER.as_str(),))?)),
        }
        Ok(())
    }
}

pub(super) fn spawn() -> Result<Vec<Row>> {
    let all = [
        // The console, require and the builtin modules belong to every runtime of a factory.
        ("cold", Prepared::new(|options| options.strategy(Strategy::Cold))?),
        // With no idle slots kept, each spawn relocates the image into new memory.
        ("new-slot", Prepared::new(|options| options.max_idle(0))?),
        ("recycled", Prepared::new(|options| options)?),
    ];
    let mut rows = Vec::new();
    for (name, case) in CASES {
        let mut variants = vec![Variant::new("bare", move || bare(case))];
        for (variant, prepared) in &all {
            prepared.live(case)?;
            let lives = Variant::new(variant, move || {
                let prepared = prepared.clone();
                Box::new(move || prepared.live(case).expect("it went well before"))
            });
            variants.push(lives.repeat(if *variant == "recycled" { case.lives_at_a_time() } else { 1 }));
        }
        if matches!(case, Case::Number | Case::ByName | Case::Json) {
            // No life, only what is done in one: what is left of the price if runtimes are not isolated.
            let (_, prepared) = &all[2];
            let calls = Variant::new("reused", move || {
                let (mut runtime, prepared) =
                    (prepared.factory.new_runtime().expect("a slot is free"), prepared.clone());
                Box::new(move || prepared.work(&mut runtime, case).expect("it went well before"))
            });
            variants.push(calls.repeat(case.lives_at_a_time()));
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
    let prepared = Prepared::new(|options| options)?;
    for _ in 0..lives {
        prepared.live(*case)?;
    }
    Ok(())
}

/// Lives in recycled slots of a factory that has [`FUNCTIONS`] preloaded.
///
/// # Errors
///
/// Where the factory cannot be made, or the work not be done.
pub fn recycled(case: Case) -> Result<impl Fn() -> Operation + Send + Sync> {
    let prepared = Prepared::new(|options| options)?;
    prepared.live(case)?;
    Ok(move || -> Operation {
        let prepared = prepared.clone();
        Box::new(move || prepared.live(case).expect("it went well before"))
    })
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
        Case::Number | Case::ByName => (Some(text(format!("{FUNCTIONS} number(41)"))), None),
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
