//! The key that says which snapshots are believed.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, ErrorKind, Result};

/// How long a code is, in bytes.
pub(super) const CODE: usize = 32;

/// The shortest key that is taken, in bytes.
const LEAST: usize = 16;

/// A key, and whether anybody else has it.
#[derive(Clone)]
pub(crate) struct Key {
    mac: Hmac<Sha256>,
    is_given: bool,
}

impl Key {
    /// The embedder's.
    ///
    /// # Errors
    ///
    /// [`Option`](ErrorKind::Option) for one that could be guessed.
    pub(crate) fn given(key: &[u8]) -> Result<Self> {
        if key.len() < LEAST {
            let message = format!(
                "Options::snapshot_key has {} bytes, which could be guessed; give at least {LEAST} random ones",
                key.len()
            );
            return Err(Error::new(ErrorKind::Option, message));
        }
        Ok(Self { mac: mac(key), is_given: true })
    }

    /// One that nobody has.
    ///
    /// # Errors
    ///
    /// [`Io`](ErrorKind::Io) where the system gives no randomness.
    pub(crate) fn random() -> Result<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)
            .map_err(|error| Error::new(ErrorKind::Io, format!("the system gives no randomness: {error}")))?;
        Ok(Self { mac: mac(&key), is_given: false })
    }

    /// Whether other factories may have it.
    pub(crate) fn is_given(&self) -> bool {
        self.is_given
    }

    /// A number that follows from the key and tells nothing of it.
    pub(crate) fn number(&self, what: &str) -> u128 {
        let mut number = [0; 16];
        number.copy_from_slice(&self.code(&[what.as_bytes()])[..16]);
        u128::from_le_bytes(number)
    }

    /// The code of these bytes.
    pub(super) fn code(&self, parts: &[&[u8]]) -> [u8; CODE] {
        let mut mac = self.mac.clone();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }

    /// Whether the code is that of these bytes; takes as long whether it is or not.
    pub(super) fn has_signed(&self, bytes: &[u8], code: &[u8]) -> bool {
        let mut mac = self.mac.clone();
        mac.update(bytes);
        mac.verify_slice(code).is_ok()
    }
}

fn mac(key: &[u8]) -> Hmac<Sha256> {
    match Hmac::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => unreachable!("keys of any length will do"),
    }
}
