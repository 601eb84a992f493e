//! A row as a line of JSON.

use jsmint_calllog::{Outcome, Row};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::failure::Failure;

/// The names of the columns, except for arguments and result, which are values here.
#[derive(Serialize)]
struct Line<'a> {
    /// How many calls of the tree it lies within.
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<usize>,
    id: i64,
    ts_unix_ms: i64,
    direction: &'static str,
    module: Option<&'a str>,
    function: &'a str,
    args: Option<Json<'a>>,
    result: Option<Json<'a>>,
    duration_ms: Option<u64>,
    error: Option<&'a str>,
    factory_id: Option<&'a str>,
    runtime_id: Option<u64>,
    call_id: Option<u64>,
    parent_call_id: Option<u64>,
    sequence: Option<u64>,
    start_unix_ns: Option<i64>,
    duration_ns: Option<u64>,
    outcome: Option<&'static str>,
    error_name: Option<&'a str>,
    error_message: Option<&'a str>,
    cut_bytes: Option<u64>,
    lost: Option<u64>,
}

/// A text that should be JSON.
#[derive(Serialize)]
#[serde(untagged)]
enum Json<'a> {
    /// It is, and stays as it is: its numbers may be longer than ours.
    Raw(&'a RawValue),
    /// It is, over several lines.
    Value(Value),
    /// It is not.
    Text(&'a str),
}

impl<'a> Json<'a> {
    fn of(text: &'a str) -> Self {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) if !text.contains(['\n', '\r']) => Self::Raw(raw),
            Ok(_) => serde_json::from_str(text).map_or(Self::Text(text), Self::Value),
            Err(_) => Self::Text(text),
        }
    }
}

/// A row, with its depth if it belongs to a tree.
pub(super) fn row(row: &Row, depth: Option<usize>) -> Result<String, Failure> {
    line(&Line {
        depth,
        id: row.id,
        ts_unix_ms: row.ts_unix_ms,
        direction: row.direction.word(),
        module: row.module.as_deref(),
        function: &row.function,
        args: row.args_json.as_deref().map(Json::of),
        result: row.result_json.as_deref().map(Json::of),
        duration_ms: row.duration_ms,
        error: row.error.as_deref(),
        factory_id: row.factory_id.as_deref(),
        runtime_id: row.runtime_id,
        call_id: row.call_id,
        parent_call_id: row.parent_call_id,
        sequence: row.sequence,
        start_unix_ns: row.start_unix_ns,
        duration_ns: row.duration_ns,
        outcome: row.outcome.map(Outcome::word),
        error_name: row.error_name.as_deref(),
        error_message: row.error_message.as_deref(),
        cut_bytes: row.cut_bytes,
        lost: row.lost,
    })
}

/// Anything, as one line.
pub(super) fn line(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::message(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_json_stays_it_and_what_is_not_is_a_text() {
        for (text, wanted) in [
            ("[1, 123456789012345678901234567890.5]", "[1, 123456789012345678901234567890.5]"),
            ("{\n\"a\":\r\n1}", "{\"a\":1}"),
            ("[1", "\"[1\""),
            ("", "\"\""),
        ] {
            assert_eq!(serde_json::to_string(&Json::of(text)).expect("JSON"), wanted);
        }
    }
}
