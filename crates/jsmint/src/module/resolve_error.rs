//! Why a request could not be resolved.

use std::error::Error as StdError;
use std::fmt;

use super::grantable::how_to_grant;
use super::loader::LoadError;
use crate::error::{Error, ErrorKind, JsException};

/// A request that could not be resolved to a file: with Node's code and message, who asked, and every path tried.
#[derive(Debug)]
pub struct ResolveError(Box<Failure>);

#[derive(Debug)]
struct Failure {
    code: &'static str,
    name: &'static str,
    message: String,
    request: String,
    referrer: String,
    tried: Vec<String>,
    hint: Option<String>,
    source: Option<LoadError>,
}

impl ResolveError {
    pub(crate) fn new(code: &'static str, message: String) -> Self {
        Self(Box::new(Failure {
            code,
            // Node throws these two as TypeError.
            name: match code {
                "ERR_INVALID_MODULE_SPECIFIER" | "ERR_PACKAGE_IMPORT_NOT_DEFINED" => "TypeError",
                _ => "Error",
            },
            message,
            request: String::new(),
            referrer: String::new(),
            tried: Vec::new(),
            hint: None,
            source: None,
        }))
    }

    pub(crate) fn not_found(request: &str) -> Self {
        Self::new("MODULE_NOT_FOUND", format!("Cannot find module '{request}'"))
    }

    /// That a request with `node:` means no module; a file is not looked for.
    pub(crate) fn no_such_builtin(request: &str) -> Self {
        let mut this = Self::new("ERR_UNKNOWN_BUILTIN_MODULE", format!("No such built-in module: {request}"));
        request.clone_into(&mut this.0.request);
        this.0.hint = how_to_grant(request);
        this
    }

    pub(crate) fn named(mut self, name: &'static str) -> Self {
        self.0.name = name;
        self
    }

    /// The same with all that resolution knows at its end. `refusal` says why the loader has nothing.
    pub(crate) fn about(mut self, request: &str, referrer: &str, tried: Vec<String>, refusal: Option<&str>) -> Self {
        self.0.request = request.to_owned();
        self.0.referrer = referrer.to_owned();
        if self.0.code == "MODULE_NOT_FOUND" {
            self.0.tried = tried;
            // No loader would help where a grant is missing.
            self.0.hint = how_to_grant(request).or_else(|| refusal.map(str::to_owned));
        }
        self
    }

    /// Node's code, such as `MODULE_NOT_FOUND` or `ERR_PACKAGE_PATH_NOT_EXPORTED`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The class of the error that a script sees: `Error`, `TypeError` or `SyntaxError`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// Node's message, without the paths tried.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What was asked for.
    #[must_use]
    pub fn request(&self) -> &str {
        &self.0.request
    }

    /// The file or directory that asked.
    #[must_use]
    pub fn referrer(&self) -> &str {
        &self.0.referrer
    }

    /// Every path that was looked at and not found, in order; empty unless the code is `MODULE_NOT_FOUND`.
    #[must_use]
    pub fn tried(&self) -> &[String] {
        &self.0.tried
    }
}

impl From<LoadError> for ResolveError {
    fn from(error: LoadError) -> Self {
        let mut this = Self::new(error.code(), error.to_string());
        this.0.source = Some(error);
        this
    }
}

/// Node's message, then `\nTried:\n- …` with one path a line, and a last line that names what would help.
impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if !self.0.tried.is_empty() {
            f.write_str("\nTried:")?;
            for path in &self.0.tried {
                write!(f, "\n- {path}")?;
            }
        }
        match &self.0.hint {
            Some(hint) => write!(f, "\n({hint})"),
            None => Ok(()),
        }
    }
}

impl StdError for ResolveError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        let message = error.to_string();
        let exception = JsException::new(error.0.name, message.clone()).with_code(error.0.code);
        Self::new(ErrorKind::NotFound, message).with_exception(exception).with_source(error)
    }
}
