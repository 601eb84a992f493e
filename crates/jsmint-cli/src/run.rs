//! `jsmint run FILE [-- ARGS]`.

use std::process::ExitCode;

use jsmint::{Console, EngineFactory, Options, Strategy};

use crate::app::App;
use crate::args::Run;
use crate::failure::Failure;

pub(crate) fn run(args: &Run) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let options = Options::new()
        .loader(app.loader(&args.common.allow_read)?)
        .limits(args.common.limits())
        .console(Console::stdio())
        // One runtime and no more: an image would not pay.
        .strategy(Strategy::Cold);
    let mut runtime = EngineFactory::new(options)?.new_runtime()?;
    let mut words = vec![args.file.display().to_string()];
    words.extend_from_slice(&args.args);
    runtime.global().set("scriptArgs", words)?;
    runtime.require::<()>(&app.request)?;
    Ok(ExitCode::SUCCESS)
}
