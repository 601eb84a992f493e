//! What worlds have in common: the door to their host's functions, and the image that they come from.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jsmint_heap::Pool;

use super::door::Door;
use super::graph::Known;

/// What the worlds of one factory have in common. Each world counts as a reference, so where many threads spawn and drop,
/// each has an origin of its own: a count that two processors change costs more than all else in an empty life. For the
/// same reason no two share a pair of cache lines.
#[repr(align(128))]
pub(crate) struct Origin {
    /// The factory's functions.
    pub(super) door: Arc<dyn Door>,
    /// Where the slots come from.
    pub(super) source: Source,
}

/// Where the slots of worlds come from.
pub(super) enum Source {
    /// Worlds are set up step by step, each in a slot of its own; and the number of the last of them.
    Steps(Arc<AtomicU64>),
    /// From an image.
    Stock(Arc<Stock>),
}

/// What the worlds of one image are made of.
pub(super) struct Stock {
    /// Where their slots come from and go back to.
    pub(super) pool: Pool,
    pub(super) roots: Roots,
}

/// What a bake keeps for the upper layers: the same in every world of one image.
pub(super) struct Roots {
    pub(super) values: Kept,
    /// The ES modules that were loaded.
    pub(super) modules: Known,
}

/// The values that it keeps.
#[derive(Clone, Default)]
pub(super) struct Kept {
    /// By number; all of them objects.
    pub(super) intrinsics: Vec<Root>,
    /// Functions by number, each with the object that it is called on, if there is one.
    pub(super) entry_points: Vec<(Root, Option<Root>)>,
}

/// One root: what sort of value, and how far from the slot's base it lies.
#[derive(Clone, Copy)]
pub(super) struct Root {
    pub(super) tag: i32,
    pub(super) offset: usize,
}

impl Origin {
    /// The origin of a world that is set up step by step, with the number of the last of them.
    pub(crate) fn cold(door: Arc<dyn Door>, last: Arc<AtomicU64>) -> Arc<Self> {
        Arc::new(Self { door, source: Source::Steps(last) })
    }

    /// Who the factory is, for the layers above.
    pub(crate) fn identity(&self) -> Option<&(dyn Any + Send + Sync)> {
        self.door.identity()
    }

    /// What its worlds are made of, if that is an image.
    #[inline]
    pub(super) fn stock(&self) -> Option<&Stock> {
        match &self.source {
            Source::Steps(_) => None,
            Source::Stock(stock) => Some(stock),
        }
    }

    /// The number of a world in a slot of its origin; a world that is set up step by step gets a new one.
    pub(super) fn number(&self, slot: u64) -> u64 {
        match &self.source {
            Source::Steps(last) => last.fetch_add(1, Ordering::Relaxed) + 1,
            Source::Stock(_) => slot,
        }
    }
}
