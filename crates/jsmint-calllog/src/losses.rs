//! What was given up, until it can be told in the file.

use std::collections::HashMap;

use crate::error::LogError;
use crate::frame::Frames;
use crate::record::{Begin, Direction, Outcome, Record};

/// Of how many runtimes the losses are kept apart: runtimes are cheap and many, and a full disk may stay full.
const MOST_RUNTIMES: usize = 10_000;

/// The function in a row that counts lost records.
pub(crate) const FUNCTION: &str = "(dropped)";

#[derive(Debug)]
struct Loss {
    count: u64,
    sequence: u64,
    start_unix_ns: i64,
    end_unix_ns: i64,
}

/// Records that were given up, by factory and runtime.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    runtimes: HashMap<(u64, u64), Loss>,
    why: String,
}

impl Losses {
    pub(crate) fn is_empty(&self) -> bool {
        self.runtimes.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.runtimes.clear();
    }

    /// Adds all records of a batch. Since nothing was written in between, those of one runtime follow each other.
    pub(crate) fn add(&mut self, batch: &[u8], why: &LogError) {
        self.why = why.to_string();
        for record in Frames(batch) {
            let Begin { factory, runtime, .. } = record.begin;
            let is_known = self.runtimes.contains_key(&(factory, runtime));
            // Too many to keep apart: counted for the factory, which are few.
            let key = (factory, if is_known || self.runtimes.len() < MOST_RUNTIMES { runtime } else { 0 });
            let loss = self.runtimes.entry(key).or_insert(Loss {
                count: 0,
                sequence: 0,
                start_unix_ns: record.start_unix_ns,
                end_unix_ns: record.start_unix_ns,
            });
            loss.count = loss.count.saturating_add(record.lost.max(1));
            // Of several runtimes together there is no last one.
            loss.sequence = if key.1 == 0 { 0 } else { record.sequence };
            loss.end_unix_ns = loss.end_unix_ns.max(record.start_unix_ns);
        }
    }

    /// The rows that tell of them.
    pub(crate) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.runtimes.iter().map(|(&(factory, runtime), loss)| Record {
            begin: Begin {
                factory,
                runtime,
                call: 0,
                parent: 0,
                direction: Direction::ScriptToHost,
                module: "",
                function: FUNCTION,
                arguments: "[]",
            },
            sequence: loss.sequence,
            start_unix_ns: loss.start_unix_ns,
            duration_ns: loss.end_unix_ns.saturating_sub(loss.start_unix_ns).max(0).cast_unsigned(),
            outcome: Outcome::Dropped,
            result: "",
            error_name: "",
            error_message: &self.why,
            cut_bytes: 0,
            lost: loss.count,
        })
    }
}
