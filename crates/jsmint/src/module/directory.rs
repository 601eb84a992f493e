//! A directory of the host as a loader.
//!
//! Everything goes through one directory handle (crate `cap-std`, which opens component by component or with
//! `openat2`): the operating system keeps `..`, absolute links and renamed parents from leading out, not a comparison
//! of strings. The host's own path is used once, to open the handle.

use std::fmt;

use std::io;
use std::path::{Component, Path};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::loader::{LoadError, LoadErrorKind, Loader, Stat};
use super::path::{below, is_normal, join};
use crate::error::{Error, ErrorKind, Result};

/// A loader over a directory of the host. Scripts can read regular files below it and nothing else: neither `..`, nor
/// absolute paths, nor symbolic links lead out. A link whose target is absolute counts as leading out. Nothing is ever
/// written.
///
/// Files are read when they are required, so a file that changes is seen by the next runtime that requires it.
pub struct Directory {
    directory: Dir,
    host_path: String,
    prefix: String,
}

impl Directory {
    /// A loader over `host_path`, which scripts see as `/`.
    ///
    /// # Errors
    /// If the directory can't be opened.
    pub fn new(host_path: impl AsRef<Path>) -> Result<Self> {
        let host_path = host_path.as_ref();
        let directory = Dir::open_ambient_dir(host_path, ambient_authority()).map_err(|error| {
            let message = format!("cannot open the loader's directory '{}': {error}", host_path.display());
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        Ok(Self { directory, host_path: host_path.display().to_string(), prefix: "/".to_owned() })
    }

    /// The same directory, seen by scripts as `prefix` instead of `/`: with the host's own absolute path, stack traces
    /// name files that an editor can open. It is a name only; which directory is read does not depend on it.
    #[must_use]
    pub fn mounted_at(mut self, prefix: impl AsRef<Path>) -> Self {
        let mut names = String::new();
        for component in prefix.as_ref().components() {
            match component {
                Component::Normal(name) => {
                    names.push('/');
                    names.push_str(&name.to_string_lossy());
                }
                Component::Prefix(drive) => {
                    names.push('/');
                    names.push_str(&drive.as_os_str().to_string_lossy());
                }
                Component::ParentDir => names.push_str("/.."),
                Component::CurDir | Component::RootDir => {}
            }
        }
        self.prefix = join("/", &names);
        self
    }

    /// `path` relative to the directory; nothing if it lies outside the mount.
    fn relative<'a>(&self, path: &'a str) -> Result<Option<&'a str>, LoadError> {
        // cap-std would keep such paths inside as well; they never come from resolution, so they are refused by name.
        if !is_normal(path) || path.contains('\0') {
            return Err(LoadError::new(LoadErrorKind::Denied, path, "it is not a normalised absolute path"));
        }
        let Some(rest) = below(&self.prefix, path) else { return Ok(None) };
        // A name that this host would split or read as a drive ("a\..\b", "C:") is no name of a file.
        if rest.split('/').any(|name| !name.is_empty() && !is_one_name(name)) {
            return Ok(None);
        }
        Ok(Some(if rest.is_empty() { "." } else { rest }))
    }
}

fn is_one_name(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!((components.next(), components.next()), (Some(Component::Normal(only)), None) if only == name)
}

fn failed(path: &str, error: io::Error) -> LoadError {
    let (kind, reason) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (LoadErrorKind::Missing, "no such file".to_owned()),
        io::ErrorKind::IsADirectory => (LoadErrorKind::Directory, "it is a directory".to_owned()),
        // cap-std makes this one itself; one from the operating system has a number.
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
            (LoadErrorKind::Denied, "it leads outside the directory that may be read".to_owned())
        }
        io::ErrorKind::PermissionDenied => (LoadErrorKind::Denied, "permission denied".to_owned()),
        _ => (LoadErrorKind::Failed, error.to_string()),
    };
    LoadError::new(kind, path, reason).with_source(error)
}

impl Loader for Directory {
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        let Some(relative) = self.relative(path)? else {
            // The directories above the mount exist, and hold nothing but the way to it.
            let above = is_normal(path) && below(path, &self.prefix).is_some();
            return Ok(if above { Stat::Directory } else { Stat::Missing });
        };
        match self.directory.metadata(relative) {
            Ok(metadata) if metadata.is_file() => Ok(Stat::File),
            Ok(metadata) if metadata.is_dir() => Ok(Stat::Directory),
            // A pipe or a device could block for ever, or never end.
            Ok(_) => Ok(Stat::Missing),
            Err(error) if error.kind() == io::ErrorKind::InvalidFilename => Ok(Stat::Missing),
            Err(error) => match failed(path, error) {
                error if error.kind() == LoadErrorKind::Missing => Ok(Stat::Missing),
                error => Err(error),
            },
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        match (self.stat(path)?, self.relative(path)?) {
            (Stat::File, Some(relative)) => self.directory.read(relative).map_err(|error| failed(path, error)),
            (Stat::Directory, _) => Err(LoadError::new(LoadErrorKind::Directory, path, "it is a directory")),
            _ => Err(LoadError::missing(path)),
        }
    }

    fn real_path(&self, path: &str) -> Result<String, LoadError> {
        let Some(relative) = self.relative(path)? else { return Ok(path.to_owned()) };
        if relative == "." {
            return Ok(path.to_owned());
        }
        let real = self.directory.canonicalize(relative).map_err(|error| failed(path, error))?;
        let mut below = String::from(".");
        for component in real.components() {
            let name = component.as_os_str().to_str().ok_or_else(|| {
                LoadError::new(LoadErrorKind::Failed, path, "it is a link to a name that is not UTF-8")
            })?;
            below.push('/');
            below.push_str(name);
        }
        Ok(join(&self.prefix, &below))
    }

    fn base(&self) -> &str {
        &self.prefix
    }

    fn describe(&self) -> String {
        match self.prefix.as_str() {
            "/" => format!("files below {}", self.host_path),
            prefix => format!("files below {} as {prefix}", self.host_path),
        }
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Directory({})", self.describe())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// `outside/secret.js` beside `root`, which has a file, a folder, and all sorts of links.
    fn tree() -> (tempfile::TempDir, Directory) {
        let all = tempfile::tempdir().unwrap();
        fs::create_dir_all(all.path().join("outside")).unwrap();
        fs::write(all.path().join("outside/secret.js"), "secret").unwrap();
        fs::create_dir_all(all.path().join("root/lib")).unwrap();
        fs::write(all.path().join("root/lib/a.js"), "a").unwrap();
        let loader = Directory::new(all.path().join("root")).unwrap();
        (all, loader)
    }

    #[test]
    fn reads_what_is_inside() {
        let (_all, loader) = tree();
        assert_eq!(loader.stat("/").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/lib").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/lib/a.js").unwrap(), Stat::File);
        assert_eq!(loader.stat("/lib/b.js").unwrap(), Stat::Missing);
        assert_eq!(loader.stat("/lib/a.js/x").unwrap(), Stat::Missing);
        assert_eq!(loader.stat(&format!("/{}", "x".repeat(5000))).unwrap(), Stat::Missing);
        assert_eq!(loader.read("/lib/a.js").unwrap(), b"a");
        assert_eq!(loader.read("/lib").unwrap_err().kind(), LoadErrorKind::Directory);
        assert_eq!(loader.read("/gone").unwrap_err().kind(), LoadErrorKind::Missing);
        assert_eq!(loader.real_path("/").unwrap(), "/");
    }

    #[test]
    fn dots_absolute_paths_and_nul_do_not_lead_out() {
        let (all, loader) = tree();
        let host = all.path().join("outside/secret.js").display().to_string();
        assert_eq!(loader.stat(&host).unwrap(), Stat::Missing);
        let twisted = ["/../outside/secret.js", "/lib/../../outside/secret.js", "../outside/secret.js", "", "lib/a.js"];
        let doubled = ["//lib/a.js", "/lib/./a.js", "/lib/", "/lib/a.js\0", "/\0/a.js", "/lib/a.js\0/../../x"];
        for path in twisted.into_iter().chain(doubled) {
            assert_eq!(loader.stat(path).unwrap_err().kind(), LoadErrorKind::Denied, "{path:?}");
            assert_eq!(loader.read(path).unwrap_err().kind(), LoadErrorKind::Denied, "{path:?}");
            assert_eq!(loader.real_path(path).unwrap_err().kind(), LoadErrorKind::Denied, "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        use std::os::unix::fs::symlink;

        let (all, loader) = tree();
        let root = all.path().join("root");
        symlink("../outside/secret.js", root.join("up.js")).unwrap();
        symlink(all.path().join("outside/secret.js"), root.join("absolute.js")).unwrap();
        symlink("../outside", root.join("folder")).unwrap();
        symlink("..", root.join("lib/back")).unwrap();
        symlink("up.js", root.join("twice.js")).unwrap();
        symlink("/", root.join("slash")).unwrap();
        let host = all.path().join("outside/secret.js");
        let through_slash = format!("/slash{}", host.display());
        let paths = ["/up.js", "/absolute.js", "/folder/secret.js", "/twice.js", "/lib/back/up.js", &through_slash];
        for path in paths {
            for error in
                [loader.stat(path).unwrap_err(), loader.read(path).unwrap_err(), loader.real_path(path).unwrap_err()]
            {
                assert_eq!(error.kind(), LoadErrorKind::Denied, "{path}: {error}");
                let told = error.to_string().replace(path, "");
                assert!(!told.contains("outside/"), "the host's path is told: {error}");
            }
        }
        assert!(loader.stat("/lib/back/lib/a.js").unwrap() == Stat::File, "a link that stays inside is followed");
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_have_a_real_path_and_pipes_are_no_files() {
        use std::os::unix::fs::symlink;

        let (all, loader) = tree();
        let root = all.path().join("root");
        symlink("lib", root.join("link")).unwrap();
        symlink("../link/a.js", root.join("lib/b.js")).unwrap();
        symlink("gone.js", root.join("dangling.js")).unwrap();
        let loader = loader.mounted_at("/srv/./x/../app/");
        assert_eq!(loader.base(), "/srv/app");
        assert_eq!(loader.real_path("/srv/app/link/b.js").unwrap(), "/srv/app/lib/a.js");
        assert_eq!(loader.real_path("/srv/app").unwrap(), "/srv/app");
        assert_eq!(loader.stat("/srv/app/dangling.js").unwrap(), Stat::Missing);
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.js")).unwrap();
        assert_eq!(loader.stat("/srv/app/socket.js").unwrap(), Stat::Missing);
        assert_eq!(loader.read("/srv/app/socket.js").unwrap_err().kind(), LoadErrorKind::Missing);
    }

    #[test]
    fn a_mount_hides_everything_else() {
        let (_all, loader) = tree();
        let loader = loader.mounted_at("/srv/app");
        assert_eq!(loader.stat("/srv").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/").unwrap(), Stat::Directory);
        assert_eq!(loader.stat("/srv/app/lib/a.js").unwrap(), Stat::File);
        for path in ["/lib/a.js", "/srv/apple", "/srv/app2/lib/a.js", "/srv/lib"] {
            assert_eq!(loader.stat(path).unwrap(), Stat::Missing, "{path}");
            assert_eq!(loader.read(path).unwrap_err().kind(), LoadErrorKind::Missing, "{path}");
        }
    }

    #[test]
    fn the_handle_counts_not_the_name() {
        let (all, loader) = tree();
        fs::rename(all.path().join("root"), all.path().join("renamed")).unwrap();
        fs::rename(all.path().join("outside"), all.path().join("root")).unwrap();
        assert_eq!(loader.stat("/secret.js").unwrap(), Stat::Missing);
        assert_eq!(loader.read("/lib/a.js").unwrap(), b"a");
    }

    #[test]
    fn a_directory_that_is_not_there_is_an_error() {
        let error = Directory::new("/nosuch/directory").err().unwrap();
        assert!(error.message().contains("/nosuch/directory"), "{error}");
    }
}
