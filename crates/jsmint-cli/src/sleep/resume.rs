//! `jsmint resume FILE`.

use std::process::ExitCode;

use jsmint::EngineFactory;

use super::file::{SleepFile, keep_key, key, options};
use crate::app::App;
use crate::args::Resume;
use crate::failure::Failure;

pub(crate) fn resume(args: &Resume) -> Result<ExitCode, Failure> {
    let file = SleepFile::read(&args.file)?;
    let app = App::find(&file.script)?;
    let key = key(&args.file, args.key.as_deref())?;
    let factory = EngineFactory::new(options(&app, &args.common, &file.args, key.clone())?)?;
    let mut runtime = factory.resume(&file.snapshot)?;
    if let Some(code) = &args.eval {
        let printed = runtime.enter(|scope| {
            let console = scope.global().get("console")?;
            let log = console.get("log")?;
            let value = scope.wait(scope.eval_named("[eval]", code)?)?;
            log.call(&console, &[value]).map(drop)
        });
        printed.map_err(|error| Failure::from(error).with_source("[eval]", code))?;
    }
    match &args.checkpoint_to {
        Some(to) => {
            runtime.run_due()?;
            let snapshot = runtime.hibernate()?;
            // Under the key that it had.
            keep_key(to, args.key.as_deref(), &key)?;
            SleepFile { snapshot, ..file }.write(to)?;
        }
        None => runtime.run_until_idle()?,
    }
    Ok(ExitCode::SUCCESS)
}
