//! The host's side of one runtime: what the engine's callbacks reach through the host word of page 0.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::door::{Door, DynamicFunction};
use super::scope::Scope;
use super::value::{Held, Value};

/// Thrown values remembered at a time, for passing through native frames by identity.
const REMEMBERED: usize = 32;

/// Why a script is being stopped. Scripts cannot catch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The entry's time is up.
    Timeout,
    /// Somebody asked from outside.
    Interrupted,
    /// The slot has grown to its limit.
    OutOfMemory,
}

/// Values that a bake keeps for the upper layers, by number: the same in every world of one image.
#[derive(Clone, Default)]
pub(crate) struct Roots(pub(super) Arc<[Root]>);

/// One root: what sort of value, and how far from the slot's base it lies.
#[derive(Clone, Copy)]
pub(super) struct Root {
    pub(super) tag: i32,
    pub(super) offset: usize,
}

/// What a host is made of.
pub(crate) struct HostSettings {
    /// The native functions of the factory.
    pub(crate) door: Arc<dyn Door>,
    /// The most time that one entry may take; none is no limit.
    pub(crate) time: Option<Duration>,
    /// The most stack that JavaScript may use, in bytes.
    pub(crate) stack: usize,
    /// The most memory that the slot may hold, in bytes.
    pub(crate) memory: usize,
    /// Whether the world is being baked, so that nothing may enter it that an image cannot hold.
    pub(crate) baking: bool,
    /// What native modules keep for this runtime, by the number of the module.
    pub(crate) states: Vec<Box<dyn Any + Send>>,
}

/// The host's side of one runtime. Reached by `&` only while its world is entered.
pub(crate) struct Host {
    pub(crate) door: Arc<dyn Door>,
    pub(crate) baking: bool,
    pub(crate) states: Vec<Box<dyn Any + Send>>,
    pub(super) time: Option<Duration>,
    pub(super) stack: usize,
    pub(super) memory: usize,
    pub(super) deadline: Cell<Option<Instant>>,
    pub(super) stop: Cell<Option<Stop>>,
    pub(super) interrupt: Arc<AtomicBool>,
    pub(super) dynamic: RefCell<Vec<Arc<DynamicFunction>>>,
    pub(super) rejected: RefCell<Vec<Rejection>>,
    pub(super) roots: RefCell<Roots>,
    handles: RefCell<Vec<(Arc<()>, Option<Held>)>>,
    thrown: RefCell<VecDeque<(NonZeroU64, Held)>>,
}

/// A promise that was rejected while nothing handled it.
pub(super) struct Rejection {
    pub(super) promise: Held,
    pub(super) reason: Held,
}

impl Host {
    pub(crate) fn new(settings: HostSettings) -> Self {
        Self {
            door: settings.door,
            baking: settings.baking,
            states: settings.states,
            time: settings.time,
            stack: settings.stack,
            memory: settings.memory,
            deadline: Cell::new(None),
            stop: Cell::new(None),
            interrupt: Arc::default(),
            dynamic: RefCell::default(),
            rejected: RefCell::default(),
            roots: RefCell::default(),
            handles: RefCell::default(),
            thrown: RefCell::default(),
        }
    }

    /// The flag that stops the running entry, or the next one, from any thread.
    pub(crate) fn interrupt_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.interrupt)
    }

    /// Whether a script must stop now, and why. Asked by the engine every few thousand steps.
    pub(super) fn must_stop(&self, exhausted: bool) -> Option<Stop> {
        if self.stop.get().is_none() {
            if self.interrupt.swap(false, Ordering::Relaxed) {
                self.stop.set(Some(Stop::Interrupted));
            } else if exhausted {
                self.stop.set(Some(Stop::OutOfMemory));
            } else if self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline) {
                self.stop.set(Some(Stop::Timeout));
            }
        }
        self.stop.get()
    }

    /// Keeps a thrown value, so that an error which passes through Rust can be thrown on by identity.
    pub(super) fn remember(&self, value: &Value<'_>) -> NonZeroU64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let token = NonZeroU64::new(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap_or(NonZeroU64::MIN);
        let scope = value.scope();
        let mut thrown = self.thrown.borrow_mut();
        if thrown.len() == REMEMBERED
            && let Some((_, oldest)) = thrown.pop_front()
        {
            oldest.release(scope);
        }
        thrown.push_back((token, Held::new(value.clone())));
        token
    }

    /// The thrown value that a token names, if it is still remembered.
    pub(super) fn recall<'js>(&self, scope: Scope<'js>, token: NonZeroU64) -> Option<Value<'js>> {
        self.thrown.borrow().iter().rev().find(|(name, _)| *name == token).map(|(_, held)| held.get(scope))
    }

    /// Keeps a value beyond its entry, for as long as somebody else holds the returned ticket.
    pub(crate) fn keep(&self, value: Value<'_>) -> (Arc<()>, usize) {
        let ticket = Arc::new(());
        let entry = (Arc::clone(&ticket), Some(Held::new(value)));
        let mut handles = self.handles.borrow_mut();
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
        let handles = self.handles.borrow();
        let (owner, held) = handles.get(index)?;
        Arc::ptr_eq(owner, ticket).then_some(())?;
        held.as_ref().map(|held| held.get(scope))
    }

    /// Gives back what nobody can reach any more. Called at the end of an entry.
    fn sweep(&self, scope: Scope<'_>) {
        // Take everything out first: giving a value back can run no script, but it may free a large graph.
        let thrown = std::mem::take(&mut *self.thrown.borrow_mut());
        for (_, held) in thrown {
            held.release(scope);
        }
        for (ticket, held) in self.handles.borrow_mut().iter_mut() {
            if Arc::strong_count(ticket) == 1
                && let Some(held) = held.take()
            {
                held.release(scope);
            }
        }
    }
}

impl Scope<'_> {
    /// Gives back what nobody can reach any more.
    pub(super) fn sweep(self) {
        let host = self.host();
        if !host.thrown.borrow().is_empty() || !host.handles.borrow().is_empty() {
            host.sweep(self);
        }
    }
}
