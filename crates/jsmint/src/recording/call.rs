//! One call within an entry: of a native function by a script, or of a script's function by a native one.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use jsmint_calllog::{Direction, Outcome};

use crate::call_log::{self, Ending, Rules, Site};
use crate::capture::{capture_arguments, capture_value, name_of};
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{RawCall, Recording, Value, is_abandonment};

/// A script calls a function of the host: `name` is that of its native module, empty where it belongs to none, and its
/// own.
#[inline]
pub(crate) fn script_to_host<'js, 'n>(
    call: &RawCall<'_, 'js>,
    name: impl FnOnce() -> (&'n str, &'n str),
    run: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    let Some(recording) = call.scope().host().recording() else { return run() };
    let (module, function) = name();
    let site = Site { direction: Direction::ScriptToHost, module, function };
    let capture = |rules: &Rules, texts: &mut String| {
        capture_arguments((0..call.len()).map(|index| call.get(index)), rules, texts)
    };
    record(recording, site, capture, run)
}

/// The host calls a function of a script.
#[inline]
pub(crate) fn host_to_script<'js>(
    function: &Value<'js>,
    arguments: &[Value<'js>],
    run: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    let Some(recording) = function.scope().host().recording() else { return run() };
    let name = name_of(function);
    let site = Site { direction: Direction::HostToScript, module: "", function: &name };
    let capture = |rules: &Rules, texts: &mut String| capture_arguments(arguments.iter().cloned(), rules, texts);
    record(recording, site, capture, run)
}

#[inline(never)]
fn record<'js>(
    recording: Recording<'js>,
    site: Site<'_>,
    capture: impl FnOnce(&Rules, &mut String) -> u64,
    run: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    let Recording { recorder, settings, factory } = recording;
    let rules = settings.rules();
    let open = recorder.begin(settings, factory, site, |texts| capture(rules, texts)).map_err(call_log::error)?;
    // A panic is recorded here and becomes an error where it becomes one without a log.
    let result = catch_unwind(AssertUnwindSafe(run));
    let panicked;
    let ending = match &result {
        Ok(Ok(_)) => Ending { outcome: Outcome::Returned, error_name: "", error_message: "" },
        Ok(Err(error)) => ending_of(error),
        Err(payload) if is_abandonment(&**payload) => ABANDONED,
        Err(payload) => {
            panicked = text_of(&**payload);
            Ending { outcome: Outcome::Panicked, error_name: "", error_message: panicked }
        }
    };
    let ended = recorder.end(settings, factory, site, open, &ending, |texts| match &result {
        Ok(Ok(value)) => capture_value(value, rules, texts),
        _ => 0,
    });
    match result {
        Ok(result) => {
            // Whether the runtime is still in use is the engine's to say; only then does the log's refusal matter.
            let value = result?;
            ended.map_err(call_log::error)?;
            Ok(value)
        }
        Err(payload) => resume_unwind(payload),
    }
}

const ABANDONED: Ending<'static> =
    Ending { outcome: Outcome::Interrupted, error_name: "OutOfMemory", error_message: "the runtime is lost" };

/// How a call ended that failed.
pub(super) fn ending_of(error: &Error) -> Ending<'_> {
    let outcome = match error.kind() {
        ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::OutOfMemory => Outcome::Interrupted,
        ErrorKind::Panic => Outcome::Panicked,
        _ => Outcome::Threw,
    };
    let (error_name, error_message) = match (outcome, error.exception()) {
        (Outcome::Threw, Some(exception)) => (exception.name.as_str(), exception.message.as_str()),
        (Outcome::Threw | Outcome::Panicked, _) => (error.script_name(), error.message()),
        // What a script sees of a limit says less than the limit's own error.
        _ => (error.kind().name(), error.message()),
    };
    Ending { outcome, error_name, error_message }
}

pub(super) fn text_of(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or_default()
}
