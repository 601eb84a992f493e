//! `jsmint inspect FILE`.

use std::io::{self, Write};
use std::process::ExitCode;

use bytesize::ByteSize;
use jsmint::EngineFactory;
use serde_json::json;

use super::file::{SleepFile, key, options};
use crate::app::App;
use crate::args::Inspect;
use crate::failure::Failure;
use crate::pages;

pub(crate) fn inspect(args: &Inspect) -> Result<ExitCode, Failure> {
    let file = SleepFile::read(&args.file)?;
    let info = file.snapshot.info()?;
    // Woken, but not run: what it has is looked at.
    let woken = || {
        let app = App::find(&file.script)?;
        let options = options(&app, &args.common, &file.args, key(&args.file, args.key.as_deref())?)?;
        let runtime = EngineFactory::new(options)?.resume(&file.snapshot)?;
        let pending = runtime.pending_calls();
        Ok((runtime.dirt()?, pending, runtime.memory_used()))
    };
    let woken: Result<_, Failure> = woken();
    let size = file.snapshot.as_bytes().len();
    let text = match (args.json, &woken) {
        (true, Ok((pages, pending, memory))) => {
            let all = json!({
                "script": file.script, "size": size, "info": info, "memory": memory, "pending": pending, "pages": pages,
            });
            format!("{all:#}\n")
        }
        (true, Err(_)) => format!("{:#}\n", json!({ "script": file.script, "size": size, "info": info })),
        (false, woken) => {
            let mut lines = vec![
                format!("script   {}", file.script.display()),
                format!("size     {}, {} before it was compressed", ByteSize(size as u64), ByteSize(info.bytes as u64)),
                format!("library  jsmint {}, engine {}", info.library, info.engine),
                format!("build    {}", info.build),
                format!("factory  {}", info.factory),
                format!("image    {}", info.image),
            ];
            if let Ok((pages, pending, memory)) = woken {
                lines.push(format!(
                    "memory   {}, of which {} pages differ from the image",
                    ByteSize(*memory as u64),
                    pages.len()
                ));
                lines.extend(
                    pending.iter().map(|call| {
                        format!("pending  {} {}.{}{}", call.id, call.module, call.function, call.arguments)
                    }),
                );
                lines.push(String::new());
                lines.push(pages::table(pages));
            }
            lines.join("\n") + "\n"
        }
    };
    io::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::io("cannot write", error))?;
    // What it says of itself was shown; that it cannot be woken here is a failure all the same.
    woken.map(|_| ExitCode::SUCCESS)
}
