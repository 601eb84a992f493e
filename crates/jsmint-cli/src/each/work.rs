//! The work on all records: on this thread, or on several at once.
//!
//! Several at once: at most `window` records are between input and output at any time, so that one slow record cannot
//! make the results behind it pile up without bound. A token stands for each place in the window; the reader takes one
//! with each record, the writer gives it back.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Output;
use super::handler::Handler;
use super::input::{Lines, Record};
use crate::failure::Failure;

/// Places in the window for each thread.
const PLACES: usize = 32;

/// A record that is finished.
pub(super) struct Done {
    /// Its line in the input.
    pub(super) line: u64,
    /// Its result as a line, or what went wrong.
    pub(super) result: Result<String, String>,
    /// How long its runtime lived: spawn, call and drop. None if it did not get as far.
    pub(super) life: Option<Duration>,
}

fn finish(handler: &Handler, record: Record) -> Done {
    match record.text {
        Ok(text) => {
            let start = Instant::now();
            let result = handler.call(&text);
            Done { line: record.line, result, life: Some(start.elapsed()) }
        }
        Err(error) => Done { line: record.line, result: Err(error), life: None },
    }
}

/// Works on one record after the other.
pub(super) fn one_by_one<R: Read, W: Write>(
    handler: &Handler,
    mut lines: Lines<R>,
    output: &mut Output<W>,
) -> Result<(), Failure> {
    loop {
        // Whoever types records, or sends them one at a time, wants each result at once.
        if lines.is_drained() {
            output.flush()?;
        }
        let Some(record) = lines.next().map_err(cannot_read)? else { return Ok(()) };
        output.write(&finish(handler, record))?;
    }
}

/// Works on several records at once; the results come in the order of the input.
///
/// The threads are not joined when this fails: the reader may wait for input that never comes, and the process ends.
pub(super) fn at_once<R: Read + Send + 'static, W: Write>(
    handler: &Handler,
    lines: Lines<R>,
    threads: usize,
    output: &mut Output<W>,
) -> Result<(), Failure> {
    let window = threads * PLACES;
    let (give, take) = bounded::<(u64, Record)>(window);
    let (hand_in, collect) = bounded::<(u64, Done)>(window);
    let (enter, leave) = bounded::<()>(window);
    let reader = thread::spawn(move || read(lines, &give, &enter));
    for _ in 0..threads {
        let (handler, take, hand_in) = (handler.clone(), take.clone(), hand_in.clone());
        thread::spawn(move || {
            for (place, record) in take {
                if hand_in.send((place, finish(&handler, record))).is_err() {
                    return;
                }
            }
        });
    }
    drop((take, hand_in));
    write_in_order(&collect, &leave, output)?;
    match reader.join() {
        Ok(ended) => ended,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn read<R: Read>(mut lines: Lines<R>, give: &Sender<(u64, Record)>, enter: &Sender<()>) -> Result<(), Failure> {
    for place in 0.. {
        let Some(record) = lines.next().map_err(cannot_read)? else { break };
        // Either fails only if the writer has given up, and then it says why.
        if enter.send(()).is_err() || give.send((place, record)).is_err() {
            break;
        }
    }
    Ok(())
}

fn write_in_order<W: Write>(
    collect: &Receiver<(u64, Done)>,
    leave: &Receiver<()>,
    output: &mut Output<W>,
) -> Result<(), Failure> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        if collect.is_empty() {
            output.flush()?;
        }
        let Ok((place, done)) = collect.recv() else { return Ok(()) };
        early.insert(place, done);
        while let Some(done) = early.remove(&next) {
            output.write(&done)?;
            next += 1;
            // The token was put in before the record was given out.
            let _ = leave.try_recv();
        }
    }
}

fn cannot_read(error: std::io::Error) -> Failure {
    Failure::io("cannot read standard input", error)
}
