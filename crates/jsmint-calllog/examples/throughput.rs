//! How fast records are taken and written: `cargo run --release -p jsmint-calllog --example throughput [ROWS]`.
//!
//! One thread records `add(40, 2)` as fast as it can and waits where the queue is full; then 16 runtimes on two threads
//! do. Every row is looked for in the file. Without optimisation it does few, to show that it works.

use std::error::Error;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use jsmint_calllog::{Begin, Direction, Full, Outcome, Record, Sink, SqliteLog};

fn record(runtime: u64, sequence: u64) -> Record<'static> {
    Record {
        begin: Begin {
            factory: 0x1234_5678_9abc_def0,
            runtime,
            call: sequence,
            parent: sequence.saturating_sub(1),
            direction: Direction::ScriptToHost,
            module: "math",
            function: "add",
            arguments: "[40,2]",
        },
        sequence,
        start_unix_ns: 1_700_000_000_000_000_000 + sequence.cast_signed() * 1_000,
        duration_ns: 450,
        outcome: Outcome::Returned,
        result: "42",
        error_name: "",
        error_message: "",
        cut_bytes: 0,
        lost: 0,
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// How long recording takes on the recording thread, in nanoseconds.
struct Cost {
    /// In pieces of 64 records, at the median: without the clock.
    median: f64,
    /// One by one, with the clock: at the 99th percentile, at 99.9, and the longest.
    tail: [f64; 3],
}

fn cost(log: &SqliteLog, count: u64) -> Result<Cost, Box<dyn Error>> {
    const PIECE: u64 = 64;
    let measure = |piece: u64, runtime: u64| {
        let mut times = Vec::new();
        for first in (0..count).step_by(piece as usize) {
            if first % 16_384 == 0 {
                // The queue is never full, as it is with programs that do more than call.
                log.flush(MINUTE)?;
            }
            let started = Instant::now();
            for at in 1..=piece {
                log.record(&record(runtime, first + at), Full::Refuse)?;
            }
            times.push(started.elapsed().as_nanos() as f64 / piece as f64);
        }
        times.sort_by(f64::total_cmp);
        Ok::<_, Box<dyn Error>>(move |share: f64| times[((times.len() - 1) as f64 * share) as usize])
    };
    let median = measure(PIECE, 1)?(0.5);
    let single = measure(1, 2)?;
    Ok(Cost { median, tail: [single(0.99), single(0.999), single(1.0)] })
}

fn rows(path: &Path) -> Result<(u64, u64), Box<dyn Error>> {
    let connection = rusqlite::Connection::open(path)?;
    // A gap in a runtime's sequence would make its highest number larger than the count.
    let sql = "SELECT sum(rows), sum(highest) FROM
        (SELECT count(DISTINCT sequence) AS rows, max(sequence) AS highest FROM call_log GROUP BY runtime_id)";
    let (rows, highest): (i64, i64) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((rows.unsigned_abs(), highest.unsigned_abs()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let default = if cfg!(debug_assertions) { 20_000 } else { 2_000_000 };
    let count: u64 = std::env::args().nth(1).map_or(Ok(default), |text| text.parse())?;
    let directory = tempfile::tempdir()?;

    let log = SqliteLog::open(directory.path().join("cost.sqlite"))?;
    let Cost { median, tail } = cost(&log, count.min(1_000_000))?;
    log.flush(MINUTE)?;
    println!(
        "recording: {median:.0} ns a record at the median; {:.0} ns at p99, {:.0} ns at p99.9, {:.0} ns at most",
        tail[0], tail[1], tail[2]
    );

    for (threads, runtimes) in [(1, 1), (2, 16)] {
        let path = directory.path().join(format!("{runtimes}.sqlite"));
        let log = SqliteLog::open(&path)?;
        let each = count / runtimes;
        let started = Instant::now();
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|thread| {
                    let log = &log;
                    scope.spawn(move || {
                        for sequence in 1..=each {
                            for runtime in (1..=runtimes).filter(|runtime| runtime % threads == thread) {
                                log.record(&record(runtime, sequence), Full::Wait)?;
                            }
                        }
                        Ok(())
                    })
                })
                .collect();
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
                as Result<(), jsmint_calllog::LogError>
        })?;
        log.flush(MINUTE)?;
        let seconds = started.elapsed().as_secs_f64();
        let (found, highest) = rows(&path)?;
        let written = each * runtimes;
        if (found, highest) != (written, written) {
            return Err(format!("{found} rows up to {highest} of {written}").into());
        }
        println!(
            "{runtimes} runtimes on {threads} threads: {written} rows in {seconds:.2} s, {:.0} a second, none lost",
            written as f64 / seconds
        );
    }
    Ok(())
}
