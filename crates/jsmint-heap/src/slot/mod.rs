//! A slot: a range of addresses that holds one world, and its states as types.
//!
//! The picture and the state diagram are on the [crate's front page](crate).

mod capture;
mod checkpoint;
mod copy;
mod difference;
mod dirt;
mod restore;
mod trim;
mod verify;
mod watched;
mod written;

use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::Arc;

pub use checkpoint::Checkpoint;
pub use difference::WakeError;
pub use dirt::WrittenPage;
pub use restore::{RestorePolicy, RestoreStrategy};
pub use verify::Difference;
pub(crate) use watched::Told;
use watched::Watched;

use crate::allocator::{self, COMMIT_STEP, GROWTH_STEP};
use crate::error::HeapError;
use crate::header::{HEADER_SIZE, HOST_WORDS, Header};
use crate::image::Image;
use crate::lease::Lease;
use crate::platform::{Reservation, Watch};
use crate::size::{ByteCount, GRAIN, MAX_RANGE, round_up};

/// A slot that holds nothing: its memory is given back, its addresses are kept.
#[derive(Debug)]
pub enum Empty {}
/// A slot that holds an image and that nobody has lived in since (H4).
#[derive(Debug)]
pub enum Clean {}
/// A slot that somebody lives in.
#[derive(Debug)]
pub enum Live {}
/// A slot that somebody has lived in.
#[derive(Debug)]
pub enum Dirty {}

/// The state of a [`Slot`]: [`Empty`], [`Clean`], [`Live`] or [`Dirty`].
pub trait State: sealed::Sealed {
    #[doc(hidden)]
    const NAME: &'static str;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! states {
    ($($state:ident)*) => {$(
        impl sealed::Sealed for $state {}
        impl State for $state {
            const NAME: &'static str = stringify!($state);
        }
    )*};
}
states!(Empty Clean Live Dirty);

/// A range of addresses that holds one world, in state `S`.
///
/// `Send`, because it owns all it points to; not `Sync`, because its tenant writes to it without asking:
///
/// ```compile_fail
/// fn shared<T: Sync>() {}
/// shared::<jsmint_heap::Slot<jsmint_heap::Clean>>();
/// ```
///
/// A transition takes the slot, so a state cannot be skipped or used twice:
///
/// ```compile_fail
/// # fn run(slot: jsmint_heap::Slot<jsmint_heap::Live>) {
/// let used = slot.abandon();
/// let again = used.occupy();
/// # }
/// ```
pub struct Slot<S: State> {
    /// Boxed, so that a slot that changes hands and states is moved as one word.
    inner: Box<Inner>,
    state: PhantomData<S>,
}

/// What a slot is, in any state.
struct Inner {
    reservation: Reservation,
    /// How far memory is accessible. While the slot is live the word in the header page is what counts.
    committed: usize,
    /// The fingerprint of the image that was put in last, 0 if none was.
    image: u64,
    /// The watch over what is written to, if there is one; begun when the slot was clean.
    watched: Option<Watched>,
    /// Whether the tenancy is known to have written to no page for the first time (H13).
    faultless: bool,
    /// Which of its pool's tenancies this is, or the last was.
    number: u64,
    /// The place in a pool that ends with the slot.
    lease: Option<Lease>,
}

impl<S: State> Slot<S> {
    fn into_state<T: State>(self) -> Slot<T> {
        Slot { inner: self.inner, state: PhantomData }
    }

    /// Where the slot begins. It never changes (H1).
    #[inline]
    #[must_use]
    pub fn base(&self) -> NonNull<u8> {
        self.inner.reservation.base()
    }

    /// Whether the slot has the addresses that it has in every process: see [`reserve_home`](Slot::reserve_home).
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.inner.reservation.is_home()
    }

    /// Which of its [pool](crate::Pool)'s tenancies this is: from 1 up, no two the same, though not in order where several
    /// threads take slots. 0 for a slot of no pool.
    #[inline]
    #[must_use]
    pub fn number(&self) -> u64 {
        self.inner.number
    }

    /// How far the slot can grow.
    #[inline]
    #[must_use]
    pub fn range(&self) -> ByteCount {
        ByteCount::bytes(self.inner.reservation.range())
    }

    /// Whether an address lies in the slot's range, accessible or not.
    #[inline]
    #[must_use]
    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.base().as_ptr().addr()) < self.inner.reservation.range()
    }
}

impl Slot<Empty> {
    /// Reserves addresses for a slot that can grow to `range`, rounded up to whole pages. No memory is taken yet.
    ///
    /// Cost: one system call, about 2 µs.
    ///
    /// # Errors
    ///
    /// [`HeapError::BadRange`] if the range is smaller than 24 KiB or larger than [`MAX_RANGE`];
    /// [`HeapError::NoAddresses`] if the system has none left.
    pub fn reserve(range: ByteCount) -> Result<Self, HeapError> {
        Self::over(range, Reservation::new)
    }

    fn over(
        range: ByteCount,
        reserve: impl FnOnce(ByteCount) -> Result<Reservation, HeapError>,
    ) -> Result<Self, HeapError> {
        if range.get() < HEADER_SIZE + GROWTH_STEP || range > MAX_RANGE {
            return Err(HeapError::BadRange { asked: range });
        }
        let reservation = reserve(range)?;
        let inner =
            Inner { reservation, committed: 0, image: 0, watched: None, faultless: false, number: 0, lease: None };
        Ok(Self { inner: Box::new(inner), state: PhantomData })
    }

    /// The same at addresses that are the same in every process for the same `place`, so that what depends on them is the
    /// same, too. Where they cannot be had, which [`is_home`](Slot::is_home) tells, others are. One slot of a process has them
    /// at a time; others wait for it, but no longer than ten seconds.
    ///
    /// # Errors
    ///
    /// As for [`reserve`](Self::reserve).
    pub fn reserve_home(range: ByteCount, place: u64) -> Result<Self, HeapError> {
        Self::over(range, |range| Reservation::at_home(range, place))
    }

    /// Sets up an empty heap in the slot, for a tenant that starts from nothing.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system refuses it; the slot is gone then.
    pub fn format(mut self) -> Result<Slot<Live>, HeapError> {
        self.commit(COMMIT_STEP.min(self.inner.reservation.range()))?;
        // SAFETY: H1, this slot's memory; committed above, zero because an empty slot holds nothing.
        unsafe {
            Header::init(self.base(), self.inner.committed, self.inner.reservation.range());
            allocator::init(self.base());
        }
        Ok(self.into_state())
    }

    /// Puts an image into the slot, at whatever base the slot has (H2).
    ///
    /// Cost: 70 µs for an image of 300 KiB, nearly all of it the system's work of finding fresh memory.
    ///
    /// # Errors
    ///
    /// [`HeapError::ImageTooLarge`] if the slot's range is too small; [`HeapError::NoMemory`] if the system refuses it.
    /// The slot is gone then.
    pub fn fill(mut self, image: &Image) -> Result<Slot<Clean>, HeapError> {
        self.fit(image)?;
        for extent in image.extents() {
            self.inner.reservation.prefer_large_pages(extent.start, extent.end);
            self.inner.reservation.populate(extent.start, round_up(extent.end, GRAIN));
        }
        // SAFETY: H1, H2: memory of this slot, committed as far as the image reaches, by `fit`.
        unsafe { image.copy_to(self.base()) };
        Ok(self.into_clean(image))
    }
}

impl<S: State> Slot<S> {
    /// Makes memory accessible as far as `to` at least.
    fn commit(&mut self, to: usize) -> Result<(), HeapError> {
        let to = round_up(to, GRAIN).min(self.inner.reservation.range());
        if to > self.inner.committed {
            let asked = ByteCount::bytes(to - self.inner.committed);
            self.inner
                .reservation
                .commit(self.inner.committed, to)
                .map_err(|source| HeapError::NoMemory { asked, source })?;
            self.inner.committed = to;
        }
        Ok(())
    }

    /// Makes accessible what the image needs.
    fn fit(&mut self, image: &Image) -> Result<(), HeapError> {
        let range = self.range();
        if image.reach() > range {
            return Err(HeapError::ImageTooLarge { image: image.reach(), range });
        }
        self.commit(image.home().get())
    }

    /// The header page holds the image's; sets the rest of it and calls the slot clean.
    fn into_clean(mut self, image: &Image) -> Slot<Clean> {
        // SAFETY: H1, this slot's header page, committed.
        unsafe {
            debug_assert!(Header::is_valid(self.base()));
            Header::reset_tenant(self.base(), self.inner.committed, self.inner.reservation.range());
        }
        self.inner.image = image.fingerprint();
        self.into_state()
    }
}

impl Slot<Clean> {
    /// Lets a tenant in.
    #[inline]
    #[must_use]
    pub fn occupy(self) -> Slot<Live> {
        self.into_state()
    }

    /// The [fingerprint](Image::fingerprint) of the image that the slot holds.
    #[inline]
    #[must_use]
    pub fn image(&self) -> u64 {
        self.inner.image
    }

    /// Compares the slot with what H4 says of it: the relocated image, and zero beyond.
    ///
    /// # Errors
    ///
    /// The first word that differs.
    pub fn verify(&self, image: &Image) -> Result<(), Difference> {
        // SAFETY: H1, a clean slot is accessible as far as `committed`, and this value has it to itself.
        unsafe { verify::verify(self.base(), self.inner.committed, image) }
    }
}

impl Slot<Live> {
    /// The words at the base that are the host's own: zero at first, in no image, relocated by nobody.
    ///
    /// A pointer and not a reference, since the tenant's code may read them at any time.
    #[inline]
    #[must_use]
    pub fn host_words(&self) -> NonNull<[usize; HOST_WORDS]> {
        self.base().cast()
    }

    /// How far memory has been handed to the allocator, the header page included.
    #[inline]
    #[must_use]
    pub fn used(&self) -> ByteCount {
        // SAFETY: H1, the slot is live.
        unsafe { allocator::used(self.base()) }
    }

    /// Ends the tenancy. Nothing is run and nothing is freed: the slot's bytes are simply no longer wanted.
    #[inline]
    #[must_use]
    pub fn abandon(mut self) -> Slot<Dirty> {
        // SAFETY: H1, the header page of a live slot is committed.
        let committed = unsafe { (*Header::of(self.base())).committed };
        // Whatever a tenant has done to that word, nothing beyond the reservation is ever touched.
        self.inner.committed = (committed & !(GRAIN - 1)).clamp(self.inner.committed, self.inner.reservation.range());
        self.into_state()
    }

    /// Ends a tenancy in which no page was written to for the first time: restoring need not ask the system for such.
    ///
    /// # Safety
    ///
    /// All that was written to the slot since it was clean, but for its host words, was written by threads that have had no
    /// [faults](crate::Faults) meanwhile, and not by system calls (H13).
    #[inline]
    #[must_use]
    pub unsafe fn abandon_faultless(self) -> Slot<Dirty> {
        let mut slot = self.abandon();
        slot.inner.faultless = true;
        slot
    }

    /// Ends a tenancy in which nothing was written: no restoring is needed.
    ///
    /// # Safety
    ///
    /// Since the slot was clean nothing but its host words was written to, by anybody, and no allocator function was
    /// called but [`usable_size`](allocator::usable_size), [`used`](allocator::used) and
    /// [`set_limit`](allocator::set_limit) (H4).
    #[inline]
    #[must_use]
    pub unsafe fn release_untouched(self) -> Slot<Clean> {
        // SAFETY: H1, this slot's header page.
        unsafe { Header::reset_tenant(self.base(), self.inner.committed, self.inner.reservation.range()) };
        self.into_state()
    }
}

impl Slot<Dirty> {
    /// Makes the slot clean: puts the image back, and back only.
    ///
    /// It runs in the calling thread. If the slot held another image before, this one takes its place.
    ///
    /// # Errors
    ///
    /// [`HeapError::ImageTooLarge`] or [`HeapError::NoMemory`], and the slot is gone; neither can happen if the slot held
    /// this image before.
    pub fn restore(mut self, image: &Image, policy: RestorePolicy) -> Result<Slot<Clean>, HeapError> {
        self.fit(image)?;
        if self.inner.image != image.fingerprint() {
            self.inner.watched = None;
        }
        let Inner { reservation, committed, watched, faultless, .. } = &mut *self.inner;
        restore::restore(reservation, committed, image, policy, watched, std::mem::take(faultless))?;
        Ok(self.into_clean(image))
    }

    /// Gives all memory of the slot back to the system and keeps the addresses.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system refuses to change the protection, which can split a mapping; the slot is gone then.
    pub fn clear(mut self) -> Result<Slot<Empty>, HeapError> {
        let asked = ByteCount::bytes(self.inner.committed);
        let refused = |source| HeapError::NoMemory { asked, source };
        self.inner.reservation.decommit(0, self.inner.committed).map_err(refused)?;
        self.inner.committed = 0;
        self.inner.image = 0;
        self.inner.watched = None;
        Ok(self.into_state())
    }
}

/// What a [pool](crate::Pool) does with its slots.
impl<S: State> Slot<S> {
    pub(crate) fn set_lease(&mut self, lease: Lease) {
        self.inner.lease = Some(lease);
    }

    #[inline]
    pub(crate) fn set_number(&mut self, number: u64) {
        self.inner.number = number;
    }

    pub(crate) fn lease(&self) -> Option<&Lease> {
        self.inner.lease.as_ref()
    }
}

impl Slot<Clean> {
    /// Begins to watch what is written to, so that restoring need not write everything.
    pub(crate) fn watch(&mut self, watch: &Arc<Watch>, image: &Image) {
        self.inner.watched = Watched::begin(watch, &self.inner.reservation, image);
    }

    /// What the last restore has come to, if the slot is watched.
    pub(crate) fn told(&self) -> Option<Told> {
        self.inner.watched.as_ref().map(|watched| watched.told)
    }

    /// Says that the slot was lived in after all.
    pub(crate) fn into_dirty(self) -> Slot<Dirty> {
        self.into_state()
    }
}

impl<S: State> fmt::Debug for Slot<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.base();
        write!(f, "Slot<{}>({base:?}, {} of {})", S::NAME, ByteCount::bytes(self.inner.committed), self.range())
    }
}
