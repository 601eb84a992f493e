//! A sink that is a function.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use crate::error::{LogError, LogErrorKind};
use crate::record::Record;
use crate::sink::{Full, Sink};

/// Hands each record to a function, on the thread that made the call and before the call returns.
///
/// ```
/// use jsmint_calllog::{CallbackSink, Sink};
///
/// let sink = CallbackSink::new(|record| println!("{}", record.begin.function));
/// assert_eq!(sink.describe(), "callback");
/// ```
pub struct CallbackSink<F> {
    callback: F,
}

impl<F: Fn(&Record<'_>) + Send + Sync + 'static> CallbackSink<F> {
    /// The callback is called from the threads of all runtimes, possibly at once. If it panics, the record counts as not
    /// taken, and the panic goes no further.
    pub fn new(callback: F) -> Self {
        Self { callback }
    }
}

impl<F> fmt::Debug for CallbackSink<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackSink").finish_non_exhaustive()
    }
}

impl<F: Fn(&Record<'_>) + Send + Sync + 'static> Sink for CallbackSink<F> {
    fn describe(&self) -> String {
        "callback".to_owned()
    }

    fn record(&self, record: &Record<'_>, _full: Full) -> Result<(), LogError> {
        // A call is not to fail because somebody looks on.
        panic::catch_unwind(AssertUnwindSafe(|| (self.callback)(record)))
            .map_err(|_| LogError::new(LogErrorKind::Write, "the log's callback panicked"))
    }
}
