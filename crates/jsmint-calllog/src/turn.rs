//! Processes take turns at opening and renaming the files of one directory.
//!
//! SQLite's own locks are on a file, and do not help while its name goes from one file to another.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(2);

/// It is this process's turn until this is dropped.
#[derive(Debug)]
pub(crate) struct Turn(#[allow(dead_code, reason = "it holds the lock while it is there")] Option<File>);

impl Turn {
    /// Waits for its turn in the directory of a file; `None` if it does not come in time. Where a directory cannot be
    /// locked, it is always one's turn.
    pub(crate) fn wait(path: &Path, time: Duration) -> Option<Self> {
        let started = Instant::now();
        let Some(Ok(directory)) = path.parent().map(File::open) else { return Some(Self(None)) };
        loop {
            match directory.try_lock() {
                Ok(()) => return Some(Self(Some(directory))),
                Err(TryLockError::Error(_)) => return Some(Self(None)),
                Err(TryLockError::WouldBlock) if started.elapsed() >= time => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        let turn = Turn::wait(&path, Duration::ZERO).unwrap();
        // A platform that cannot lock directories has nothing to wait for.
        let locks = turn.0.is_some();
        assert_eq!(Turn::wait(&path, Duration::from_millis(5)).is_none(), locks);
        drop(turn);
        assert!(Turn::wait(&path, Duration::ZERO).is_some());
    }
}
