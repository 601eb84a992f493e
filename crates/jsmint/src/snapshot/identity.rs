//! Who a factory is to the runtimes that were minted by it.

use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Snapshot;
use super::bytes::{self, SnapshotInfo, hexadecimal, refused};
use super::key::Key;
use super::packer::Packer;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Asleep, ImageIdentity, Program, engine_version, program};

/// Who a factory is to the runtimes that were minted by it: what a snapshot of one must agree with.
pub(crate) struct Identity {
    key: Key,
    /// A hash of modules, exports and limits.
    factory: String,
    /// A hash of what was preloaded, once it has been.
    preloaded: OnceLock<String>,
    /// The most that may differ, in bytes.
    most: usize,
    packer: Packer,
    program: OnceLock<Program>,
    info: OnceLock<SnapshotInfo>,
}

/// What is compressed: first the host's part with its length, then what differs.
struct Body;

impl Identity {
    pub(crate) fn new(key: Key, factory: String, memory: usize) -> Self {
        Self {
            key,
            factory,
            preloaded: OnceLock::new(),
            // All words of the slot, each with all that can be said of one, and as much for the host.
            most: memory.saturating_mul(3),
            packer: Packer::default(),
            program: OnceLock::new(),
            info: OnceLock::new(),
        }
    }

    /// Says what was preloaded into the image, as a hash in hexadecimal digits. Known before there is a runtime that could sleep.
    pub(crate) fn set_preloaded(&self, preloaded: String) {
        let _ = self.preloaded.set(preloaded);
    }

    /// The program that snapshots are of, looked up once.
    pub(crate) fn program(&self) -> Result<&Program> {
        if let Some(known) = self.program.get() {
            return Ok(known);
        }
        let found = program()?;
        Ok(self.program.get_or_init(|| found))
    }

    /// What a snapshot of this factory's says of itself.
    fn info(&self, image: &dyn ImageIdentity) -> Result<SnapshotInfo> {
        if let Some(known) = self.info.get() {
            return Ok(known.clone());
        }
        let program = self.program()?;
        // An image that lies where it lies in no other process is like no other.
        let contents = match image.identity() {
            Some(contents) => contents,
            None => Key::random()?.number("image"),
        };
        let none = || Error::new(ErrorKind::Internal, "nothing is known of what was preloaded");
        let preloaded = self.preloaded.get().ok_or_else(none)?;
        let info = SnapshotInfo {
            library: env!("CARGO_PKG_VERSION").to_owned(),
            engine: engine_version(),
            build: hexadecimal(program.build()),
            factory: self.factory.clone(),
            image: format!("{}-{}", hexadecimal(&contents.to_be_bytes()), &preloaded[..16]),
            bytes: 0,
            body: String::new(),
        };
        Ok(self.info.get_or_init(|| info).clone())
    }

    /// Makes a snapshot of what sleeps; `builtin` is what the layers above have.
    pub(crate) fn seal(
        &self,
        image: &dyn ImageIdentity,
        asleep: &Asleep,
        builtin: &impl Serialize,
    ) -> Result<Snapshot> {
        let bytes = Body::write(asleep, builtin)?;
        let info = SnapshotInfo { bytes: bytes.len(), ..self.info(image)? };
        bytes::write(&self.key, info, &self.packer.pack(&bytes)?).map(Snapshot::new)
    }

    /// What sleeps in a snapshot that is authentic, and of this factory and program.
    ///
    /// # Errors
    ///
    /// [`Snapshot`](ErrorKind::Snapshot), with both sides of what is not equal.
    pub(crate) fn open<T: DeserializeOwned>(
        &self,
        image: &dyn ImageIdentity,
        snapshot: &Snapshot,
    ) -> Result<(Asleep, T)> {
        let parts = bytes::read(&self.key, snapshot.as_bytes())?;
        let (own, other) = (self.info(image)?, &parts.info);
        let pairs = [
            ("version of jsmint", &own.library, &other.library),
            ("version of the engine", &own.engine, &other.engine),
            ("build of the program", &own.build, &other.build),
            ("factory, by its modules, exports and limits,", &own.factory, &other.factory),
            ("image, by what was preloaded,", &own.image, &other.image),
        ];
        if let Some((what, own, other)) = pairs.into_iter().find(|(_, own, other)| own != other) {
            return Err(refused(format!("its {what} is {other}, and here it is {own}")));
        }
        if other.bytes > self.most {
            let message = format!("it has {} bytes, and this factory's runtimes {} at most", other.bytes, self.most);
            return Err(refused(message));
        }
        Body::read(self.packer.unpack(parts.body, other.bytes)?)
    }
}

impl Body {
    fn write(asleep: &Asleep, builtin: &impl Serialize) -> Result<Vec<u8>> {
        let host = serde_json::to_vec(&(asleep, builtin));
        let host = host.map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
        let mut bytes = Vec::with_capacity(4 + host.len() + asleep.delta.len());
        bytes.extend((host.len() as u32).to_le_bytes());
        bytes.extend(&host);
        bytes.extend(&asleep.delta);
        Ok(bytes)
    }

    fn read<T: DeserializeOwned>(mut bytes: Vec<u8>) -> Result<(Asleep, T)> {
        let damaged = || refused("its parts do not fit together");
        let len = bytes.first_chunk().map(|len| u32::from_le_bytes(*len) as usize).ok_or_else(damaged)?;
        let host = bytes.get(4..4 + len).ok_or_else(damaged)?;
        let (mut asleep, builtin): (Asleep, T) =
            serde_json::from_slice(host).map_err(|error| refused(format!("its host's part is damaged: {error}")))?;
        bytes.drain(..4 + len);
        asleep.delta = bytes;
        Ok((asleep, builtin))
    }
}
