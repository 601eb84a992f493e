//! What the command line can say.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use bytesize::ByteSize;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use jsmint::call_log::{Direction, Outcome, Policy};
use jsmint::{CallLog, Limits};

use crate::grants::Grants;

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
    /// Wake a runtime that `run --checkpoint-to` has put to sleep
    Resume(Resume),
    /// Say what a sleeping runtime is, how large, and what it has written to
    Inspect(Inspect),
    /// Run a piece of code and print its value
    Eval(Eval),
    /// Say what a file's runtimes would have, may do, and are limited to
    Plan(Plan),
    /// Show what a call log holds: which calls, how they ended, how long they took
    Calls(Calls),
    /// Print TypeScript definitions of the native modules
    Types(Types),
    /// Print the documentation of a native module
    Docs(Docs),
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
    /// When nothing is left to do at once, put the runtime to sleep in FILE instead of waiting for timers
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint_to: Option<PathBuf>,
    /// The file with the key that FILE is signed with, at least 16 bytes; made where it is not there. Default: FILE.key
    #[arg(long, value_name = "KEY", requires = "checkpoint_to")]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) recording: Recording,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Wakes the runtime in FILE, in which nothing was lost, and runs it until nothing is left that anybody waits for. What is
/// granted, and the limits, are to be said again as they were to `run`; the script itself is read again, too.
#[derive(Debug, clap::Args)]
pub(crate) struct Resume {
    /// The sleeping runtime
    pub(crate) file: PathBuf,
    /// Run this first and print its value
    #[arg(long, value_name = "CODE")]
    pub(crate) eval: Option<String>,
    /// When nothing is left to do at once, put it to sleep again, in this file, which may be the same
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint_to: Option<PathBuf>,
    /// The file with the key. Default: FILE.key
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Says of the runtime in FILE from which script, build, factory and image it is, how large it is, which calls of the host it
/// waits for, and which pages of its memory differ from the image's, with what lies there. Nothing of it is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Inspect {
    /// The sleeping runtime
    pub(crate) file: PathBuf,
    /// Say it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the key. Default: FILE.key
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<PathBuf>,
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

/// Shows the calls in FILE: the 50 newest of those that were asked for, the oldest of them first. Works while FILE is
/// written, and changes nothing. A line is: when the call began, the beginning of its factory's id and its runtime, its
/// number, → for a script that called the host or ← for the other way, the call, how it ended, how long it took.
#[derive(Debug, clap::Args)]
pub(crate) struct Calls {
    /// The call log
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// How many calls to show at most
    #[arg(long, value_name = "N", default_value = "50", conflicts_with_all = ["stats", "tree"])]
    pub(crate) limit: u64,
    /// The slowest calls instead of the newest, the slowest first
    #[arg(long, conflicts_with_all = ["stats", "tree", "follow"])]
    pub(crate) slowest: bool,
    /// The call with this number, what it was called within, and everything that was called within it, with the time
    /// from its beginning to theirs. Calls are numbered within their runtimes: where that is ambiguous, say --runtime
    /// and --factory
    #[arg(long, value_name = "CALL", conflicts_with_all = [
        "stats", "follow", "module", "function", "direction", "outcome", "errors", "min_duration", "since", "until",
    ])]
    pub(crate) tree: Option<u64>,
    /// For each function how often it was called, how often it failed, and the times that half and 99 % of the calls
    /// did not exceed, the longest, and all together
    #[arg(long, conflicts_with = "follow")]
    pub(crate) stats: bool,
    /// Then show further calls as they are written, until interrupted
    #[arg(long, conflicts_with = "until")]
    pub(crate) follow: bool,
    /// Write one JSON object a line, with the names of the table's columns, and arguments and result as values in
    /// `args` and `result`
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which calls are wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct Wanted {
    /// Only this runtime's
    #[arg(long, value_name = "N")]
    pub(crate) runtime: Option<u64>,
    /// Only this factory's; the beginning of its id suffices
    #[arg(long, value_name = "HEX", value_parser = hexadecimal)]
    pub(crate) factory: Option<String>,
    /// Only calls of this native module; * stands for anything, ? for one character
    #[arg(long, value_name = "NAME")]
    pub(crate) module: Option<String>,
    /// Only calls of this function; * stands for anything, ? for one character
    #[arg(long, value_name = "NAME")]
    pub(crate) function: Option<String>,
    /// Only calls in this direction. Shells want quotes around the arrow; js-host and host-js will do
    #[arg(long, value_name = "WAY", value_parser = direction())]
    pub(crate) direction: Option<Direction>,
    /// Only calls that ended so; `dropped` are no calls, but counts of records that were lost
    #[arg(long, value_name = "OUTCOME", value_parser = outcome())]
    pub(crate) outcome: Option<Outcome>,
    /// Only calls that threw, were interrupted, or panicked
    #[arg(long, conflicts_with = "outcome")]
    pub(crate) errors: bool,
    /// Only calls that took at least so long, such as 5ms
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(crate) min_duration: Option<Duration>,
    /// Only calls that began then or later: so long ago, such as 10m, or at a time in UTC, such as
    /// 2026-01-31T12:00:00Z or 2026-01-31
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) since: Option<SystemTime>,
    /// Only calls that began before then
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) until: Option<SystemTime>,
}

/// Prints what scripts can require besides files, as the text of a `.d.ts` file.
#[derive(Debug, clap::Args)]
pub(crate) struct Types {
    /// Write it to this file instead; it must not be there yet, or be one that was written by this command
    pub(crate) file: Option<PathBuf>,
}

/// Prints what a native module exports, as Markdown.
#[derive(Debug, clap::Args)]
pub(crate) struct Docs {
    /// The name of the module, as in `require`
    pub(crate) module: String,
}

/// Runs benchmarks, all variants of one thing turn by turn in one process, and prints a table.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Bench {
    #[command(subcommand)]
    pub(crate) command: Option<BenchCommand>,
    /// What to measure; everything by default
    #[arg(value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(jsmint_bench::GROUPS))]
    pub(crate) names: Vec<String>,
    /// Print one array of rows as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Write one page of HTML with tables, distributions and curves
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum BenchCommand {
    Dirt(Dirt),
}

/// Runs FILE in a fresh runtime and lists the pages of memory that it has written to, with what lies there: what a life
/// costs beyond its own work is restoring these.
#[derive(Debug, clap::Args)]
pub(crate) struct Dirt {
    /// The script
    pub(crate) file: PathBuf,
    /// Load FILE while baking, and run this in the fresh runtime instead
    #[arg(long, value_name = "CODE")]
    pub(crate) eval: Option<String>,
    /// Print one array of pages as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) common: Common,
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
    #[command(flatten)]
    pub(crate) grants: Grants,
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

/// The beginning of a factory's id.
fn hexadecimal(text: &str) -> Result<String, String> {
    if (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err("a factory's id has 16 hexadecimal digits; give the first 1 to 16".to_owned())
    }
}

fn direction() -> impl TypedValueParser<Value = Direction> {
    let [to_host, to_script] = [Direction::ScriptToHost, Direction::HostToScript].map(Direction::word);
    let words = [PossibleValue::new(to_host).alias("js-host"), PossibleValue::new(to_script).alias("host-js")];
    PossibleValuesParser::new(words)
        .map(|word| if word.starts_with("js") { Direction::ScriptToHost } else { Direction::HostToScript })
}

fn outcome() -> impl TypedValueParser<Value = Outcome> {
    let all = [Outcome::Returned, Outcome::Threw, Outcome::Interrupted, Outcome::Panicked, Outcome::Dropped];
    PossibleValuesParser::new(all.map(Outcome::word))
        .map(move |word| all.into_iter().find(|outcome| outcome.word() == word).expect("one of these words was said"))
}

/// A time or a day in UTC, or how long ago it was.
fn moment(text: &str) -> Result<SystemTime, String> {
    let day = || humantime::parse_rfc3339_weak(&format!("{text}T00:00:00Z"));
    if let Ok(time) = humantime::parse_rfc3339_weak(text).or_else(|_| day()) {
        return Ok(time);
    }
    match humantime::parse_duration(text) {
        Ok(ago) => SystemTime::now().checked_sub(ago).ok_or_else(|| "that is too long ago".to_owned()),
        Err(_) => Err("neither a time such as 2026-01-31T12:00:00Z, nor how long ago, such as 10m".to_owned()),
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
        assert_eq!(eval.common.grants.allow_read.len(), 2);
    }

    #[test]
    fn calls_are_chosen_by_words_and_times() {
        let line = "jsmint calls f --direction=host-js --outcome threw --since 10m --until 2026-01-31T12:00:00Z";
        let Command::Calls(calls) = Args::parse_from(line.split(' ')).command else { panic!("another command") };
        assert_eq!(calls.wanted.direction, Some(Direction::HostToScript));
        assert_eq!(calls.wanted.outcome, Some(Outcome::Threw));
        let ago = SystemTime::now().duration_since(calls.wanted.since.expect("a time")).expect("the past");
        assert!((600..660).contains(&ago.as_secs()), "{ago:?}");
        let until = SystemTime::UNIX_EPOCH + Duration::from_secs(1_769_860_800);
        assert_eq!((calls.wanted.until, calls.limit), (Some(until), 50));
        assert_eq!(moment("2026-01-31"), Ok(until - Duration::from_secs(12 * 3600)));
        for line in [
            "jsmint calls",
            "jsmint calls f --direction=up",
            "jsmint calls f --outcome=well",
            "jsmint calls f --since=yesterday",
            "jsmint calls f --factory=xyz",
            "jsmint calls f --factory=00000000000000000",
            "jsmint calls f --errors --outcome=threw",
            "jsmint calls f --stats --tree=1",
            "jsmint calls f --stats --limit=1",
            "jsmint calls f --follow --slowest",
            "jsmint calls f --tree=1 --module=db",
            "jsmint calls f --limit=-1",
        ] {
            assert!(Args::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
        let line = "jsmint calls f --tree=1 --runtime=2 --factory=00ab --json";
        assert!(Args::try_parse_from(line.split(' ')).is_ok());
        let line = "jsmint calls f --module=db --function=get* --stats --since=1h --until=1m --runtime=1";
        assert!(Args::try_parse_from(line.split(' ')).is_ok());
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
