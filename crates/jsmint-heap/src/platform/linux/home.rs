//! Addresses that a slot has for being what it is, in every process: one at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The high halves that no other slot has.
pub(super) const HOMES: std::ops::Range<u64> = 0x1100..0x1800;

/// How long another slot is waited for. Who has one while waiting for another of the same address waits for itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Those that are taken. A global because addresses belong to the process.
static TAKEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());
static RELEASED: Condvar = Condvar::new();

/// One of the high halves, for as long as this value lives.
#[derive(Debug)]
pub(super) struct Home(u64);

fn taken() -> MutexGuard<'static, Vec<u64>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Home {
    /// The high half for this place. Waits where another slot of this process has it; `None` if that takes too long.
    pub(super) fn take(place: u64) -> Option<Self> {
        let high = HOMES.start + place % (HOMES.end - HOMES.start);
        let end = Instant::now() + PATIENCE;
        let mut taken = taken();
        while taken.contains(&high) {
            let left = end.checked_duration_since(Instant::now())?;
            (taken, _) = RELEASED.wait_timeout(taken, left).unwrap_or_else(PoisonError::into_inner);
        }
        taken.push(high);
        Some(Self(high))
    }

    pub(super) fn high(&self) -> u64 {
        self.0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        taken().retain(|&high| high != self.0);
        RELEASED.notify_all();
    }
}
