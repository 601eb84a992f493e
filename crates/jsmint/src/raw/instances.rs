//! The values that instances stand for, by number.
//!
//! Numbers count up and are never used again, so a number whose value is gone names nothing, for ever.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::held::Held;

/// A value of the host that an instance stands for.
pub(crate) type HostValue = Arc<dyn Any + Send + Sync>;

/// Instances before the host looks for the first time which of them are gone.
const FIRST_LOOK: usize = 64;

/// The values that the instances of one runtime stand for.
#[derive(Default)]
pub(super) struct Instances {
    /// The last number that was given.
    pub(super) last: Cell<usize>,
    /// How many there are when the host looks next; 0 before the first.
    pub(super) next_look: Cell<usize>,
    pub(super) table: RefCell<BTreeMap<usize, Entry>>,
}

/// One of them.
pub(super) struct Entry {
    pub(super) value: HostValue,
    /// A weak reference to the instance.
    pub(super) instance: Held,
}

impl Instances {
    /// Whether it is time to look which of them are gone.
    pub(super) fn is_full(&self) -> bool {
        self.table.borrow().len() >= self.next_look.get().max(FIRST_LOOK)
    }

    /// The value with this number.
    pub(super) fn get(&self, number: usize) -> Option<HostValue> {
        self.table.borrow().get(&number).map(|entry| Arc::clone(&entry.value))
    }
}
