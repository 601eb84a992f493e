//! What the command line can say.

use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use clap::{Parser, Subcommand};
use jsmint::call_log::Policy;
use jsmint::{CallLog, Limits};

/// All that can be measured, in the order it is.
pub(crate) const BENCHES: [&str; 7] = ["spawn", "preload", "speed", "calls", "calllog", "soak", "alive"];

/// Mints fresh, isolated JavaScript runtimes from one heap image.
#[derive(Debug, Parser)]
#[command(name = "jsmint", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Call a function on every line of standard input, each in a runtime of its own
    Each(Each),
    /// Run a file
    Run(Run),
    /// Run a piece of code and print its value
    Eval(Eval),
    /// Say what a file's runtimes would have, may do, and are limited to
    Plan(Plan),
    /// Measure what runtimes cost on this machine
    Bench(Bench),
}

/// Loads FILE once. Then takes one JSON value a line from standard input, calls the function that FILE exports in a
/// fresh runtime, and writes what it returns as one line of JSON, in the order of the input. A record that fails is
/// reported on standard error with its line number, message and stack; the others go on, and the exit code is 1. Blank
/// lines are skipped. What the function prints goes to standard error.
#[derive(Debug, clap::Args)]
pub(crate) struct Each {
    /// The file to load
    pub(crate) file: PathBuf,
    /// The export to call; by default the exports themselves if they are a function, otherwise `handle` or `default`
    #[arg(long, value_name = "NAME")]
    pub(crate) export: Option<String>,
    /// How many records are worked on at once
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: u16,
    /// Write the summary as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) recording: Recording,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Runs FILE with console and `require`. It can require files below the nearest folder with a package.json, or below
/// its own folder if there is none. Its arguments are in the global `scriptArgs`, after the file itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// The file to run
    pub(crate) file: PathBuf,
    /// What the file finds in `scriptArgs`
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) args: Vec<String>,
    #[command(flatten)]
    pub(crate) recording: Recording,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Runs CODE and prints its value as `console.log` would. A promise is waited for. Nothing can be required, unless a
/// folder is allowed.
#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
    /// The code to run
    pub(crate) code: String,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Loads FILE as `each` would and says what its runtimes have, may do, and are limited to.
#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    /// The file to load
    pub(crate) file: PathBuf,
    /// Say it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Runs benchmarks, all variants of one thing turn by turn in one process, and prints a table.
#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// What to measure; everything by default
    #[arg(value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(BENCHES))]
    pub(crate) names: Vec<String>,
    /// Print one array of rows as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where calls between scripts and their host are recorded.
#[derive(Debug, clap::Args)]
pub(crate) struct Recording {
    /// Record every call between script and host in this SQLite file; `jsmint calls FILE` reads it
    #[arg(long, value_name = "FILE")]
    pub(crate) call_log: Option<PathBuf>,
}

impl Recording {
    /// The log that was asked for. Nothing is lost: where the file cannot keep up, calls wait for it.
    pub(crate) fn log(&self) -> jsmint::Result<CallLog> {
        match &self.call_log {
            Some(file) => Ok(CallLog::sqlite(file)?.policy(Policy::Block)),
            None => Ok(CallLog::disabled()),
        }
    }
}

/// What all commands that run scripts understand.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// The most memory that one runtime may hold, such as 64MB
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<ByteSize>,
    /// The most time that one call may take, such as 50ms
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,
    /// A folder whose files may be required, besides the script's own; can be given more than once
    #[arg(long, value_name = "DIR")]
    pub(crate) allow_read: Vec<PathBuf>,
}

impl Common {
    /// The limits that were asked for, on top of the library's own.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::new();
        if let Some(size) = self.memory {
            limits = limits.memory(usize::try_from(size.as_u64()).unwrap_or(usize::MAX));
        }
        if let Some(time) = self.timeout {
            limits = limits.time(time);
        }
        limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_and_durations_are_read_as_people_write_them() {
        let line = ["jsmint", "eval", "1", "--memory=64MB", "--timeout", "50ms", "--allow-read=a", "--allow-read=b"];
        let Command::Eval(eval) = Args::parse_from(line).command else { panic!("another command") };
        assert_eq!(eval.common.limits().memory_limit(), 64_000_000);
        assert_eq!(eval.common.limits().time_limit(), Some(Duration::from_millis(50)));
        assert_eq!(eval.common.allow_read.len(), 2);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            ["jsmint", "each", "a.js", "--threads=0"],
            ["jsmint", "eval", "1", "--memory=lots"],
            ["jsmint", "eval", "1", "--timeout=5"],
            ["jsmint", "bench", "weather", "--json"],
        ] {
            assert!(Args::try_parse_from(line).is_err(), "{line:?}");
        }
    }
}
