//! Calls of the host that are answered later: the script has a promise, the host a number.
//!
//! Nothing of them lies in the engine but the two functions that settle the promise. So they are copied, taken back and put to
//! sleep with their runtime.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::abandon;
use super::engine as q;
use super::held::Held;
use super::host::Host;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

/// The most that one runtime may wait for at once.
const MOST: usize = 10_000;

/// A call of a native function that is answered later, with [`Runtime::settle`](crate::Runtime::settle).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PendingCall {
    /// Its number in its runtime, from 1 up. None is used twice, not even after a [rollback](crate::Runtime::rollback).
    pub id: u64,
    /// The native module; empty for a function that was added to the runtime.
    pub module: String,
    /// The function.
    pub function: String,
    /// The arguments, as an array.
    pub arguments: serde_json::Value,
}

/// What a host knows of one.
pub(super) struct Deferred {
    pub(super) call: PendingCall,
    pub(super) resolve: Held,
    pub(super) reject: Held,
    /// Whether somebody may wake the runtime elsewhere and settle it there.
    pub(super) sleeps: Cell<bool>,
}

/// All that a runtime waits for.
#[derive(Default)]
pub(super) struct DeferredCalls {
    /// The last number that was given.
    pub(super) last: Cell<u64>,
    pub(super) calls: RefCell<BTreeMap<u64, Deferred>>,
    /// How long the arguments of all are, as JSON, in bytes.
    bytes: Cell<usize>,
}

impl Deferred {
    /// The same in a world that lies so far away.
    pub(super) fn moved(&self, distance: usize) -> Self {
        let Self { call, resolve, reject, .. } = self;
        Self {
            call: call.clone(),
            resolve: resolve.moved(distance),
            reject: reject.moved(distance),
            sleeps: Cell::new(false),
        }
    }

    fn bytes(&self) -> usize {
        self.call.arguments.to_string().len()
    }
}

impl DeferredCalls {
    pub(super) fn new(last: u64, calls: impl IntoIterator<Item = Deferred>) -> Self {
        let calls: BTreeMap<u64, Deferred> = calls.into_iter().map(|deferred| (deferred.call.id, deferred)).collect();
        let bytes = calls.values().map(Deferred::bytes).sum();
        Self { last: Cell::new(last), calls: RefCell::new(calls), bytes: Cell::new(bytes) }
    }

    /// Those that nobody will settle if this is all that knows of them, and that `others` do not know.
    pub(super) fn moot(&self, others: Option<&Self>) -> Vec<PendingCall> {
        let known = others.map(|others| others.calls.borrow());
        let calls = self.calls.borrow();
        let lost = calls.values().filter(|one| !one.sleeps.get());
        let lost = lost.filter(|one| known.as_ref().is_none_or(|known| !known.contains_key(&one.call.id)));
        lost.map(|one| one.call.clone()).collect()
    }
}

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
            drop(abandon::catch(|| self.door().end(&calls)));
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
