//! One call as a line for people, in columns.

use std::time::{Duration, UNIX_EPOCH};

use jsmint_calllog::Row;

use super::call::{Call, arrow};
use super::output::{FAINT, painted};
use super::text;

/// Where durations stand at most, if calls are not shortened anyway.
const FAR: usize = 72;
/// What a duration takes.
const DURATION: usize = 9;

/// How wide the columns are: they only grow.
#[derive(Debug)]
pub(super) struct Columns {
    runtime: usize,
    call: usize,
    text: usize,
}

impl Columns {
    pub(super) fn new() -> Self {
        Self { runtime: 6, call: 4, text: 0 }
    }

    /// The rows as lines, in columns that all of them fit into.
    pub(super) fn lines(&mut self, rows: &[Row], width: Option<usize>) -> Vec<String> {
        let calls: Vec<_> = rows.iter().map(Call::of).collect();
        for (row, call) in rows.iter().zip(&calls) {
            self.runtime = self.runtime.max(text::columns(&runtime(row)));
            self.call = self.call.max(number(row.call_id).len());
            self.text = self.text.max(call.columns().min(FAR));
        }
        // The time, the arrow, the duration, and the blanks between.
        let room = width.map(|width| width.saturating_sub(24 + 1 + DURATION + 9 + self.runtime + self.call).max(10));
        let pad = room.map_or(self.text, |room| self.text.max(FAR).min(room));
        rows.iter().zip(calls).map(|(row, call)| self.line(row, &call, room, pad)).collect()
    }

    fn line(&self, row: &Row, call: &Call, room: Option<usize>, pad: usize) -> String {
        let (text, taken) = call.fitted(room);
        let (runtime_width, call_width) = (self.runtime, self.call);
        let before = format!(
            "{:<24}  {:>runtime_width$}  {:>call_width$}  {}",
            time(row.start_ns()),
            runtime(row),
            number(row.call_id),
            arrow(row.direction)
        );
        let duration = row.duration().map(text::duration).unwrap_or_default();
        let blanks = " ".repeat(pad.saturating_sub(taken));
        format!("{} {text}{blanks}  {duration:>DURATION$}", painted(FAINT, &before))
    }
}

/// A time in UTC. Before 1970 there were no logs.
pub(super) fn time(unix_ns: i64) -> String {
    match u64::try_from(unix_ns) {
        Ok(unix_ns) => humantime::format_rfc3339_millis(UNIX_EPOCH + Duration::from_nanos(unix_ns)).to_string(),
        Err(_) => "-".to_owned(),
    }
}

/// The beginning of the factory's id, and the runtime.
fn runtime(row: &Row) -> String {
    let runtime = number(row.runtime_id);
    match &row.factory_id {
        Some(factory) => format!("{}:{runtime}", text::clean(&factory.chars().take(4).collect::<String>())),
        None => runtime,
    }
}

/// Numbers begin with 1: rows that count lost records may have 0.
fn number(number: Option<u64>) -> String {
    number.filter(|number| *number > 0).map_or("-".to_owned(), |number| number.to_string())
}
