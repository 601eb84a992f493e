//! `jsmint eval CODE`.

use std::process::ExitCode;

use jsmint::{Console, EngineFactory, Options, Strategy};

use crate::app;
use crate::args::Eval;
use crate::failure::Failure;

/// The name of the code in stack traces, as Node calls it.
const NAME: &str = "[eval]";

pub(crate) fn eval(args: &Eval) -> Result<ExitCode, Failure> {
    let mut options = Options::new()
        .limits(args.common.limits())
        .console(Console::stdio())
        // One runtime and no more: an image would not pay.
        .strategy(Strategy::Cold);
    if !args.common.grants.allow_read.is_empty() {
        options = options.loader(app::folders(&args.common.grants.allow_read)?);
    }
    let mut runtime = EngineFactory::new(args.common.grants.apply(options, &[]))?.new_runtime()?;
    let printed = runtime.enter(|scope| {
        // Taken before the code runs, which may do with the global console what it likes.
        let console = scope.global().get("console")?;
        let log = console.get("log")?;
        let value = scope.wait(scope.eval_named(NAME, &args.code)?)?;
        log.call(&console, &[value]).map(drop)
    });
    printed.map_err(|error| Failure::from(error).with_source(NAME, &args.code))?;
    Ok(ExitCode::SUCCESS)
}
