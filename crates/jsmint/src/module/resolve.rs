//! Which file a request means: CommonJS resolution as Node 20 does it, over any [`Loader`].
//!
//! This is own code, although the crate `oxc_resolver` does the same job well for bundlers: its path and metadata
//! cache outlives a request, so a file that a loader gains or loses later goes unseen; it asks the file system from
//! inside a cell that others wait for, so a loader that requires something itself can lock up; it reads `?` and `#` in a
//! request as query and fragment, which `require` does not; and the paths it tried come as a set without order.
//!
//! Departures from Node, all on purpose:
//! - Global folders come before `node_modules`, so that what the host provides can't be shadowed by the application.
//! - `#name` may lead to a native module (Node 20 fails there).
//! - The conditions are `node` and `require`, without `module-sync`: a package that has CommonJS is taken as such.

use std::collections::HashSet;

use super::loader::Loader;
use super::path::join;
use super::resolve_error::ResolveError;
use super::search::{Search, start_of};
use super::target::Target;

/// What resolution depends on beside the loader.
#[derive(Clone, Debug)]
pub struct ResolveOptions {
    /// Folders in which bare names are looked up first. Default none.
    pub global_folders: Vec<String>,
    /// Conditions of `exports` and `imports` that hold, beside `default`. Default `node` and `require`.
    pub conditions: Vec<String>,
    /// Names of native modules (without `node:`), which `imports` may lead to. Default none.
    pub natives: HashSet<String>,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            global_folders: Vec::new(),
            conditions: vec!["node".to_owned(), "require".to_owned()],
            natives: HashSet::new(),
        }
    }
}

impl ResolveOptions {
    pub(crate) fn is_native(&self, name: &str) -> bool {
        self.natives.contains(name.strip_prefix("node:").unwrap_or(name))
    }
}

/// What a request means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resolved {
    /// The file at this path, symbolic links resolved.
    File(String),
    /// The native module of this name, which an `imports` entry led to.
    Native(String),
}

impl Resolved {
    /// What `require.resolve` gives: the path, or the name of the native module.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::File(text) | Self::Native(text) => text,
        }
    }
}

/// The file that `request` means when asked for from `directory` (normalised; relative to the loader's base if it does
/// not begin with `/`). Native modules that are asked for by name come before this, and are not looked for here.
///
/// # Errors
/// If there is no such file, if a `package.json` on the way is invalid or forbids it, or if the loader fails.
///
/// ```
/// use jsmint::loader::{Memory, ResolveOptions, resolve};
///
/// let loader = Memory::new().file("/node_modules/left/index.js", "").file("/app/main.js", "");
/// let options = ResolveOptions::default();
/// assert_eq!(resolve(&loader, "left", "/app", &options).unwrap().as_str(), "/node_modules/left/index.js");
/// let error = resolve(&loader, "right", "/app", &options).unwrap_err();
/// assert_eq!(error.code(), "MODULE_NOT_FOUND");
/// assert!(error.tried().contains(&"/node_modules/right/index.js".to_owned()) || error.tried().len() > 3);
/// ```
pub fn resolve(
    loader: &dyn Loader,
    request: &str,
    directory: &str,
    options: &ResolveOptions,
) -> Result<Resolved, ResolveError> {
    let directory = join(loader.base(), directory);
    search(loader, request, &directory, &directory, options)
}

/// The file that `request` means in the text of `file`.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_from(
    loader: &dyn Loader,
    request: &str,
    file: &str,
    options: &ResolveOptions,
) -> Result<Resolved, ResolveError> {
    let file = join(loader.base(), file);
    search(loader, request, start_of(&file), &file, options)
}

fn search(
    loader: &dyn Loader,
    request: &str,
    directory: &str,
    referrer: &str,
    options: &ResolveOptions,
) -> Result<Resolved, ResolveError> {
    let mut search = Search { loader, options, request, directory, referrer, tried: Vec::new() };
    match search.run() {
        Ok(Target::File(path)) => Ok(Resolved::File(path)),
        Ok(Target::Bare(name)) => Ok(Resolved::Native(name)),
        Err(error) => Err(error.about(request, referrer, search.tried, loader.refusal())),
    }
}
