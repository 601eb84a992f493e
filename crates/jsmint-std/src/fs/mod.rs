//! Files below granted folders: `require('fs')` and `require('fs/promises')`.
//!
//! ```text
//! script ─▶ fs.js (arguments, encodings, callbacks) ─▶ functions ─▶ mounts (which folder, which rights) ─▶ cap-std
//! ```

mod copy;
mod denied;
mod failure;
mod file;
mod folder;
mod functions;
mod link;
mod metadata;
mod mount;
mod open;
mod promises;
mod remove;
mod write;

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jsmint::{Error, ErrorKind, Exports, NativeModule, Result, SavedState};

use file::Files;
use mount::{Mounts, Right};

/// The script side: `fs.js` with the parts that it is made of.
const SCRIPT: &str = concat!(
    "(function (module, exports, require, native) { const stats = ",
    include_str!("stats.js"),
    ";\n",
    include_str!("fs.js"),
    "(module, exports, require, native, stats); })"
);

/// No files yet: folders are granted with [`Fs::read`] and [`Fs::write`].
pub fn fs() -> Fs {
    Fs { wanted: Vec::new(), file_limit: 256 << 20, open_limit: 256, sync: false, mounts: OnceLock::new() }
}

/// A folder that is to be granted.
#[derive(Debug)]
struct Wanted {
    folder: PathBuf,
    /// Where scripts see it; by default under its real path.
    at: Option<String>,
    right: Right,
}

/// What [`Fs`] may be asked for, besides folders.
#[derive(Clone, Copy, Debug)]
struct Settings {
    /// The largest file that is read or written in one piece, in bytes.
    file_limit: u64,
    /// Whether a file is on the disk when writing it has returned.
    sync: bool,
}

/// The module `fs`, with `fs/promises`, for the folders that are granted.
///
/// Scripts see a folder under its real absolute path, or under the path that it is given; relative paths start at the
/// folder that was granted first. Each folder is opened when the factory is made, and files are reached through that handle
/// alone: `..`, absolute paths and symbolic links that lead out of it are refused with `ERR_ACCESS_DENIED`, and so is a
/// symbolic link with an absolute target, wherever that lies. Of what lies in a folder, only files, folders and links can be
/// opened: no devices, pipes and sockets.
///
/// Promises and callbacks are there, but do the work before they return.
#[derive(Debug)]
#[must_use]
pub struct Fs {
    wanted: Vec<Wanted>,
    file_limit: u64,
    open_limit: usize,
    sync: bool,
    mounts: OnceLock<Result<Arc<Mounts>, String>>,
}

impl Fs {
    /// Lets scripts read what lies below a folder.
    pub fn read(self, folder: impl AsRef<Path>) -> Self {
        self.grant(folder.as_ref(), None, Right::Read)
    }

    /// Lets scripts write below a folder: make, change, rename and remove what is there. Reading it is another grant.
    pub fn write(self, folder: impl AsRef<Path>) -> Self {
        self.grant(folder.as_ref(), None, Right::Write)
    }

    /// The same as [`read`](Self::read), but scripts see the folder under an absolute path such as `/data`.
    pub fn read_at(self, folder: impl AsRef<Path>, path: impl Into<String>) -> Self {
        self.grant(folder.as_ref(), Some(path.into()), Right::Read)
    }

    /// The same as [`write`](Self::write), but scripts see the folder under an absolute path such as `/data`.
    pub fn write_at(self, folder: impl AsRef<Path>, path: impl Into<String>) -> Self {
        self.grant(folder.as_ref(), Some(path.into()), Right::Write)
    }

    /// The largest file that is read in one piece, in bytes. Default 256 MiB; what a runtime keeps of it counts towards its
    /// memory limit besides.
    pub fn file_limit(mut self, bytes: u64) -> Self {
        self.file_limit = bytes;
        self
    }

    /// How many files a runtime may have open at once. Default 256.
    pub fn open_limit(mut self, files: usize) -> Self {
        self.open_limit = files;
        self
    }

    /// Whether `writeFile` has the file on the disk when it returns. Default: no. Costs milliseconds a file.
    pub fn sync(mut self, sync: bool) -> Self {
        self.sync = sync;
        self
    }

    fn grant(mut self, folder: &Path, at: Option<String>, right: Right) -> Self {
        self.wanted.push(Wanted { folder: folder.to_path_buf(), at, right });
        self
    }

    /// The granted folders, opened once.
    fn mounts(&self) -> Result<Arc<Mounts>, String> {
        self.mounts.get_or_init(|| Mounts::open(&self.wanted).map(Arc::new)).clone()
    }
}

impl NativeModule for Fs {
    fn name(&self) -> &str {
        "fs"
    }

    fn docs(&self) -> &str {
        "Files below granted folders, as Node has them. Types: those of `@types/node`."
    }

    fn define(&self, exports: &mut Exports) {
        // Where a folder cannot be opened, making the first state says so.
        let mounts = self.mounts().unwrap_or_default();
        let settings = Settings { file_limit: self.file_limit, sync: self.sync };
        functions::define(exports, &mounts, settings);
    }

    fn script(&self) -> Option<&'static str> {
        Some(SCRIPT)
    }

    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        vec![Box::new(promises::Promises)]
    }

    fn grants(&self) -> Vec<String> {
        let mounts = self.mounts().unwrap_or_default();
        mounts.grants().iter().map(|grant| format!("fs: {grant}")).collect()
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        match self.mounts() {
            Ok(_) => Ok(Box::new(Files::new(self.open_limit))),
            Err(problem) => Err(Error::new(ErrorKind::Option, problem)),
        }
    }

    /// Open files are in the way: nobody else has their place in them.
    fn save_state(&self, state: &(dyn Any + Send)) -> Result<SavedState> {
        match state.downcast_ref::<Files>().and_then(Files::first) {
            None => Ok(SavedState::anew()),
            Some(number) => {
                let message = format!("the file descriptor {number} is open; close it first");
                Err(Error::new(ErrorKind::Unsupported, message))
            }
        }
    }
}
