//! `calllog`: what it costs to record calls.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jsmint::call_log::{Full, LogError, LogErrorKind, Policy, Record, Sink, SqliteLog, SqliteOptions};
use jsmint::{CallLog, EngineFactory, Options};
use rusqlite::Connection;
use tempfile::TempDir;

use super::calls::Adder;
use super::spawn::SHORT_LIVES;
use crate::{Operation, Result, Row, Variant, measure};

/// A call of the host, and in it one of a script: two records.
const SCRIPT: &str = "
    const { add } = require('adder');
    function once() { return add(40, 2); }
    function many(times) { let sum = 0; for (let i = 0; i < times; i++) sum = add(i, 2); return sum; }
";

/// Room for all that one turn of the harness records, so that the queue is never full.
const QUEUE: usize = 256 << 20;

/// How long the writer may take to catch up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Recorded calls of the sustained run.
const SUSTAINED: u32 = 2_000_000;

/// What a log without a queue does: one INSERT in a transaction of its own for each call.
#[derive(Debug)]
struct SyncInsert(Mutex<Connection>);

impl SyncInsert {
    fn new(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE TABLE call_log(id INTEGER PRIMARY KEY AUTOINCREMENT, ts_unix_ms INTEGER NOT NULL,
                direction TEXT NOT NULL, module TEXT, function TEXT NOT NULL, args_json TEXT, result_json TEXT,
                duration_ms INTEGER, error TEXT);
             CREATE INDEX idx_call_log_ts ON call_log(ts_unix_ms);
             CREATE INDEX idx_call_log_direction ON call_log(direction);",
        )?;
        Ok(Self(Mutex::new(connection)))
    }
}

impl Sink for SyncInsert {
    fn describe(&self) -> String {
        "one INSERT for each call".to_owned()
    }

    fn record(&self, record: &Record<'_>, _full: Full) -> std::result::Result<(), LogError> {
        let connection = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let insert = || -> rusqlite::Result<usize> {
            connection
                .prepare_cached(
                    "INSERT INTO call_log(ts_unix_ms, direction, module, function, args_json, result_json, duration_ms)
                     VALUES (?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute((
                    record.start_unix_ns / 1_000_000,
                    record.begin.direction.word(),
                    record.begin.module,
                    record.begin.function,
                    record.begin.arguments,
                    record.result,
                    i64::try_from(record.duration_ns / 1_000_000).unwrap_or(i64::MAX),
                ))
        };
        insert().map(drop).map_err(|error| LogError::new(LogErrorKind::Write, error.to_string()).with_source(error))
    }
}

pub(super) fn calllog() -> Result<Vec<Row>> {
    let folder = TempDir::new()?;
    let open = |name, options| SqliteLog::open_with(folder.path().join(name), options);
    let log = CallLog::to(open("calls.sqlite", SqliteOptions::new().queue_bytes(QUEUE))?).policy(Policy::Block);
    let sync = SyncInsert::new(&folder.path().join("sync.sqlite"))?;
    let factory = |log: CallLog| {
        EngineFactory::new(Options::new().module(Adder).preload_script("calls.js", SCRIPT).verify(false).call_log(log))
    };
    let factories = [
        ("off", factory(CallLog::disabled())?, CallLog::disabled()),
        ("on", factory(log.clone())?, log),
        ("sync-insert", factory(CallLog::to(sync))?, CallLog::disabled()),
    ];
    for (_, factory, _) in &factories {
        factory.new_runtime()?.call::<i32, _>("once", ())?;
    }
    let adding = factories.iter().map(|(name, factory, log)| {
        Variant::new(name, move || -> Operation {
            // What the turn before recorded is no part of this one.
            log.flush(PATIENCE).expect("the log can be written");
            let mut runtime = factory.new_runtime().expect("a slot is free");
            Box::new(move || assert!(runtime.call::<i32, _>("once", ()).is_ok_and(|sum| sum == 42)))
        })
    });
    let mut rows = measure("calllog", "add", 1, &adding.collect::<Vec<_>>());
    let spawning = factories.iter().take(2).map(|(name, factory, _)| {
        Variant::new(name, move || -> Operation {
            let factory = factory.clone();
            Box::new(move || drop(factory.new_runtime().expect("a slot is free")))
        })
        .repeat(SHORT_LIVES)
    });
    rows.extend(measure("calllog", "spawn", 1, &spawning.collect::<Vec<_>>()));
    let log = open("sustained.sqlite", SqliteOptions::new())?;
    rows.push(sustained(&factory(CallLog::to(log.clone()).policy(Policy::Block))?, &log)?);
    Ok(rows)
}

/// Records many calls as fast as the file takes them, to the last one in it.
fn sustained(factory: &EngineFactory, log: &SqliteLog) -> Result<Row> {
    let mut runtime = factory.new_runtime()?;
    let start = Instant::now();
    runtime.call::<f64, _>("many", (SUSTAINED,))?;
    log.flush(PATIENCE)?;
    let took = start.elapsed();
    let status = log.status();
    if status.lost > 0 || status.written < u64::from(SUSTAINED) {
        return Err(format!("{} records were written and {} lost", status.written, status.lost).into());
    }
    let each = took.as_nanos() as f64 / f64::from(SUSTAINED);
    Ok(Row {
        bench: "calllog",
        case: "sustained".to_owned(),
        variant: "on",
        threads: 1,
        p50_ns: each,
        p99_ns: each,
        per_second: 1e9 / each,
        quantiles_ns: Vec::new(),
        footprint: None,
    })
}
