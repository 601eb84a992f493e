//! What the console and `inspect` need from the host.

use super::compiler::{Compiler, own};
use super::sink::Level;
use super::state::BuiltinState;
use crate::error::Result;
use crate::native::Exports;
use crate::raw::{PromiseState, Scope, Value};

/// The most characters of one message.
const MESSAGE: i32 = 1 << 20;

/// The most characters of a text that a script asks `util` for.
const TEXT: i32 = 1 << 27;

/// The sources, in the order in which each needs those before it.
const SOURCES: [(&str, &str); 6] = [
    ("jsmint:inspect_text", include_str!("js/inspect_text.js")),
    ("jsmint:inspect_name", include_str!("js/inspect_name.js")),
    ("jsmint:inspect_kinds", include_str!("js/inspect_kinds.js")),
    ("jsmint:inspect", include_str!("js/inspect.js")),
    ("jsmint:inspect_format", include_str!("js/inspect_format.js")),
    ("jsmint:console", include_str!("js/console.js")),
];

pub(super) fn define(exports: &mut Exports) {
    exports.raw("write", 2, "", |call| {
        let (level, text): (String, String) = (call.get(0)?, call.get(1)?);
        call.state::<BuiltinState>()?.output.write(Level::from_name(&level), &text);
        Ok(call.scope().undefined())
    });
    exports.raw("elapsed", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.elapsed())));
    exports.raw("random", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.random.unit())));
    exports.raw("classOf", 1, "", |call| {
        let scope = call.scope();
        call.value(0).class_name().map_or_else(|| Ok(scope.undefined()), |name| scope.string(&name))
    });
    // The engine does not tell what an iterator has left without taking it.
    exports.raw("previewIterator", 1, "", |call| Ok(call.scope().undefined()));
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

/// Makes the global `console`. Gives what its sources have in common, which `util` is made of, too.
pub(super) fn install<'js>(scope: Scope<'js>, compiler: &Compiler, natives: &Value<'js>) -> Result<Value<'js>> {
    let host = scope.object()?;
    for name in ["write", "classOf", "proxyDetails", "promiseState", "previewIterator"] {
        host.define(name, natives.get(name)?, true)?;
    }
    host.define("now", natives.get("elapsed")?, true)?;
    host.define("limit", scope.int(MESSAGE), true)?;
    host.define("textLimit", scope.int(TEXT), true)?;
    let kit = scope.object()?;
    // Whatever asks what a value is inside asks the same functions.
    for name in ["classOf", "promiseState", "proxyDetails"] {
        kit.define(name, natives.get(name)?, true)?;
    }
    for (name, source) in SOURCES {
        own(scope, compiler, source, name, &[host.clone(), kit.clone()])?;
    }
    scope.global().define("console", kit.get("console")?, false)?;
    Ok(kit)
}
