//! Folders: listing and making them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use cap_std::fs::{DirBuilder, DirBuilderExt, FileTypeExt};
use rustix::io::Errno;

use super::failure::{Act, Failure, Outcome};
use super::mount::{Mount, Mounts, Right};

/// The names in a folder, sorted, each with its type as Node numbers them.
pub(super) fn list(mounts: &Mounts, path: &str) -> Outcome<(Vec<String>, Vec<u8>)> {
    let act = Act { mounts, syscall: "scandir", right: Right::Read, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Read)?;
    let mut entries = Vec::new();
    for entry in act.check(mount.dir.read_dir(&inner))? {
        let entry = act.check(entry)?;
        let kind = entry.file_type().map_or(0, |kind| match kind {
            kind if kind.is_file() => 1,
            kind if kind.is_dir() => 2,
            kind if kind.is_symlink() => 3,
            kind if kind.is_fifo() => 4,
            kind if kind.is_socket() => 5,
            kind if kind.is_char_device() => 6,
            kind if kind.is_block_device() => 7,
            _ => 0,
        });
        entries.push((entry.file_name().to_string_lossy().into_owned(), kind));
    }
    entries.sort();
    Ok(entries.into_iter().unzip())
}

/// Makes a folder; with `recursive` also those above it, and gives the first that was made.
pub(super) fn make(mounts: &Mounts, path: &str, recursive: bool, mode: u32) -> Outcome<Option<String>> {
    let act = Act { mounts, syscall: "mkdir", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    if !recursive {
        if inner == "." {
            return Err(act.errno(Errno::EXIST));
        }
        return act.check(make_one(mount, &inner, mode)).map(|()| None);
    }
    let mut first = None;
    let mut made = String::new();
    for name in inner.split('/').filter(|name| !name.is_empty()) {
        if !made.is_empty() {
            made.push('/');
        }
        made.push_str(name);
        if matches!(name, "." | "..") {
            continue;
        }
        match make_one(mount, &made, mode) {
            Ok(()) => {
                // As it was asked for: relative, or as scripts see it.
                first.get_or_insert_with(|| if path.starts_with('/') { mount.path_of(&made) } else { made.clone() });
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                if !act.check(mount.dir.metadata(&made))?.is_dir() {
                    let last = made.len() == inner.trim_end_matches('/').len();
                    return Err(act.errno(if last { Errno::EXIST } else { Errno::NOTDIR }));
                }
            }
            Err(error) => return Err(act.failure(&error)),
        }
    }
    Ok(first)
}

fn make_one(mount: &Mount, inner: &str, mode: u32) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.mode(mode & 0o7777);
    mount.dir.create_dir_with(inner.trim_end_matches('/'), &builder)
}

/// Makes a folder with a name that nobody had before.
pub(super) fn make_temporary(mounts: &Mounts, prefix: &str) -> Outcome<String> {
    let shown = format!("{prefix}XXXXXX");
    let act = Act { mounts, syscall: "mkdtemp", right: Right::Write, path: &shown, dest: None };
    for _ in 0..100 {
        let path = format!("{prefix}{}", random_name());
        let (mount, inner) = mounts.allow(&path, Right::Write)?;
        match make_one(mount, &inner, 0o700) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(act.failure(&error)),
        }
    }
    Err(act.errno(Errno::EXIST))
}

/// Six letters and digits.
pub(super) fn random_name() -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut number = RandomState::new().hash_one(std::time::SystemTime::now());
    let letter = |_| {
        let letter = LETTERS[(number % 62) as usize];
        number /= 62;
        char::from(letter)
    };
    (0..6).map(letter).collect()
}

/// Removes an empty folder.
pub(super) fn remove(mounts: &Mounts, path: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "rmdir", right: Right::Write, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    if inner == "." {
        return Err(root_stays(&act));
    }
    act.check(mount.dir.remove_dir(inner.trim_end_matches('/')))
}

/// A granted folder itself is not removed or renamed.
pub(super) fn root_stays(act: &Act<'_>) -> Failure {
    act.errno(Errno::BUSY)
}
