//! Copying files.

use std::fs::Permissions;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use jsmint::Deadline;
use rustix::io::Errno;

use super::failure::{Act, Failure, Outcome};
use super::mount::{Mounts, Right};
use super::open::How;

/// How much is copied between two glances at the time, in bytes.
const PIECE: u64 = 16 << 20;

/// Copies a file with its mode; with `exclusive` only where nothing is yet.
pub(super) fn copy(mounts: &Mounts, from: &str, to: &str, exclusive: bool, deadline: &Deadline) -> Outcome<()> {
    let act = Act { mounts, syscall: "copyfile", right: Right::Read, path: from, dest: Some(to) };
    let with_both = |failure: Failure| failure.at(from, to);
    mounts.allow(to, Right::Write)?;
    let mut source = mounts.open_file(from, How::reading(), "copyfile").map_err(with_both)?;
    let about = act.check(source.metadata())?;
    if about.is_dir() {
        // What the system says where a folder is read as a file.
        return Err(act.errno(Errno::ISDIR));
    }
    let how = How { write: true, create: true, exclusive, mode: about.mode() & 0o777, ..How::default() };
    let mut target = mounts.open_file(to, how, "copyfile").map_err(with_both)?;
    let target_about = act.check(target.metadata())?;
    if (about.dev(), about.ino()) == (target_about.dev(), target_about.ino()) {
        return Ok(());
    }
    act.check(target.set_len(0))?;
    // In pieces, so that it ends with the call that it is for.
    while act.check(std::io::copy(&mut (&mut source).take(PIECE), &mut target))? > 0 {
        if deadline.is_over() {
            return Err(act.errno(Errno::INTR));
        }
    }
    act.check(target.set_permissions(Permissions::from_mode(about.mode() & 0o777)))
}
