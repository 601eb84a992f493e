//! What the host keeps of a runtime beyond one call or one entry: thrown values, and values with handles.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::held::Held;
use super::holdings::{Holdings, Thrown};
use super::host::Host;
use super::scope::Scope;
use super::value::Value;

/// Thrown values remembered at a time, for passing through native frames by identity.
const REMEMBERED: usize = 32;

impl Host {
    /// Keeps a thrown value, so that an error which passes through Rust can be thrown on by identity. Says whether it is
    /// known as one that the parser threw.
    pub(super) fn remember(&self, value: &Value<'_>) -> (NonZeroU64, bool) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let token = NonZeroU64::new(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap_or(NonZeroU64::MIN);
        let mut thrown = self.holdings().thrown.borrow_mut();
        let unparsed = value.is_object() && thrown.iter().any(|known| known.unparsed && known.value.is(value));
        if thrown.len() == REMEMBERED
            && let Some(oldest) = thrown.pop_front()
        {
            oldest.value.release(value.scope());
        }
        thrown.push_back(Thrown { token, value: Held::new(value.clone()), unparsed });
        (token, unparsed)
    }

    /// The parser threw the value that a token names.
    pub(super) fn mark_unparsed(&self, token: NonZeroU64) {
        for thrown in self.holdings().thrown.borrow_mut().iter_mut().filter(|thrown| thrown.token == token) {
            thrown.unparsed = true;
        }
    }

    /// The thrown value that a token names, if it is still remembered.
    pub(super) fn recall<'js>(&self, scope: Scope<'js>, token: NonZeroU64) -> Option<Value<'js>> {
        let thrown = self.held()?.thrown.borrow();
        thrown.iter().rev().find(|thrown| thrown.token == token).map(|thrown| thrown.value.get(scope))
    }

    /// Keeps a value beyond its entry, for as long as somebody else holds the returned ticket.
    pub(crate) fn keep(&self, value: Value<'_>) -> (Arc<()>, usize) {
        let ticket = Arc::new(());
        let entry = (Arc::downgrade(&ticket), Some(Held::new(value)));
        let mut handles = self.holdings().handles.borrow_mut();
        if let Some(free) = handles.iter().position(|(_, held)| held.is_none()) {
            handles[free] = entry;
            (ticket, free)
        } else {
            handles.push(entry);
            (ticket, handles.len() - 1)
        }
    }

    /// The value kept at `index` under this ticket.
    pub(crate) fn kept<'js>(&self, scope: Scope<'js>, ticket: &Arc<()>, index: usize) -> Option<Value<'js>> {
        let handles = self.held()?.handles.borrow();
        let (owner, held) = handles.get(index)?;
        // Nobody else has its address, as long as there is a reference to it, be it a weak one.
        std::ptr::eq(owner.as_ptr(), Arc::as_ptr(ticket)).then_some(())?;
        held.as_ref().map(|held| held.get(scope))
    }
}

impl Holdings {
    /// Gives back what nobody can reach any more.
    fn sweep(&self, scope: Scope<'_>) {
        // Take everything out first: giving a value back can run no script, but it may free a large graph.
        let thrown = std::mem::take(&mut *self.thrown.borrow_mut());
        for Thrown { value, .. } in thrown {
            value.release(scope);
        }
        for (ticket, held) in self.handles.borrow_mut().iter_mut() {
            if ticket.strong_count() == 0
                && let Some(held) = held.take()
            {
                held.release(scope);
            }
        }
    }
}

impl Scope<'_> {
    /// Gives back what nobody can reach any more. Called at the end of an entry.
    #[inline]
    pub(super) fn sweep(self) {
        if let Some(held) = self.host().held() {
            held.sweep(self);
        }
    }
}
