//! The `jsmint` command.
//!
//! ```text
//! args ─▶ main ─▶ each, run, sleep, eval, plan, calls, types, docs, bench ─▶ app (which files), grants (what else),
//!                                                                 failure (how it ends)
//! ```
//!
//! Exit codes: 0 all went well; 1 a script or a record failed; 2 the command was not used rightly; 3 a limit stopped a
//! script.

mod app;
mod args;
mod bench;
mod calls;
mod docs;
mod each;
mod eval;
mod excerpt;
mod failure;
mod grants;
mod pages;
mod plan;
mod run;
mod sleep;
mod types;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let ended = match Args::parse().command {
        Command::Each(args) => each::each(&args),
        Command::Run(args) => run::run(&args),
        Command::Resume(args) => sleep::resume(&args),
        Command::Inspect(args) => sleep::inspect(&args),
        Command::Eval(args) => eval::eval(&args),
        Command::Plan(args) => plan::plan(&args),
        Command::Calls(args) => calls::calls(&args),
        Command::Types(args) => types::types(&args),
        Command::Docs(args) => docs::docs(&args),
        Command::Bench(args) => bench::bench(&args),
    };
    match ended {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
