//! Giving back the memory of what a tenant no longer uses.

use super::{Live, Slot};
use crate::allocator::{self, FREE_HEADER};
use crate::error::HeapError;
use crate::size::{ByteCount, GRAIN, round_up};

impl Slot<Live> {
    /// Gives the memory of free blocks back to the system, as far as it makes whole pages, and says how much that is, had
    /// it all been written to. The tenant notices nothing: what lies in a free block is nobody's.
    ///
    /// Cost: a system call for each free block of two pages or more, and a fault of 0.5 µs for each page that is used again.
    /// To be faultless (H13) the tenancy must not have done this.
    ///
    /// # Errors
    ///
    /// [`HeapError::NoMemory`] if the system refuses; the slot is as it was, or partly done.
    pub fn trim(&mut self) -> Result<ByteCount, HeapError> {
        self.inner.faultless = false;
        let mut given = 0;
        // SAFETY: H1, the slot is live, and its tenant is not at work while this borrow lasts.
        for block in unsafe { allocator::blocks(self.base()) }.into_iter().filter(|block| !block.in_use) {
            let (start, end) = (round_up(block.bytes.start + FREE_HEADER, GRAIN), block.bytes.end & !(GRAIN - 1));
            if start < end {
                let asked = ByteCount::bytes(end - start);
                let refused = |source| HeapError::NoMemory { asked, source };
                self.inner.reservation.discard(start, end).map_err(refused)?;
                given += end - start;
            }
        }
        Ok(ByteCount::bytes(given))
    }
}
