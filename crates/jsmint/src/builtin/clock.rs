//! What time it is in a runtime.

use std::cell::Cell;
use std::time::{Duration, Instant, SystemTime};

/// The time at which every bake takes place: the start of the year 2000. Baking must not depend on when it happens.
const BAKE: f64 = 946_684_800_000.0;

/// What time it is in a runtime.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Clock {
    /// The system's.
    System,
    /// Stands still at so many milliseconds since 1970, until the host advances it.
    Virtual(f64),
}

impl Clock {
    /// The clock of every bake.
    pub(crate) const BAKE: Self = Self::Virtual(BAKE);
}

/// A clock that runs.
#[derive(Clone)]
pub(crate) struct RunningClock {
    clock: Cell<Clock>,
    /// When `performance.now()` was zero: known from the first question on.
    origin: Cell<Option<Instant>>,
    started: Cell<f64>,
}

impl RunningClock {
    pub(crate) fn new(clock: Clock) -> Self {
        let started = if let Clock::Virtual(at) = clock { at } else { 0.0 };
        Self { clock: Cell::new(clock), origin: Cell::new(None), started: Cell::new(started) }
    }

    /// Says what the other says.
    pub(crate) fn set(&self, other: &Self) {
        self.clock.set(other.clock.get());
        self.origin.set(other.origin.get());
        self.started.set(other.started.get());
    }

    /// Milliseconds since 1970, whole ones as `Date` has them.
    pub(crate) fn now(&self) -> f64 {
        match self.clock.get() {
            Clock::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                since.as_millis() as f64
            }
            Clock::Virtual(at) => at.floor(),
        }
    }

    /// Milliseconds since the runtime first asked.
    pub(crate) fn elapsed(&self) -> f64 {
        match self.clock.get() {
            Clock::System => {
                let origin = self.origin.get().unwrap_or_else(|| {
                    let now = Instant::now();
                    self.origin.set(Some(now));
                    self.started.set(self.now());
                    now
                });
                origin.elapsed().as_secs_f64() * 1e3
            }
            Clock::Virtual(at) => at - self.started.get(),
        }
    }

    /// Milliseconds since 1970 at which [`elapsed`](Self::elapsed) was zero.
    pub(crate) fn origin(&self) -> f64 {
        self.elapsed();
        self.started.get()
    }

    /// Whether it stands still until somebody moves it.
    pub(crate) fn is_virtual(&self) -> bool {
        matches!(self.clock.get(), Clock::Virtual(_))
    }

    /// Lets a virtual clock go on; the system's goes by itself.
    pub(crate) fn advance(&self, by: Duration) {
        if let Clock::Virtual(at) = self.clock.get() {
            self.clock.set(Clock::Virtual(at + by.as_secs_f64() * 1e3));
        }
    }
}
