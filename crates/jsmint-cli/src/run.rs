//! `jsmint run FILE [-- ARGS]`.

use std::process::ExitCode;

use jsmint::{Console, EngineFactory, Error, Options, Strategy};

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
    match runtime.require_main::<()>(&app.request) {
        Err(error) if awaits(&error) => runtime.import::<()>(&app.request)?,
        ran => ran?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the file is an ES module that awaits at its top, which `require` cannot wait for.
fn awaits(error: &Error) -> bool {
    error.exception().and_then(|thrown| thrown.code.as_deref()) == Some("ERR_REQUIRE_ASYNC_MODULE")
}
