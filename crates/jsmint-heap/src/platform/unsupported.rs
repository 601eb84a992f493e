//! Where there are no slots: uninhabited types, so that nothing that needs one can be reached.
//!
//! They are structs with a private field and not empty enums, so that the code above is not told that it is unreachable.

use std::convert::Infallible;
use std::io;
use std::ops::Range;
use std::ptr::NonNull;

use crate::error::HeapError;
use crate::size::ByteCount;

/// A slot's range of addresses, of which there are none.
#[derive(Debug)]
pub(crate) struct Reservation(Infallible);

impl Reservation {
    pub(crate) fn new(_range: ByteCount) -> Result<Self, HeapError> {
        Err(HeapError::Unsupported)
    }

    pub(crate) fn base(&self) -> NonNull<u8> {
        match self.0 {}
    }

    pub(crate) fn range(&self) -> usize {
        match self.0 {}
    }

    pub(crate) fn commit(&self, _from: usize, _to: usize) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn prefer_large_pages(&self, _from: usize, _to: usize) {
        match self.0 {}
    }

    pub(crate) fn populate(&self, _from: usize, _to: usize) {
        match self.0 {}
    }

    pub(crate) fn discard(&self, _from: usize, _to: usize) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn decommit(&self, _from: usize, _to: usize) -> io::Result<()> {
        match self.0 {}
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

/// Makes addresses within a slot's reservation readable and writable.
///
/// # Safety
///
/// Never called: there is no slot to call it for.
pub(crate) unsafe fn commit(_start: NonNull<u8>, _len: usize) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What tells which pages were written to, of which there is none.
#[derive(Debug)]
pub(crate) struct Watch(Infallible);

impl Watch {
    pub(crate) fn open() -> Option<Self> {
        None
    }

    pub(crate) fn register(&self, _slot: &Reservation, _len: usize) -> Option<()> {
        match self.0 {}
    }

    pub(crate) fn forget(&self, _slot: &Reservation, _len: usize) -> Option<()> {
        match self.0 {}
    }

    pub(crate) fn written(&self, _slot: &Reservation, _len: usize, _each: impl FnMut(Range<usize>)) -> Option<()> {
        match self.0 {}
    }
}
