//! The harness: variants take turns, each for a slice of time, round after round.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::row::Row;
use crate::times::Times;

/// How often every variant has its turn.
const ROUNDS: usize = 10;

/// How often one has that is [slow](Variant::slow).
const FEW_ROUNDS: usize = 3;

/// How long a turn lasts, unless one operation takes longer.
const SLICE: Duration = Duration::from_millis(25);

/// Operations at the start of a turn that are not counted: caches and slots of the variant before are still warm.
const WARM_UP: usize = 2;

/// One operation, ready to be repeated by one thread.
pub type Operation = Box<dyn FnMut()>;

/// One way to do what a case asks for.
pub struct Variant<'a> {
    name: &'static str,
    /// How many things one operation does; the row gives the time for one.
    batch: u32,
    /// How many operations are done between two readings of the clock.
    repeat: u32,
    /// In how many rounds it has its turn, and how many operations go before.
    rounds: usize,
    warm_up: usize,
    make: Box<dyn Fn() -> Operation + Send + Sync + 'a>,
}

impl std::fmt::Debug for Variant<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Variant").field(&self.name).finish()
    }
}

impl<'a> Variant<'a> {
    /// A variant; `make` prepares the operation on the thread that will repeat it, which is not measured.
    pub fn new(name: &'static str, make: impl Fn() -> Operation + Send + Sync + 'a) -> Self {
        Self { name, batch: 1, repeat: 1, rounds: ROUNDS, warm_up: WARM_UP, make: Box::new(make) }
    }

    /// The same, where one operation does a thing so many times.
    pub fn batch(mut self, things: u32) -> Self {
        self.batch = things;
        self
    }

    /// The same, for operations that take a good part of a second: they are measured three times, the first included.
    #[must_use]
    pub fn slow(mut self, is_slow: bool) -> Self {
        if is_slow {
            (self.rounds, self.warm_up) = (FEW_ROUNDS, 0);
        }
        self
    }

    /// The same, with so many operations between two readings of the clock: for those that take no longer than a reading.
    /// Quantiles are then those of their means.
    pub fn repeat(mut self, operations: u32) -> Self {
        self.repeat = operations;
        self
    }
}

/// What one variant has shown so far.
struct Record {
    times: Times,
    busy: Duration,
}

/// Measures all variants of a case, in their order.
pub fn measure(bench: &'static str, case: &str, threads: usize, variants: &[Variant<'_>]) -> Vec<Row> {
    let new = || Record { times: Times::new(), busy: Duration::ZERO };
    let mut records: Vec<Record> = variants.iter().map(|_| new()).collect();
    for round in 0..ROUNDS {
        let due = |(variant, _): &(&Variant<'_>, &mut Record)| round < variant.rounds;
        for (variant, record) in variants.iter().zip(&mut records).filter(due) {
            turn(variant, threads, record);
        }
    }
    let row = |(variant, record): (&Variant<'_>, &Record)| {
        let batch = f64::from(variant.batch) * f64::from(variant.repeat);
        Row {
            bench,
            case: case.to_owned(),
            variant: variant.name,
            threads,
            p50_ns: record.times.quantile(0.5) / batch,
            p99_ns: record.times.quantile(0.99) / batch,
            per_second: record.times.count() as f64 * batch / record.busy.as_secs_f64(),
            quantiles_ns: record.times.quantiles().into_iter().map(|time| time / batch).collect(),
            footprint: None,
        }
    };
    variants.iter().zip(&records).map(row).collect()
}

/// One turn of one variant, on all its threads at once.
fn turn(variant: &Variant<'_>, threads: usize, record: &mut Record) {
    let barrier = Barrier::new(threads);
    let run = || {
        let mut operation = (variant.make)();
        (0..variant.warm_up).for_each(|_| operation());
        let mut times = Times::new();
        barrier.wait();
        let start = Instant::now();
        let mut last = start;
        while last - start < SLICE {
            (0..variant.repeat).for_each(|_| operation());
            let now = Instant::now();
            times.record(now - last);
            last = now;
        }
        (times, last - start)
    };
    let results: Vec<_> = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut longest = Duration::ZERO;
    for (times, busy) in results {
        record.times.add(&times);
        longest = longest.max(busy);
    }
    record.busy += longest;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_variant_shows_and_a_batch_is_divided() {
        let sleep = || -> Operation { Box::new(|| thread::sleep(Duration::from_millis(4))) };
        let variants = [
            Variant::new("nothing", || Box::new(|| {})),
            Variant::new("sleep", sleep),
            Variant::new("four", sleep).batch(4),
            Variant::new("twice", sleep).repeat(2),
            Variant::new("slow", sleep).slow(true),
        ];
        let rows = measure("test", "case", 2, &variants);
        let p50: Vec<f64> = rows.iter().map(|row| row.p50_ns).collect();
        assert!(p50[0] < 1e5 && p50[1] >= 4e6, "{p50:?}");
        assert!(p50[2] >= 1e6 && p50[2] < p50[1], "{p50:?}");
        assert!((4e6..8e6).contains(&p50[3]), "{p50:?}");
        assert!(p50[4] >= 4e6, "{p50:?}");
        assert!(rows[1].per_second <= 500.0, "two threads that each do at most 250 a second");
    }
}
