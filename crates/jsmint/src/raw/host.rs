//! The host's side of one runtime: what the engine's callbacks reach through the host word of page 0.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::door::Door;
use super::engine as q;
use super::graph::Graph;
use super::holdings::Holdings;
use super::origin::{Kept, Origin, Roots, Stock};
use super::saved::SavedState;
use super::scope::Scope;
#[cfg(feature = "call-log")]
use crate::call_log::{CallLog, Recorder, Settings};
use crate::error::Result;
use jsmint_heap::allocator;

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

/// What a host is made of.
pub(crate) struct HostSettings {
    /// What its world has in common with others.
    pub(crate) origin: Arc<Origin>,
    /// The most time that one entry may take; none is no limit.
    pub(crate) time: Option<Duration>,
    /// The most stack that JavaScript may use, in bytes.
    pub(crate) stack: usize,
    /// The most memory that the slot may hold, in bytes.
    pub(crate) memory: usize,
    /// Whether the world is being baked, so that nothing may enter it that an image cannot hold.
    pub(crate) baking: bool,
    /// What the layers above keep for this runtime.
    pub(crate) upper: Box<dyn Any + Send>,
    /// Whether its calls are recorded.
    #[cfg(feature = "call-log")]
    pub(crate) recorded: bool,
    /// The runtime's number.
    pub(crate) runtime: u64,
}

/// The host's side of one runtime. Reached by `&` only while its world is entered.
pub(crate) struct Host {
    /// What its world has in common with others.
    pub(super) origin: Arc<Origin>,
    pub(crate) baking: bool,
    /// What the layers above keep for this runtime.
    pub(crate) upper: Box<dyn Any + Send>,
    states: States,
    pub(super) time: Option<Duration>,
    pub(super) stack: usize,
    /// The stack that the entry under way may use, in bytes.
    pub(super) room: Cell<usize>,
    pub(super) memory: usize,
    /// How many conversions are under way, one within another, and the bytes that they may still copy.
    pub(super) conversions: Cell<u32>,
    pub(super) allowance: Cell<usize>,
    pub(super) deadline: Cell<Option<Instant>>,
    /// How often the world was entered.
    pub(super) entries: Cell<u64>,
    pub(super) stop: Cell<Option<Stop>>,
    /// Set from any thread; made when it is first asked for.
    interrupt: OnceCell<Arc<AtomicBool>>,
    /// The roots of a world that was set up step by step.
    pub(super) roots: RefCell<Kept>,
    /// Whether callbacks are queued that go before promise jobs.
    pub(super) ticks: Cell<bool>,
    /// What is known of ES modules; made when it is first asked for, since most lives import nothing.
    pub(super) graph: OnceCell<Box<Graph>>,
    holdings: OnceCell<Box<Holdings>>,
    /// Whether a thrown value is being described.
    pub(super) describing: Cell<bool>,
    /// Whether the world is beyond use (R10).
    pub(super) abandoned: Cell<bool>,
    /// Which life its world is in: checkpoints of it have the same.
    pub(super) life: OnceCell<Arc<()>>,
    #[cfg(feature = "call-log")]
    recorded: bool,
    runtime: u64,
}

/// Of how many modules, which keep what for a runtime.
pub(super) type ModuleStates<T> = (usize, Vec<(usize, T)>);

/// What native modules keep for one runtime, by number; made when each is first asked for (N3).
type States = OnceCell<Box<[OnceCell<Box<dyn Any + Send>>]>>;

/// What a call is recorded with.
#[cfg(feature = "call-log")]
#[derive(Clone, Copy)]
pub(crate) struct Recording<'a> {
    /// Knows who calls whom.
    pub(crate) recorder: &'a Recorder,
    /// What is recorded, and where.
    pub(crate) settings: &'a Settings,
    /// The factory's number.
    pub(crate) factory: u64,
}

#[cfg(feature = "call-log")]
impl Host {
    /// What calls are recorded with, if they are.
    #[inline]
    pub(crate) fn recording(&self) -> Option<Recording<'_>> {
        if !self.recorded {
            return None;
        }
        let recorder = self.holdings().recorder.get_or_init(|| Recorder::new(None, self.runtime));
        let settings = recorder.own().unwrap_or_else(|| self.door().call_log()).settings()?;
        Some(Recording { recorder, settings, factory: self.door().factory() })
    }

    /// Records to this log instead of the factory's.
    pub(crate) fn record_to(&self, log: CallLog) {
        self.holdings().recorder.get_or_init(|| Recorder::new(Some(log), self.runtime));
    }

    /// The runtime is being dropped: tells the log what was lost.
    pub(super) fn close_log(&self) {
        if let Some(held) = self.held()
            && held.recorder.get().is_some_and(Recorder::has_lost)
            && let Some(Recording { recorder, settings, factory }) = self.recording()
        {
            recorder.close(settings, factory);
        }
    }
}

impl Host {
    /// Boxed from the start, and inlined so that it is written where it stays: a spawn moves an address, not the host.
    #[inline(always)]
    pub(crate) fn new(settings: HostSettings) -> Box<Self> {
        Box::new(Self {
            origin: settings.origin,
            baking: settings.baking,
            upper: settings.upper,
            states: States::default(),
            time: settings.time,
            stack: settings.stack,
            room: Cell::new(settings.stack),
            memory: settings.memory,
            conversions: Cell::new(0),
            allowance: Cell::new(0),
            deadline: Cell::new(None),
            entries: Cell::new(0),
            stop: Cell::new(None),
            interrupt: OnceCell::new(),
            ticks: Cell::new(false),
            roots: RefCell::default(),
            graph: OnceCell::new(),
            holdings: OnceCell::new(),
            describing: Cell::new(false),
            abandoned: Cell::new(false),
            life: OnceCell::new(),
            #[cfg(feature = "call-log")]
            recorded: settings.recorded,
            runtime: settings.runtime,
        })
    }

    /// What module `number` of `count` keeps for this runtime, which `make` makes at first.
    ///
    /// # Errors
    ///
    /// Those of `make`. The next to ask tries again.
    pub(crate) fn state(
        &self,
        number: usize,
        count: usize,
        make: impl FnOnce() -> Result<Box<dyn Any + Send>>,
    ) -> Result<&(dyn Any + Send)> {
        let states = self.states.get_or_init(|| (0..count).map(|_| OnceCell::new()).collect());
        if let Some(state) = states[number].get() {
            return Ok(&**state);
        }
        let made = make()?;
        Ok(&**states[number].get_or_init(|| made))
    }

    /// How many modules there are, and what is to be kept of those that keep something for this runtime.
    pub(super) fn saved_states(&self) -> Result<ModuleStates<SavedState>> {
        let Some(states) = self.states.get() else { return Ok((0, Vec::new())) };
        let made = states.iter().enumerate().filter_map(|(number, state)| Some((number, state.get()?)));
        let saved = made.map(|(number, state)| Ok((number, self.door().save_state(number, &**state)?)));
        Ok((states.len(), saved.collect::<Result<_>>()?))
    }

    /// Has what modules keep for this runtime be this, and nothing else.
    pub(super) fn replace_states(&mut self, (modules, states): ModuleStates<Box<dyn Any + Send>>) {
        self.states = States::default();
        if modules > 0 {
            let cells: Box<[OnceCell<_>]> = (0..modules).map(|_| OnceCell::new()).collect();
            for (number, state) in states {
                let _ = cells[number].set(state);
            }
            let _ = self.states.set(cells);
        }
    }

    /// Has what it holds for scripts be this, and nothing else.
    pub(super) fn replace_holdings(&mut self, new: Option<Holdings>) {
        let old = self.holdings.take();
        // Numbers of calls are never used again, whatever was taken back.
        if let (Some(old), Some(new)) = (&old, &new) {
            new.deferred.last.set(new.deferred.last.get().max(old.deferred.last.get()));
        }
        #[cfg(feature = "call-log")]
        let recorder = old.and_then(|mut old| old.recorder.take());
        #[cfg(not(feature = "call-log"))]
        drop(old);
        if let Some(new) = new {
            self.holdings = OnceCell::from(Box::new(new));
        }
        #[cfg(feature = "call-log")]
        if let Some(recorder) = recorder {
            let _ = self.holdings().recorder.set(recorder);
        }
    }

    /// The host of a runtime that is a copy of this one, with what the layers above keep for it, and its number.
    pub(super) fn sibling(&self, upper: Box<dyn Any + Send>, runtime: u64) -> Box<Self> {
        let sibling = Self::new(HostSettings {
            origin: Arc::clone(&self.origin),
            time: self.time,
            stack: self.stack,
            memory: self.memory,
            baking: self.baking,
            upper,
            #[cfg(feature = "call-log")]
            recorded: self.recorded,
            runtime,
        });
        sibling.roots.borrow_mut().clone_from(&self.roots.borrow());
        #[cfg(feature = "call-log")]
        if let Some(log) = self.held().and_then(|held| held.recorder.get()?.own()) {
            sibling.record_to(log.clone());
        }
        sibling
    }

    /// The native functions of the factory.
    #[inline]
    pub(crate) fn door(&self) -> &dyn Door {
        &*self.origin.door
    }

    /// The runtime's number.
    pub(crate) fn runtime(&self) -> u64 {
        self.runtime
    }

    /// What its world has in common with others.
    pub(crate) fn origin(&self) -> Arc<Origin> {
        Arc::clone(&self.origin)
    }

    /// What it may use: time for an entry, stack and memory in bytes.
    pub(crate) fn bounds(&self) -> (Option<Duration>, usize, usize) {
        (self.time, self.stack, self.memory)
    }

    /// What its world is made of, if that is an image.
    pub(super) fn stock(&self) -> Option<&Stock> {
        self.origin.stock()
    }

    /// What it holds for scripts, to be added to.
    pub(super) fn holdings(&self) -> &Holdings {
        self.holdings.get_or_init(Box::default)
    }

    /// What it holds for scripts, if it ever held anything.
    #[inline]
    pub(super) fn held(&self) -> Option<&Holdings> {
        self.holdings.get().map(|holdings| &**holdings)
    }

    /// Finds something in what its bake has kept.
    #[inline]
    pub(super) fn find_root<T>(&self, find: impl FnOnce(&Kept) -> Option<T>) -> Option<T> {
        match self.stock() {
            Some(stock) => find(&stock.roots.values),
            None => find(&self.roots.borrow()),
        }
    }

    pub(super) fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| {
            let known = self.stock().map(|stock| Arc::clone(&stock.roots.modules));
            Box::new(Graph::new(known.unwrap_or_default()))
        })
    }

    /// Whether a graph is that of its image.
    pub(super) fn has_from_image(&self, graph: &Graph) -> bool {
        self.stock().is_some_and(|stock| graph.is_that_of(&stock.roots.modules))
    }

    /// What its image knows of ES modules.
    pub(super) fn graph_of_image(&self) -> Option<Graph> {
        self.stock().map(|stock| Graph::new(Arc::clone(&stock.roots.modules)))
    }

    /// What a world of an image takes over from the one that was baked.
    pub(super) fn bequest(&self) -> Roots {
        let values = match self.stock() {
            Some(stock) => stock.roots.values.clone(),
            None => self.roots.borrow().clone(),
        };
        Roots { values, modules: self.graph().known() }
    }

    /// The flag that stops the running entry, or the next one, from any thread.
    pub(crate) fn interrupt_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(self.interrupt.get_or_init(Arc::default))
    }

    /// Whether somebody has asked to stop; asking forgets it.
    #[inline]
    pub(super) fn take_interrupt(&self) -> bool {
        self.interrupt.get().is_some_and(|flag| flag.load(Ordering::Relaxed) && flag.swap(false, Ordering::Relaxed))
    }

    /// Whether a script must stop now, and why. Asked by the engine every few thousand steps.
    pub(super) fn must_stop(&self, exhausted: bool) -> Option<Stop> {
        if self.stop.get().is_none() {
            if self.take_interrupt() {
                self.stop.set(Some(Stop::Interrupted));
            } else if exhausted {
                self.stop.set(Some(Stop::OutOfMemory));
            } else if self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline) {
                self.stop.set(Some(Stop::Timeout));
            }
        }
        self.stop.get()
    }
}

/// The host word of page 0 that holds the address of the host.
const HOST: usize = 0;

/// The base of the slot that a context lives in.
pub(super) fn base_of(ctx: *mut q::JSContext) -> *mut u8 {
    // SAFETY: R3, H6: the context's opaque word is the base of its slot from its birth on.
    unsafe { q::JS_GetContextOpaque(ctx).cast() }
}

/// The host of an entered context.
///
/// # Safety
///
/// The context's world is entered (R1).
pub(super) unsafe fn host_of(ctx: *mut q::JSContext) -> NonNull<c_void> {
    // SAFETY: R1: as the caller promises.
    unsafe { host_in(NonNull::new_unchecked(base_of(ctx))).cast() }
}

/// The host of the world that lives in an entered slot.
///
/// # Safety
///
/// As for [`host_of`].
pub(super) unsafe fn host_in(base: NonNull<u8>) -> NonNull<Host> {
    // SAFETY: R8: the host word is set before the first entry and holds a live host until the world is dropped.
    unsafe { host_word(base).unwrap_unchecked() }
}

/// The same for a slot that may not have been entered yet.
///
/// # Safety
///
/// The slot is live, and nothing but [`set_host`] writes to its host words.
pub(super) unsafe fn host_word(base: NonNull<u8>) -> Option<NonNull<Host>> {
    // SAFETY: R8: the word is zero until the first entry.
    NonNull::new(unsafe { (*allocator::host_words(base))[HOST] } as *mut Host)
}

/// Sets the host word.
///
/// # Safety
///
/// The slot is live, and the host lives as long as its tenant (R8).
pub(super) unsafe fn set_host(base: NonNull<u8>, host: NonNull<Host>) {
    // SAFETY: R8: as the caller promises.
    unsafe { (*allocator::host_words(base))[HOST] = host.as_ptr() as usize }
}

impl<'js> Scope<'js> {
    /// Whether the engine will stop the script at its next step: for native functions that work for long.
    pub(crate) fn is_overdue(self) -> bool {
        self.host().must_stop(false).is_some()
    }

    /// The host's side of this runtime.
    pub(crate) fn host(self) -> &'js Host {
        // SAFETY: R1: the host outlives every entry into its world and is only lent shared while entered.
        unsafe { self.host_address().cast().as_ref() }
    }
}
