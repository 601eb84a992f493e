//! `jsmint run FILE [--checkpoint-to FILE] [-- ARGS]`.

use std::process::ExitCode;
use std::time::Duration;

use jsmint::{Console, EngineFactory, Error, Options, Strategy};

use crate::app::App;
use crate::args::Run;
use crate::failure::Failure;
use crate::sleep::{self, SleepFile};

pub(crate) fn run(args: &Run) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let log = args.recording.log()?;
    let options = match &args.checkpoint_to {
        Some(file) => sleep::options(&app, &args.common, &args.args, sleep::new_key(file, args.key.as_deref())?)?,
        None => {
            let options = Options::new()
                .loader(app.loader(&args.common.grants.allow_read)?)
                .limits(args.common.limits())
                .console(Console::stdio())
                // One runtime and no more: an image would not pay.
                .strategy(Strategy::Cold);
            args.common.grants.apply(options, &args.args)
        }
    };
    let mut runtime = EngineFactory::new(options.call_log(log.clone()))?.new_runtime()?;
    let mut words = vec![args.file.display().to_string()];
    words.extend_from_slice(&args.args);
    runtime.global().set("scriptArgs", words)?;
    let ran = match runtime.require_main::<()>(&app.request) {
        Err(error) if awaits(&error) => runtime.import::<()>(&app.request),
        ran => ran,
    };
    let ran = ran.and_then(|()| match &args.checkpoint_to {
        Some(_) => runtime.run_due().and_then(|_| runtime.hibernate().map(Some)),
        None => runtime.run_until_idle().map(|()| None),
    });
    drop(runtime);
    let flushed = log.flush(LOG_PATIENCE);
    if let (Some(snapshot), Some(to)) = (ran?, &args.checkpoint_to) {
        let script = args.file.canonicalize().map_err(|error| Failure::io("cannot find the script", error))?;
        SleepFile { script, args: args.args.clone(), snapshot }.write(to)?;
    }
    flushed?;
    Ok(ExitCode::SUCCESS)
}

/// How long the call log may take to write what is left.
const LOG_PATIENCE: Duration = Duration::from_secs(10);

/// Whether the file is an ES module that awaits at its top, which `require` cannot wait for.
fn awaits(error: &Error) -> bool {
    error.exception().and_then(|thrown| thrown.code.as_deref()) == Some("ERR_REQUIRE_ASYNC_MODULE")
}
