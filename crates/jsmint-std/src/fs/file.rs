//! The files that a runtime has open, by number.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use jsmint::Bytes;
use rustix::io::Errno;

use super::failure::{Failure, Outcome};
use super::metadata::{Facts, facts};

/// The smallest number that is given to a file; smaller ones would be those of the standard streams.
const FIRST: u32 = 3;

/// The files that a runtime has open (G3).
#[derive(Debug)]
pub(super) struct Files {
    limit: usize,
    open: RefCell<BTreeMap<u32, Arc<File>>>,
}

impl Files {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, open: RefCell::default() }
    }

    /// Whether another file may be opened.
    pub(super) fn check_room(&self, path: &str) -> Outcome<()> {
        if self.open.borrow().len() < self.limit {
            return Ok(());
        }
        Err(Failure::system(Errno::MFILE, "open", Some(path), None))
    }

    /// The first number of a file that is open.
    pub(super) fn first(&self) -> Option<u32> {
        self.open.borrow().keys().next().copied()
    }

    /// Gives a file the smallest free number.
    pub(super) fn add(&self, file: File) -> u32 {
        let mut open = self.open.borrow_mut();
        let taken = open.keys().zip(FIRST..).take_while(|(number, expected)| **number == *expected).count();
        let number = FIRST + taken as u32;
        open.insert(number, Arc::new(file));
        number
    }

    pub(super) fn close(&self, number: u32) -> Outcome<()> {
        let closed = self.open.borrow_mut().remove(&number);
        closed.map(drop).ok_or_else(|| Failure::system(Errno::BADF, "close", None, None))
    }

    /// Does something with an open file.
    fn with<T>(&self, number: u32, syscall: &'static str, act: impl FnOnce(&File) -> std::io::Result<T>) -> Outcome<T> {
        let failure = |errno| Failure::system(errno, syscall, None, None);
        let file = self.open.borrow().get(&number).map(Arc::clone).ok_or_else(|| failure(Errno::BADF))?;
        act(&file).map_err(|error| failure(error.raw_os_error().map_or(Errno::IO, Errno::from_raw_os_error)))
    }

    /// Reads up to `length` bytes, at a position or where the file stands.
    pub(super) fn read(&self, number: u32, length: usize, position: Option<u64>) -> Outcome<Bytes> {
        self.with(number, "read", |mut file| {
            let mut bytes = vec![0; length];
            let count = match position {
                Some(position) => file.read_at(&mut bytes, position)?,
                None => file.read(&mut bytes)?,
            };
            bytes.truncate(count);
            Ok(Bytes(bytes))
        })
    }

    /// Reads from where the file stands to its end, up to a limit.
    pub(super) fn read_to_end(&self, number: u32, limit: u64) -> Outcome<Vec<u8>> {
        let bytes = self.with(number, "read", |file| {
            let mut bytes = Vec::new();
            file.take(limit + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        })?;
        check_size(bytes.len() as u64, limit)?;
        Ok(bytes)
    }

    pub(super) fn write(&self, number: u32, bytes: &[u8], position: Option<u64>) -> Outcome<usize> {
        self.with(number, "write", |mut file| match position {
            Some(position) => file.write_at(bytes, position),
            None => file.write(bytes),
        })
    }

    /// Writes all of it where the file stands.
    pub(super) fn write_all(&self, number: u32, bytes: &[u8]) -> Outcome<()> {
        self.with(number, "write", |mut file| file.write_all(bytes))
    }

    pub(super) fn facts(&self, number: u32) -> Outcome<Facts> {
        self.with(number, "fstat", |file| Ok(facts(&cap_std::fs::Metadata::from_file(file)?)))
    }

    pub(super) fn truncate(&self, number: u32, length: u64) -> Outcome<()> {
        self.with(number, "ftruncate", |file| file.set_len(length))
    }

    pub(super) fn sync(&self, number: u32, data: bool) -> Outcome<()> {
        let syscall = if data { "fdatasync" } else { "fsync" };
        self.with(number, syscall, |file| if data { file.sync_data() } else { file.sync_all() })
    }
}

/// Refuses what is too large to be read in one piece.
pub(super) fn check_size(size: u64, limit: u64) -> Outcome<()> {
    if size <= limit {
        return Ok(());
    }
    let message = format!(
        "File size ({size}) is greater than {limit} bytes, the most that jsmint_std::fs().file_limit(…) allows in one piece"
    );
    Err(Failure::refused("ERR_FS_FILE_TOO_LARGE", message, "", None))
}
