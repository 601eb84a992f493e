//! What the console and `inspect` need from the host.

use super::module::BuiltinState;
use super::sink::Level;
use crate::native::Exports;
use crate::raw::PromiseState;

pub(super) fn define(exports: &mut Exports) {
    exports.raw("write", 2, "", |call| {
        let (level, text): (String, String) = (call.get(0)?, call.get(1)?);
        call.state::<BuiltinState>()?.output.write(Level::from_name(&level), &text);
        Ok(call.scope().undefined())
    });
    exports.raw("elapsed", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.elapsed())));
    exports.raw("timeOrigin", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.origin())));
    exports.raw("random", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.random.unit())));
    exports.raw("classOf", 1, "", |call| {
        let scope = call.scope();
        call.value(0).class_name().map_or_else(|| Ok(scope.undefined()), |name| scope.string(&name))
    });
    exports.raw("proxyDetails", 1, "", |call| {
        let scope = call.scope();
        let Some((target, handler)) = call.value(0).proxy_parts() else { return Ok(scope.undefined()) };
        let parts = scope.array()?;
        parts.set_index(0, target)?;
        parts.set_index(1, handler)?;
        Ok(parts)
    });
    exports.raw("promiseState", 1, "", |call| {
        let scope = call.scope();
        let Some((state, value)) = call.value(0).promise_state() else { return Ok(scope.undefined()) };
        let word = match state {
            PromiseState::Pending => "pending",
            PromiseState::Fulfilled => "fulfilled",
            PromiseState::Rejected => "rejected",
        };
        let parts = scope.array()?;
        parts.set_index(0, scope.string(word)?)?;
        parts.set_index(1, value)?;
        Ok(parts)
    });
}
