//! `Date` with the runtime's clock.
//!
//! The engine's `Date` asks the system for the time, in a bake too. This one has the engine's prototype and statics and
//! hands everything on but the two questions for the current time.

use super::state::BuiltinState;
use crate::error::Result;
use crate::native::{Call, Exports};
use crate::raw::{Intrinsic, Scope, Value};

pub(super) fn define(exports: &mut Exports) {
    exports.constructor("Date", 7, "", construct);
    exports.raw("now", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.now())));
}

fn construct<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let scope = call.scope();
    let engine = scope.intrinsic(Intrinsic::Date)?;
    let now = || -> Result<Value<'js>> { Ok(scope.number(call.state::<BuiltinState>()?.clock.now())) };
    let new_target = call.this();
    if new_target.is_undefined() {
        let date = engine.construct(&engine, &[now()?])?;
        return scope.intrinsic(Intrinsic::DateToString)?.invoke(&date, &[]);
    }
    if call.is_empty() {
        engine.construct(&new_target, &[now()?])
    } else {
        engine.construct(&new_target, &call.values())
    }
}

/// Puts the new `Date` in the place of the engine's.
pub(super) fn install<'js>(scope: Scope<'js>, natives: &Value<'js>, engine: &Value<'js>) -> Result<()> {
    let date = natives.get("Date")?;
    date.define("now", natives.get("now")?, false)?;
    for name in ["parse", "UTC"] {
        date.define(name, engine.get(name)?, false)?;
    }
    date.set_constructor_of(&engine.get("prototype")?)?;
    scope.global().define("Date", date, false)
}
