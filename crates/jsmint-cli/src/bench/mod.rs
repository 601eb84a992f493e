//! `jsmint bench`: what runtimes cost on this machine.

mod dirt;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use jsmint_bench::{GROUPS, table};

use crate::args::{Bench, BenchCommand};
use crate::failure::Failure;

pub(crate) fn bench(args: &Bench) -> Result<ExitCode, Failure> {
    if let Some(BenchCommand::Dirt(args)) = &args.command {
        return dirt::dirt(args);
    }
    let wanted = |name: &str| args.names.is_empty() || args.names.iter().any(|wanted| wanted == name);
    let mut all = Vec::new();
    for name in GROUPS.into_iter().filter(|name| wanted(name)) {
        if io::stderr().is_terminal() {
            eprintln!("measuring {name} …");
        }
        let rows = jsmint_bench::run(name).map_err(|error| Failure::message(error.to_string()))?;
        if !args.json {
            print(&table(&rows))?;
        }
        all.extend(rows);
    }
    if let Some(file) = &args.report {
        let what = || format!("cannot write {}", file.display());
        fs::write(file, jsmint_bench::report(&all)).map_err(|error| Failure::io(what(), error))?;
    }
    if args.json {
        let text = serde_json::to_string_pretty(&all).map_err(|error| Failure::message(error.to_string()))?;
        print(&(text + "\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::io("cannot write the rows", error))
}
