//! `jsmint docs MODULE`.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::args::Docs;
use crate::failure::Failure;
use crate::types;

pub(crate) fn docs(args: &Docs) -> Result<ExitCode, Failure> {
    let factory = types::factory()?;
    let Some(text) = factory.module_docs(&args.module) else {
        let names: Vec<String> = factory.plan().modules.into_iter().map(|module| module.name).collect();
        let there =
            if names.is_empty() { "there are none".to_owned() } else { format!("there are {}", names.join(", ")) };
        return Err(Failure::message(format!("there is no native module {:?}; {there}", args.module)));
    };
    io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .map_err(|error| Failure::io("cannot write the documentation", error))?;
    Ok(ExitCode::SUCCESS)
}
