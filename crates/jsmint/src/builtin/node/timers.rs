//! The event loop: what runs when, as `timers` asked for it.

use std::time::Duration;

use super::super::state::BuiltinState;
use crate::error::{Error, ErrorKind, Result};
use crate::native::Exports;
use crate::raw::{Intrinsic, Scope, Value};

pub(super) fn define(exports: &mut Exports) {
    exports.raw("now", 0, "", |call| Ok(call.scope().number(call.state::<BuiltinState>()?.clock.elapsed())));
}

/// What a turn of the loop did.
enum Turn {
    /// Something ran.
    Ran,
    /// Nothing is due for so long.
    Wait(Duration),
    /// Nothing is left that anybody waits for.
    Idle,
}

impl<'js> Scope<'js> {
    /// Runs the callback that is next, if one is due.
    fn turn(self) -> Result<Turn> {
        let turn = self.intrinsic(Intrinsic::Loop)?.get("turn")?;
        if turn.is_undefined() {
            // Nobody has asked for a timer in this runtime.
            return Ok(Turn::Idle);
        }
        let left = turn.invoke(&self.undefined(), &[])?.as_number().unwrap_or(-1.0);
        Ok(match left {
            0.0 => Turn::Ran,
            left if left > 0.0 => Turn::Wait(Duration::from_secs_f64(left / 1e3)),
            _ => Turn::Idle,
        })
    }

    /// Lets time pass: a virtual clock goes on at once, for the system's somebody has to wait.
    fn pass(self, time: Duration) -> Result<()> {
        let state = (*self.host().upper).downcast_ref::<BuiltinState>();
        match state {
            Some(state) if state.clock.is_virtual() => {
                state.clock.advance(time);
                Ok(())
            }
            _ => self.rest(time),
        }
    }

    /// The value that a promise settles to; anything else as it is. Runs promise jobs and timers meanwhile, and waits for
    /// those that are not due yet, within the time limit.
    ///
    /// # Errors
    ///
    /// The reason that it was rejected with; [`ErrorKind::Pending`] where nothing is left to run that could settle it;
    /// what a timer's callback throws; the time limit.
    #[inline]
    pub fn wait(self, value: Value<'js>) -> Result<Value<'js>> {
        if value.is_promise() { self.wait_for(value) } else { Ok(value) }
    }

    fn wait_for(self, value: Value<'js>) -> Result<Value<'js>> {
        loop {
            if let Some(settled) = self.settled(&value)? {
                return Ok(settled);
            }
            match self.turn()? {
                Turn::Ran => {}
                Turn::Wait(time) => self.pass(time)?,
                Turn::Idle => {
                    let message = match self.host().pending_count() {
                        0 => "the promise is pending and nothing is left to run that could settle it".to_owned(),
                        count => format!(
                            "the promise is pending, and {count} calls of the host are: settle them with Runtime::settle"
                        ),
                    };
                    return Err(Error::new(ErrorKind::Pending, message));
                }
            }
        }
    }

    /// Runs promise jobs and timers until nothing is left that anybody waits for.
    pub(crate) fn run_until_idle(self) -> Result<()> {
        loop {
            self.run_jobs()?;
            self.check_stop()?;
            match self.turn()? {
                Turn::Ran => {}
                Turn::Wait(time) => self.pass(time)?,
                Turn::Idle => return Ok(()),
            }
        }
    }

    /// Runs promise jobs and those timers that are due. Says how long it is until the next is.
    pub(crate) fn run_due(self) -> Result<Option<Duration>> {
        loop {
            self.run_jobs()?;
            self.check_stop()?;
            match self.turn()? {
                Turn::Ran => {}
                Turn::Wait(time) => return Ok(Some(time)),
                Turn::Idle => return Ok(None),
            }
        }
    }
}
