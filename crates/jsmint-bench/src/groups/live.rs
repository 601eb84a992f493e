//! `live`: what one more life costs while so many other runtimes are alive.

use jsmint::{EngineFactory, Options};

use crate::{Operation, Result, Row, Variant, measure};

/// How many others there are.
const OTHERS: [usize; 4] = [0, 100, 1_000, 5_000];

pub(super) fn live() -> Result<Vec<Row>> {
    let script = "let seen = 0; function handle(n) { seen += n; return seen; }";
    let most = OTHERS[OTHERS.len() - 1] + 16;
    let options = Options::new().preload_script("handler.js", script).max_runtimes(most).verify(false);
    let factory = EngineFactory::new(options)?;
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    for count in OTHERS {
        while others.len() < count {
            let mut runtime = factory.new_runtime()?;
            runtime.call::<u32, _>("handle", (1,))?;
            others.push(runtime);
        }
        let make = || -> Operation {
            let factory = factory.clone();
            Box::new(move || {
                let seen: u32 = factory.new_runtime().and_then(|mut rt| rt.call("handle", (7,))).expect("a life");
                assert_eq!(seen, 7);
            })
        };
        rows.extend(measure("live", &format!("{count} others"), 1, &[Variant::new("recycled", make)]));
    }
    Ok(rows)
}
