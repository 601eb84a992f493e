//! `jsmint bench dirt FILE`: which pages of its memory a life writes to, and what lies there.

use std::fmt::Write;
use std::process::ExitCode;

use jsmint::{Console, DirtyPage, EngineFactory, Options, Runtime};

use super::print;
use crate::app::App;
use crate::args::Dirt;
use crate::failure::Failure;

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
        false => print(&table(&pages, factory.stats().image_bytes))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn table(pages: &[DirtyPage], image: usize) -> String {
    let restored = pages.iter().filter(|page| page.words == 0).count();
    let mut text = format!(
        "{} of {} pages are restored after this life; {restored} of them were written to and are as they were\n\n",
        pages.len(),
        image.div_ceil(4096),
    );
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{:>8} {:>6}  what lies there", "page", "words");
    for DirtyPage { offset, words, contents, .. } in pages {
        let parts: Vec<String> = contents
            .iter()
            .map(|(what, words)| match words {
                0 => what.to_string(),
                _ => format!("{what} ({words})"),
            })
            .collect();
        let _ = writeln!(text, "{:>8} {words:>6}  {}", format!("{offset:#x}"), parts.join(", "));
    }
    text
}
