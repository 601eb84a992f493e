//! What is known about a file.

use cap_std::fs::{Metadata, MetadataExt};
use rustix::io::Errno;

use super::failure::{Act, Outcome};
use super::mount::{Mounts, Right};

/// The fields of Node's `Stats`, in its order: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, and the four
/// times in seconds and nanoseconds.
pub(super) type Facts = Vec<i64>;

pub(super) fn facts(metadata: &Metadata) -> Facts {
    let birth = metadata.created().ok().map(cap_std::time::SystemTime::into_std);
    let birth = birth.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let (birth, birth_nanoseconds) = match birth {
        Some(since) => (since.as_secs() as i64, since.subsec_nanos().into()),
        None => (metadata.ctime(), metadata.ctime_nsec()),
    };
    vec![
        metadata.dev() as i64,
        metadata.mode().into(),
        metadata.nlink() as i64,
        metadata.uid().into(),
        metadata.gid().into(),
        metadata.rdev() as i64,
        metadata.blksize() as i64,
        metadata.ino() as i64,
        metadata.size() as i64,
        metadata.blocks() as i64,
        metadata.atime(),
        metadata.atime_nsec(),
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
        birth,
        birth_nanoseconds,
    ]
}

/// What is known about a path; about a link itself unless it is followed. Whoever may write may ask, too.
pub(super) fn metadata(mounts: &Mounts, path: &str, follow: bool, syscall: &'static str) -> Outcome<Metadata> {
    let act = Act { mounts, syscall, right: Right::Read, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Read)?;
    act.check(if follow { mount.dir.metadata(&inner) } else { mount.dir.symlink_metadata(&inner) })
}

pub(super) fn stat(mounts: &Mounts, path: &str, follow: bool) -> Outcome<Facts> {
    metadata(mounts, path, follow, if follow { "stat" } else { "lstat" }).map(|metadata| facts(&metadata))
}

/// Whether a file is there and allows what the bits ask: 4 read, 2 write, 1 execute.
pub(super) fn access(mounts: &Mounts, path: &str, bits: u32) -> Outcome<()> {
    let act = Act { mounts, syscall: "access", right: Right::Read, path, dest: None };
    if bits & 2 != 0 {
        mounts.allow(path, Right::Write)?;
    }
    let metadata = metadata(mounts, path, true, "access")?;
    let mode = metadata.mode();
    let granted = if rustix::process::geteuid().is_root() {
        if mode & 0o111 != 0 || metadata.is_dir() { 7 } else { 6 }
    } else if metadata.uid() == rustix::process::geteuid().as_raw() {
        mode >> 6
    } else if is_in_group(metadata.gid()) {
        mode >> 3
    } else {
        mode
    };
    if bits & !granted & 7 == 0 { Ok(()) } else { Err(act.errno(Errno::ACCESS)) }
}

fn is_in_group(group: u32) -> bool {
    let groups = rustix::process::getgroups().unwrap_or_default();
    rustix::process::getegid().as_raw() == group || groups.iter().any(|own| own.as_raw() == group)
}

/// The real path of something, as scripts see it.
pub(super) fn real_path(mounts: &Mounts, path: &str, syscall: &'static str) -> Outcome<String> {
    let act = Act { mounts, syscall, right: Right::Read, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Read)?;
    let real = act.check(mount.dir.canonicalize(&inner))?;
    Ok(mount.path_of(&real.to_string_lossy()))
}
