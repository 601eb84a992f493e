//! Compressing what sleeps, and the other way, never into more than is allowed.

use std::sync::{Mutex, PoisonError};

use zstd::bulk::{Compressor, Decompressor};

use super::bytes::refused;
use crate::error::{Error, ErrorKind, Result};

/// The fastest of those that make it notably smaller.
const LEVEL: i32 = 1;

/// Compressors, which take longer to make than to use.
#[derive(Default)]
pub(super) struct Packer {
    compressors: Mutex<Vec<Compressor<'static>>>,
    decompressors: Mutex<Vec<Decompressor<'static>>>,
}

impl Packer {
    pub(super) fn pack(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let failed = |error| Error::new(ErrorKind::Internal, format!("a snapshot cannot be compressed: {error}"));
        let idle = take(&self.compressors);
        let mut compressor = match idle {
            Some(compressor) => compressor,
            None => {
                let mut new = Compressor::new(LEVEL).map_err(failed)?;
                new.include_checksum(true).map_err(failed)?;
                new
            }
        };
        let packed = compressor.compress(bytes).map_err(failed)?;
        put(&self.compressors, compressor);
        Ok(packed)
    }

    /// What was packed, which must be exactly so long.
    pub(super) fn unpack(&self, packed: &[u8], len: usize) -> Result<Vec<u8>> {
        let failed = |error| refused(format!("it is damaged: {error}"));
        let idle = take(&self.decompressors);
        let mut decompressor = idle.map_or_else(|| Decompressor::new().map_err(failed), Ok)?;
        let bytes = decompressor.decompress(packed, len).map_err(failed)?;
        put(&self.decompressors, decompressor);
        if bytes.len() == len { Ok(bytes) } else { Err(refused("it is shorter than it says")) }
    }
}

fn take<T>(idle: &Mutex<Vec<T>>) -> Option<T> {
    idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn put<T>(idle: &Mutex<Vec<T>>, one: T) {
    idle.lock().unwrap_or_else(PoisonError::into_inner).push(one);
}
