//! Where addresses cannot be chosen: slots of memory from the program's allocator, anywhere, whole from the start.
//!
//! They serve tenants that start from nothing. Images need slots at chosen addresses, so there are none; what has to do
//! with them is made of uninhabited types. (Structs with a private field and not empty enums, so that the code above is
//! not told that it is unreachable.)

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::convert::Infallible;
use std::io;
use std::ops::Range;
use std::ptr::NonNull;

use crate::error::HeapError;
use crate::platform::Loaded;
use crate::size::{ByteCount, GRAIN, round_up};

/// Whether slots lie at chosen addresses, so that there can be images of them.
pub(crate) const HAS_IMAGES: bool = false;

/// The memory of one slot. The system gives it page by page as it is touched, where it does so for large allocations.
#[derive(Debug)]
pub(crate) struct Reservation {
    base: NonNull<u8>,
    layout: Layout,
}

// SAFETY: H1, the memory belongs to this value alone, whichever thread holds it.
unsafe impl Send for Reservation {}

impl Reservation {
    pub(crate) fn new(range: ByteCount) -> Result<Self, HeapError> {
        let refused = || HeapError::NoMemory { asked: range, source: io::ErrorKind::OutOfMemory.into() };
        let layout = Layout::from_size_align(round_up(range.get(), GRAIN), GRAIN).map_err(|_| refused())?;
        // SAFETY: H1, new memory; a range is never empty, which `Slot::reserve` sees to.
        let base = NonNull::new(unsafe { alloc_zeroed(layout) }).ok_or_else(refused)?;
        Ok(Self { base, layout })
    }

    pub(crate) fn at_home(range: ByteCount, _place: u64) -> Result<Self, HeapError> {
        Self::new(range)
    }

    pub(crate) fn is_home(&self) -> bool {
        false
    }

    pub(crate) fn base(&self) -> NonNull<u8> {
        self.base
    }

    pub(crate) fn range(&self) -> usize {
        self.layout.size()
    }

    /// All of it is accessible anyway.
    pub(crate) fn commit(&self, _from: usize, _to: usize) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn prefer_large_pages(&self, _from: usize, _to: usize) {}

    pub(crate) fn populate(&self, _from: usize, _to: usize) {}

    /// Makes `from..to` read as zero, which costs writing it.
    pub(crate) fn discard(&self, from: usize, to: usize) -> io::Result<()> {
        assert!(from <= to && to <= self.range(), "{from:#x}..{to:#x} is not in a slot of {:#x}", self.range());
        // SAFETY: H1, within this value's memory, as just checked.
        unsafe { self.base.add(from).write_bytes(0, to - from) };
        Ok(())
    }

    pub(crate) fn decommit(&self, from: usize, to: usize) -> io::Result<()> {
        self.discard(from, to)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: H1, exactly what `new` allocated, and nobody else has it.
        unsafe { dealloc(self.base.as_ptr(), self.layout) }
    }
}

/// Memory of an image, of which there is none.
#[derive(Debug)]
pub(crate) struct Sealed(Infallible);

impl Sealed {
    pub(crate) fn new(_len: usize) -> Result<Self, HeapError> {
        Err(HeapError::Unsupported)
    }

    pub(crate) fn words(&self) -> &[u64] {
        match self.0 {}
    }

    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        match self.0 {}
    }

    pub(crate) fn discard(&mut self, _from: usize, _to: usize) {
        match self.0 {}
    }

    pub(crate) fn truncate_and_protect(&mut self, _len: usize) -> io::Result<()> {
        match self.0 {}
    }
}

/// Makes addresses within a slot's reservation readable and writable, as they are from the start.
///
/// # Safety
///
/// They must belong to a slot of the caller.
pub(crate) unsafe fn commit(_start: NonNull<u8>, _len: usize) -> io::Result<()> {
    Ok(())
}

/// What tells which pages were written to, of which there is none.
#[derive(Debug)]
pub(crate) struct Watch(Infallible);

impl Watch {
    pub(crate) fn open() -> Option<Self> {
        None
    }

    pub(crate) fn is_here(&self) -> bool {
        match self.0 {}
    }

    pub(crate) fn register(&self, _slot: &Reservation, _len: usize) -> Option<()> {
        match self.0 {}
    }

    pub(crate) fn forget(&self, _slot: &Reservation, _part: Range<usize>) -> Option<()> {
        match self.0 {}
    }

    pub(crate) fn written(&self, _slot: &Reservation, _len: usize, _each: impl FnMut(Range<usize>)) -> Option<()> {
        match self.0 {}
    }
}

pub(crate) fn find_program(_address: usize) -> Option<Loaded> {
    None
}

pub(crate) fn count_faults() -> Option<u64> {
    None
}
