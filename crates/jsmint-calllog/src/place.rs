//! Where a log's file is, and whether it is still the same file.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::{LogError, LogErrorKind};

/// The file's name where none is given.
const DEFAULT: &str = "calllog.sqlite";

/// The absolute path of a log's file, free of links, so that two names of one file come out the same.
///
/// # Errors
///
/// [`LogErrorKind::Path`] for paths that no log may have; [`LogErrorKind::Open`] if the directory is not there.
pub(crate) fn resolve(path: &Path) -> Result<PathBuf, LogError> {
    let refuse = |why: &str| {
        let message =
            format!("call log at {path:?}: {why}; name a file, or nothing for {DEFAULT} in the working directory");
        Err(LogError::new(LogErrorKind::Path, message))
    };
    let asked = if path.as_os_str().is_empty() { Path::new(DEFAULT) } else { path };
    if asked.as_os_str().as_encoded_bytes().contains(&0) {
        return refuse("a path has no zero bytes");
    }
    let mut depth = 0_i64;
    for component in asked.components() {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
        if depth < 0 {
            return refuse("it climbs out with ..");
        }
    }
    let ends_as_directory = asked.as_os_str().as_encoded_bytes().last() == Some(&b'/');
    let Some(name) = asked.file_name().filter(|_| !ends_as_directory) else {
        return refuse("it is a directory");
    };
    match fs::canonicalize(asked) {
        Ok(real) if real.is_dir() => return refuse("it is a directory"),
        Ok(real) if !real.is_file() => return refuse("it is no regular file"),
        Ok(real) => return Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            let message = format!("call log at {}: {error}", asked.display());
            return Err(LogError::new(LogErrorKind::Open, message).with_source(error));
        }
    }
    let directory = asked.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::canonicalize(directory) {
        Ok(directory) => Ok(directory.join(name)),
        Err(error) => {
            let message = format!("call log at {}: its directory: {error}; create it first", asked.display());
            Err(LogError::new(LogErrorKind::Open, message).with_source(error))
        }
    }
}

/// A path with more at the end of its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Which file it is, whatever it is called: device and inode, where the platform has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(Option<(u64, u64)>);

impl FileId {
    /// Looks at the name only: to open the file here and close it again would drop SQLite's locks on it.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self(numbers(&metadata)))
    }

    /// Whether both are known to be one file.
    pub(crate) fn is(self, other: Self) -> bool {
        self.0.is_some() && self == other
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other platforms have no such numbers")]
fn numbers(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn numbers(_: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_no_log_may_have() {
        for path in [".", "..", "../x", "a/../../x", "./..", "/../x", "/", "src/", "src", "src/..", "a\0b", "/dev/null"]
        {
            let error = resolve(Path::new(path)).unwrap_err();
            assert_eq!(error.kind(), LogErrorKind::Path, "{path}: {error}");
        }
        assert_eq!(resolve(Path::new("absent/x")).unwrap_err().kind(), LogErrorKind::Open);
    }

    #[test]
    fn names_of_one_file_are_one_path() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(resolve(Path::new("")).unwrap(), here.join(DEFAULT));
        assert_eq!(resolve(Path::new("src/../src/lib.rs")).unwrap(), here.join("src/lib.rs"));
        assert_eq!(resolve(Path::new("./src/absent")).unwrap(), here.join("src/absent"));
    }
}
