//! Promise jobs, and rejections that nobody handled.

use std::ffi::c_void;
use std::ptr::NonNull;

use super::abandon;
use super::engine as q;
use super::held::Held;
use super::holdings::Rejection;
use super::host::host_of;
use super::roots::Intrinsic;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

impl<'js> Scope<'js> {
    /// Runs queued promise jobs until none is left, or the script must stop; and before them, and again after them, what
    /// is to go before them.
    pub(crate) fn run_jobs(self) -> Result<()> {
        loop {
            if self.host().ticks.get() {
                self.run_ticks()?;
            }
            self.run_promise_jobs()?;
            if !self.host().ticks.get() || self.host().stop.get().is_some() {
                return Ok(());
            }
        }
    }

    /// What one of them throws ends it; those that follow are still queued.
    fn run_ticks(self) -> Result<()> {
        self.intrinsic(Intrinsic::Loop)?.get("runTicks")?.invoke(&self.undefined(), &[])?;
        self.host().ticks.set(false);
        Ok(())
    }

    /// Tells that there are callbacks in `ticks` of [`Intrinsic::Loop`], which its `runTicks` runs.
    pub(crate) fn expect_ticks(self) {
        self.host().ticks.set(true);
    }

    fn run_promise_jobs(self) -> Result<()> {
        loop {
            let mut ctx = std::ptr::null_mut();
            // SAFETY: R1: the world is entered.
            let run = || unsafe { q::JS_ExecutePendingJob(self.rt(), &raw mut ctx) };
            match self.host().graph().nested(false, run) {
                0 => return Ok(()),
                status if status < 0 => return Err(self.take_error()),
                _ if self.host().stop.get().is_some() => return Ok(()),
                _ => {}
            }
        }
    }

    /// Empties the queue of promise jobs without running any of the script: with no stack left, every call that a job
    /// makes fails, and so nothing new is queued either.
    pub(crate) fn discard_jobs(self) {
        if self.host().ticks.take()
            && let Ok(event_loop) = self.intrinsic(Intrinsic::Loop)
        {
            // It is a property already: nothing is asked for and nothing of the script runs.
            drop(event_loop.set("ticks", self.undefined()));
        }
        let mut ctx = std::ptr::null_mut();
        // SAFETY: R1: the world is entered. R2, R8: the stack limit is set back to what this entry set. R5: a job that
        // failed leaves an exception, which is taken.
        unsafe {
            q::JS_SetMaxStackSize(self.rt(), 1);
            while q::JS_ExecutePendingJob(self.rt(), &raw mut ctx) != 0 {
                drop(Value::own(self, q::JS_GetException(self.ctx())));
            }
            q::JS_SetMaxStackSize(self.rt(), self.host().room.get() as _);
        }
    }

    /// Whether a promise job is queued, or what goes before them.
    pub(crate) fn has_jobs(self) -> bool {
        // SAFETY: R1: the world is entered.
        self.host().ticks.get() || unsafe { q::JS_IsJobPending(self.rt()) }
    }

    /// The first rejection that nobody handled, as an error. Forgets all of them.
    pub(crate) fn unhandled_rejection(self) -> Option<Error> {
        let rejected = std::mem::take(&mut *self.host().held()?.rejected.borrow_mut());
        let mut first = None;
        for Rejection { promise, reason } in rejected {
            if first.is_none() {
                let error = self.error_of(&reason.get(self));
                first = Some(match error.exception() {
                    Some(exception) if error.kind() == ErrorKind::Exception => {
                        let message = format!("unhandled rejection: {exception}");
                        Error::new(ErrorKind::Exception, message).with_exception(exception.clone())
                    }
                    _ => error,
                });
            }
            promise.release(self);
            reason.release(self);
        }
        first
    }

    /// Takes a promise off the list of those that nobody handled.
    pub(crate) fn forget_rejection(self, promise: &Value<'js>) {
        let Some(held) = self.host().held() else { return };
        let mut rejected = held.rejected.borrow_mut();
        if let Some(at) = rejected.iter().position(|rejection| rejection.promise.is(promise)) {
            let Rejection { promise, reason } = rejected.swap_remove(at);
            drop(rejected);
            promise.release(self);
            reason.release(self);
        }
    }
}

/// What the engine calls when a promise is rejected without a handler, and when it gets one after all.
pub(super) unsafe extern "C-unwind" fn track_rejection(
    ctx: *mut q::JSContext,
    promise: q::JSValue,
    reason: q::JSValue,
    is_handled: bool,
    _opaque: *mut c_void,
) {
    // R6: pushing to a vector may panic for want of memory.
    let tracked = abandon::catch(|| {
        // SAFETY: R1, R4: the engine calls from within an entry, with live values.
        let (scope, promise, reason) = unsafe {
            let scope = Scope::new(NonNull::new_unchecked(ctx), host_of(ctx));
            (scope, Value::borrow(scope, promise), Value::borrow(scope, reason))
        };
        if is_handled {
            scope.forget_rejection(&promise);
        } else {
            let rejection = Rejection { promise: Held::new(promise), reason: Held::new(reason) };
            scope.host().holdings().rejected.borrow_mut().push(rejection);
        }
    });
    drop(tracked);
}
