//! The bounded queue between those who record and the thread that writes.
//!
//! Records are bytes in one buffer; the writer swaps it for an empty one. What it took counts as queued until it is
//! settled, that is, in the file or given up.
//!
//! ```text
//! the writer:   Busy ──take──▶ Ticking ──idle for a second──▶ Deep
//!                 ▲                │                            │
//!                 └── time, or a quarter of the queue ──────────┴── the first record
//! ```
//!
//! Those who record wake the writer only at the two lower edges, so most records cost a lock and a copy.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{LogError, LogErrorKind};
use crate::frame::Frame;
use crate::record::Record;
use crate::sink::Full;

/// How long the writer looks for records at every tick before it sleeps until it is woken.
const RESTLESS: Duration = Duration::from_secs(1);

/// Up to how many bytes a buffer has its full size from the beginning.
pub(crate) const LARGEST_START: usize = 16 << 20;

/// How a log is doing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogStatus {
    /// Records that are in the file.
    pub written: u64,
    /// Records that were taken and then given up, because the file could not be written.
    pub lost: u64,
    /// Records that were taken and are not yet in the file.
    pub queued: u64,
    /// Whether the file cannot be written right now.
    pub failing: bool,
    /// What went wrong last, however long ago.
    pub last_error: Option<LogError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    Busy,
    Ticking,
    Deep,
    Gone,
}

#[derive(Debug)]
struct State {
    bytes: Vec<u8>,
    rows: u64,
    /// What the writer has taken and not settled.
    out_bytes: usize,
    out_rows: u64,
    accepted: u64,
    written: u64,
    lost: u64,
    /// How many of the lost a flush has told of.
    told: u64,
    waiting: usize,
    writer: Writer,
    hurry: bool,
    nudge: bool,
    /// Set when the log is closed: until when the writer may still try.
    closing: Option<Instant>,
    failure: Option<LogError>,
    last_error: Option<LogError>,
    /// Why records were given up last.
    why_lost: Option<LogError>,
}

/// What the writer is to do now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) rows: u64,
    pub(crate) closing: bool,
}

#[derive(Debug)]
pub(crate) struct Queue {
    state: Mutex<State>,
    /// The writer waits here.
    wake: Condvar,
    /// Those who record wait here for room.
    room: Condvar,
    /// Those who flush or close wait here.
    settled: Condvar,
    /// Whether `failure` is set, for those who only want to know that.
    failing: AtomicBool,
    most: usize,
    tick: Duration,
    give_up: Duration,
    full: LogError,
}

impl Queue {
    pub(crate) fn new(most: usize, tick: Duration, give_up: Duration) -> Self {
        let full =
            format!("the call log's queue of {most} bytes is full: wait for room, or allow more with queue_bytes");
        Self {
            state: Mutex::new(State {
                // Untouched memory costs nothing, and growing later would cost some call a copy of it all.
                bytes: Vec::with_capacity(most.min(LARGEST_START)),
                rows: 0,
                out_bytes: 0,
                out_rows: 0,
                accepted: 0,
                written: 0,
                lost: 0,
                told: 0,
                waiting: 0,
                writer: Writer::Busy,
                hurry: false,
                nudge: false,
                closing: None,
                failure: None,
                last_error: None,
                why_lost: None,
            }),
            wake: Condvar::new(),
            room: Condvar::new(),
            settled: Condvar::new(),
            failing: AtomicBool::new(false),
            most,
            tick,
            give_up,
            full: LogError::new(LogErrorKind::Full, full),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a record at the end.
    pub(crate) fn push(&self, record: &Record<'_>, full: Full) -> Result<(), LogError> {
        let frame = Frame::of(record)?;
        let mut state = self.lock();
        if full != Full::Exceed && !self.fits(&state, frame.size()) {
            if full == Full::Refuse {
                return Err(self.full.clone());
            }
            state = self.wait_for_room(state, frame.size())?;
        }
        if state.writer == Writer::Gone {
            return Err(closed());
        }
        frame.append(&mut state.bytes);
        state.rows += 1;
        state.accepted += 1;
        let wake = match state.writer {
            Writer::Deep => true,
            Writer::Ticking => state.bytes.len() >= self.most / 4,
            Writer::Busy | Writer::Gone => false,
        };
        if wake {
            state.writer = Writer::Busy;
            drop(state);
            self.wake.notify_one();
        }
        Ok(())
    }

    fn fits(&self, state: &State, size: usize) -> bool {
        let used = state.bytes.len() + state.out_bytes;
        // One that is larger than the queue would otherwise never fit.
        used == 0 || used.saturating_add(size) <= self.most
    }

    /// Waits for as long as the writer gets on with its work.
    fn wait_for_room<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        size: usize,
    ) -> Result<MutexGuard<'a, State>, LogError> {
        let settled = |state: &State| state.written + state.lost;
        let mut seen = settled(&state);
        let mut until = Instant::now() + self.give_up;
        state.waiting += 1;
        let result = loop {
            if state.writer == Writer::Gone {
                break Err(closed());
            }
            if self.fits(&state, size) {
                break Ok(());
            }
            if settled(&state) != seen {
                seen = settled(&state);
                until = Instant::now() + self.give_up;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break Err(state.failure.clone().unwrap_or_else(|| self.full.clone()));
            }
            state = self.room.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        state.waiting -= 1;
        result.map(|()| state)
    }

    /// Why records would be lost, if they would.
    pub(crate) fn ready(&self) -> Result<(), LogError> {
        if !self.failing.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.lock().failure.clone().map_or(Ok(()), Err)
    }

    pub(crate) fn status(&self) -> LogStatus {
        let state = self.lock();
        LogStatus {
            written: state.written,
            lost: state.lost,
            queued: state.rows + state.out_rows,
            failing: state.failure.is_some(),
            last_error: state.last_error.clone(),
        }
    }

    /// Waits until what was accepted so far is settled.
    pub(crate) fn flush(&self, deadline: Duration) -> Result<(), LogError> {
        let started = Instant::now();
        let mut state = self.lock();
        let ticket = state.accepted;
        state.hurry = true;
        state.nudge = true;
        self.wake.notify_one();
        while state.written + state.lost < ticket {
            if state.writer == Writer::Gone {
                return Err(closed());
            }
            let left = deadline.saturating_sub(started.elapsed());
            if left.is_zero() {
                let queued = ticket - state.written - state.lost;
                let message = format!("{queued} records are not yet in the call log after {deadline:?}");
                return Err(match &state.failure {
                    Some(failure) => LogError::new(LogErrorKind::Timeout, format!("{message}: {failure}"))
                        .with_source(failure.clone()),
                    None => LogError::new(LogErrorKind::Timeout, message),
                });
            }
            state = self.settled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let lost = state.lost - state.told;
        state.told = state.lost;
        if lost == 0 {
            return Ok(());
        }
        let why = state.why_lost.clone();
        let reason = why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        let error = LogError::new(LogErrorKind::Write, format!("{lost} records of the call log were given up{reason}"));
        Err(match why {
            Some(why) => error.with_source(why),
            None => error,
        })
    }

    /// Asks the writer to write what there is and to end, and waits until it has, or until the deadline. Whether it has.
    pub(crate) fn close(&self, deadline: Duration) -> bool {
        let until = Instant::now() + deadline;
        let mut state = self.lock();
        state.closing.get_or_insert(until);
        state.nudge = true;
        self.wake.notify_one();
        drop(state);
        // A little more, so that the writer itself notices first.
        self.wait_until_gone(deadline + Duration::from_secs(1))
    }

    /// Whether the writer ended in time.
    pub(crate) fn wait_until_gone(&self, deadline: Duration) -> bool {
        let is_there = |state: &mut State| state.writer != Writer::Gone;
        let state = self.lock();
        let state =
            self.settled.wait_timeout_while(state, deadline, is_there).unwrap_or_else(PoisonError::into_inner).0;
        state.writer == Writer::Gone
    }

    // What follows is the writer's side.

    /// Swaps what is queued for the empty `batch`, once it is worth it: now if there is a hurry or a quarter of the
    /// queue, else at the next tick. Comes back empty-handed after `patience`.
    pub(crate) fn take(&self, batch: &mut Vec<u8>, patience: Option<Duration>) -> Taken {
        let started = Instant::now();
        let mut state = self.lock();
        loop {
            let closing = state.closing.is_some();
            let elapsed = started.elapsed();
            let out_of_patience = patience.is_some_and(|patience| elapsed >= patience);
            let ripe = state.bytes.len() >= self.most / 4 || elapsed >= self.tick;
            if closing || state.hurry || out_of_patience || (ripe && state.rows > 0) {
                break;
            }
            let tick = self.tick.saturating_sub(elapsed);
            let deep = state.rows == 0 && elapsed >= RESTLESS;
            let wait = match (deep, patience) {
                (true, None) => None,
                (true, Some(patience)) => Some(patience.saturating_sub(elapsed)),
                (false, _) => Some(if tick.is_zero() { self.tick } else { tick }),
            };
            state.writer = if deep { Writer::Deep } else { Writer::Ticking };
            state = match wait {
                None => self.wake.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(wait) => self.wake.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
        state.writer = Writer::Busy;
        state.hurry = false;
        std::mem::swap(&mut state.bytes, batch);
        let rows = std::mem::take(&mut state.rows);
        state.out_rows = rows;
        state.out_bytes = batch.len();
        Taken { rows, closing: state.closing.is_some() }
    }

    /// What was taken is in the file, or given up and why.
    pub(crate) fn settle(&self, result: Result<(), LogError>) {
        let mut state = self.lock();
        let rows = std::mem::take(&mut state.out_rows);
        state.out_bytes = 0;
        match result {
            Ok(()) => state.written += rows,
            Err(why) => {
                state.lost += rows;
                state.why_lost = Some(why);
            }
        }
        if state.waiting > 0 {
            self.room.notify_all();
        }
        self.settled.notify_all();
    }

    /// Something went wrong that does not keep records from being written.
    pub(crate) fn note(&self, error: LogError) {
        self.lock().last_error = Some(error);
    }

    /// The file cannot be written; or it can again.
    pub(crate) fn set_failure(&self, failure: Option<LogError>) {
        if failure.is_none() && !self.failing.load(Ordering::Relaxed) {
            return;
        }
        let mut state = self.lock();
        self.failing.store(failure.is_some(), Ordering::Relaxed);
        if failure.is_some() {
            state.last_error.clone_from(&failure);
        }
        state.failure = failure;
    }

    /// How long the writer may still try, now that the log is closed.
    pub(crate) fn closes_in(&self) -> Option<Duration> {
        self.lock().closing.map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Sleeps, unless somebody flushes or closes.
    pub(crate) fn pause(&self, time: Duration) {
        let quiet = |state: &mut State| !state.nudge;
        let state = self.lock();
        let (mut state, _) = self.wake.wait_timeout_while(state, time, quiet).unwrap_or_else(PoisonError::into_inner);
        state.nudge = false;
    }

    /// The writer has ended, be it by a panic: nobody is to wait for it.
    pub(crate) fn gone(&self) {
        let mut state = self.lock();
        state.writer = Writer::Gone;
        let left = std::mem::take(&mut state.rows) + std::mem::take(&mut state.out_rows);
        state.lost += left;
        if left > 0 || state.closing.is_none() {
            state.failure.get_or_insert_with(closed);
            self.failing.store(true, Ordering::Relaxed);
        }
        self.room.notify_all();
        self.settled.notify_all();
    }
}

fn closed() -> LogError {
    LogError::new(LogErrorKind::Closed, "the call log is closed: its writer has ended")
}
