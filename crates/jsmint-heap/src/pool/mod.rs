//! A pool of slots that all hold the same image.

mod options;
mod shelf;
mod stats;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

pub use options::PoolOptions;
use shelf::{Shelf, Shelves};
pub use stats::PoolStats;

use crate::error::HeapError;
use crate::image::Image;
use crate::lease::Places;
use crate::platform::Watch;
use crate::slot::{Clean, Dirty, RestoreStrategy, Slot};

/// Clean slots, ready to be lived in; used ones come back and are made clean.
///
/// The slot that came back last is handed out first, since its memory is the most likely to be in the processor's
/// caches; and to the thread that gave it back, if that asks again. Making a slot clean happens in the thread that gives
/// it back, outside any lock.
#[derive(Debug)]
pub struct Pool {
    image: Arc<Image>,
    options: PoolOptions,
    /// Tells which pages tenants write to, if that is wanted and can be told.
    watch: Option<Arc<Watch>>,
    /// What the slots that exist take of those that may.
    places: Places,
    shelves: Shelves,
    /// Held while a slot is made that nobody has asked for yet.
    making: Mutex<()>,
}

/// A slot that comes back to its pool: clean if nobody has written to it, else dirty.
#[derive(Debug)]
pub enum Returned {
    /// As it was taken.
    Clean(Slot<Clean>),
    /// Lived in.
    Dirty(Slot<Dirty>),
}

impl From<Slot<Clean>> for Returned {
    #[inline]
    fn from(slot: Slot<Clean>) -> Self {
        Self::Clean(slot)
    }
}

impl From<Slot<Dirty>> for Returned {
    #[inline]
    fn from(slot: Slot<Dirty>) -> Self {
        Self::Dirty(slot)
    }
}

impl Pool {
    /// A pool for an image, with the slots that [`PoolOptions::keep_warm`] asks for.
    ///
    /// # Errors
    ///
    /// Whatever making those slots fails with.
    pub fn new(options: PoolOptions, image: Arc<Image>) -> Result<Self, HeapError> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let shelves = Shelves::new(processors, options.max_idle_resolved(processors));
        let watch = if options.restore.wants_watch() { Watch::open().map(Arc::new) } else { None };
        let pool = Self { image, options, watch, places: Places::default(), shelves, making: Mutex::default() };
        pool.warm_up(pool.options.keep_warm)?;
        Ok(pool)
    }

    /// The image that the slots hold.
    #[must_use]
    pub fn image(&self) -> &Arc<Image> {
        &self.image
    }

    /// What the pool was made with.
    pub fn options(&self) -> &PoolOptions {
        &self.options
    }

    /// How slots that come back are made clean here: as asked for, or whole where the system cannot tell what was written to.
    #[must_use]
    pub fn restore_strategy(&self) -> RestoreStrategy {
        if self.watch.is_some() { RestoreStrategy::Written } else { RestoreStrategy::Full }
    }

    /// How many [lanes](Self::lane) there are: as many as processors or more, unless fewer slots than that are kept.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.shelves.lanes()
    }

    /// The calling thread's lane, below [`lanes`](Self::lanes). Threads that run at once mostly have different ones; what
    /// is kept for each lane apart need not be moved from processor to processor.
    #[inline]
    #[must_use]
    pub fn lane(&self) -> usize {
        self.shelves.lane()
    }

    /// A clean slot: of those that wait the one that this thread gave back last, if there is one; or else a new one.
    ///
    /// # Errors
    ///
    /// [`HeapError::Exhausted`] if as many slots exist as may; whatever making a new one fails with.
    #[inline]
    pub fn take(&self) -> Result<Slot<Clean>, HeapError> {
        match self.shelves.take_own() {
            Some(slot) => Ok(slot),
            None => self.take_elsewhere(),
        }
    }

    #[cold]
    fn take_elsewhere(&self) -> Result<Slot<Clean>, HeapError> {
        if let Some(listener) = &self.options.when_short {
            listener.tell();
        }
        self.shelves.take_elsewhere().map_or_else(|| self.take_new(), Ok)
    }

    fn take_new(&self) -> Result<Slot<Clean>, HeapError> {
        loop {
            match self.create() {
                Ok(mut slot) => {
                    self.shelves.count_new(&mut slot);
                    return Ok(slot);
                }
                // Others may have moved slots from shelf to shelf while this thread looked at one after the other, or
                // have unmapped one since.
                Err(HeapError::Exhausted { allowed }) => {
                    // Nor may one that is being made ahead of need be missed.
                    let waiting = self.shelves.take_any().or_else(|| {
                        drop(self.making());
                        self.shelves.take_any()
                    });
                    match waiting {
                        Some(slot) => return Ok(slot),
                        None if self.places.taken() < allowed => {}
                        None => return Err(HeapError::Exhausted { allowed }),
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes a slot back, makes it clean if it is not, and keeps it if there is room.
    ///
    /// A slot of another pool, or of none, is unmapped.
    ///
    /// # Panics
    ///
    /// If slots are to be [verified](PoolOptions::verify) and this one is not what it must be: memory has been corrupted.
    #[inline]
    pub fn give_back(&self, slot: impl Into<Returned>) {
        match slot.into() {
            Returned::Clean(slot) if self.is_own(&slot) => {
                self.check(&slot);
                self.shelve(slot, |shelf| shelf.untouched += 1);
            }
            Returned::Clean(slot) => self.give_back_dirty(slot.into_dirty()),
            Returned::Dirty(slot) => self.give_back_dirty(slot),
        }
    }

    fn give_back_dirty(&self, slot: Slot<Dirty>) {
        // A glance before the work: a slot that will not be kept need not be made clean.
        if !self.places.own(slot.lease()) || !self.shelves.have_room() {
            drop(slot);
            self.shelves.own().unmapped += 1;
            return;
        }
        match slot.restore(&self.image, self.options.restore) {
            Ok(slot) => {
                self.check(&slot);
                let told = slot.told().unwrap_or_default();
                self.shelve(slot, |shelf| {
                    shelf.recycled += 1;
                    shelf.pages += told.pages as u64;
                    shelf.caught += told.caught as u64;
                });
            }
            // The slot is gone, its place in the pool is free, and the next to need one makes a new one.
            Err(_) => self.shelves.own().unmapped += 1,
        }
    }

    /// Sees to it that at least `n` slots are idle, as far as the bound allows; returns how many are.
    ///
    /// # Errors
    ///
    /// Whatever making one fails with; the ones made before are kept.
    pub fn warm_up(&self, n: usize) -> Result<usize, HeapError> {
        loop {
            let idle = self.shelves.idle();
            if idle >= n {
                return Ok(idle);
            }
            let _making = self.making();
            match self.create() {
                Ok(slot) => self.shelves.add(slot),
                Err(HeapError::Exhausted { .. }) => return Ok(idle),
                Err(error) => return Err(error),
            }
        }
    }

    fn making(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Unmaps idle slots until at most `n` are left; of those that one thread gave back, those that have been idle longest.
    pub fn trim(&self, n: usize) {
        // Unmapping takes its time, and happens here, outside the locks.
        drop(self.shelves.trim(n));
    }

    /// What the pool has and what it has done.
    #[must_use]
    pub fn stats(&self) -> PoolStats {
        let all = self.shelves.all();
        let sum = |count: fn(&Shelf) -> u64| all.iter().map(|shelf| count(shelf)).sum();
        let idle = all.iter().map(|shelf| shelf.idle.len()).sum();
        PoolStats {
            live: self.places.taken().saturating_sub(idle),
            idle,
            taken: sum(|shelf| shelf.taken),
            created: sum(|shelf| shelf.created),
            recycled: sum(|shelf| shelf.recycled),
            restored_pages: sum(|shelf| shelf.pages),
            caught_pages: sum(|shelf| shelf.caught),
            untouched: sum(|shelf| shelf.untouched),
            unmapped: sum(|shelf| shelf.unmapped),
        }
    }

    /// A new slot, if there may be one more.
    #[cold]
    fn create(&self) -> Result<Slot<Clean>, HeapError> {
        let allowed = self.options.max_slots;
        let lease = self.places.lease(allowed).ok_or(HeapError::Exhausted { allowed })?;
        let mut slot = Slot::reserve(self.options.range)?;
        slot.set_lease(lease);
        let mut slot = slot.fill(&self.image)?;
        if let Some(watch) = &self.watch {
            slot.watch(watch, &self.image);
        }
        self.check(&slot);
        self.shelves.own().created += 1;
        Ok(slot)
    }

    /// Puts a clean slot where the next to need one finds it, or unmaps it if enough are there.
    #[inline]
    fn shelve(&self, slot: Slot<Clean>, count: impl Fn(&mut Shelf)) {
        if let Err(slot) = self.shelves.put(slot, count) {
            drop(slot);
            self.shelves.own().unmapped += 1;
        }
    }

    #[inline]
    fn is_own(&self, slot: &Slot<Clean>) -> bool {
        slot.image() == self.image.fingerprint() && self.places.own(slot.lease())
    }

    #[inline]
    fn check(&self, slot: &Slot<Clean>) {
        if self.options.verify {
            self.verify(slot);
        }
    }

    #[cold]
    fn verify(&self, slot: &Slot<Clean>) {
        if let Err(difference) = slot.verify(&self.image) {
            // A second panic while one is under way would end the process and hide the first.
            if !std::thread::panicking() {
                panic!("{difference} (H4)");
            }
        }
    }
}
