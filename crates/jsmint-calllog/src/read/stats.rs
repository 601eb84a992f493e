//! How often each function was called, how it ended and how long it took.

use std::collections::HashMap;

use hdrhistogram::Histogram;
use rusqlite::params_from_iter;
use serde::Serialize;

use super::file::{CallLogFile, read_error, unreadable};
use super::query::{DURATION, OUTCOME, Query};
use super::row::{self, Unreadable};
use crate::error::LogError;
use crate::record::{Direction, Outcome};

/// Of how many calls of a function the durations are kept as they are. Of more, to three digits.
const EXACT: usize = 4096;

/// The calls of one function, in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FunctionStats {
    /// Who called whom.
    #[serde(serialize_with = "row::direction")]
    pub direction: Direction,
    /// The native module.
    pub module: Option<String>,
    /// The function.
    pub function: String,
    /// How many calls there are.
    pub count: u64,
    /// How many of them did not return.
    pub errors: u64,
    /// The time in nanoseconds that half of the calls did not exceed: exact up to 4,096 calls, to three digits above.
    pub p50_ns: u64,
    /// The time that 99 % did not exceed, likewise.
    pub p99_ns: u64,
    /// The longest time, in nanoseconds.
    pub max_ns: u64,
    /// All times together, in nanoseconds. Calls within calls count in both.
    pub total_ns: u64,
}

/// What the rows of a query say together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Each function that was called, the one that took the most time first.
    pub functions: Vec<FunctionStats>,
    /// How many records were lost, in the query's runtime, factory and time: of which functions, nobody knows.
    pub lost: u64,
}

impl CallLogFile {
    /// What the rows of a query say together, whatever its limit and order. Reads all of them once; the memory grows
    /// with the number of different functions, not with that of rows.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`](crate::LogErrorKind::Read) if the query makes no sense, or the file cannot be read.
    pub fn stats(&self, query: &Query) -> Result<Stats, LogError> {
        let fail = |error| read_error(self.path(), error);
        // What is written between the two statements is in neither.
        let newest = self.newest()?;
        let source = self.source()?;
        let what = format!("id, direction, module, function, {DURATION}, {OUTCOME}");
        let (statement, values) = query.clone().up_to(newest).over_all(&what, &source)?;
        let mut statement = self.prepare(&statement)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(fail)?;
        let mut groups = Groups::default();
        while let Some(row) = rows.next().map_err(fail)? {
            groups.add(row).map_err(|why| unreadable(self.path(), why))?;
        }
        let (statement, values) = query.of_losses().up_to(newest).over_all("coalesce(sum(lost), 0)", &source)?;
        let lost = self.prepare(&statement)?.query_row(params_from_iter(values), |row| row.get::<_, i64>(0));
        Ok(Stats { functions: groups.finish(), lost: row::positive(lost.map_err(fail)?).unwrap_or_default() })
    }
}

/// The functions found so far, by direction, module and function in one text, which is looked up without a copy.
#[derive(Debug, Default)]
struct Groups {
    all: HashMap<Vec<u8>, (FunctionStats, Durations)>,
    key: Vec<u8>,
}

impl Groups {
    /// Adds a row of id, direction, module, function, duration, outcome.
    fn add(&mut self, row: &rusqlite::Row<'_>) -> Result<(), Unreadable> {
        let column = |at| row.get_ref(at);
        let outcome = row::outcome_of(column(5)?);
        if outcome == Some(Outcome::Dropped) {
            return Ok(());
        }
        let direction = row::direction_of(column(1)?).ok_or_else(|| Unreadable::Word {
            id: row.get(0).unwrap_or_default(),
            what: "direction",
            word: column(1).ok().and_then(row::text).unwrap_or_default(),
        })?;
        self.key.clear();
        self.key.push(direction as u8);
        for at in [2, 3] {
            // A module of NULL is another one than the empty one, in files of others.
            match column(at)?.as_bytes_or_null() {
                Ok(Some(bytes)) => {
                    self.key.push(1);
                    self.key.extend_from_slice(bytes);
                    self.key.push(0);
                }
                _ => self.key.push(0),
            }
        }
        if !self.all.contains_key(&self.key) {
            let stats = FunctionStats {
                direction,
                module: row::text(column(2)?),
                function: row::text(column(3)?).unwrap_or_default(),
                count: 0,
                errors: 0,
                p50_ns: 0,
                p99_ns: 0,
                max_ns: 0,
                total_ns: 0,
            };
            self.all.insert(self.key.clone(), (stats, Durations::Exact(Vec::new())));
        }
        let Some((stats, durations)) = self.all.get_mut(&self.key) else { return Ok(()) };
        stats.count += 1;
        stats.errors += u64::from(outcome != Some(Outcome::Returned));
        if let Some(duration) = row::number(column(4)?).and_then(row::positive) {
            stats.max_ns = stats.max_ns.max(duration);
            stats.total_ns = stats.total_ns.saturating_add(duration);
            durations.add(duration);
        }
        Ok(())
    }

    fn finish(self) -> Vec<FunctionStats> {
        let finish = |(mut stats, mut durations): (FunctionStats, Durations)| {
            stats.p50_ns = durations.quantile(0.5).min(stats.max_ns);
            stats.p99_ns = durations.quantile(0.99).min(stats.max_ns);
            stats
        };
        let mut all: Vec<_> = self.all.into_values().map(finish).collect();
        all.sort_by(|a, b| {
            let name = |stats: &FunctionStats| (stats.module.clone(), stats.function.clone(), stats.direction.word());
            b.total_ns.cmp(&a.total_ns).then_with(|| name(a).cmp(&name(b)))
        });
        all
    }
}

/// Durations in nanoseconds.
#[derive(Debug)]
enum Durations {
    /// All of them.
    Exact(Vec<u64>),
    /// How many there are of about each.
    Counted(Box<Histogram<u64>>),
}

impl Durations {
    fn add(&mut self, duration: u64) {
        match self {
            Self::Counted(histogram) => record(histogram, duration),
            Self::Exact(all) if all.len() < EXACT => all.push(duration),
            Self::Exact(all) => {
                let mut histogram = Histogram::new(3).expect("three digits are allowed");
                // It grows as far as it must, which takes less memory than room for every duration.
                histogram.auto(true);
                for duration in all.iter().copied().chain([duration]) {
                    record(&mut histogram, duration);
                }
                *self = Self::Counted(Box::new(histogram));
            }
        }
    }

    /// The duration that this share of all does not exceed; 0 if there are none.
    fn quantile(&mut self, share: f64) -> u64 {
        match self {
            Self::Counted(histogram) => histogram.value_at_quantile(share),
            Self::Exact(all) => {
                all.sort_unstable();
                let rank = (all.len() as f64 * share).ceil() as usize;
                all.get(rank.saturating_sub(1)).copied().unwrap_or_default()
            }
        }
    }
}

/// Makes room for the duration where there is none yet.
fn record(histogram: &mut Histogram<u64>, duration: u64) {
    if histogram.record(duration).is_err() {
        histogram.saturating_record(duration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_exact_for_few_and_have_three_digits_for_many() {
        for (count, tolerance) in [(1, 0.0), (100, 0.0), (EXACT as u64, 0.0), (100_000, 0.001)] {
            let mut durations = Durations::Exact(Vec::new());
            for duration in 1..=count {
                // In another order than theirs: 7919 is a prime that divides none of the counts.
                durations.add((duration * 7919 % count + 1) * 1_000_003);
            }
            for share in [0.5, 0.99] {
                let wanted = (count as f64 * share).ceil() * 1_000_003.0;
                let found = durations.quantile(share) as f64;
                assert!((found - wanted).abs() <= wanted * tolerance, "{count} {share}: {found}, not {wanted}");
            }
        }
        assert_eq!(Durations::Exact(Vec::new()).quantile(0.5), 0);
    }
}
