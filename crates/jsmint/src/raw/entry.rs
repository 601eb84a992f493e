//! One entry into a world, from the first word set to the last job run.

use std::time::{Duration, Instant};

use super::exception::stop_error;
use super::host::Stop;
use super::inspect::PromiseState;
use super::scope::Scope;
use super::value::Value;
use super::world::World;
use crate::error::{Error, Result};

impl World {
    /// Enters the world, runs `run`, then all promise jobs, and reports whatever went wrong: first what stopped the
    /// script, then what `run` says, then a rejection that nobody handled.
    pub(crate) fn enter<R>(&mut self, run: impl for<'js> FnOnce(Scope<'js>) -> Result<R>) -> Result<R> {
        let host = self.host();
        host.stop.set(None);
        if host.take_interrupt() {
            return Err(stop_error(Stop::Interrupted, None));
        }
        host.entries.set(host.entries.get() + 1);
        // A time that no clock reaches is no limit.
        host.deadline.set(host.time.and_then(|time| Instant::now().checked_add(time)));
        self.scope(|scope| {
            let result = run(scope);
            scope.conclude(result)
        })
        .flatten()
    }
}

impl<'js> Scope<'js> {
    fn conclude<R>(self, mut result: Result<R>) -> Result<R> {
        let host = self.host();
        if host.stop.get().is_none()
            && self.has_jobs()
            && let Err(error) = self.run_jobs()
            && result.is_ok()
        {
            result = Err(error);
        }
        if host.stop.get().is_some() {
            // What a stopped script had queued must not run in the next call, and must not stop that one, too.
            self.discard_jobs();
        }
        if let Some(held) = host.held()
            && !held.rejected.borrow().is_empty()
            && let Some(error) = self.unhandled_rejection()
            && result.is_ok()
        {
            result = Err(error);
        }
        if self.take_exhaustion() && host.stop.get().is_none() {
            host.stop.set(Some(Stop::OutOfMemory));
        }
        if let Some(stop) = host.stop.take() {
            // The error that the script was stopped with, if it came through, knows where.
            let place = result.err().filter(Error::is_limit).and_then(|error| error.exception().cloned());
            let error = stop_error(stop, host.time);
            result = Err(match place {
                Some(exception) => error.with_exception(exception),
                None => error,
            });
        }
        self.sweep();
        result
    }

    /// The value that a promise has settled to, once all jobs have run; `None` while it is pending. Anything else as it is.
    ///
    /// # Errors
    ///
    /// The reason that it was rejected with; what stops the script.
    pub(crate) fn settled(self, value: &Value<'js>) -> Result<Option<Value<'js>>> {
        if !value.is_promise() {
            return Ok(Some(value.clone()));
        }
        self.run_jobs()?;
        match value.promise_state() {
            Some((PromiseState::Fulfilled, result)) => Ok(Some(result)),
            Some((PromiseState::Rejected, reason)) => {
                self.forget_rejection(value);
                Err(self.error_of(&reason))
            }
            _ => self.check_stop().map(|()| None),
        }
    }

    /// Whether the entry may go on.
    ///
    /// # Errors
    ///
    /// Why it must not.
    pub(crate) fn check_stop(self) -> Result<()> {
        let host = self.host();
        match host.must_stop(false) {
            Some(stop) => Err(stop_error(stop, host.time)),
            None => Ok(()),
        }
    }

    /// Waits on this thread, but no longer than the entry may.
    ///
    /// # Errors
    ///
    /// What has stopped it meanwhile.
    pub(crate) fn rest(self, time: Duration) -> Result<()> {
        /// How late an interruption may be noticed.
        const NAP: Duration = Duration::from_millis(2);
        let end = Instant::now() + time;
        loop {
            self.check_stop()?;
            let now = Instant::now();
            if now >= end {
                return Ok(());
            }
            let deadline = self.host().deadline.get().map_or(end, |deadline| deadline.min(end));
            std::thread::sleep(deadline.saturating_duration_since(now).min(NAP));
        }
    }
}
