//! Calling the host and being answered later.

use std::cell::Cell;

use super::abandon;
use super::deferred::{Deferred, PendingCall};
use super::engine as q;
use super::held::Held;
use super::host::Host;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

/// The most that one runtime may wait for at once.
const MOST: usize = 10_000;

impl Host {
    /// What the runtime waits for, in the order in which it was asked.
    pub(crate) fn pending_calls(&self) -> Vec<PendingCall> {
        let Some(held) = self.held() else { return Vec::new() };
        held.deferred.calls.borrow().values().map(|deferred| deferred.call.clone()).collect()
    }

    /// How much that is.
    pub(crate) fn pending_count(&self) -> usize {
        self.held().map_or(0, |held| held.deferred.calls.borrow().len())
    }

    /// The runtime is about to be gone: what it waits for is nothing to anybody then.
    pub(super) fn end_pending(&self) {
        if let Some(held) = self.held() {
            self.tell_moot(held.deferred.moot(None));
        }
    }

    /// Tells the modules that nobody waits for these any more.
    pub(super) fn tell_moot(&self, calls: Vec<PendingCall>) {
        if !calls.is_empty() {
            // R6: dropping a runtime panics for nobody's sake.
            drop(abandon::catch(|| self.door().end(self.runtime(), &calls)));
        }
    }

    /// What the runtime waits for now may be settled elsewhere.
    pub(super) fn mark_asleep(&self) {
        if let Some(held) = self.held() {
            held.deferred.calls.borrow().values().for_each(|deferred| deferred.sleeps.set(true));
        }
    }
}

impl<'js> Scope<'js> {
    /// A promise for what a call of the host will be settled to.
    pub(crate) fn defer(self, module: &str, function: &str, arguments: serde_json::Value) -> Result<Value<'js>> {
        let host = self.host();
        if host.baking {
            let message = "an image cannot hold calls that are answered later; make this call when it is first needed, not while baking";
            return Err(Error::new(ErrorKind::Bake, message));
        }
        let deferred = &host.holdings().deferred;
        let (count, bytes) = (deferred.calls.borrow().len(), deferred.bytes.get() + arguments.to_string().len());
        if count >= MOST || bytes > host.bounds().2 {
            let message = format!(
                "{count} calls of the host are pending, with {bytes} bytes of arguments; at most {MOST} may be, with as many \
                 bytes as Limits::memory allows"
            );
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        let mut functions = [q::JS_UNDEFINED; 2];
        // SAFETY: R4: the call returns a promise, and writes two functions, each with a reference of its own.
        let (promise, [resolve, reject]) = unsafe {
            let promise = self.result(q::JS_NewPromiseCapability(self.ctx(), functions.as_mut_ptr()))?;
            (promise, functions.map(|function| Held::new(Value::own(self, function))))
        };
        let id = deferred.last.get() + 1;
        deferred.last.set(id);
        deferred.bytes.set(bytes);
        let call = PendingCall { id, module: module.to_owned(), function: function.to_owned(), arguments };
        deferred.calls.borrow_mut().insert(id, Deferred { call, resolve, reject, sleeps: Cell::new(false) });
        Ok(promise)
    }

    /// Whether this is waited for.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) where it is not.
    pub(crate) fn check_pending(self, id: u64) -> Result<()> {
        if self.host().held().is_some_and(|held| held.deferred.calls.borrow().contains_key(&id)) {
            return Ok(());
        }
        let message = format!("no call {id} is pending in this runtime: it was settled, rolled back, or never made");
        Err(Error::new(ErrorKind::NotFound, message))
    }

    /// Answers a call, once.
    pub(crate) fn settle(self, id: u64, outcome: Result<Value<'js>>) -> Result<()> {
        self.check_pending(id)?;
        let (function, value) = match outcome {
            Ok(value) => (true, value),
            Err(error) => (false, self.thrown(&error)?),
        };
        let deferred = &self.host().holdings().deferred;
        // The table is not borrowed while the script goes on.
        let Some(settled) = deferred.calls.borrow_mut().remove(&id) else { return self.check_pending(id) };
        deferred.bytes.set(deferred.bytes.get().saturating_sub(settled.bytes()));
        let Deferred { resolve, reject, .. } = settled;
        let called = (if function { &resolve } else { &reject }).get(self).invoke(&self.undefined(), &[value]);
        resolve.release(self);
        reject.release(self);
        called.map(drop)
    }
}
