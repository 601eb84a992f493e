//! Calls of the host that are answered later: the script has a promise, the host a number.
//!
//! Nothing of them lies in the engine but the two functions that settle the promise. So they are copied, taken back and put to
//! sleep with their runtime.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::held::Held;

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
    pub(super) bytes: Cell<usize>,
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

    pub(super) fn bytes(&self) -> usize {
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
