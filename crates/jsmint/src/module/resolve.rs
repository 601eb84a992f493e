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

use super::loader::Loader;
use super::path::{directory_of, join};
use super::resolve_error::ResolveError;
use super::resolve_options::ResolveOptions;
use super::search::Search;
use super::target::Target;

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
    search(loader, request, directory_of(&file), &file, options)
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::{Arc, Mutex};

    use serde_json::Value;

    use super::*;
    use crate::module::loader::{LoadError, LoadErrorKind, Stat};
    use crate::module::{Directory, Memory, function, none};

    fn defaults() -> ResolveOptions {
        ResolveOptions::default()
    }

    fn path(loader: &dyn Loader, request: &str, directory: &str) -> String {
        match resolve(loader, request, directory, &defaults()) {
            Ok(resolved) => resolved.as_str().to_owned(),
            Err(error) => error.code().to_owned(),
        }
    }

    /// Node's own answers, recorded beside the tree by running it there.
    #[test]
    fn answers_as_node_did() {
        const TREE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/require");
        let recorded = std::fs::read_to_string(format!("{TREE}/expected.jsonl")).unwrap();
        for root in ["", "/mounted/below"] {
            let loader = Directory::new(TREE).unwrap().mounted_at(root);
            let mut compared = 0;
            for line in recorded.lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                let (Some(from), Some(request)) = (line["from"].as_str(), line["request"].as_str()) else { continue };
                // Native modules come before resolution.
                if line["path"].as_str().is_some_and(|path| !path.starts_with('/')) {
                    continue;
                }
                let request = request.replace("<root>", root);
                let relative = |text: &str| text.replace(&format!("{root}/"), "/");
                match resolve_from(&loader, &request, &format!("{root}{from}"), &defaults()) {
                    Ok(resolved) => assert_eq!(relative(resolved.as_str()), line["path"], "{request} from {from}"),
                    Err(error) => {
                        let expected = &line["error"];
                        assert_eq!(error.code(), expected["code"], "{request} from {from}: {error}");
                        assert_eq!(error.name(), expected["name"], "{request} from {from}");
                        let expected = expected["message"].as_str().unwrap();
                        let message = if request.starts_with('/') {
                            error.message().replace(root, "")
                        } else {
                            relative(error.message())
                        };
                        let message = message.lines().next().unwrap();
                        // What is wrong with a text, each parser says in its own words.
                        let same =
                            message == expected || error.name() == "SyntaxError" && message.starts_with(expected);
                        assert!(same, "{request} from {from}: {message:?} is not {expected:?}");
                    }
                }
                compared += 1;
            }
            assert!(compared > 200, "only {compared} lines compared");
        }
    }

    #[test]
    fn a_failure_says_where_it_looked_in_order() {
        let loader = Memory::new().file("/node_modules/other/index.js", "").file("/app/main.js", "");
        let error = resolve_from(&loader, "gone", "/app/main.js", &defaults()).unwrap_err();
        assert_eq!(error.request(), "gone");
        assert_eq!(error.referrer(), "/app/main.js");
        let nearby = ["/app/node_modules/gone", "/node_modules/gone", "/node_modules/gone.js"];
        assert_eq!(error.tried(), [&nearby[..], &["/node_modules/gone.json", "/node_modules/gone.node"]].concat());
        assert!(error.to_string().starts_with("Cannot find module 'gone'\nTried:\n- /app/node_modules/gone\n- "));
        let error = resolve(&loader, "./app", "/", &defaults()).unwrap_err();
        assert_eq!(error.tried().last().unwrap(), "/app/index.node");
        assert!(error.tried().contains(&"/app/package.json".to_owned()));
    }

    #[test]
    fn global_folders_come_first() {
        let loader = Memory::new().file("/host/a.js", "").file("/node_modules/a.js", "").file("/node_modules/b.js", "");
        let options = ResolveOptions { global_folders: vec!["/host".to_owned(), "/gone".to_owned()], ..defaults() };
        let path = |request| resolve(&loader, request, "/", &options).unwrap().as_str().to_owned();
        assert_eq!(path("a"), "/host/a.js");
        assert_eq!(path("b"), "/node_modules/b.js");
    }

    #[test]
    fn imports_may_lead_to_native_modules() {
        let loader = Memory::new().file("/package.json", r##"{"imports": {"#db": "node:database", "#x": "other"}}"##);
        let options = ResolveOptions { natives: HashSet::from(["database".to_owned()]), ..defaults() };
        assert_eq!(resolve(&loader, "#db", "/", &options).unwrap(), Resolved::Native("node:database".to_owned()));
        assert_eq!(resolve(&loader, "#x", "/", &options).unwrap_err().code(), "MODULE_NOT_FOUND");
    }

    #[test]
    fn nothing_above_the_root() {
        let loader = Memory::new().file("/etc/passwd", "inside").file("/app/main.js", "");
        assert_eq!(path(&loader, "../../../../etc/passwd", "/app"), "/etc/passwd");
        assert_eq!(path(&loader, "x/../../../../etc/passwd", "/app"), "MODULE_NOT_FOUND");
        assert_eq!(path(&loader, "/etc/passwd\0.js", "/app"), "MODULE_NOT_FOUND");
    }

    #[test]
    fn requests_of_the_host_start_at_the_base() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.js"), "").unwrap();
        let loader = Directory::new(directory.path()).unwrap().mounted_at("/srv/app");
        assert_eq!(path(&loader, "./a", ""), "/srv/app/a.js");
        assert_eq!(path(&loader, "./app/a", ".."), "/srv/app/a.js");
        assert_eq!(path(&loader, "../a", ""), "MODULE_NOT_FOUND");
    }

    #[test]
    fn a_loader_that_cannot_list_is_asked_for_files() {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        let loader = function(move |path| {
            log.lock().unwrap().push(path.to_owned());
            match path {
                "/node_modules/p/package.json" => Ok(Some(br#"{"main": "lib"}"#.to_vec())),
                "/node_modules/p/lib/index.js" | "/dir/index.json" => Ok(Some(Vec::new())),
                "/broken.js" => Err("the network is down"),
                _ => Ok(None),
            }
        });
        assert_eq!(path(&loader, "p", "/app"), "/node_modules/p/lib/index.js");
        assert_eq!(path(&loader, "./dir", "/"), "/dir/index.json");
        assert!(asked.lock().unwrap().iter().all(|path| crate::module::path::is_normal(path)));
        let error = resolve(&loader, "./broken", "/", &defaults()).unwrap_err();
        assert!(error.message().contains("the network is down"), "{error}");
    }

    #[test]
    fn no_lock_is_held_while_a_loader_runs() {
        // A loader that resolves through itself, as one that fetches what it finds described elsewhere would.
        struct Reentrant(Memory);
        impl Loader for Reentrant {
            fn stat(&self, path: &str) -> Result<Stat, LoadError> {
                if path == "/start.js" {
                    let found = resolve(&self.0, "./real", "/", &ResolveOptions::default());
                    return found.map(|_| Stat::File).map_err(|_| LoadError::missing(path));
                }
                self.0.stat(path)
            }
            fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
                self.0.read(path)
            }
            fn describe(&self) -> String {
                self.0.describe()
            }
        }
        assert_eq!(path(&Reentrant(Memory::new().file("/real.js", "")), "./start", "/"), "/start.js");
    }

    #[test]
    fn errors_reach_the_host_with_all_they_know() {
        let error: crate::error::Error = resolve(&none(), "./a", "/", &defaults()).unwrap_err().into();
        let exception = error.exception().unwrap();
        assert_eq!((exception.name.as_str(), exception.code.as_deref()), ("Error", Some("MODULE_NOT_FOUND")));
        assert!(exception.message.contains("\n- /a.js\n") && exception.message.contains("Options::loader"), "{error}");
        let load = LoadError::new(LoadErrorKind::Denied, "/x", "no");
        assert_eq!(ResolveError::from(load).code(), "ERR_ACCESS_DENIED");
    }
}
