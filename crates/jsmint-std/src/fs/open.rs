//! Opening files.

use std::fs::File;

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::failure::{Act, Failure, Outcome};
use super::mount::{Mount, Mounts, Right};

/// How a file is opened: what the flags `r`, `w+`, `ax` … say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    pub(super) read: bool,
    pub(super) write: bool,
    pub(super) append: bool,
    pub(super) create: bool,
    pub(super) exclusive: bool,
    pub(super) truncate: bool,
    /// The mode of a file that is made.
    pub(super) mode: u32,
}

impl How {
    /// From the bits of the script side: 1 read, 2 write, 4 append, 8 create, 16 exclusive, 32 truncate.
    pub(super) fn new(bits: u32, mode: u32) -> Self {
        let has = |bit: u32| bits & bit != 0;
        Self {
            read: has(1),
            write: has(2) || has(4),
            append: has(4),
            create: has(8),
            exclusive: has(16),
            truncate: has(32),
            mode: mode & 0o7777,
        }
    }

    pub(super) fn reading() -> Self {
        Self { read: true, ..Self::default() }
    }

    /// Opens a file by its name in a folder.
    pub(super) fn open_in(&self, folder: &Dir, name: &str) -> std::io::Result<File> {
        folder.open_with(name, &self.options()).map(cap_std::fs::File::into_std)
    }

    fn options(&self) -> OpenOptions {
        let mut options = OpenOptions::new();
        options.read(self.read).write(self.write && !self.append).append(self.append);
        options
            .create(self.create && !self.exclusive)
            .create_new(self.create && self.exclusive)
            .truncate(self.truncate);
        // A pipe must not hold the thread up before it is seen to be one.
        options.mode(self.mode).custom_flags(OFlags::NONBLOCK.bits() as i32);
        options
    }
}

impl Mounts {
    /// The granted folder that a path means and the path below it, where this may be done there.
    pub(super) fn allow(&self, path: &str, right: Right) -> Outcome<(&Mount, String)> {
        let Some((mount, inner)) = self.find(path) else {
            return Err(Failure::denied(self, right, path, "it lies in no granted folder"));
        };
        if !mount.allows(right) {
            let why = format!("{} is not granted for it", right.gerund());
            return Err(Failure::denied(self, right, path, &why));
        }
        Ok((mount, inner))
    }

    /// Opens a file, or a folder for reading.
    pub(super) fn open_file(&self, path: &str, how: How, syscall: &'static str) -> Outcome<File> {
        let right = if how.write { Right::Write } else { Right::Read };
        let act = Act { mounts: self, syscall, right, path, dest: None };
        if how.write && how.read {
            self.allow(path, Right::Read)?;
        }
        let (mount, inner) = self.allow(path, right)?;
        if how.create && inner.ends_with('/') {
            return Err(act.errno(Errno::ISDIR));
        }
        // What is no file is seen before it is truncated or waited for.
        let truncate = how.truncate;
        let file = match mount.dir.open_with(&inner, &How { truncate: false, ..how }.options()) {
            Ok(file) => file.into_std(),
            // What opening a pipe for writing says where nobody reads it.
            Err(error) if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) => return Err(special(&act)),
            Err(error) => return Err(act.failure(&error)),
        };
        let kind = act.check(file.metadata())?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(special(&act));
        }
        if truncate && kind.is_file() {
            act.check(file.set_len(0))?;
        }
        Ok(file)
    }
}

fn special(act: &Act<'_>) -> Failure {
    Failure::denied(act.mounts, act.right, act.path, "it is a device, a pipe or a socket, which are never granted")
}
