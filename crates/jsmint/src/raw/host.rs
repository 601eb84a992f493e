//! The host's side of one runtime: what the engine's callbacks reach through the host word of page 0.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::num::NonZeroU64;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::door::{Door, DynamicFunction};
use super::engine as q;
use super::graph::{Graph, Known};
use super::held::Held;
use super::instances::Instances;
use super::scope::Scope;
#[cfg(feature = "call-log")]
use crate::call_log::{Choice, Recorder, Settings};
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

/// What a bake keeps for the upper layers: the same in every world of one image.
#[derive(Clone, Default)]
pub(crate) struct Roots {
    /// Values, by number.
    pub(super) values: Vec<Root>,
    /// The ES modules that were loaded.
    pub(super) modules: Known,
}

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
    /// What records its calls.
    #[cfg(feature = "call-log")]
    pub(crate) recorder: Recorder,
}

/// The host's side of one runtime. Reached by `&` only while its world is entered.
pub(crate) struct Host {
    pub(crate) door: Arc<dyn Door>,
    pub(crate) baking: bool,
    pub(crate) states: Vec<Box<dyn Any + Send>>,
    pub(super) time: Option<Duration>,
    pub(super) stack: usize,
    /// The stack that the entry under way may use, in bytes.
    pub(super) room: Cell<usize>,
    pub(super) memory: usize,
    pub(super) deadline: Cell<Option<Instant>>,
    /// How often the world was entered.
    pub(super) entries: Cell<u64>,
    pub(super) stop: Cell<Option<Stop>>,
    pub(super) interrupt: Arc<AtomicBool>,
    pub(super) dynamic: RefCell<Vec<Arc<DynamicFunction>>>,
    pub(super) rejected: RefCell<Vec<Rejection>>,
    pub(super) roots: RefCell<Option<Arc<Roots>>>,
    /// What is known of ES modules; made when it is first asked for, since most lives import nothing.
    pub(super) graph: OnceCell<Box<Graph>>,
    pub(super) handles: RefCell<Vec<(Arc<()>, Option<Held>)>>,
    /// Values of the host that objects of scripts stand for.
    pub(super) instances: Instances,
    pub(super) thrown: RefCell<VecDeque<Thrown>>,
    /// Whether a thrown value is being described.
    pub(super) describing: Cell<bool>,
    /// Whether the world is beyond use (R10).
    pub(super) abandoned: Cell<bool>,
    #[cfg(feature = "call-log")]
    recorder: Recorder,
}

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
        let log = match self.recorder.choice() {
            Choice::Off => return None,
            Choice::Factory => self.door.call_log(),
            Choice::Own(log) => log,
        };
        let settings = log.settings()?;
        Some(Recording { recorder: &self.recorder, settings, factory: self.door.factory() })
    }

    /// The runtime is being dropped: tells the log what was lost.
    pub(super) fn close_log(&self) {
        if self.recorder.has_lost()
            && let Some(Recording { recorder, settings, factory }) = self.recording()
        {
            recorder.close(settings, factory);
        }
    }
}

/// A thrown value that may be thrown on.
pub(super) struct Thrown {
    pub(super) token: NonZeroU64,
    pub(super) value: Held,
    /// Whether the parser threw it.
    pub(super) unparsed: bool,
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
            room: Cell::new(settings.stack),
            memory: settings.memory,
            deadline: Cell::new(None),
            entries: Cell::new(0),
            stop: Cell::new(None),
            interrupt: Arc::default(),
            dynamic: RefCell::default(),
            rejected: RefCell::default(),
            roots: RefCell::default(),
            graph: OnceCell::new(),
            handles: RefCell::default(),
            instances: Instances::default(),
            thrown: RefCell::default(),
            describing: Cell::new(false),
            abandoned: Cell::new(false),
            #[cfg(feature = "call-log")]
            recorder: settings.recorder,
        }
    }

    pub(super) fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| {
            let known = self.roots.borrow().as_ref().map(|roots| Arc::clone(&roots.modules));
            Box::new(Graph::new(known.unwrap_or_default()))
        })
    }

    /// What a world of an image takes over from the one that was baked.
    pub(super) fn bequest(&self) -> Arc<Roots> {
        let values = self.roots.borrow().as_ref().map(|roots| roots.values.clone());
        Arc::new(Roots { values: values.unwrap_or_default(), modules: self.graph().known() })
    }

    /// Takes over what [`bequest`](Self::bequest) gave.
    pub(super) fn inherit(&mut self, roots: &Arc<Roots>) {
        *self.roots.get_mut() = Some(Arc::clone(roots));
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
    /// The host's side of this runtime.
    pub(crate) fn host(self) -> &'js Host {
        // SAFETY: R1: the host outlives every entry into its world and is only lent shared while entered.
        unsafe { self.host_address().cast().as_ref() }
    }
}
