//! Where records go.

use std::fmt::Debug;
use std::time::Duration;

use crate::error::LogError;
use crate::record::{Begin, Record};

/// What to do where a sink has no room for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// Wait until there is room.
    Wait,
    /// Refuse the record with [`LogErrorKind::Full`](crate::LogErrorKind::Full), at once.
    Refuse,
    /// Take it all the same: for the rare records that must not be lost, such as counts of those that were.
    Exceed,
}

/// Where records go. All runtimes that are given a sink call it, from their threads.
pub trait Sink: Debug + Send + Sync + 'static {
    /// What it is and where it goes, in words: `SQLite file calls.sqlite`.
    fn describe(&self) -> String;

    /// Whether a call that is to be recorded may run. Asked before each call where calls that cannot be recorded must
    /// fail. Default: yes.
    ///
    /// # Errors
    ///
    /// Why a record would be lost.
    fn ready(&self) -> Result<(), LogError> {
        Ok(())
    }

    /// Whether [`begin`](Self::begin) is to be called. Default: no, which costs nothing.
    fn wants_begin(&self) -> bool {
        false
    }

    /// A call begins, on this thread. Default: nothing.
    fn begin(&self, _begin: &Begin<'_>) {}

    /// A call has ended. Records of one runtime come in the order of their sequence.
    ///
    /// # Errors
    ///
    /// The record was not taken.
    fn record(&self, record: &Record<'_>, full: Full) -> Result<(), LogError>;

    /// Waits until everything recorded so far is where it is to be. Default: it is there already.
    ///
    /// # Errors
    ///
    /// [`Timeout`](crate::LogErrorKind::Timeout) after `deadline`; why records were lost since the last flush.
    fn flush(&self, _deadline: Duration) -> Result<(), LogError> {
        Ok(())
    }
}
