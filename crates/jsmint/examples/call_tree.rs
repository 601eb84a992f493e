//! Records the calls of one runtime in a SQLite file and prints how they lie within each other.
//!
//! ```text
//! handle({"item":"tea","amount":3}) → 1740
//! ├─ prices.of("tea") → 580
//! └─ prices.each("<function>") → 1740
//!    ├─ (anonymous)(0) → 0
//! ```

use jsmint::call_log::{CallLogFile, Nested};
use jsmint::{CallLog, EngineFactory, Exports, NativeModule, Options};
use serde_json::json;

/// A module that is called by scripts, and calls them back.
struct Prices;

impl NativeModule for Prices {
    fn name(&self) -> &str {
        "prices"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("of", "The price of an item, in cents.", |item: String| Ok(item.len() as u32 * 100 + 280));
        exports.raw("each", 1, "Calls a function for 0, 1 and 2, and adds up what it returns.", |call| {
            let (scope, function) = (call.scope(), call.value(0));
            let mut sum = 0.0;
            for turn in 0..3 {
                sum += function.call(&scope.undefined(), &[scope.int(turn)])?.as_number().unwrap_or(0.0);
            }
            Ok(scope.number(sum))
        });
    }
}

const HANDLER: &str = "
    const prices = require('prices');
    function handle({ item, amount }) {
        const price = prices.of(item);
        return prices.each((turn) => turn < amount ? price : 0);
    }
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("calls.sqlite");
    {
        let options = Options::new().module(Prices).preload_script("handler.js", HANDLER);
        let factory = EngineFactory::new(options.call_log(CallLog::sqlite(&file)?))?;
        let mut runtime = factory.new_runtime()?;
        let total: u32 = runtime.call("handle", (json!({ "item": "tea", "amount": 3 }),))?;
        assert_eq!(total, 1740);
        // Dropping the last that uses the log writes what is left.
    }
    let log = CallLogFile::open(&file)?;
    // The entry of the host is the first call of its runtime.
    let entry = log.find(1, None, None)?.remove(0);
    let calls = log.tree(&entry)?.calls;
    for (at, call) in calls.iter().enumerate() {
        println!("{}{}", branch(&calls, at), said(call));
    }
    assert_eq!(calls.len(), 6, "the entry, `of`, `each`, and three calls back");
    Ok(())
}

/// The lines before a call: a corner where it is the last of its level, a fork where others follow.
fn branch(calls: &[Nested], at: usize) -> String {
    let continues = |level: usize| {
        let next = calls[at + 1..].iter().find(|later| later.depth <= level);
        next.is_some_and(|later| later.depth == level)
    };
    let depth = calls[at].depth;
    (1..=depth)
        .map(|level| match (level == depth, continues(level)) {
            (true, true) => "├─ ",
            (true, false) => "└─ ",
            (false, true) => "│  ",
            (false, false) => "   ",
        })
        .collect()
}

fn said(call: &Nested) -> String {
    let Some(row) = &call.row else { return format!("call {} has not ended", call.call_id) };
    let name = row.module.as_ref().map_or_else(|| row.function.clone(), |module| format!("{module}.{}", row.function));
    let arguments = row.args_json.as_deref().unwrap_or("[]");
    let arguments = arguments.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(arguments);
    format!("{name}({arguments}) → {}", row.result_json.as_deref().or(row.error.as_deref()).unwrap_or("nothing"))
}
