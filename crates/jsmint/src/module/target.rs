//! `exports` and `imports` of a `package.json`: keys, patterns and conditions to a target, with Node's errors.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::package::Package;
use super::path::join;
use super::resolve_error::ResolveError;

/// What an entry of `exports` or `imports` leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file of the package. It need not exist.
    File(String),
    /// The name of another package or native module (`imports` only).
    Bare(String),
}

/// What a target says under some conditions.
enum Outcome {
    Found(Target),
    /// No condition matched: the next one may.
    Undefined,
    /// Forbidden by `null`.
    Null,
}

/// One look-up: which package, under which conditions, on whose behalf.
pub(crate) struct Lookup<'a> {
    pub(crate) package: &'a Package,
    pub(crate) conditions: &'a [String],
    /// Named in messages; empty where Node names nobody.
    pub(crate) referrer: &'a str,
    /// `imports` rather than `exports`.
    pub(crate) internal: bool,
}

impl Lookup<'_> {
    /// The file that `subpath` (`.` or `./…`) of the package's `exports` stands for.
    pub(crate) fn export(&self, subpath: &str) -> Result<String, ResolveError> {
        let exports = self.package.exports.as_ref().unwrap_or(&Value::Null);
        let sugar;
        let entries = if self.is_sugar(exports)? {
            sugar = Map::from_iter([(".".to_owned(), exports.clone())]);
            &sugar
        } else if let Value::Object(entries) = exports {
            entries
        } else {
            return Err(self.not_exported(subpath));
        };
        match self.entry(entries, subpath)? {
            Outcome::Found(Target::File(path)) => Ok(path),
            _ => Err(self.not_exported(subpath)),
        }
    }

    /// What `name` (`#…`) of the package's `imports` stands for.
    pub(crate) fn import(&self, name: &str) -> Result<Target, ResolveError> {
        if name == "#" || name.starts_with("#/") || name.ends_with('/') {
            return Err(self.invalid_specifier(name, "is not a valid internal imports specifier name"));
        }
        if let Some(Value::Object(entries)) = &self.package.imports
            && let Outcome::Found(target) = self.entry(entries, name)?
        {
            return Ok(target);
        }
        let message = format!("Package import specifier \"{name}\" is not defined in package {}", self.package.file());
        Err(ResolveError::new("ERR_PACKAGE_IMPORT_NOT_DEFINED", message + &self.imported_from()))
    }

    /// The entry for `key`: itself, or the longest pattern that matches it.
    fn entry(&self, entries: &Map<String, Value>, key: &str) -> Result<Outcome, ResolveError> {
        if !key.contains('*')
            && !key.ends_with('/')
            && let Some(target) = entries.get(key)
        {
            return self.target(target, key, None);
        }
        let mut best: Option<(&str, &str, &Value)> = None;
        for (pattern, target) in entries {
            let Some((start, end)) = pattern.split_once('*') else { continue };
            if end.contains('*') || key.len() < pattern.len() {
                continue;
            }
            let Some(matched) = key.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)) else { continue };
            if best.is_none_or(|(other, ..)| is_more_specific(pattern, other)) {
                best = Some((pattern, matched, target));
            }
        }
        match best {
            Some((pattern, matched, target)) => self.target(target, pattern, Some(matched)),
            None => Ok(Outcome::Undefined),
        }
    }

    fn target(&self, target: &Value, key: &str, matched: Option<&str>) -> Result<Outcome, ResolveError> {
        match target {
            Value::String(text) => self.text_target(text, key, matched).map(Outcome::Found),
            Value::Null => Ok(Outcome::Null),
            Value::Object(branches) => {
                if branches.keys().any(|key| is_array_index(key)) {
                    return Err(self.invalid_config("\"exports\" cannot contain numeric property keys."));
                }
                for (condition, branch) in branches {
                    if condition == "default" || self.conditions.contains(condition) {
                        match self.target(branch, key, matched)? {
                            Outcome::Undefined => {}
                            outcome => return Ok(outcome),
                        }
                    }
                }
                Ok(Outcome::Undefined)
            }
            Value::Array(choices) => {
                // The first that is usable; if none is, the last says why.
                let mut last = Ok(if choices.is_empty() { Outcome::Null } else { Outcome::Undefined });
                for choice in choices {
                    match self.target(choice, key, matched) {
                        Ok(Outcome::Found(target)) => return Ok(Outcome::Found(target)),
                        Ok(Outcome::Undefined) => {}
                        Ok(Outcome::Null) => last = Ok(Outcome::Null),
                        Err(error) if error.code() == "ERR_INVALID_PACKAGE_TARGET" => last = Err(error),
                        Err(error) => return Err(error),
                    }
                }
                last
            }
            Value::Bool(_) | Value::Number(_) => Err(self.invalid_target(&target.to_string(), key)),
        }
    }

    fn text_target(&self, text: &str, key: &str, matched: Option<&str>) -> Result<Target, ResolveError> {
        let Some(inside) = text.strip_prefix("./") else {
            let is_bare = self.internal && !text.starts_with("../") && !text.starts_with('/') && !text.contains(':');
            return if is_bare {
                Ok(Target::Bare(text.replace('*', matched.unwrap_or("*"))))
            } else if self.internal && text.starts_with("node:") {
                Ok(Target::Bare(text.to_owned()))
            } else {
                Err(self.invalid_target(text, key))
            };
        };
        if has_forbidden_name(inside) {
            return Err(self.invalid_target(text, key));
        }
        if let Some(matched) = matched
            && has_forbidden_name(matched)
        {
            let request = key.replace('*', matched);
            let field = self.field();
            let file = self.package.file();
            let reason =
                format!("request is not a valid match in pattern \"{key}\" for the \"{field}\" resolution of {file}");
            return Err(self.invalid_specifier(&request, &reason));
        }
        let inside = match matched {
            Some(matched) => inside.replace('*', matched),
            None => inside.to_owned(),
        };
        // A target is a URL: what follows `?` or `#` is no part of the file's name, and %20 is a space.
        let inside = inside.split(['?', '#']).next().unwrap_or("");
        let lower = inside.to_ascii_lowercase();
        if lower.contains("%2f") || lower.contains("%5c") {
            let url = format!("file://{}", join(&self.package.directory, &format!("./{inside}")));
            return Err(self.invalid_specifier(&url, "must not include encoded \"/\" or \"\\\" characters"));
        }
        let inside = percent_decode_str(inside).decode_utf8_lossy();
        Ok(Target::File(join(&self.package.directory, &format!("./{inside}"))))
    }

    /// Whether `exports` is a target itself (for `.`) rather than a map of subpaths.
    fn is_sugar(&self, exports: &Value) -> Result<bool, ResolveError> {
        let Value::Object(entries) = exports else { return Ok(exports.is_string() || exports.is_array()) };
        let conditions = entries.keys().filter(|key| !key.starts_with('.')).count();
        if conditions != 0 && conditions != entries.len() {
            return Err(self.invalid_config(
                "\"exports\" cannot contain some keys starting with '.' and some not. The exports object must either \
                 be an object of package subpath keys or an object of main entry condition name keys only.",
            ));
        }
        Ok(conditions != 0)
    }

    fn field(&self) -> &'static str {
        if self.internal { "imports" } else { "exports" }
    }

    fn imported_from(&self) -> String {
        if self.referrer.is_empty() { String::new() } else { format!(" imported from {}", self.referrer) }
    }

    fn not_exported(&self, subpath: &str) -> ResolveError {
        let file = self.package.file();
        let message = match subpath {
            "." => format!("No \"exports\" main defined in {file}"),
            _ => format!("Package subpath '{subpath}' is not defined by \"exports\" in {file}"),
        };
        ResolveError::new("ERR_PACKAGE_PATH_NOT_EXPORTED", message + &self.imported_from())
    }

    fn invalid_target(&self, target: &str, key: &str) -> ResolveError {
        let field = self.field();
        let file = self.package.file();
        let mut message = match key {
            "." => format!("Invalid \"{field}\" main target \"{target}\" defined in the package config {file}"),
            _ => format!("Invalid \"{field}\" target \"{target}\" defined for '{key}' in the package config {file}"),
        };
        message += &self.imported_from();
        if !self.internal && !target.starts_with("./") {
            message += "; targets must start with \"./\"";
        }
        ResolveError::new("ERR_INVALID_PACKAGE_TARGET", message)
    }

    fn invalid_specifier(&self, request: &str, reason: &str) -> ResolveError {
        let message = format!("Invalid module \"{request}\" {reason}{}", self.imported_from());
        ResolveError::new("ERR_INVALID_MODULE_SPECIFIER", message)
    }

    fn invalid_config(&self, reason: &str) -> ResolveError {
        let message = format!("Invalid package config {}. {reason}", self.package.file());
        ResolveError::new("ERR_INVALID_PACKAGE_CONFIG", message)
    }
}

/// Node's order of patterns: the longer text before the star counts, then the longer key.
fn is_more_specific(pattern: &str, other: &str) -> bool {
    let rank = |pattern: &str| (pattern.find('*'), pattern.len());
    rank(pattern) > rank(other)
}

fn is_array_index(key: &str) -> bool {
    key.parse::<u32>().is_ok_and(|index| index != u32::MAX && index.to_string() == key)
}

/// Whether a name in `path`, encoded or not, could leave the package or reach into another one.
fn has_forbidden_name(path: &str) -> bool {
    path.split(['/', '\\']).any(|name| {
        let name = percent_decode_str(name).decode_utf8_lossy().to_ascii_lowercase();
        matches!(name.as_str(), "." | ".." | "node_modules")
    })
}
