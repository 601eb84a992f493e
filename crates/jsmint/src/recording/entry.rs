//! One entry of the host into a runtime: the call from which all others in it descend, up to its last promise job.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use jsmint_calllog::{Direction, Outcome};

use super::call::{ending_of, text_of};
use crate::call_log::{self, Ending, Open, Site};
use crate::capture::{capture_arguments, capture_text, capture_value};
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Scope, Value, World};

/// One entry of the host into a runtime.
#[derive(Default)]
pub(crate) struct Entry {
    open: Option<Open>,
    result: Option<String>,
    cut: u64,
}

impl Entry {
    /// Enters a world to do what `function` says. `run` says what the [arguments](Self::begin) are and what
    /// [results](Self::returns); an entry that never says the former is not recorded.
    pub(crate) fn enter<T>(
        world: &mut World,
        function: &str,
        run: impl for<'js> FnOnce(Scope<'js>, &mut Self) -> Result<T>,
    ) -> Result<T> {
        let mut entry = Self::default();
        // A panic of the host's own goes on, but its call has ended, too.
        let result = catch_unwind(AssertUnwindSafe(|| world.enter(|scope| run(scope, &mut entry))));
        match (entry.open.take(), result) {
            (None, Ok(result)) => result,
            (Some(open), Ok(result)) => entry.finish(world, function, open, result),
            (None, Err(payload)) => resume_unwind(payload),
            (Some(open), Err(payload)) => {
                let panicked = Error::new(ErrorKind::Panic, text_of(&*payload));
                drop(entry.finish::<()>(world, function, open, Err(panicked)));
                resume_unwind(payload)
            }
        }
    }

    /// The entry begins, with these arguments.
    ///
    /// # Errors
    ///
    /// It cannot be recorded, and by the log's policy must not be made.
    #[inline]
    pub(crate) fn begin<'js>(&mut self, scope: Scope<'js>, function: &str, arguments: &[Value<'js>]) -> Result<()> {
        if let Some(recording) = scope.host().recording() {
            let (settings, site) = (recording.settings, site(function));
            let capture = |texts: &mut String| capture_arguments(arguments.iter().cloned(), settings.rules(), texts);
            let open = recording.recorder.begin(settings, recording.factory, site, capture);
            self.open = Some(open.map_err(call_log::error)?);
        }
        Ok(())
    }

    /// The same with one text as the argument.
    pub(crate) fn begin_with(&mut self, scope: Scope<'_>, function: &str, text: &str) -> Result<()> {
        if let Some(recording) = scope.host().recording() {
            let settings = recording.settings;
            let capture = |texts: &mut String| capture_text(text, settings.rules(), texts);
            let open = recording.recorder.begin(settings, recording.factory, site(function), capture);
            self.open = Some(open.map_err(call_log::error)?);
        }
        Ok(())
    }

    /// What the entry results in.
    #[inline]
    pub(crate) fn returns<'js>(&mut self, value: Value<'js>) -> Value<'js> {
        if let (Some(_), Some(recording)) = (&self.open, value.scope().host().recording()) {
            let mut text = String::new();
            self.cut = capture_value(&value, recording.settings.rules(), &mut text);
            self.result = Some(text);
        }
        value
    }

    fn finish<T>(self, world: &World, function: &str, open: Open, result: Result<T>) -> Result<T> {
        let Some(recording) = world.host().recording() else { return result };
        // That a result is no `T` is the host's affair: the call has returned.
        let failure = result.as_ref().err();
        let failure = failure.filter(|error| self.result.is_none() || error.kind() != ErrorKind::Conversion);
        let returned = Ending { outcome: Outcome::Returned, error_name: "", error_message: "" };
        let ending = failure.map_or(returned, ending_of);
        let capture = |texts: &mut String| {
            texts.push_str(self.result.as_deref().unwrap_or("\"<undefined>\""));
            self.cut
        };
        let ended =
            recording.recorder.end(recording.settings, recording.factory, site(function), open, &ending, capture);
        let result = result?;
        ended.map_err(|error| -> Error { call_log::error(error) })?;
        Ok(result)
    }
}

fn site(function: &str) -> Site<'_> {
    Site { direction: Direction::HostToScript, module: "", function }
}
