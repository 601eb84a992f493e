//! Values between SQLite and JavaScript.

use jsmint::{Result, Scope, Value};
use rusqlite::types::{Value as Owned, ValueRef};

use super::problem;

/// A parameter: what SQLite stores of a JavaScript value.
pub(super) fn parameter(value: &Value<'_>) -> Result<Owned> {
    if value.is_nullish() {
        return Ok(Owned::Null);
    }
    if let Some(boolean) = value.as_bool() {
        return Ok(Owned::Integer(boolean.into()));
    }
    if let Some(number) = value.as_number() {
        // Numbers that are integers as far as JavaScript can tell are stored as such; -0 is none.
        let whole = number.trunc() == number && number.abs() < 9_007_199_254_740_992.0;
        let positive_zero = number != 0.0 || number.is_sign_positive();
        return Ok(if whole && positive_zero { Owned::Integer(number as i64) } else { Owned::Real(number) });
    }
    if let Some(text) = value.as_text()? {
        return Ok(Owned::Text(text));
    }
    if value.is_big_int() {
        let small = value.as_big_int()?.and_then(|number| i64::try_from(number).ok());
        let too_large = || problem::with_code("SQLITE_MISMATCH", "the BigInt does not fit the 64 bits of an INTEGER");
        return small.map(Owned::Integer).ok_or_else(too_large);
    }
    if let Some(bytes) = value.with_bytes(<[u8]>::to_vec) {
        return Ok(Owned::Blob(bytes));
    }
    let message = format!(
        "a parameter must be null, a boolean, a number, a BigInt, a string, or bytes, not {} {}",
        if value.is_array() { "an" } else { "a" },
        if value.is_array() { "array" } else { value.type_of() }
    );
    Err(problem::with_code("SQLITE_MISMATCH", message))
}

/// About how many bytes a parameter takes.
pub(super) fn size(value: &Owned) -> usize {
    16 + match value {
        Owned::Text(text) => text.len(),
        Owned::Blob(bytes) => bytes.len(),
        _ => 0,
    }
}

/// What JavaScript sees of a column: integers as numbers where they are exact, otherwise as BigInt.
pub(super) fn column<'js>(scope: Scope<'js>, value: &Owned) -> Result<Value<'js>> {
    match value {
        Owned::Null => Ok(scope.null()),
        Owned::Integer(number) if number.unsigned_abs() < 1 << 53 => Ok(scope.number(*number as f64)),
        Owned::Integer(number) => scope.big_int((*number).into()),
        Owned::Real(number) => Ok(scope.number(*number)),
        Owned::Text(text) => scope.string(text),
        Owned::Blob(bytes) => scope.uint8_array(bytes),
    }
}

/// A copy of a column's value, and about how many bytes it takes.
pub(super) fn copy(value: ValueRef<'_>) -> (Owned, usize) {
    match value {
        ValueRef::Null => (Owned::Null, 16),
        ValueRef::Integer(number) => (Owned::Integer(number), 16),
        ValueRef::Real(number) => (Owned::Real(number), 16),
        // Text that is none is shown as well as can be.
        ValueRef::Text(text) => (Owned::Text(String::from_utf8_lossy(text).into_owned()), 16 + text.len()),
        ValueRef::Blob(bytes) => (Owned::Blob(bytes.to_vec()), 16 + bytes.len()),
    }
}
