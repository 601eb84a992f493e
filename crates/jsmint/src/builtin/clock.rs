//! What time it is in a runtime.

use std::cell::Cell;
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};

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
    /// Milliseconds that had passed before the first question in this life.
    passed: Cell<f64>,
}

/// A clock of a runtime that sleeps, in milliseconds.
#[derive(Serialize, Deserialize)]
pub(crate) struct SleepingClock {
    /// What it says, if it stands still until the host advances it.
    stands: Option<f64>,
    /// When `performance.now()` was zero, since 1970; none if nobody has asked.
    started: Option<f64>,
    /// What it said when it was put to sleep, and when that was.
    passed: f64,
    slept: f64,
}

impl RunningClock {
    pub(crate) fn new(clock: Clock) -> Self {
        let started = if let Clock::Virtual(at) = clock { at } else { 0.0 };
        Self { clock: Cell::new(clock), origin: Cell::new(None), started: Cell::new(started), passed: Cell::new(0.0) }
    }

    /// Says what the other says.
    pub(crate) fn set(&self, other: &Self) {
        self.clock.set(other.clock.get());
        self.origin.set(other.origin.get());
        self.started.set(other.started.get());
        self.passed.set(other.passed.get());
    }

    pub(crate) fn sleep(&self) -> SleepingClock {
        let stands = match self.clock.get() {
            Clock::System => None,
            Clock::Virtual(at) => Some(at),
        };
        let asked = stands.is_some() || self.origin.get().is_some();
        SleepingClock {
            stands,
            started: asked.then(|| self.started.get()),
            passed: if asked { self.elapsed() } else { 0.0 },
            slept: self.now(),
        }
    }

    /// The system's clock has gone on meanwhile, and what was asked of it goes on with it, never back.
    pub(crate) fn wake(sleeping: &SleepingClock) -> Self {
        let &SleepingClock { stands, started, passed, slept } = sleeping;
        let clock = Self::new(stands.map_or(Clock::System, Clock::Virtual));
        if let Some(started) = started {
            clock.started.set(started);
            if !clock.is_virtual() {
                clock.passed.set(passed + f64::max(clock.now() - slept, 0.0));
                clock.origin.set(Some(Instant::now()));
            }
        }
        clock
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
                self.passed.get() + origin.elapsed().as_secs_f64() * 1e3
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
