//! The functions that the script side finds in `native`.

use jsmint::{Call, Exports, Result, Value};

use super::connection::{Parameters, Rows};
use super::problem;
use super::state::State;
use super::value;

pub(super) fn define(exports: &mut Exports) {
    exports.raw("query", 4, "Name, SQL, parameters, the most rows: an array of objects.", |call| {
        let (name, sql): (String, String) = (call.get(0)?, call.get(1)?);
        let (parameters, most) = (parameters(call, 2)?, call.get::<Option<u32>>(3)?);
        let most = most.map_or(usize::MAX, |most| most as usize);
        let found =
            call.state::<State>()?.with(call.scope(), &name, |connection| connection.query(&sql, &parameters, most))?;
        rows(call, &found)
    });
    exports.raw("execute", 3, "Name, SQL, parameters: `[rows, last id]`.", |call| {
        let (name, sql): (String, String) = (call.get(0)?, call.get(1)?);
        let parameters = parameters(call, 2)?;
        let changes =
            call.state::<State>()?.with(call.scope(), &name, |connection| connection.execute(&sql, &parameters))?;
        let pair = call.scope().array()?;
        pair.set_index(0, call.scope().number(changes.rows as f64))?;
        pair.set_index(1, value::column(call.scope(), &rusqlite::types::Value::Integer(changes.last_id))?)?;
        Ok(pair)
    });
    exports.raw("batch", 2, "Name, several statements.", |call| {
        let (name, sql): (String, String) = (call.get(0)?, call.get(1)?);
        call.state::<State>()?.with(call.scope(), &name, |connection| connection.batch(&sql))?;
        Ok(call.scope().undefined())
    });
    exports.raw("columns", 2, "Name, SQL.", |call| {
        let (name, sql): (String, String) = (call.get(0)?, call.get(1)?);
        let names = call.state::<State>()?.with(call.scope(), &name, |connection| connection.columns(&sql))?;
        strings(call, &names)
    });
    exports.raw("transaction", 2, "Name, step.", |call| {
        let (name, step): (String, String) = (call.get(0)?, call.get(1)?);
        call.state::<State>()?.with(call.scope(), &name, |connection| connection.transaction(&step))?;
        Ok(call.scope().undefined())
    });
    exports.raw("inTransaction", 1, "Name.", |call| {
        let name: String = call.get(0)?;
        let inside = call.state::<State>()?.with(call.scope(), &name, |connection| Ok(connection.in_transaction()))?;
        Ok(call.scope().boolean(inside))
    });
    exports.raw("close", 1, "Name.", |call| {
        let closed = call.state::<State>()?.close(&call.get::<String>(0)?);
        Ok(call.scope().boolean(closed))
    });
}

/// The most parameters that a statement may have, which is SQLite's own bound.
const MOST_PARAMETERS: u64 = 32_766;

/// An array is taken by place, another object by name.
fn parameters(call: &Call<'_, '_>, index: usize) -> Result<Parameters> {
    // A script may give one long text many times, each of which is a copy here.
    let limit = call.state::<State>()?.most_bytes();
    let mut left = limit;
    let mut parameter = |value: &Value<'_>| {
        let parameter = value::parameter(value)?;
        let taken = value::size(&parameter);
        left = left.checked_sub(taken).ok_or_else(|| {
            problem::with_code(
                "SQLITE_TOOBIG",
                format!("the parameters have more than {limit} bytes, the most that result_limit allows"),
            )
        })?;
        Ok(parameter)
    };
    let given = call.value(index);
    if given.is_nullish() {
        return Ok(Parameters::Places(Vec::new()));
    }
    if given.is_array() {
        let length = given.length()?;
        if length > MOST_PARAMETERS {
            let message = format!("{length} values were given, SQLite takes {MOST_PARAMETERS} at most");
            return Err(problem::with_code("SQLITE_RANGE", message));
        }
        let values = (0..length as u32).map(|index| parameter(&given.get_index(index)?));
        return Ok(Parameters::Places(values.collect::<Result<_>>()?));
    }
    let names = given.keys()?;
    let values = names.into_iter().map(|name| Ok((name.clone(), parameter(&given.get(&name)?)?)));
    Ok(Parameters::Names(values.collect::<Result<_>>()?))
}

fn strings<'js>(call: &Call<'_, 'js>, texts: &[String]) -> Result<Value<'js>> {
    let list = call.scope().array()?;
    for (index, text) in texts.iter().enumerate() {
        list.set_index(index as u32, call.scope().string(text)?)?;
    }
    Ok(list)
}

/// Rows as objects whose properties have the order of the columns; of columns with one name the last one counts.
fn rows<'js>(call: &Call<'_, 'js>, found: &Rows) -> Result<Value<'js>> {
    let scope = call.scope();
    let list = scope.array()?;
    for (index, row) in found.rows.iter().enumerate() {
        let object = scope.object()?;
        for (name, value) in found.columns.iter().zip(row) {
            object.define(name, value::column(scope, value)?, true)?;
        }
        list.set_index(index as u32, object)?;
    }
    Ok(list)
}
