//! Runtimes put to sleep, as bytes: what they are made of, and who may wake them.

mod bytes;
mod identity;
mod key;
mod packer;

use std::fmt;

pub use bytes::SnapshotInfo;
pub(crate) use bytes::hexadecimal;
pub(crate) use identity::Identity;
pub(crate) use key::Key;

use crate::error::Result;

/// A runtime that sleeps: what [`Runtime::hibernate`](crate::Runtime::hibernate) gives and
/// [`EngineFactory::resume`](crate::EngineFactory::resume) takes.
///
/// ```text
///   "jsmintsn"   version   header     body                                 code
///   8 bytes      4 bytes   JSON       what differs from the image, and     HMAC-SHA-256 of
///                          for whom   what the host has: zstd              all before it, 32 bytes
/// ```
///
/// A few kilobytes: what the runtime has written to since it was minted, compressed. It means the same in every slot and in
/// every process of the same build of the program. It is as powerful as that build's code, so it is believed only if the
/// factory's key has signed it. It is not encrypted: who can read it can read the runtime's memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot(Vec<u8>);

impl Snapshot {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// One that was kept somewhere. Nothing is looked at before it is [resumed](crate::EngineFactory::resume).
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes, to be kept somewhere.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes themselves.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// What it says of itself, believed as it is: nothing shows that it is true.
    ///
    /// # Errors
    ///
    /// [`Snapshot`](crate::ErrorKind::Snapshot) where the bytes are none, or of another version.
    pub fn info(&self) -> Result<SnapshotInfo> {
        bytes::info(&self.0)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({} bytes)", self.0.len())
    }
}
