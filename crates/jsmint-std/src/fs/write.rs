//! Writing whole files, so that nobody ever sees half of one.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt};

use cap_std::fs::Dir;
use rustix::io::Errno;

use super::failure::{Act, Outcome};
use super::folder::random_name;
use super::mount::{Mounts, Right};
use super::open::How;

/// Writes a file in one piece: under a temporary name beside it, which then takes its place. A link is followed to the file
/// that it means. Of the old file only the mode is kept; other names that it had keep the old content.
pub(super) fn replace(mounts: &Mounts, path: &str, bytes: &[u8], mode: u32, sync: bool) -> Outcome<()> {
    let act = Act { mounts, syscall: "open", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    let fresh = How { write: true, create: true, mode, ..How::default() };
    let old = match mounts.open_file(path, How { create: false, ..fresh }, "open") {
        Ok(file) => Some(act.check(file.metadata())?),
        Err(failure) if failure.is(Errno::NOENT) => None,
        Err(failure) => return Err(failure),
    };
    if old.as_ref().is_some_and(|old| old.uid() != rustix::process::geteuid().as_raw()) {
        // A new file would have another owner.
        let how = How { truncate: true, ..fresh };
        return write_open(&act, &mut mounts.open_file(path, how, "open")?, bytes, sync);
    }
    let Some((folder, name)) = place(mount, &act, &inner)? else {
        // A link that leads nowhere: what the system makes of it is made of it.
        return write_open(&act, &mut mounts.open_file(path, fresh, "open")?, bytes, sync);
    };
    let temporary = format!(".jsmint-{}{}.tmp", random_name(), random_name());
    let temporary_path = How { exclusive: true, ..fresh };
    let mut file = act.check(temporary_path.open_in(&folder, &temporary))?;
    let written = write_open(&act, &mut file, bytes, sync).and_then(|()| {
        if let Some(old) = old {
            act.check(file.set_permissions(Permissions::from_mode(old.mode() & 0o7777)))?;
        }
        act.check(folder.rename(&temporary, &folder, &name))
    });
    if written.is_err() {
        // Whatever went wrong is reported; that the temporary file stays behind then is not worse.
        let _ = folder.remove_file(&temporary);
    } else if sync {
        act.check(folder.open(".").and_then(|folder| folder.sync_all()))?;
    }
    written
}

/// The folder that a file lies in, and its name there. `None` where it is a link to nothing.
fn place(mount: &super::mount::Mount, act: &Act<'_>, inner: &str) -> Outcome<Option<(Dir, String)>> {
    let split = |path: &str| match path.rsplit_once('/') {
        Some((folder, name)) => (folder.to_owned(), name.to_owned()),
        None => (".".to_owned(), path.to_owned()),
    };
    let (folder, name) = split(inner);
    if inner.is_empty() {
        return Err(act.errno(Errno::NOENT));
    }
    if matches!(name.as_str(), "" | "." | "..") {
        return Err(act.errno(Errno::ISDIR));
    }
    let opened = act.check(mount.dir.open_dir(&folder))?;
    match opened.symlink_metadata(&name) {
        Ok(about) if about.is_symlink() => {
            let Ok(real) = mount.dir.canonicalize(inner) else { return Ok(None) };
            let (folder, name) = split(&real.to_string_lossy());
            let opened = act.check(mount.dir.open_dir(&folder))?;
            // Swapped for another link meanwhile: then it is written through.
            let swapped = opened.symlink_metadata(&name).is_ok_and(|about| about.is_symlink());
            Ok((!swapped).then_some((opened, name)))
        }
        Ok(_) => Ok(Some((opened, name))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some((opened, name))),
        Err(error) => Err(act.failure(&error)),
    }
}

/// Writes to an open file.
pub(super) fn write_open(act: &Act<'_>, file: &mut std::fs::File, bytes: &[u8], sync: bool) -> Outcome<()> {
    act.check(file.write_all(bytes))?;
    if sync { act.check(file.sync_all()) } else { Ok(()) }
}
