//! The thread that writes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::losses::Losses;
use crate::options::SqliteOptions;
use crate::queue::{LARGEST_START, Queue};
use crate::store::{self, Store};

/// Between two attempts: at first, and at most.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// How many rows are deleted at a time when nothing is written.
const FEW_ROWS: u64 = 4096;

/// Tells all who wait that there is no writer any more, however it ends.
struct Ended<'a>(&'a Queue);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.gone();
    }
}

/// Writes what is queued until the log is closed.
pub(crate) fn run(queue: &Arc<Queue>, mut store: Store, options: &SqliteOptions) {
    let _ended = Ended(queue);
    let mut batch = Vec::with_capacity(options.queue_bytes.min(LARGEST_START));
    let mut losses = Losses::default();
    let mut tidy = Tidy { more: true, not_before: Instant::now(), pause: SHORTEST_PAUSE };
    loop {
        let patience = match (tidy.more, losses.is_empty()) {
            (true, _) => Some(tidy.not_before.saturating_duration_since(Instant::now())),
            (false, true) => store::rest(options),
            // Nothing may come any more until it is known that it can be written: see `Sink::ready`.
            (false, false) => Some(LONGEST_PAUSE),
        };
        let taken = queue.take(&mut batch, patience);
        if taken.rows > 0 || !losses.is_empty() {
            write(queue, &mut store, options, &batch, &mut losses);
            batch.clear();
            if batch.capacity() > options.queue_bytes * 2 {
                batch.shrink_to(options.queue_bytes);
            }
        }
        if taken.closing && taken.rows == 0 {
            return;
        }
        tidy.step(queue, &mut store, taken.rows);
    }
}

/// Whether and when there is something to delete or to rotate.
struct Tidy {
    more: bool,
    not_before: Instant,
    pause: Duration,
}

impl Tidy {
    fn step(&mut self, queue: &Queue, store: &mut Store, written: u64) {
        let now = Instant::now();
        if now < self.not_before {
            return;
        }
        // Twice as much as was written, so that it never falls behind.
        match store.tidy(written.saturating_mul(2).max(FEW_ROWS)) {
            Ok(more) => {
                self.more = more;
                self.pause = SHORTEST_PAUSE;
            }
            Err(error) => {
                queue.note(error);
                self.more = true;
                self.not_before = now + self.pause;
                self.pause = (self.pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// Writes a batch, or gives it up.
fn write(queue: &Queue, store: &mut Store, options: &SqliteOptions, batch: &[u8], losses: &mut Losses) {
    let started = Instant::now();
    let mut pause = SHORTEST_PAUSE;
    loop {
        let result = store.write(batch, losses);
        if let Some(notice) = store.notice() {
            queue.note(notice);
        }
        let error = match result {
            Ok(()) => {
                losses.clear();
                queue.set_failure(None);
                queue.settle(Ok(()));
                return;
            }
            Err(error) => error,
        };
        queue.set_failure(Some(error.clone()));
        let left = options.give_up.saturating_sub(started.elapsed());
        let left = queue.closes_in().map_or(left, |closes_in| left.min(closes_in));
        // Without a batch there is only what was given up before, which can wait.
        if left.is_zero() || batch.is_empty() {
            losses.add(batch, &error);
            queue.settle(Err(error));
            return;
        }
        queue.pause(pause.min(left));
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
