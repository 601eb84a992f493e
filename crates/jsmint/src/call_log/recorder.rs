//! The recorder of one runtime: who calls whom, in which order.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jsmint_calllog::{Begin, Direction, Full, LogError, LogErrorKind, Outcome, Record};

use super::log::{CallLog, Settings};
use super::policy::Policy;
use super::redaction::{Part, Place, Redaction};

/// Which log a runtime records to.
#[derive(Clone, Debug, Default)]
pub(crate) enum Choice {
    /// None.
    #[default]
    Off,
    /// That of its factory, which the factory keeps: a spawn counts no references.
    Factory,
    /// One of its own.
    Own(CallLog),
}

/// The recorder of one runtime.
#[derive(Default)]
pub(crate) struct Recorder {
    /// The log of this runtime, instead of the factory's.
    own: Option<CallLog>,
    runtime: u64,
    /// How many calls have begun.
    calls: Cell<u64>,
    /// The call under way; 0 if there is none.
    current: Cell<u64>,
    /// How many calls have ended.
    sequence: Cell<u64>,
    /// How many records before the next one are lost.
    lost: Cell<u64>,
    /// The texts of the calls under way, one after the other.
    texts: RefCell<String>,
}

/// Which function is called, and by whom.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) direction: Direction,
    pub(crate) module: &'a str,
    pub(crate) function: &'a str,
}

/// A call under way.
pub(crate) struct Open {
    call: u64,
    parent: u64,
    unix_ns: i64,
    start: Instant,
    /// Where its arguments are among the texts.
    arguments: std::ops::Range<usize>,
    cut: u64,
}

/// How a call ended.
pub(crate) struct Ending<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) error_name: &'a str,
    pub(crate) error_message: &'a str,
}

impl Recorder {
    pub(crate) fn new(own: Option<CallLog>, runtime: u64) -> Self {
        Self { own, runtime, ..Self::default() }
    }

    /// The log of this runtime, instead of the factory's.
    pub(crate) fn own(&self) -> Option<&CallLog> {
        self.own.as_ref()
    }

    /// Whether records were lost that nobody has been told of.
    pub(crate) fn has_lost(&self) -> bool {
        self.lost.get() > 0
    }

    /// A call begins. `capture` appends its arguments and says how many bytes it cut.
    ///
    /// # Errors
    ///
    /// The call cannot be recorded, and by the log's policy must not be made.
    pub(crate) fn begin(
        &self,
        settings: &Settings,
        factory: u64,
        site: Site<'_>,
        capture: impl FnOnce(&mut String) -> u64,
    ) -> Result<Open, LogError> {
        if settings.policy == Policy::Require {
            settings.sink.ready()?;
        }
        let mut texts = self.texts.borrow_mut();
        let from = texts.len();
        let cut = fill(settings, &site, Part::Arguments, &mut texts, capture);
        let call = self.calls.get() + 1;
        self.calls.set(call);
        let parent = self.current.replace(call);
        if settings.sink.wants_begin() {
            let head = self.head(factory, site, call, parent, &texts[from..]);
            // What a sink breaks is its own.
            let _ = catch_unwind(AssertUnwindSafe(|| settings.sink.begin(&head)));
        }
        let unix_ns = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as i64);
        Ok(Open { call, parent, unix_ns, start: Instant::now(), arguments: from..texts.len(), cut })
    }

    /// A call has ended. `capture` appends its result, if it has one.
    ///
    /// # Errors
    ///
    /// The call could not be recorded, and by the log's policy must fail.
    pub(crate) fn end(
        &self,
        settings: &Settings,
        factory: u64,
        site: Site<'_>,
        open: Open,
        ending: &Ending<'_>,
        capture: impl FnOnce(&mut String) -> u64,
    ) -> Result<(), LogError> {
        let duration_ns = u64::try_from(open.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let mut texts = self.texts.borrow_mut();
        let mut cut = open.cut;
        let result = texts.len();
        if ending.outcome == Outcome::Returned {
            cut += fill(settings, &site, Part::Result, &mut texts, capture);
        }
        let name = texts.len();
        let rules = &settings.rules;
        // Scripts choose both.
        if !ending.error_name.is_empty() {
            cut += fill(settings, &site, Part::ErrorName, &mut texts, |to| rules.push_bounded(ending.error_name, to));
        }
        let message = texts.len();
        if !ending.error_message.is_empty() {
            cut += fill(settings, &site, Part::ErrorMessage, &mut texts, |to| {
                rules.push_bounded(ending.error_message, to)
            });
        }
        self.current.set(open.parent);
        let record = Record {
            begin: self.head(factory, site, open.call, open.parent, &texts[open.arguments.clone()]),
            sequence: self.sequence.get() + 1,
            start_unix_ns: open.unix_ns,
            duration_ns,
            outcome: ending.outcome,
            result: &texts[result..name],
            error_name: &texts[name..message],
            error_message: &texts[message..],
            cut_bytes: cut,
            lost: 0,
        };
        let taken = self.hand_over(settings, &record);
        texts.truncate(open.arguments.start);
        taken
    }

    /// Gives a record to the sink, after the count of those that were lost before it.
    fn hand_over(&self, settings: &Settings, record: &Record<'_>) -> Result<(), LogError> {
        let full = if settings.policy == Policy::Drop { Full::Refuse } else { Full::Wait };
        let told = match self.lost.get() {
            0 => Ok(()),
            lost => hand(settings, &self.loss(record.begin.factory, lost), full).map(|()| self.lost.set(0)),
        };
        let taken = told.and_then(|()| hand(settings, record, full));
        self.sequence.set(record.sequence);
        if taken.is_err() {
            self.lost.set(self.lost.get() + 1);
        }
        if settings.policy == Policy::Require { taken } else { Ok(()) }
    }

    /// The runtime is being dropped: tells how many records were lost at the end.
    #[cold]
    pub(crate) fn close(&self, settings: &Settings, factory: u64) {
        let lost = self.lost.replace(0);
        if lost > 0 {
            // A sink that does not take even this counts its losses itself, and says so when it is flushed.
            let _ = hand(settings, &self.loss(factory, lost), Full::Exceed);
        }
    }

    fn head<'a>(&self, factory: u64, site: Site<'a>, call: u64, parent: u64, arguments: &'a str) -> Begin<'a> {
        let Site { direction, module, function } = site;
        Begin { factory, runtime: self.runtime, call, parent, direction, module, function, arguments }
    }

    /// The record that stands for the last `lost` ones.
    fn loss(&self, factory: u64, lost: u64) -> Record<'static> {
        let site = Site { direction: Direction::ScriptToHost, module: "", function: "(dropped)" };
        Record {
            begin: self.head(factory, site, 0, 0, "[]"),
            sequence: self.sequence.get(),
            start_unix_ns: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as i64),
            duration_ns: 0,
            outcome: Outcome::Dropped,
            result: "",
            error_name: "",
            error_message: "",
            cut_bytes: 0,
            lost,
        }
    }
}

/// Gives a record to the sink. One that panics has not taken it.
fn hand(settings: &Settings, record: &Record<'_>, full: Full) -> Result<(), LogError> {
    catch_unwind(AssertUnwindSafe(|| settings.sink.record(record, full)))
        .unwrap_or_else(|_| Err(LogError::new(LogErrorKind::Write, "the sink panicked")))
}

/// Appends one text of a record, or what stands for it, and says how many bytes were cut.
fn fill(
    settings: &Settings,
    site: &Site<'_>,
    part: Part,
    texts: &mut String,
    capture: impl FnOnce(&mut String) -> u64,
) -> u64 {
    let redaction = &settings.redaction;
    if redaction.hides(site.module, site.function) {
        Redaction::hide(part, texts);
        return 0;
    }
    let from = texts.len();
    let cut = capture(texts);
    let Site { direction, module, function } = *site;
    redaction.review(&Place { direction, module, function, part }, texts, from);
    cut
}
