//! `jsmint types [FILE]`.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use jsmint::{EngineFactory, Options, Strategy};

use crate::args::Types;
use crate::failure::Failure;
use crate::grants::Grants;

/// The first line, by which the command knows what it has written.
const MARK: &str = "// Written by `jsmint types`; what is changed here is lost when it is written again.\n";

pub(crate) fn types(args: &Types) -> Result<ExitCode, Failure> {
    let definitions = factory()?.type_definitions();
    let text = format!("{MARK}{}{definitions}", if definitions.is_empty() { "" } else { "\n" });
    match &args.file {
        Some(file) => write(file, &text)?,
        None => io::stdout()
            .lock()
            .write_all(text.as_bytes())
            .map_err(|error| Failure::io("cannot write the definitions", error))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A factory with the native modules that scripts of this command have, whatever is granted.
pub(crate) fn factory() -> Result<EngineFactory, Failure> {
    Ok(EngineFactory::new(Grants::default().apply(Options::new().strategy(Strategy::Cold), &[]))?)
}

/// Writes a file, but over none that somebody else has written.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    match fs::read(file) {
        Ok(found) if !found.starts_with(MARK.as_bytes()) => {
            let message = format!("{} is there, and was not written by this command; name another", file.display());
            return Err(Failure::message(message));
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::io(format!("cannot read {}", file.display()), error)),
    }
    fs::write(file, text).map_err(|error| Failure::io(format!("cannot write {}", file.display()), error))
}
