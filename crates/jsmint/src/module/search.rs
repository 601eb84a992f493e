//! The steps of Node's CommonJS resolution, over one loader and for one request.
//!
//! Each look at the loader that finds no file is noted, in order, so that a failure can say where it looked.

use super::loader::{Loader, Stat};
use super::package::{Package, package_around, read_package};
use super::path::{ancestors, join, name_of};
use super::resolve_error::ResolveError;
use super::resolve_options::ResolveOptions;
use super::target::{Lookup, Target};

type Found = Result<Option<String>, ResolveError>;

/// Node also looks for compiled add-ons, so a file `x.node` hides a directory `x`; loading it is refused later.
const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];

/// One resolution under way.
pub(crate) struct Search<'a> {
    pub(crate) loader: &'a dyn Loader,
    pub(crate) options: &'a ResolveOptions,
    pub(crate) request: &'a str,
    /// The directory of the file that asks.
    pub(crate) directory: &'a str,
    /// Who asks, for messages.
    pub(crate) referrer: &'a str,
    pub(crate) tried: Vec<String>,
}

impl Search<'_> {
    /// All of Node's `Module._resolveFilename` but the native modules, which come first and elsewhere.
    pub(crate) fn run(&mut self) -> Result<Target, ResolveError> {
        let request = self.request;
        // No loader is asked for a name with NUL: some hosts would cut it short.
        if request.contains('\0') {
            return Err(ResolveError::not_found(request));
        }
        if request.starts_with('#')
            && let Some(package) = package_around(self.loader, self.directory)?
            && package.imports.is_some()
        {
            return self.import(&package);
        }
        let found = if is_relative(request) || request.starts_with('/') {
            self.path(&join(self.directory, request), ends_as_directory(request))?
        } else {
            match self.own_package()? {
                Some(path) => Some(path),
                None => self.bare(request)?,
            }
        };
        found.map(Target::File).ok_or_else(|| ResolveError::not_found(request))
    }

    /// A request with `#`, which only the package's own `imports` can answer.
    fn import(&mut self, package: &Package) -> Result<Target, ResolveError> {
        match self.lookup(package, true).import(self.request)? {
            Target::File(path) => self.exact(&path).map(Target::File),
            Target::Bare(name) if self.options.is_native(&name) => Ok(Target::Bare(name)),
            Target::Bare(name) => match self.imported_package(&name, package)? {
                Some(path) => Ok(Target::File(path)),
                None => Err(ResolveError::not_found(self.request)),
            },
        }
    }

    /// A package by its own name, if it has `exports`.
    fn own_package(&mut self) -> Found {
        match package_around(self.loader, self.directory)? {
            Some(package) => self.export_of_own(&package, self.request, self.referrer),
            None => Ok(None),
        }
    }

    fn export_of_own(&mut self, package: &Package, request: &str, referrer: &str) -> Found {
        let (Some(name), true) = (package.name.as_deref(), package.exports.is_some()) else { return Ok(None) };
        match request.strip_prefix(name) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => self.export(package, rest, referrer).map(Some),
            _ => Ok(None),
        }
    }

    fn export(&mut self, package: &Package, rest: &str, referrer: &str) -> Result<String, ResolveError> {
        let lookup = Lookup { referrer, ..self.lookup(package, false) };
        let file = lookup.export(&format!(".{rest}"))?;
        self.exact(&file)
    }

    /// A bare name: in the global folders, then in `node_modules` here and above.
    fn bare(&mut self, request: &str) -> Found {
        for folder in self.folders() {
            if !self.is_directory(&folder)? {
                self.tried.push(join(&folder, request));
                continue;
            }
            if let Some((name, rest)) = split_package(request)
                && let Some(package) = read_package(self.loader, &join(&folder, name))?
                && package.exports.is_some()
            {
                // Node names no referrer here.
                return self.export(&package, rest, "").map(Some);
            }
            if let Some(path) = self.path(&join(&folder, request), ends_as_directory(request))? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// A bare name out of the `imports` of `importer`, which Node resolves by the rules of ES modules: names are exact,
    /// but for `main`.
    fn imported_package(&mut self, request: &str, importer: &Package) -> Found {
        let referrer = importer.file();
        if let Some(path) = self.export_of_own(importer, request, &referrer)? {
            return Ok(Some(path));
        }
        let Some((name, rest)) = split_package(request) else { return Ok(None) };
        for folder in self.folders() {
            let directory = join(&folder, name);
            if !self.is_directory(&directory)? {
                self.tried.push(directory);
                continue;
            }
            let package = read_package(self.loader, &directory)?;
            return match package {
                Some(package) if package.exports.is_some() => self.export(&package, rest, &referrer).map(Some),
                _ if rest.is_empty() => self.directory(&directory),
                _ => self.exact(&join(&directory, &rest[1..])).map(Some),
            };
        }
        Ok(None)
    }

    fn folders(&self) -> Vec<String> {
        let above = node_modules_above(self.directory);
        self.options.global_folders.iter().map(|folder| join("/", folder)).chain(above).collect()
    }

    /// A path as Node takes it: the file, the file with an extension, the directory.
    fn path(&mut self, path: &str, as_directory: bool) -> Found {
        let stat = self.loader.stat(path)?;
        if !as_directory {
            if stat == Stat::File {
                return self.real(path).map(Some);
            }
            self.tried.push(path.to_owned());
            if let Some(found) = self.with_extension(path)? {
                return Ok(Some(found));
            }
        }
        match stat {
            Stat::Directory | Stat::Unlisted => self.directory(path),
            // Otherwise noted already, as a file.
            Stat::File | Stat::Missing if as_directory => {
                self.tried.push(path.to_owned());
                Ok(None)
            }
            Stat::File | Stat::Missing => Ok(None),
        }
    }

    /// A directory: `main` of its `package.json`, else its index.
    fn directory(&mut self, directory: &str) -> Found {
        let package = read_package(self.loader, directory)?;
        let Some(main) = package.and_then(|package| package.main) else {
            self.tried.push(join(directory, "package.json"));
            return self.with_extension(&join(directory, "index"));
        };
        let main = join(directory, &main);
        if let Some(found) = self.file(&main)? {
            return Ok(Some(found));
        }
        for start in [main.clone(), join(&main, "index"), join(directory, "index")] {
            if let Some(found) = self.with_extension(&start)? {
                return Ok(Some(found));
            }
        }
        let message =
            format!("Cannot find module '{main}'. Please verify that the package.json has a valid \"main\" entry");
        Err(ResolveError::new("MODULE_NOT_FOUND", message))
    }

    fn with_extension(&mut self, path: &str) -> Found {
        for extension in EXTENSIONS {
            if let Some(found) = self.file(&format!("{path}{extension}"))? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn file(&mut self, path: &str) -> Found {
        if self.loader.stat(path)? == Stat::File {
            return self.real(path).map(Some);
        }
        self.tried.push(path.to_owned());
        Ok(None)
    }

    /// A file that a `package.json` named exactly.
    fn exact(&mut self, path: &str) -> Result<String, ResolveError> {
        self.file(path)?.ok_or_else(|| ResolveError::not_found(path))
    }

    fn is_directory(&self, path: &str) -> Result<bool, ResolveError> {
        Ok(matches!(self.loader.stat(path)?, Stat::Directory | Stat::Unlisted))
    }

    fn real(&self, path: &str) -> Result<String, ResolveError> {
        Ok(self.loader.real_path(path)?)
    }

    fn lookup<'a>(&'a self, package: &'a Package, internal: bool) -> Lookup<'a> {
        Lookup { package, conditions: &self.options.conditions, referrer: self.referrer, internal }
    }
}

/// `node_modules` of `directory` and of every directory above that is not itself called so.
fn node_modules_above(directory: &str) -> impl Iterator<Item = String> {
    ancestors(directory).filter(|path| name_of(path) != "node_modules").map(|path| join(path, "node_modules"))
}

fn is_relative(request: &str) -> bool {
    request == "." || request.starts_with("./") || request.starts_with("..")
}

/// Whether a request can only mean a directory.
fn ends_as_directory(request: &str) -> bool {
    matches!(name_of(request), "" | "." | "..")
}

/// `name/rest` or `@scope/name/rest` as the name of a package and the rest with its slash.
fn split_package(request: &str) -> Option<(&str, &str)> {
    let from = if request.starts_with('@') { request.find('/')? + 1 } else { 0 };
    let end = request[from..].find('/').map_or(request.len(), |at| from + at);
    let (name, rest) = request.split_at(end);
    let plain = name.len() > from && !name.starts_with('.') && !name[from..].starts_with('.');
    (plain && !name.contains(['\\', '%'])).then_some((name, rest))
}
