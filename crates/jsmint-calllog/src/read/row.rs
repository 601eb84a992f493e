//! One row of the table.

use std::time::Duration;

use rusqlite::types::ValueRef;
use serde::{Serialize, Serializer};

use crate::record::{Direction, Outcome};

/// One row of the table, its fields named as the columns are. What is NULL in the file, and what a file from before
/// this crate has no column for, is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// The row's number in its file: later rows have higher ones.
    pub id: i64,
    /// When the call began, in milliseconds since 1970.
    pub ts_unix_ms: i64,
    /// Who called whom.
    #[serde(serialize_with = "direction")]
    pub direction: Direction,
    /// The native module that was called.
    pub module: Option<String>,
    /// The function that was called.
    pub function: String,
    /// The arguments, a JSON array.
    pub args_json: Option<String>,
    /// The result as JSON.
    pub result_json: Option<String>,
    /// How long the call took, in whole milliseconds. See [`duration`](Self::duration).
    pub duration_ms: Option<u64>,
    /// Name and message of the error.
    pub error: Option<String>,
    /// The factory: 16 hexadecimal digits.
    pub factory_id: Option<String>,
    /// The runtime within its factory.
    pub runtime_id: Option<u64>,
    /// The call within its runtime, in the order of beginning.
    pub call_id: Option<u64>,
    /// The call within which this one was made.
    pub parent_call_id: Option<u64>,
    /// The row's number within its runtime, in the order of ending.
    pub sequence: Option<u64>,
    /// When the call began, in nanoseconds since 1970.
    pub start_unix_ns: Option<i64>,
    /// How long the call took, in nanoseconds.
    pub duration_ns: Option<u64>,
    /// How the call ended. See [`ended`](Self::ended).
    #[serde(serialize_with = "outcome")]
    pub outcome: Option<Outcome>,
    /// The name of the error.
    pub error_name: Option<String>,
    /// The message of the error.
    pub error_message: Option<String>,
    /// How many bytes of arguments and result were cut away.
    pub cut_bytes: Option<u64>,
    /// In a row of [`Outcome::Dropped`]: how many records were lost.
    pub lost: Option<u64>,
}

impl Row {
    /// How long the call took, as precisely as the file says it.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.duration_ns.map(Duration::from_nanos).or(self.duration_ms.map(Duration::from_millis))
    }

    /// When the call began, in nanoseconds since 1970, as precisely as the file says it.
    #[must_use]
    pub fn start_ns(&self) -> i64 {
        self.start_unix_ns.unwrap_or_else(|| self.ts_unix_ms.saturating_mul(1_000_000))
    }

    /// How the call ended. A file from before this crate tells errors from results only.
    #[must_use]
    pub fn ended(&self) -> Outcome {
        self.outcome.unwrap_or(if self.error.is_some() { Outcome::Threw } else { Outcome::Returned })
    }

    /// Reads a row of all columns, in their order.
    pub(super) fn read(row: &rusqlite::Row<'_>) -> Result<Self, Unreadable> {
        let text = |at: usize| text(row.get_ref_unwrap(at));
        let number = |at: usize| number(row.get_ref_unwrap(at));
        let id = number(0).unwrap_or_default();
        let unknown = |what, at| Unreadable::Word { id, what, word: text(at).unwrap_or_default() };
        Ok(Self {
            id,
            ts_unix_ms: number(1).unwrap_or_default(),
            direction: direction_of(row.get_ref_unwrap(2)).ok_or_else(|| unknown("direction", 2))?,
            module: text(3),
            function: text(4).unwrap_or_default(),
            args_json: text(5),
            result_json: text(6),
            duration_ms: number(7).and_then(positive),
            error: text(8),
            factory_id: text(9),
            runtime_id: number(10).and_then(positive),
            call_id: number(11).and_then(positive),
            parent_call_id: number(12).and_then(positive),
            sequence: number(13).and_then(positive),
            start_unix_ns: number(14),
            duration_ns: number(15).and_then(positive),
            outcome: match row.get_ref_unwrap(16) {
                ValueRef::Null => None,
                value => Some(outcome_of(value).ok_or_else(|| unknown("outcome", 16))?),
            },
            error_name: text(17),
            error_message: text(18),
            cut_bytes: number(19).and_then(positive),
            lost: number(20).and_then(positive),
        })
    }
}

/// Why a row cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// A word that no log has.
    Word { id: i64, what: &'static str, word: String },
    /// SQLite says so.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Unreadable {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// A direction's words; the second of the first is the reference's.
pub(super) fn direction_of(value: ValueRef<'_>) -> Option<Direction> {
    match value.as_str().ok()? {
        "js->host" | "js->go" => Some(Direction::ScriptToHost),
        "host->js" => Some(Direction::HostToScript),
        _ => None,
    }
}

pub(super) fn outcome_of(value: ValueRef<'_>) -> Option<Outcome> {
    let word = value.as_str().ok()?;
    [Outcome::Returned, Outcome::Threw, Outcome::Interrupted, Outcome::Panicked, Outcome::Dropped]
        .into_iter()
        .find(|outcome| outcome.word() == word)
}

/// A text, whatever SQLite holds it as: it does not insist on its columns' types, nor on UTF-8.
pub(super) fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

pub(super) fn number(value: ValueRef<'_>) -> Option<i64> {
    value.as_i64().ok()
}

pub(super) fn positive(number: i64) -> Option<u64> {
    u64::try_from(number).ok()
}

pub(super) fn direction<S: Serializer>(direction: &Direction, serializer: S) -> Result<S::Ok, S::Error> {
    direction.word().serialize(serializer)
}

#[allow(clippy::ref_option, reason = "what serde calls it with")]
fn outcome<S: Serializer>(outcome: &Option<Outcome>, serializer: S) -> Result<S::Ok, S::Error> {
    outcome.map(Outcome::word).serialize(serializer)
}
