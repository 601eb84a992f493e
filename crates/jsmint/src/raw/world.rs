//! A runtime and a context of the engine, living in a slot.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ops::Range;
use std::ptr::NonNull;

use super::abandon;
use super::engine as q;
use super::hooks::HOOKS;
use super::host::{Host, base_of, host_in, set_host};
use super::import;
use super::jobs::track_rejection;
use super::nursery::{Nursery, arenas};
use super::scope::Scope;
use crate::error::{Error, ErrorKind, Result};
use jsmint_heap::{ByteCount, Faults, HeapError, Live, Slot, allocator};

/// Stack that is left for the host's own frames below JavaScript's, in bytes.
const STACK_RESERVE: usize = if cfg!(debug_assertions) { 256 << 10 } else { 96 << 10 };

/// What every context has, in the order of `JS_NewContext`: all but the engine's clock, which would keep the time of its
/// birth, and what that has not.
const INTRINSICS: [unsafe extern "C" fn(*mut q::JSContext) -> c_int; 12] = [
    q::JS_AddIntrinsicBaseObjects,
    q::JS_AddIntrinsicDate,
    q::JS_AddIntrinsicEval,
    q::JS_AddIntrinsicRegExp,
    q::JS_AddIntrinsicJSON,
    q::JS_AddIntrinsicProxy,
    q::JS_AddIntrinsicMapSet,
    q::JS_AddIntrinsicTypedArrays,
    q::JS_AddIntrinsicPromise,
    q::JS_AddIntrinsicWeakRef,
    q::JS_AddIntrinsicAToB,
    q::JS_AddIntrinsicDOMException,
];

/// Where the engine's two structures lie in a slot, and one word of them.
#[derive(Clone, Copy)]
pub(super) struct Anatomy {
    pub(super) rt: usize,
    pub(super) ctx: usize,
    /// The word that the engine counts down to its next poll; 0 where it was not found.
    alarm: usize,
}

/// A runtime and a context of the engine, living in a slot, with the host that serves them.
pub(crate) struct World {
    /// Empty only while being dropped.
    slot: Option<Slot<Live>>,
    base: NonNull<u8>,
    rt: NonNull<q::JSRuntime>,
    ctx: NonNull<q::JSContext>,
    alarm: usize,
    host: NonNull<Host>,
    /// Whether anything but the pool has written to the slot. An untouched slot needs no restore.
    touched: bool,
    /// Whether a page of the slot may have been written to that no tenant before had written to (H13).
    faulted: bool,
    /// Whether the words that a spawn sets are set.
    arranged: bool,
    stack: Cell<usize>,
    /// Room that is kept for the end of the bake.
    nursery: Option<Box<Nursery>>,
}

// SAFETY: R1, R2: whoever has `&mut World` is the only one in it; the slot and the host move with it, and each entry
// sets the stack anew.
unsafe impl Send for World {}

/// What the engine asks every few thousand steps.
unsafe extern "C" fn poll(_rt: *mut q::JSRuntime, opaque: *mut c_void) -> c_int {
    // SAFETY: R1, R8: the engine polls from within an entry; the opaque word is the slot's base. R6: nothing here panics.
    unsafe {
        let base = NonNull::new_unchecked(opaque.cast::<u8>());
        let stop = host_in(base).as_ref().must_stop(allocator::is_exhausted(base)).is_some();
        if stop {
            // What stops a script is an error object that cannot be caught. Without memory for it, the engine throws
            // null, which can.
            allocator::lend(base, true);
        }
        c_int::from(stop)
    }
}

impl Scope<'_> {
    /// Whether the slot has grown to its limit since this was last asked. Ends what a stop began.
    pub(super) fn take_exhaustion(self) -> bool {
        // SAFETY: R1: the world is entered, so its slot is formatted.
        unsafe {
            let base = NonNull::new_unchecked(base_of(self.ctx()));
            allocator::lend(base, false);
            allocator::take_exhausted(base)
        }
    }
}

impl Scope<'_> {
    /// Makes an object and a string that live as long as the world. The engine lists all of each, and links a new one to
    /// the last: better one beside the next to come than one that lies anywhere, whose page would be written to.
    fn leave_last(self) -> Result<()> {
        std::mem::forget((self.object()?, self.string("last")?));
        Ok(())
    }
}

/// Whether this platform has heap images.
pub(crate) fn image_supported() -> bool {
    jsmint_heap::supported()
}

pub(super) fn heap_error(error: HeapError) -> Error {
    let kind = match error {
        HeapError::Unsupported => ErrorKind::Unsupported,
        _ => ErrorKind::Exhausted,
    };
    let message = match error {
        HeapError::Exhausted { allowed } => {
            format!("{allowed} runtimes are alive, as many as may be at once; drop one or raise Options::max_runtimes")
        }
        _ => error.to_string(),
    };
    Error::new(kind, message).with_source(error)
}

/// How a world is set up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Birth {
    /// The most memory that it may hold, in bytes.
    pub(crate) range: usize,
    /// What its tables of keys are hashed with.
    pub(crate) hash_seed: u32,
    /// Where it is to lie, if in every process at the same place.
    pub(crate) home: Option<u64>,
}

impl World {
    /// A new engine in a new slot: the slow way.
    pub(crate) fn create(birth: Birth, host: Box<Host>) -> Result<Self> {
        let range = birth.range;
        let room = ByteCount::bytes(range + allocator::RESERVE);
        let slot = match birth.home {
            Some(place) => Slot::reserve_home(room, place),
            None => Slot::reserve(room),
        };
        let slot = slot.and_then(Slot::format).map_err(heap_error)?;
        let base = slot.base();
        let none =
            || Error::new(ErrorKind::OutOfMemory, format!("a slot of {range} bytes is too small for the engine"));
        // SAFETY: H3: the base is that of a formatted slot. R3: every opaque word is the base, which moves with the
        // slot. R6: the callbacks do not panic.
        let (rt, ctx, nursery) = unsafe {
            let opaque = base.as_ptr().cast::<c_void>();
            // What the engine sets up is written to in every life: on as few pages as can be.
            allocator::set_paged(base, true);
            // Beside the engine's runtime, which comes next: entering a world writes to it, and to the host's words.
            let mut nursery = Nursery::begin(base);
            let rt = NonNull::new(q::JS_NewRuntime2(&HOOKS, opaque)).ok_or_else(none)?;
            q::JS_SetMaxStackSize(rt.as_ptr(), 0);
            q::JS_SetRuntimeOpaque(rt.as_ptr(), opaque);
            if let Some(nursery) = &mut nursery {
                nursery.before_context(rt);
            }
            let ctx = NonNull::new(q::JS_NewContextRaw(rt.as_ptr())).ok_or_else(none)?;
            q::JS_SetContextOpaque(ctx.as_ptr(), opaque);
            if INTRINSICS.iter().any(|add| add(ctx.as_ptr()) < 0) {
                return Err(none());
            }
            abandon::watch_parser(ctx)?;
            q::JS_SetInterruptHandler(rt.as_ptr(), Some(poll), opaque);
            q::JS_SetHostPromiseRejectionTracker(rt.as_ptr(), track_rejection, opaque);
            q::JS_SetModuleLoaderFunc(rt.as_ptr(), import::normalize, import::load, opaque);
            // While baking, garbage is collected once, at the seal.
            q::JS_SetGCThreshold(rt.as_ptr(), u64::MAX as _);
            (rt, ctx, nursery)
        };
        let mut world = Self::assemble(slot, Anatomy::of(base, rt, ctx, 0), host);
        world.alarm = world.find_alarm()?;
        world.arranged = false;
        world.nursery = nursery.map(Box::new);
        world.set_seeds(birth.hash_seed);
        Ok(world)
    }

    /// Replaces what the engine has made of the time of day: the state of a generator that nothing asks, since `Math.random`
    /// is ours, and the seed of its tables. They stand before the word that is counted down.
    fn set_seeds(&mut self, hash_seed: u32) {
        if self.alarm % 8 != 4 || !q::is_known() {
            return;
        }
        // SAFETY: H1: words of the context, which is one of the first things in its slot. Nothing is in a table yet.
        unsafe {
            let alarm = self.base.add(self.alarm);
            alarm.sub(12).cast::<u64>().write(1);
            alarm.sub(4).cast::<u32>().write(hash_seed);
        }
    }

    /// Finds the word that the engine counts down to its next poll: the one of the context that becomes less by one with
    /// each call. The engine has no function to make it poll at once, which it must when memory runs out: up to 10,000
    /// steps from then to the next poll are enough to use up any reserve.
    fn find_alarm(&mut self) -> Result<usize> {
        const WORDS: usize = 160;
        let context: NonNull<u32> = self.ctx.cast();
        self.scope(|scope| {
            // SAFETY: H1: the context is one of the first things in its slot, of which far more is accessible.
            let words = || (0..WORDS).map(|at| unsafe { context.add(at).read_unaligned() }).collect::<Vec<_>>();
            let function = scope.global().get("isFinite")?;
            let call = |times| (0..times).try_for_each(|_| function.invoke(&scope.undefined(), &[]).map(drop));
            // The first call sets the counter.
            call(1)?;
            let first = words();
            call(3)?;
            let second = words();
            call(2)?;
            let third = words();
            let counts =
                |at: &usize| first[*at].wrapping_sub(second[*at]) == 3 && second[*at].wrapping_sub(third[*at]) == 2;
            let mut found = (0..WORDS).filter(counts);
            Ok(match (found.next(), found.next()) {
                (Some(at), None) => at * 4,
                _ => 0,
            })
        })
        .flatten()
        .map(|offset: usize| if offset == 0 { 0 } else { self.anatomy().ctx + offset })
    }

    /// A world in a slot that holds the engine's structures at `anatomy`.
    #[inline]
    pub(super) fn assemble(slot: Slot<Live>, anatomy: Anatomy, host: Box<Host>) -> Self {
        let base = slot.base();
        let host = NonNull::from(Box::leak(host));
        // SAFETY: H2: an image holds its structures at the same offsets in every slot.
        let (rt, ctx) = unsafe { (base.add(anatomy.rt).cast(), base.add(anatomy.ctx).cast()) };
        let alarm = anatomy.alarm;
        Self {
            slot: Some(slot),
            base,
            rt,
            ctx,
            alarm,
            host,
            touched: false,
            faulted: false,
            arranged: false,
            stack: Cell::new(0),
            nursery: None,
        }
    }

    pub(crate) fn host(&self) -> &Host {
        // SAFETY: R1: the host is alive as long as its world.
        unsafe { self.host.as_ref() }
    }

    pub(super) fn host_mut(&mut self) -> &mut Host {
        // SAFETY: R1: nobody has entered the world, since entering needs `&mut World`.
        unsafe { self.host.as_mut() }
    }

    /// How many bytes of the slot are in use: image, heap and free blocks.
    pub(crate) fn used(&self) -> usize {
        self.slot.as_ref().map_or(0, |slot| slot.used().get())
    }

    /// Sets what differs from runtime to runtime (R8). The first entry does it; a runtime that is never entered leaves
    /// its slot as it was.
    fn arrange(&mut self) {
        self.touched = true;
        self.arranged = true;
        // SAFETY: R8: these are the words that a spawn sets.
        unsafe {
            set_host(self.base, self.host);
            allocator::set_limit(self.base, ByteCount::bytes(self.host().memory));
            allocator::set_alarm(self.base, self.alarm);
        }
    }

    /// Enters the world. Nothing of it is reachable but through the scope.
    ///
    /// # Errors
    ///
    /// The world is lost, or was before (R10).
    pub(super) fn scope<R>(&mut self, run: impl for<'js> FnOnce(Scope<'js>) -> R) -> Result<R> {
        // Should a panic leave from here, nobody has looked.
        let (faulted, faults) = (std::mem::replace(&mut self.faulted, true), Faults::so_far());
        if !self.arranged {
            self.arrange();
        }
        if self.host().abandoned.get() {
            return Err(abandon::lost());
        }
        let room = stacker::remaining_stack().unwrap_or(usize::MAX).saturating_sub(STACK_RESERVE).max(1);
        let stack = self.host().stack.min(room);
        self.host().room.set(stack);
        // SAFETY: R2: the stack top and the limit are those of this thread, now.
        unsafe {
            q::JS_UpdateStackTop(self.rt.as_ptr());
            if self.stack.replace(stack) != stack {
                q::JS_SetMaxStackSize(self.rt.as_ptr(), stack as _);
            }
        }
        // SAFETY: R1: `&mut self` is held for the whole entry; the lifetime is fresh, so no two worlds share it.
        let scope = unsafe { Scope::new(self.ctx, self.host.cast()) };
        let result = abandon::survive(self.base, || run(scope));
        self.faulted = faulted || faults.any_since();
        result
    }

    /// Gives a baked world the host that it is to live with.
    pub(crate) fn rehost(&mut self, mut host: Host) {
        let old = self.host_mut();
        host.roots = std::mem::take(&mut old.roots);
        host.graph = std::mem::take(&mut old.graph);
        *old = host;
        // The next entry sets the words that a spawn sets.
        self.arranged = false;
    }

    /// Makes the heap behave from the `after`-th request on as if it had reached its limit, for tests; 0 stops it.
    pub(crate) fn fail_allocation(&mut self, after: u32) {
        self.faulted = true;
        if !self.arranged {
            self.arrange();
        }
        // SAFETY: H8: a failed allocation leaves the heap unchanged.
        unsafe { allocator::exhaust_after(self.base, after) }
    }

    /// Makes the `after`-th request from now fail, however small it is, for tests; 0 forgets it.
    pub(crate) fn refuse_allocation(&mut self, after: u32) {
        self.faulted = true;
        if !self.arranged {
            self.arrange();
        }
        // SAFETY: H8: a failed allocation leaves the heap unchanged.
        unsafe { allocator::fail_after(self.base, after) }
    }

    /// Whether the world is beyond use (R10).
    pub(crate) fn is_abandoned(&self) -> bool {
        self.host().abandoned.get()
    }

    /// Collects garbage.
    pub(crate) fn collect_garbage(&mut self) {
        let rt = self.rt;
        // SAFETY: R1: the world is entered by nobody else.
        let collected = self.scope(|_| unsafe { q::JS_RunGC(rt.as_ptr()) });
        // A world that is lost says so at its next entry.
        drop(collected);
    }

    /// Collects garbage, and gives the memory of free blocks back to the system. Says how much, in bytes.
    pub(crate) fn trim(&mut self) -> Result<usize> {
        self.collect_garbage();
        if self.is_abandoned() {
            return Err(abandon::lost());
        }
        // What is given back differs from the image without a fault.
        self.mark_written(true);
        let slot = self.slot.as_mut().ok_or_else(|| Error::new(ErrorKind::Internal, "the world has lost its slot"))?;
        slot.trim().map(ByteCount::get).map_err(heap_error)
    }

    /// The end of a bake: collects, checks that nothing is left that no image may hold (R7), and sets the collector's
    /// threshold for the short lives to come, `headroom` bytes above what is in use.
    pub(crate) fn settle(&mut self, headroom: usize) -> Result<()> {
        self.collect_garbage();
        if self.is_abandoned() {
            return Err(abandon::lost());
        }
        if self.host().graph().is_broken() {
            return Err(Error::new(ErrorKind::Bake, "memory ran out while modules were loaded"));
        }
        if let Some(nursery) = self.nursery.take() {
            // SAFETY: R1: `&mut self`, so nobody is in the world.
            unsafe { nursery.furnish(self.rt) };
        }
        self.scope(|scope| scope.leave_last())??;
        let used = self.used();
        let (rt, ctx) = (self.rt.as_ptr(), self.ctx.as_ptr());
        // SAFETY: R1, R7: the world is not entered, and asking changes nothing.
        unsafe {
            if q::JS_HasException(ctx) || q::JS_IsJobPending(rt) {
                return Err(Error::new(ErrorKind::Bake, "the bake ended with a promise job or an exception pending"));
            }
            q::JS_SetGCThreshold(rt, (used + headroom) as _);
            q::JS_SetMaxStackSize(rt, 0);
            allocator::set_paged(self.base, false);
        }
        self.stack.set(0);
        Ok(())
    }

    /// The engine's arenas of small blocks: where each lies, and how large its blocks are, in bytes.
    pub(super) fn arenas(&self) -> Vec<(Range<usize>, usize)> {
        // SAFETY: R1: `&self`, so nobody is in the world.
        unsafe { arenas(self.base, self.rt) }
    }

    pub(super) fn anatomy(&self) -> Anatomy {
        Anatomy::of(self.base, self.rt, self.ctx, self.alarm)
    }

    /// Which of its mint's worlds this is, from 1 up.
    #[inline]
    pub(crate) fn number(&self) -> u64 {
        self.slot.as_ref().map_or(0, Slot::number)
    }

    pub(super) fn live_slot(&self) -> Option<&Slot<Live>> {
        self.slot.as_ref()
    }

    /// Where it begins.
    pub(super) fn address(&self) -> usize {
        self.base.as_ptr().addr()
    }

    /// The slot, to be asked what was written to: from here on, that is known.
    pub(super) fn observed_slot(&mut self) -> Result<&mut Slot<Live>> {
        let faulted = std::mem::replace(&mut self.faulted, false);
        let slot = self.slot.as_mut().ok_or_else(|| Error::new(ErrorKind::Internal, "the world has lost its slot"))?;
        if !faulted {
            // SAFETY: H13: what touches the slot is an entry, which counts faults; its scope does not leave its thread, and no
            // system call is given memory of the slot to write to.
            unsafe { slot.assume_faultless() };
        }
        Ok(slot)
    }

    /// Says that the slot was written to by others than an entry, and whether pages of it were for the first time.
    pub(super) fn mark_written(&mut self, faulted: bool) {
        self.touched = true;
        self.faulted |= faulted;
    }

    /// The slot's memory was replaced: what an entry relies on of it is to be set again.
    pub(super) fn forget_arrangement(&mut self) {
        // SAFETY: R1: `&mut self`, so nobody is in the world.
        unsafe {
            allocator::lend(self.base, false);
            allocator::insist(self.base, false);
            allocator::take_exhausted(self.base);
        }
        self.arranged = false;
        self.stack.set(0);
    }
}

impl Anatomy {
    fn of(base: NonNull<u8>, rt: NonNull<q::JSRuntime>, ctx: NonNull<q::JSContext>, alarm: usize) -> Self {
        let offset = |address: usize| address - base.as_ptr() as usize;
        Self { rt: offset(rt.as_ptr() as usize), ctx: offset(ctx.as_ptr() as usize), alarm }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // The host goes first: its state may hold what scripts opened. Its held values are addresses and need nothing.
        #[cfg(feature = "call-log")]
        self.host().close_log();
        self.host().end_pending();
        // SAFETY: R1, R9: nobody is inside; the host was leaked by `assemble` and is freed once.
        let Host { origin, .. } = *unsafe { Box::from_raw(self.host.as_ptr()) };
        // A slot that comes from no pool is unmapped.
        if let Some(stock) = origin.stock()
            && let Some(slot) = self.slot.take()
        {
            if self.faulted {
                stock.pool.give_back(slot.abandon());
            } else if self.touched {
                // SAFETY: H13: what touches the slot is an entry, which counts faults; its scope does not leave its thread,
                // and no system call is given memory of the slot to write to.
                stock.pool.give_back(unsafe { slot.abandon_faultless() });
            } else {
                // SAFETY: H4: nothing has written to the slot since it was clean.
                stock.pool.give_back(unsafe { slot.release_untouched() });
            }
        }
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("base", &self.base).field("touched", &self.touched).finish_non_exhaustive()
    }
}
