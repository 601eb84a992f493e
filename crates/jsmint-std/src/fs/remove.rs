//! Removing and renaming.

use rustix::io::Errno;

use super::failure::{Act, Outcome};
use super::folder::root_stays;
use super::mount::{Mounts, Right};

/// Removes a file or a link.
pub(super) fn unlink(mounts: &Mounts, path: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "unlink", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    act.check(mount.dir.remove_file(&inner))
}

/// Removes a file, a link, or a folder with all that lies in it. Links are removed, not followed.
pub(super) fn remove(mounts: &Mounts, path: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "rm", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    if inner == "." {
        return Err(root_stays(&act));
    }
    let inner = inner.trim_end_matches('/');
    if act.check(mount.dir.symlink_metadata(inner))?.is_dir() {
        act.check(mount.dir.remove_dir_all(inner))
    } else {
        act.check(mount.dir.remove_file(inner))
    }
}

/// Whether the path is a folder, a file, or nothing: what `rm` asks for first.
pub(super) fn is_folder(mounts: &Mounts, path: &str) -> Outcome<bool> {
    let act = Act { mounts, syscall: "lstat", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    Ok(act.check(mount.dir.symlink_metadata(inner.trim_end_matches('/')))?.is_dir())
}

/// Renames something, also into another granted folder on the same disk.
pub(super) fn rename(mounts: &Mounts, from: &str, to: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "rename", right: Right::Write, path: from, dest: Some(to) };
    let (source, inner) = mounts.allow(from, Right::Write)?;
    let (target, outer) = mounts.allow(to, Right::Write)?;
    if inner == "." || outer == "." {
        return Err(root_stays(&act));
    }
    // A file cannot be read without the right to by moving it to where it can be.
    if !source.allows(Right::Read) && target.allows(Right::Read) {
        mounts.allow(from, Right::Read)?;
    }
    match source.dir.rename(&inner, &target.dir, &outer) {
        Err(error) if error.raw_os_error() == Some(Errno::XDEV.raw_os_error()) => Err(act.errno(Errno::XDEV)),
        result => act.check(result),
    }
}
