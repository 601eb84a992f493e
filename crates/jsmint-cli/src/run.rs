//! `jsmint run FILE [-- ARGS]`.

use std::process::ExitCode;
use std::time::Duration;

use jsmint::{Console, EngineFactory, Error, Options, Strategy};

use crate::app::App;
use crate::args::Run;
use crate::failure::Failure;

pub(crate) fn run(args: &Run) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let log = args.recording.log()?;
    let options = Options::new()
        .call_log(log.clone())
        .loader(app.loader(&args.common.grants.allow_read)?)
        .limits(args.common.limits())
        .console(Console::stdio())
        // One runtime and no more: an image would not pay.
        .strategy(Strategy::Cold);
    let mut runtime = EngineFactory::new(args.common.grants.apply(options, &args.args))?.new_runtime()?;
    let mut words = vec![args.file.display().to_string()];
    words.extend_from_slice(&args.args);
    runtime.global().set("scriptArgs", words)?;
    let ran = match runtime.require_main::<()>(&app.request) {
        Err(error) if awaits(&error) => runtime.import::<()>(&app.request),
        ran => ran,
    };
    let ran = ran.and_then(|()| runtime.run_until_idle());
    drop(runtime);
    let flushed = log.flush(LOG_PATIENCE);
    ran?;
    flushed?;
    Ok(ExitCode::SUCCESS)
}

/// How long the call log may take to write what is left.
const LOG_PATIENCE: Duration = Duration::from_secs(10);

/// Whether the file is an ES module that awaits at its top, which `require` cannot wait for.
fn awaits(error: &Error) -> bool {
    error.exception().and_then(|thrown| thrown.code.as_deref()) == Some("ERR_REQUIRE_ASYNC_MODULE")
}
