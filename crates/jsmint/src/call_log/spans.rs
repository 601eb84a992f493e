//! Calls as `tracing` spans.

use std::cell::RefCell;

use jsmint_calllog::{Begin, Full, LogError, Record, Sink};
use tracing::field::Empty;
use tracing::span::EnteredSpan;

/// Makes each call a span, child of the caller's: runtimes call in order, so the spans of a thread form a stack.
#[derive(Debug)]
pub(super) struct Spans;

thread_local! {
    /// The spans of the calls under way on this thread.
    static ENTERED: RefCell<Vec<EnteredSpan>> = const { RefCell::new(Vec::new()) };
}

impl Sink for Spans {
    fn describe(&self) -> String {
        "tracing spans".to_owned()
    }

    fn wants_begin(&self) -> bool {
        true
    }

    fn begin(&self, begin: &Begin<'_>) {
        let span = tracing::info_span!(
            target: "jsmint::call",
            "call",
            runtime = begin.runtime,
            call = begin.call,
            direction = begin.direction.word(),
            module = begin.module,
            function = begin.function,
            arguments = begin.arguments,
            outcome = Empty,
            result = Empty,
            error = Empty,
            duration_ns = Empty,
        );
        // Entered outside the borrow, as it is closed.
        let span = span.entered();
        ENTERED.with_borrow_mut(|entered| entered.push(span));
    }

    fn record(&self, record: &Record<'_>, _full: Full) -> Result<(), LogError> {
        // Of a record that stands for lost ones no call began.
        if record.lost > 0 {
            return Ok(());
        }
        // The span is closed outside the borrow: whoever listens may call a runtime of their own.
        if let Some(span) = ENTERED.with_borrow_mut(Vec::pop) {
            span.record("outcome", record.outcome.word());
            span.record("duration_ns", record.duration_ns);
            if !record.result.is_empty() {
                span.record("result", record.result);
            }
            if !record.error_name.is_empty() || !record.error_message.is_empty() {
                span.record("error", format_args!("{}: {}", record.error_name, record.error_message));
            }
        }
        Ok(())
    }
}
