//! Exceptions, out of the engine and into it.

use std::num::NonZeroU64;

use super::engine as q;
use super::host::Stop;
use super::roots::Intrinsic;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, JsException, Location, Result};

/// How many causes of a cause are followed.
const CAUSES: usize = 8;

impl<'js> Scope<'js> {
    /// Takes the pending exception. Describing it runs no script.
    #[cold]
    pub(crate) fn take_error(self) -> Error {
        // SAFETY: R5: the caller's engine call said that an exception is pending; this takes it.
        let thrown = unsafe { Value::own(self, q::JS_GetException(self.ctx())) };
        self.error_of(&thrown)
    }

    /// The error for a thrown value, which it remembers by identity.
    pub(crate) fn error_of(self, thrown: &Value<'js>) -> Error {
        let host = self.host();
        if host.describing.replace(true) {
            // Describing an error failed for want of stack or memory; describing that would fail likewise, for ever.
            return Error::new(ErrorKind::Exception, "an error could not be described");
        }
        let (token, unparsed) = host.remember(thrown);
        let exception = describe(thrown, 0);
        host.describing.set(false);
        if let Some(stop) = host.stop.get() {
            return stop_error(stop, host.time).with_exception(exception).with_token(Some(token));
        }
        let kind = match (exception.name.as_str(), exception.message.as_str()) {
            // Also what the matcher of regular expressions says.
            ("InternalError", message) if message.starts_with("out of memory") => ErrorKind::OutOfMemory,
            // With no memory left even for the error object, the engine throws null.
            _ if thrown.tag() == q::JS_TAG_UNINITIALIZED => ErrorKind::OutOfMemory,
            ("RangeError", "Maximum call stack size exceeded") => ErrorKind::StackOverflow,
            _ if unparsed => return syntax_error(exception, token),
            _ => ErrorKind::Exception,
        };
        let message = match kind {
            ErrorKind::OutOfMemory => "out of memory; allow more with Limits::memory".to_owned(),
            _ => exception.to_string(),
        };
        Error::new(kind, message).with_exception(exception).with_token(Some(token))
    }

    /// The error of a text that did not parse: what the parser threw stays a syntax error wherever it passes through.
    pub(super) fn unparsed(self, error: Error) -> Error {
        match (error.exception(), error.token()) {
            (Some(exception), Some(token)) if exception.name == "SyntaxError" => {
                self.host().mark_unparsed(token);
                syntax_error(exception.clone(), token)
            }
            _ => error,
        }
    }

    /// Throws an error into the script: the very value it came from, if it came from one, otherwise a new `Error`.
    #[cold]
    pub(super) fn raise(self, error: &Error) -> q::JSValue {
        match self.thrown(error) {
            // SAFETY: R5: throwing hands the value's reference to the engine; C sees the exception at once.
            Ok(value) => unsafe {
                let value = value.into_raw();
                q::JS_Throw(self.ctx(), value);
                if self.host().stop.get().is_some() {
                    q::JS_SetUncatchableError(self.ctx(), value);
                }
            },
            // SAFETY: R5: as above; the engine keeps what it needs for this.
            Err(_) => unsafe {
                q::JS_ThrowOutOfMemory(self.ctx());
            },
        }
        q::JS_EXCEPTION
    }

    /// What a script sees of an error: the very value it came from, if it came from one, otherwise a new `Error`.
    pub(super) fn thrown(self, error: &Error) -> Result<Value<'js>> {
        match error.token().and_then(|token| self.host().recall(self, token)) {
            Some(value) => Ok(value),
            None => {
                let made = self.new_error(error)?;
                if error.kind() == ErrorKind::Syntax {
                    let (token, _) = self.host().remember(&made);
                    self.host().mark_unparsed(token);
                }
                Ok(made)
            }
        }
    }

    /// An `Error` object for an error of the host.
    pub(crate) fn new_error(self, error: &Error) -> Result<Value<'js>> {
        let named;
        let exception = match error.exception() {
            Some(exception) => exception,
            None => {
                named = JsException::new(error.script_name(), error.message());
                &named
            }
        };
        self.error_object(exception)
    }

    fn error_object(self, exception: &JsException) -> Result<Value<'js>> {
        let make = match exception.name.as_str() {
            "TypeError" => q::JS_NewTypeError,
            "RangeError" => q::JS_NewRangeError,
            "SyntaxError" => q::JS_NewSyntaxError,
            "ReferenceError" => q::JS_NewReferenceError,
            "InternalError" => q::JS_NewInternalError,
            _ => q::JS_NewPlainError,
        };
        // The engine would cut a long message, so the message is set afterwards.
        // SAFETY: R4: the format takes no argument; the call returns a reference of its own.
        let object = unsafe { self.result(make(self.ctx(), c"".as_ptr())) }?;
        object.define("message", self.string(&exception.message)?, false)?;
        let known = ["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "InternalError", ""];
        if !known.contains(&exception.name.as_str()) {
            object.define("name", self.string(&exception.name)?, false)?;
        }
        // An error that was thrown elsewhere, say by the compiler aside, says where.
        if !exception.stack.is_empty() {
            object.define("stack", self.string(&exception.stack)?, false)?;
        }
        if let Some(code) = &exception.code {
            object.define("code", self.string(code)?, true)?;
        }
        if let Some(cause) = &exception.cause {
            object.define("cause", self.error_object(cause)?, false)?;
        }
        Ok(object)
    }
}

fn syntax_error(exception: JsException, token: NonZeroU64) -> Error {
    let place = exception.location.as_ref().map_or_else(String::new, |place| format!(" at {place}"));
    let message = format!("{exception}{place}");
    Error::new(ErrorKind::Syntax, message).with_exception(exception).with_token(Some(token))
}

/// The error for a script that was stopped.
pub(super) fn stop_error(stop: Stop, time: Option<std::time::Duration>) -> Error {
    match stop {
        Stop::Timeout => {
            let limit = time.map_or_else(String::new, |time| format!(" of {time:?}"));
            let message = format!("the call took longer than its time limit{limit}; allow more with Limits::time");
            Error::new(ErrorKind::Timeout, message)
        }
        Stop::Interrupted => Error::new(ErrorKind::Interrupted, "the call was interrupted from outside"),
        Stop::OutOfMemory => Error::new(
            ErrorKind::OutOfMemory,
            "the runtime has used up its memory limit; allow more with Limits::memory",
        ),
    }
}

/// What a thrown value says, read without running any script.
fn describe(thrown: &Value<'_>, depth: usize) -> JsException {
    let text = |name: &str| thrown.data_property(name).and_then(|value| value.as_text().ok().flatten());
    if !thrown.is_object() {
        let message = if thrown.is_symbol() { "Symbol()".to_owned() } else { thrown.to_text().unwrap_or_default() };
        return JsException { message, ..JsException::default() };
    }
    let is_error = thrown.is_error();
    let dom = |what| dom_text(thrown, what);
    let name = if is_error { text("name").unwrap_or_else(|| "Error".to_owned()) } else { String::new() };
    let name = dom(Intrinsic::DomName).unwrap_or(name);
    let message = text("message").or_else(|| dom(Intrinsic::DomMessage));
    let message = message.unwrap_or_else(|| if is_error { String::new() } else { "[object]".to_owned() });
    let stack = if is_error { stack_of(thrown) } else { text("stack").unwrap_or_default() };
    let cause = thrown.data_property("cause").filter(|cause| !cause.is_undefined() && depth < CAUSES);
    JsException {
        location: location(&stack),
        name,
        message,
        code: text("code"),
        stack: stack.trim_end().to_owned(),
        cause: cause.map(|cause| Box::new(describe(&cause, depth + 1))),
    }
}

/// What a `DOMException` keeps in itself: its class has no data properties. Nothing for any other value.
fn dom_text(thrown: &Value<'_>, what: Intrinsic) -> Option<String> {
    if thrown.class_name().as_deref() != Some("DOMException") {
        return None;
    }
    let getter = thrown.scope().intrinsic(what).ok()?;
    getter.invoke(thrown, &[]).ok()?.as_text().ok().flatten()
}

/// The stack of an `Error`: an own property if a script has set one, otherwise what the engine keeps in the object.
fn stack_of(error: &Value<'_>) -> String {
    let kept = || match error.scope().intrinsic(Intrinsic::ErrorStack) {
        Ok(getter) => getter.invoke(error, &[]).ok(),
        // While nothing but our own set-up has run, the getter is in its place.
        Err(_) => error.get("stack").ok(),
    };
    let stack = error.data_property("stack").or_else(kept);
    stack.and_then(|stack| stack.as_text().ok().flatten()).unwrap_or_default()
}

/// The place that the first frame of a stack names: `    at f (file:line:column)`, or without a name or brackets.
fn location(stack: &str) -> Option<Location> {
    stack.lines().find_map(|frame| {
        let frame = frame.trim().strip_prefix("at ")?;
        let place = match frame.rsplit_once('(') {
            Some((_, place)) => place.strip_suffix(')')?,
            None => frame,
        };
        let (rest, column) = place.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some(Location { file: file.to_owned(), line: line.parse().ok()?, column: column.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_place_from_a_stack() {
        let place = location("    at native (native)\n    at f (/a b/c.js:3:14)\n    at <eval> (x.js:1:1)\n");
        assert_eq!(place.map(|place| place.to_string()).as_deref(), Some("/a b/c.js:3:14"));
        assert_eq!(location("    at x.js:7:2").map(|place| (place.line, place.column)), Some((7, 2)));
        assert_eq!(location(""), None);
    }
}
