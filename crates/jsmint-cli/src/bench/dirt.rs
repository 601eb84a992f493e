//! `jsmint bench dirt FILE`: which pages of its memory a life writes to, and what lies there.

use std::process::ExitCode;

use jsmint::{Console, EngineFactory, Options, Runtime};

use super::print;
use crate::app::App;
use crate::args::Dirt;
use crate::failure::Failure;
use crate::pages;

pub(super) fn dirt(args: &Dirt) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let options = Options::new()
        .loader(app.loader(&args.common.grants.allow_read)?)
        .limits(args.common.limits())
        .console(Console::discard());
    let options = match args.eval {
        Some(_) => options.preload(&app.request),
        None => options,
    };
    let factory = EngineFactory::new(args.common.grants.apply(options, &[]))?;
    // Of a slot that nobody has used, so that nothing is left of other lives.
    let mut runtime: Runtime = factory.new_runtime()?;
    match &args.eval {
        Some(code) => runtime.eval::<()>(code)?,
        None => runtime.require_main::<()>(&app.request)?,
    }
    runtime.run_until_idle()?;
    let pages = runtime.dirt()?;
    match args.json {
        true => {
            let text = serde_json::to_string_pretty(&pages).map_err(|error| Failure::message(error.to_string()))?;
            print(&(text + "\n"))?;
        }
        false => {
            let restored = pages.iter().filter(|page| page.words == 0).count();
            let first = format!(
                "{} of {} pages are restored after this life; {restored} of them were written to and are as they were\n\n",
                pages.len(),
                factory.stats().image_bytes.div_ceil(4096),
            );
            print(&(first + &pages::table(&pages)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
