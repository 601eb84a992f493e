//! Which files a script may see: those below its root, those of allowed folders, and nothing else.

use std::path::{Path, PathBuf};

use jsmint::loader::{self, Chain, Directory};

use crate::failure::Failure;

/// A script and the folder it belongs to.
pub(crate) struct App {
    /// The nearest folder with a package.json, or the script's own.
    root: PathBuf,
    /// The script, relative to the root: `./lib/main.js`.
    pub(crate) request: String,
}

impl App {
    /// Finds the root of a script.
    pub(crate) fn find(file: &Path) -> Result<Self, Failure> {
        let unreadable = |error| Failure::io(format!("cannot read {}", file.display()), error);
        let real = file.canonicalize().map_err(unreadable)?;
        if real.is_dir() {
            let message = format!("{} is a folder; name the file in it that is to be run", file.display());
            return Err(Failure::message(message));
        }
        let own = real.parent().unwrap_or(Path::new("/"));
        let root = own.ancestors().find(|folder| folder.join("package.json").is_file()).unwrap_or(own).to_path_buf();
        let below = real.strip_prefix(&root).map_err(|_| Failure::message("the file lies outside its own root"))?;
        let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(Self { request: format!("./{}", names.join("/")), root })
    }

    /// Its loader: the root under its real name, so that stack traces name files that an editor can open, and the
    /// allowed folders under theirs.
    pub(crate) fn loader(&self, allowed: &[PathBuf]) -> Result<Chain, Failure> {
        let own = std::iter::once(&self.root);
        folders(own.chain(allowed))
    }
}

/// A loader of these folders, each under its real name; relative requests start at the first.
pub(crate) fn folders<'a>(folders: impl IntoIterator<Item = &'a PathBuf>) -> Result<Chain, Failure> {
    let mut chain = loader::chain([]);
    for folder in folders {
        chain = chain.then(mount(folder)?);
    }
    Ok(chain)
}

fn mount(folder: &Path) -> Result<Directory, Failure> {
    let unreadable = |error| Failure::io(format!("cannot read the folder {}", folder.display()), error);
    let real = folder.canonicalize().map_err(unreadable)?;
    Ok(Directory::new(&real)?.mounted_at(&real))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_package_is_the_root() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lib = folder.path().join("app/lib");
        fs::create_dir_all(&lib).expect("folders");
        fs::write(lib.join("main.js"), "").expect("a file");
        let main = lib.join("main.js");
        assert_eq!(App::find(&main).map(|app| app.request).ok().as_deref(), Some("./main.js"));
        fs::write(folder.path().join("app/package.json"), "{}").expect("a file");
        let app = App::find(&main).ok().expect("an app");
        assert_eq!(app.request, "./lib/main.js");
        assert!(app.root.ends_with("app"));
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(App::find(folder.path()).is_err());
        assert!(App::find(&folder.path().join("absent.js")).is_err());
    }
}
