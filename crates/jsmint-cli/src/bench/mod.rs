//! `jsmint bench`: what runtimes cost on this machine.
//!
//! A *bench* (`spawn`) has *cases* (`empty`, `json`), and each case has *variants* (`bare`, `recycled`) that do the
//! same in different ways. All variants of a case are measured turn by turn in one process, so that whatever else the
//! machine does falls on all of them.

mod alive;
mod calllog;
mod calls;
mod footprint;
mod harness;
mod preload;
mod row;
mod soak;
mod spawn;
mod speed;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::args::{BENCHES, Bench};
use crate::failure::Failure;

use row::Row;

pub(crate) fn bench(args: &Bench) -> Result<ExitCode, Failure> {
    let wanted = |name: &str| args.names.is_empty() || args.names.iter().any(|wanted| wanted == name);
    let mut all = Vec::new();
    for name in BENCHES.into_iter().filter(|name| wanted(name)) {
        let rows = measure(name)?;
        if !args.json {
            print(&row::table(&rows))?;
        }
        all.extend(rows);
    }
    if args.json {
        let text = serde_json::to_string_pretty(&all).map_err(|error| Failure::message(error.to_string()))?;
        print(&(text + "\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(name: &str) -> Result<Vec<Row>, Failure> {
    match name {
        "spawn" => spawn::spawn(),
        "preload" => preload::preload(),
        "speed" => speed::speed(),
        "calls" => calls::calls(),
        "calllog" => calllog::calllog(),
        "soak" => soak::soak(),
        "alive" => alive::alive(),
        _ => unreachable!("the command line knows the names"),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::io("cannot write the rows", error))
}
