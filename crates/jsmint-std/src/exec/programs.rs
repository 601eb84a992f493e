//! Granted programs and what their children get.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Bounds;

/// Granted programs, found once (G4), and what their children get.
#[derive(Debug)]
pub(super) struct Programs {
    /// By the names that scripts know.
    pub(super) paths: BTreeMap<String, PathBuf>,
    /// Names of variables that scripts may set.
    pub(super) names: Vec<String>,
    /// The environment of children.
    pub(super) env: BTreeMap<OsString, OsString>,
    pub(super) cwd: PathBuf,
    pub(super) bounds: Bounds,
}

impl Default for Programs {
    fn default() -> Self {
        let bounds = Bounds { timeout: Duration::ZERO, output: 0 };
        Self { paths: BTreeMap::new(), names: Vec::new(), env: BTreeMap::new(), cwd: PathBuf::from("/"), bounds }
    }
}

impl Programs {
    /// Finds the programs.
    pub(super) fn find(names: &[String], env: &[String], cwd: Option<&Path>, bounds: Bounds) -> Result<Self, String> {
        let mut paths = BTreeMap::new();
        for name in names {
            let path = find(name).ok_or_else(|| format!("exec is to allow {name:?}, but there is no such program"))?;
            paths.insert(name.clone(), path);
        }
        let cwd = match cwd {
            Some(cwd) => {
                cwd.canonicalize().map_err(|error| format!("exec cannot start in {}: {error}", cwd.display()))?
            }
            None => std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
        };
        let inherited = env.iter().map(String::as_str).chain(["PATH"]);
        let env_values = inherited.filter_map(|name| Some((name.into(), std::env::var_os(name)?)));
        Ok(Self { paths, names: env.to_vec(), env: env_values.collect(), cwd, bounds })
    }

    /// What is granted, in words.
    pub(super) fn grants(&self) -> Vec<String> {
        self.paths.keys().map(|name| format!("exec: run {name}")).collect()
    }
}

/// The file that a name or a path means.
fn find(name: &str) -> Option<PathBuf> {
    let runs =
        |path: &PathBuf| path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0);
    if name.contains('/') {
        return std::path::absolute(name).ok().filter(runs);
    }
    let folders = std::env::var_os("PATH")?;
    // An empty or relative entry would mean another program in another folder.
    std::env::split_paths(&folders).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(runs)
}
