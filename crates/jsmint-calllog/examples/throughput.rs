//! How fast records are taken and written: `cargo run --release -p jsmint-calllog --example throughput [ROWS]`.
//!
//! One thread records `add(40, 2)` as fast as it can and waits where the queue is full; then 16 runtimes on two threads
//! do. Every row is looked for in the file. Without optimisation it does few, to show that it works.

use std::error::Error;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use jsmint_calllog::{Begin, Direction, Full, Outcome, Record, Sink, SqliteLog, SqliteOptions};

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

/// Of `count` records in pieces of 64, how long one takes on the recording thread: at the median, and at the 99th
/// percentile.
fn cost(log: &SqliteLog, count: u64) -> Result<(f64, f64), Box<dyn Error>> {
    const PIECE: u64 = 64;
    let mut pieces = Vec::new();
    for piece in 0..count / PIECE {
        let started = Instant::now();
        for at in 0..PIECE {
            log.record(&record(1, piece * PIECE + at + 1), Full::Refuse)?;
        }
        pieces.push(started.elapsed().as_nanos() as f64 / PIECE as f64);
    }
    pieces.sort_by(f64::total_cmp);
    let at = |share: f64| pieces[((pieces.len() - 1) as f64 * share) as usize];
    Ok((at(0.5), at(0.99)))
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
    let minute = Duration::from_secs(60);

    let log = SqliteLog::open_with(directory.path().join("cost.sqlite"), SqliteOptions::new().queue_bytes(1 << 29))?;
    let (median, p99) = cost(&log, count.min(1_000_000))?;
    log.flush(minute)?;
    println!("recording: {median:.0} ns a record at the median, {p99:.0} ns at p99 (the writer beside it)");

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
        log.flush(minute)?;
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
