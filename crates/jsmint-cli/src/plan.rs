//! `jsmint plan FILE`.

use std::io::{self, Write};
use std::process::ExitCode;

use jsmint::{EngineFactory, Options};

use crate::app::App;
use crate::args::Plan;
use crate::failure::Failure;

pub(crate) fn plan(args: &Plan) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let loader = app.loader(&args.common.grants.allow_read)?;
    let options = Options::new().loader(loader).preload(&app.request).limits(args.common.limits());
    let plan = EngineFactory::new(args.common.grants.apply(options, &[]))?.plan();
    let text = if args.json {
        serde_json::to_string_pretty(&plan).map_err(|error| Failure::message(error.to_string()))?
    } else {
        plan.to_string()
    };
    writeln!(io::stdout().lock(), "{text}").map_err(|error| Failure::io("cannot write the plan", error))?;
    Ok(ExitCode::SUCCESS)
}
