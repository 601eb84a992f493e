//! Granted folders, and which of them a path means.

use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::Wanted;

/// What may be done below a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Right {
    Read,
    Write,
}

impl Right {
    /// As a denial has it: for reading, for writing.
    pub(super) fn gerund(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Write => "writing",
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A granted folder.
#[derive(Debug)]
pub(super) struct Mount {
    /// The absolute path that scripts see, without a slash at its end; empty for the root.
    at: String,
    /// Whether that is its real path.
    real: bool,
    read: bool,
    write: bool,
    pub(super) dir: Dir,
}

impl Mount {
    pub(super) fn allows(&self, right: Right) -> bool {
        match right {
            Right::Read => self.read,
            Right::Write => self.write,
        }
    }

    /// The path that scripts know something in this folder by.
    pub(super) fn path_of(&self, inner: &str) -> String {
        match (self.at.as_str(), inner) {
            ("", "" | ".") => "/".to_owned(),
            (at, "" | ".") => at.to_owned(),
            (at, inner) => format!("{at}/{inner}"),
        }
    }
}

/// All granted folders.
#[derive(Debug, Default)]
pub(super) struct Mounts {
    list: Vec<Mount>,
}

impl Mounts {
    /// Opens the folders.
    pub(super) fn open(wanted: &[Wanted]) -> Result<Self, String> {
        let mut list: Vec<Mount> = Vec::new();
        for Wanted { folder, at, right } in wanted {
            let problem =
                |error| format!("cannot open the folder {} that fs is to {}: {error}", folder.display(), right.verb());
            let real = folder.canonicalize().map_err(problem)?;
            let path = match at {
                None => {
                    real.to_str().map(str::to_owned).ok_or_else(|| format!("the path {} is no text", real.display()))?
                }
                Some(at) if at.starts_with('/') && !at.contains('\0') => normalise(at),
                Some(at) => return Err(format!("{at:?} cannot be the path of a folder: it must be absolute")),
            };
            let path = path.trim_end_matches('/').to_owned();
            let same = list.iter_mut().find(|mount| mount.at == path);
            let mount = match same {
                Some(mount) if mount.real != at.is_none() => {
                    return Err(format!("two folders are to be seen under the path {path:?}"));
                }
                Some(mount) => mount,
                None => {
                    let dir = open_folder(&real).map_err(problem)?;
                    list.push(Mount { at: path, real: at.is_none(), read: false, write: false, dir });
                    let last = list.len() - 1;
                    &mut list[last]
                }
            };
            match right {
                Right::Read => mount.read = true,
                Right::Write => mount.write = true,
            }
        }
        // What lies below a folder has its rights, also where it is granted by itself.
        for inner in 0..list.len() {
            for outer in 0..list.len() {
                if list[inner].real && list[outer].real && below(&list[inner].at, &list[outer].at).is_some() {
                    let (read, write) = (list[outer].read, list[outer].write);
                    list[inner].read |= read;
                    list[inner].write |= write;
                }
            }
        }
        Ok(Self { list })
    }

    /// Where relative paths start.
    pub(super) fn base(&self) -> String {
        self.list.first().map_or_else(|| "/".to_owned(), |mount| mount.path_of(""))
    }

    /// What is granted, in words.
    pub(super) fn grants(&self) -> Vec<String> {
        let word = |mount: &Mount| match (mount.read, mount.write) {
            (true, true) => "read and write",
            (true, false) => "read",
            _ => "write",
        };
        self.list.iter().map(|mount| format!("{} {}", word(mount), mount.path_of(""))).collect()
    }

    /// The granted folder that a path means, and the path below it. `None` where it lies in none.
    pub(super) fn find(&self, path: &str) -> Option<(&Mount, String)> {
        if path.is_empty() {
            // As the system has it: not the current folder, but nothing.
            return self.list.first().map(|mount| (mount, String::new()));
        }
        let absolute = self.absolute(path);
        let deepest = |path: &str| {
            let inside = |mount: &'_ Mount| below(path, &mount.at).map(str::to_owned);
            let found = self.list.iter().filter_map(|mount| Some((mount, inside(mount)?)));
            found.max_by_key(|(mount, _)| mount.at.len())
        };
        // As the system would, `..` is followed after links were, where it stays inside.
        if let Some((mount, rest)) = deepest(&absolute)
            && stays(&rest)
        {
            return Some((mount, rest));
        }
        deepest(&normalise(&absolute))
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.base().trim_end_matches('/')) }
    }
}

/// A handle of a folder. A path that leads elsewhere by the time it is used is no danger: this is the host's own.
fn open_folder(path: &Path) -> std::io::Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

/// What is left of a path below another; `.` for the folder itself.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder)?;
    if !rest.is_empty() && !rest.starts_with('/') {
        return None;
    }
    let rest = rest.trim_start_matches('/');
    Some(if rest.is_empty() { "." } else { rest })
}

/// Whether a relative path never climbs above its start, by its text.
fn stays(path: &str) -> bool {
    let mut depth = 0_i32;
    path.split('/').all(|name| {
        depth += match name {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth >= 0
    })
}

/// An absolute path without `.`, `..` and double slashes; a slash at the end is kept.
fn normalise(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    let end = if names.is_empty() || !path.ends_with('/') { "" } else { "/" };
    format!("/{}{end}", names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(below("/a/b/c", "/a"), Some("b/c"));
        assert_eq!(below("/a", "/a"), Some("."));
        assert_eq!(below("/ab", "/a"), None);
        assert_eq!(below("/a", ""), Some("a"));
        assert_eq!(normalise("/a/../../b//./c/"), "/b/c/");
        assert!(stays("a/../b") && !stays("a/../../b") && !stays(".."));
    }
}
