//! The file that a runtime sleeps in, and its key.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use jsmint::{Console, Options, Snapshot, Strategy};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::args::Common;
use crate::failure::Failure;

/// Random bytes in a key.
const KEY: usize = 32;

/// What a file says before the snapshot.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The script, under its real name.
    file: PathBuf,
    /// What it was given.
    args: Vec<String>,
}

/// A runtime that sleeps, and its script.
pub(crate) struct SleepFile {
    pub(crate) script: PathBuf,
    pub(crate) args: Vec<String>,
    pub(crate) snapshot: Snapshot,
}

impl SleepFile {
    pub(crate) fn read(file: &Path) -> Result<Self, Failure> {
        let bytes = fs::read(file).map_err(|error| Failure::io(format!("cannot read {}", file.display()), error))?;
        let none = || Failure::message(format!("{} holds no sleeping runtime", file.display()));
        let end = bytes.iter().position(|&byte| byte == b'\n').ok_or_else(none)?;
        let head: Head = serde_json::from_slice(&bytes[..end]).map_err(|_| none())?;
        Ok(Self { script: head.file, args: head.args, snapshot: Snapshot::from_bytes(&bytes[end + 1..]) })
    }

    /// Writes it under another name, and names it when it is whole and on the disk.
    pub(crate) fn write(&self, file: &Path) -> Result<(), Failure> {
        let failed = |error| Failure::io(format!("cannot write {}", file.display()), error);
        let head = serde_json::to_string(&Head { file: self.script.clone(), args: self.args.clone() });
        let head = head.map_err(|error| Failure::message(error.to_string()))?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut whole = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        whole.write_all(head.as_bytes()).and_then(|()| whole.write_all(b"\n")).map_err(failed)?;
        whole.write_all(self.snapshot.as_bytes()).and_then(|()| whole.as_file().sync_all()).map_err(failed)?;
        whole.persist(file).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

/// Where the key of a file lies, if nobody says so.
fn beside(file: &Path, named: Option<&Path>) -> PathBuf {
    named.map_or_else(|| PathBuf::from(format!("{}.key", file.display())), Path::to_path_buf)
}

/// The key of a file that is there.
pub(crate) fn key(file: &Path, named: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let place = beside(file, named);
    fs::read(&place).map_err(|error| Failure::io(format!("cannot read the key {}", place.display()), error))
}

/// The key of a file that is to be written: where there is none, it is made, for its owner's eyes.
pub(crate) fn new_key(file: &Path, named: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![0; KEY];
    getrandom::fill(&mut bytes).map_err(|error| Failure::message(format!("no randomness for a key: {error}")))?;
    let is_new = keep_key(file, named, &bytes)?;
    if is_new { Ok(bytes) } else { key(file, named) }
}

/// Puts a key where it belongs, for its owner's eyes. False where there is one.
pub(crate) fn keep_key(file: &Path, named: Option<&Path>, key: &[u8]) -> Result<bool, Failure> {
    let place = beside(file, named);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error| Failure::io(format!("cannot write the key {}", place.display()), error);
    match options.open(&place) {
        Ok(mut made) => made.write_all(key).and_then(|()| made.sync_all()).map(|()| true).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// The options of a factory whose runtimes sleep.
pub(crate) fn options(app: &App, common: &Common, args: &[String], key: Vec<u8>) -> Result<Options, Failure> {
    let options = Options::new()
        .loader(app.loader(&common.grants.allow_read)?)
        .limits(common.limits())
        .console(Console::stdio())
        .strategy(Strategy::Image)
        .snapshot_key(key);
    Ok(common.grants.apply(options, args))
}
