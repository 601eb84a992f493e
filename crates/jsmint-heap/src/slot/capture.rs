//! Capturing a live slot.

use super::{Live, Slot};
use crate::capture::Capture;
use crate::error::HeapError;

impl Capture {
    /// Takes the bytes of a slot whose tenant is at rest. The slot is as before, and goes on or not as you like.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system has none for the copy.
    pub fn take(slot: &Slot<Live>) -> Result<Self, HeapError> {
        // SAFETY: H1, H3, the slot is live; it is not `Sync`, so while it is borrowed here nobody uses it.
        unsafe { Self::take_at(slot.base(), slot.range(), slot.is_home()) }
    }
}
