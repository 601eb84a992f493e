//! A place in a pool, held by a slot.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many slots of a pool exist: idle ones, and those that were taken and not dropped yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Arc<AtomicUsize>);

impl Places {
    /// Takes a place, if fewer than `allowed` are taken.
    pub(crate) fn lease(&self, allowed: usize) -> Option<Lease> {
        let one_more = |taken| (taken < allowed).then_some(taken + 1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok()?;
        Some(Lease(self.clone()))
    }

    /// How many places are taken.
    pub(crate) fn taken(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether a lease is of a place among these.
    #[inline]
    pub(crate) fn own(&self, lease: Option<&Lease>) -> bool {
        lease.is_some_and(|Lease(places)| Arc::ptr_eq(&places.0, &self.0))
    }
}

/// A slot's place in its pool. It travels with the slot, so the place becomes free whatever becomes of the slot.
#[derive(Debug)]
pub(crate) struct Lease(Places);

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
