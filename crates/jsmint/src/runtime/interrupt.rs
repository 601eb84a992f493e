//! Stopping a script from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a runtime's script from any thread. Cheap to clone; harmless once the runtime is gone.
#[derive(Clone, Debug)]
pub struct InterruptHandle(Arc<AtomicBool>);

impl InterruptHandle {
    pub(super) fn new(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }

    /// Stops the entry that runs now with an error that scripts cannot catch; if none runs, the next one fails at once.
    pub fn interrupt(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
