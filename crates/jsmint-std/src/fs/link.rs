//! Links.

use super::failure::{Act, Failure, Outcome};
use super::mount::{Mounts, Right};

/// Where a symbolic link leads.
pub(super) fn read(mounts: &Mounts, path: &str) -> Outcome<String> {
    let act = Act { mounts, syscall: "readlink", right: Right::Read, path, dest: None };
    let (mount, inner) = mounts.allow(path, Right::Read)?;
    let target = act.check(mount.dir.read_link_contents(&inner))?;
    Ok(target.to_string_lossy().into_owned())
}

/// Makes a symbolic link, whose target must be a relative path that stays in the granted folder.
pub(super) fn make_symbolic(mounts: &Mounts, target: &str, path: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "symlink", right: Right::Write, path: target, dest: Some(path) };
    let (mount, inner) = mounts.allow(path, Right::Write)?;
    let (folder, name) = inner.rsplit_once('/').unwrap_or((".", &inner));
    let real = act.check(mount.dir.canonicalize(folder))?;
    let depth = real.components().filter(|part| matches!(part, std::path::Component::Normal(_))).count();
    let climbs =
        target.split('/').take_while(|name| matches!(*name, ".." | "." | "")).filter(|name| *name == "..").count();
    let rest_climbs = target.split('/').skip_while(|name| matches!(*name, ".." | "." | "")).any(|name| name == "..");
    if target.starts_with('/') || climbs > depth || rest_climbs {
        let why = "a link must be relative and lead to a place in its own granted folder";
        return Err(Failure::denied(mounts, Right::Write, target, why));
    }
    // The folder is opened first, so that the link is made where its depth was measured.
    let folder = act.check(mount.dir.open_dir(&real))?;
    act.check(folder.symlink_contents(target, name))
}

/// Makes another name for a file. Both must be where writing is granted: a link to what can only be read could be written
/// through.
pub(super) fn make_hard(mounts: &Mounts, from: &str, to: &str) -> Outcome<()> {
    let act = Act { mounts, syscall: "link", right: Right::Write, path: from, dest: Some(to) };
    let (source, inner) = mounts.allow(from, Right::Write)?;
    let (target, outer) = mounts.allow(to, Right::Write)?;
    if target.allows(Right::Read) && !source.allows(Right::Read) {
        mounts.allow(from, Right::Read)?;
    }
    act.check(source.dir.hard_link(&inner, &target.dir, &outer))
}
