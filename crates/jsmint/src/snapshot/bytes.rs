//! How a snapshot is written, and read by those who do not trust it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key::{CODE, Key};
use crate::error::{Error, ErrorKind, Result};

const MAGIC: &[u8; 8] = b"jsmintsn";
const VERSION: u32 = 1;
/// The longest header that is read, in bytes.
const LONGEST: usize = 4096;
/// Magic, version, and the length of the header.
const PROLOGUE: usize = MAGIC.len() + 4 + 4;

/// For which factory, in which program, a snapshot is: what must be equal where it is woken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SnapshotInfo {
    /// The version of this library.
    pub library: String,
    /// The version of the engine.
    pub engine: String,
    /// The build of the program.
    pub build: String,
    /// The factory's modules, with what they export, and its limits.
    pub factory: String,
    /// The factory's image: what was preloaded.
    pub image: String,
    /// How many bytes differ from the image, before they were compressed.
    pub bytes: usize,
    /// A hash of what follows.
    pub body: String,
}

/// The parts of a snapshot that is authentic.
pub(super) struct Parts<'a> {
    pub(super) info: SnapshotInfo,
    pub(super) body: &'a [u8],
}

pub(super) fn refused(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Snapshot, format!("the snapshot cannot be resumed: {why}"))
}

/// Writes a snapshot.
pub(super) fn write(key: &Key, mut info: SnapshotInfo, body: &[u8]) -> Result<Vec<u8>> {
    info.body = hash(body);
    let header = serde_json::to_vec(&info).map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
    let mut all = Vec::with_capacity(PROLOGUE + header.len() + body.len() + CODE);
    all.extend(MAGIC);
    all.extend(VERSION.to_le_bytes());
    all.extend((header.len() as u32).to_le_bytes());
    all.extend(&header);
    all.extend(body);
    let code = key.code(&[&all]);
    all.extend(code);
    Ok(all)
}

/// Reads one that the key has signed. Until it is known to have, nothing of it is looked at but where the code is.
pub(super) fn read<'a>(key: &Key, bytes: &'a [u8]) -> Result<Parts<'a>> {
    let (signed, code) = bytes.split_at_checked(bytes.len().wrapping_sub(CODE)).ok_or_else(too_short)?;
    if !key.has_signed(signed, code) {
        return Err(refused(match key.is_given() {
            true => "it was not signed with this factory's Options::snapshot_key, or has changed since",
            false => {
                "it was not made by this factory, or has changed since; to resume those of other factories and processes, \
                 give all of them the same Options::snapshot_key"
            }
        }));
    }
    let (info, body) = split(signed)?;
    // Who has the key may make mistakes, too.
    if info.body != hash(body) {
        return Err(refused("it is damaged, and was signed so"));
    }
    Ok(Parts { info, body })
}

/// What a snapshot says of itself.
pub(super) fn info(bytes: &[u8]) -> Result<SnapshotInfo> {
    split(bytes).map(|(info, _)| info)
}

fn split(bytes: &[u8]) -> Result<(SnapshotInfo, &[u8])> {
    let (prologue, rest) = bytes.split_at_checked(PROLOGUE).ok_or_else(too_short)?;
    let (magic, numbers) = prologue.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(refused("these bytes are no snapshot"));
    }
    let numbers: Vec<u32> = numbers.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
    let &[version, len] = numbers.as_slice() else { return Err(too_short()) };
    if version != VERSION {
        return Err(refused(format!(
            "it is of version {version} of the format, and this library reads version {VERSION}"
        )));
    }
    let len = len as usize;
    let (header, body) = rest.split_at_checked(len).filter(|_| len <= LONGEST).ok_or_else(too_short)?;
    let info = serde_json::from_slice(header).map_err(|error| refused(format!("its header is damaged: {error}")))?;
    Ok((info, body))
}

fn hash(body: &[u8]) -> String {
    hexadecimal(&Sha256::digest(body)[..16])
}

/// The digits of some bytes.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn too_short() -> Error {
    refused("it is cut off")
}
