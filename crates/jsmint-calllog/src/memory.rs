//! A sink that keeps records in memory, for tests.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{LogError, LogErrorKind};
use crate::record::{Record, RecordBuf};
use crate::sink::{Full, Sink};

/// Keeps records in memory. A clone is the same sink.
///
/// ```
/// use jsmint_calllog::{MemorySink, Sink};
///
/// let sink = MemorySink::new();
/// assert_eq!(sink.describe(), "memory");
/// assert!(sink.records().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct MemorySink {
    records: Arc<Mutex<Vec<RecordBuf>>>,
    most: Option<usize>,
}

impl MemorySink {
    /// One that keeps everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One that is full with `records` of them. Nothing is waited for: [`Full::Wait`] fails as [`Full::Refuse`] does.
    #[must_use]
    pub fn bounded(records: usize) -> Self {
        Self { most: Some(records), ..Self::default() }
    }

    /// What was recorded so far.
    #[must_use]
    pub fn records(&self) -> Vec<RecordBuf> {
        self.lock().clone()
    }

    /// What was recorded so far, which is then no longer there.
    #[must_use]
    pub fn take(&self) -> Vec<RecordBuf> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<RecordBuf>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemorySink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySink").field("records", &self.lock().len()).field("most", &self.most).finish()
    }
}

impl Sink for MemorySink {
    fn describe(&self) -> String {
        "memory".to_owned()
    }

    fn record(&self, record: &Record<'_>, full: Full) -> Result<(), LogError> {
        let record = record.to_owned();
        let mut records = self.lock();
        match self.most {
            Some(most) if records.len() >= most && full != Full::Exceed => Err(LogError::new(
                LogErrorKind::Full,
                format!("the log in memory has its {most} records: take them, or allow more"),
            )),
            _ => {
                records.push(record);
                Ok(())
            }
        }
    }
}
