//! Text out of the bytes of a file, and what kind of module it is.

use std::error::Error as StdError;
use std::fmt;

use super::loader::{LoadError, LoadErrorKind, Loader, Stat};
use super::package::package_around;
use super::path::{directory_of, name_of};
use super::resolve_error::ResolveError;
use crate::error::{Error, ErrorKind, JsException};

/// How a file is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// The body of a function of `exports, require, module, __filename, __dirname`.
    CommonJs,
    /// A JSON text.
    Json,
    /// An ES module.
    EsModule,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How it is evaluated.
    pub kind: SourceKind,
    /// The text, without byte-order mark; `#!` of a first line has become `//`, so that places in the text stay right.
    pub text: String,
}

/// A file that can't be a module.
#[derive(Debug)]
pub enum SourceError {
    /// The loader could not read it.
    Load(LoadError),
    /// A `package.json` that says how to evaluate it is invalid.
    Package(ResolveError),
    /// It is not UTF-8.
    NotUtf8 {
        /// The file.
        path: String,
        /// The offset of the first byte that is wrong.
        offset: usize,
    },
    /// It is larger than a script may be.
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: usize,
        /// What is allowed, in bytes.
        limit: usize,
    },
    /// It is a compiled add-on for Node.
    AddOn {
        /// The file.
        path: String,
    },
}

/// Reads the file at `path`, of at most `limit` bytes, and says how it is evaluated: by its extension, and a `.js` file
/// by the `type` of its `package.json`.
///
/// # Errors
/// If the file can't be read, is a directory, too large, not UTF-8, or a compiled add-on.
pub fn read_source(loader: &dyn Loader, path: &str, limit: usize) -> Result<Source, SourceError> {
    let extension = extension_of(path);
    if extension == ".node" {
        return Err(SourceError::AddOn { path: path.to_owned() });
    }
    if loader.stat(path)? == Stat::Directory {
        return Err(LoadError::new(LoadErrorKind::Directory, path, "it is a directory, not a script").into());
    }
    let bytes = loader.read(path)?;
    if bytes.len() > limit {
        return Err(SourceError::TooLarge { path: path.to_owned(), size: bytes.len(), limit });
    }
    let kind = match extension {
        ".json" => SourceKind::Json,
        ".mjs" => SourceKind::EsModule,
        ".js" => match package_around(loader, directory_of(path))? {
            Some(package) if package.is_module => SourceKind::EsModule,
            _ => SourceKind::CommonJs,
        },
        _ => SourceKind::CommonJs,
    };
    let mut text = String::from_utf8(bytes)
        .map_err(|error| SourceError::NotUtf8 { path: path.to_owned(), offset: error.utf8_error().valid_up_to() })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if kind != SourceKind::Json && text.starts_with("#!") {
        text.replace_range(..2, "//");
    }
    Ok(Source { kind, text })
}

/// From the last dot on; a name that only begins with a dot has none.
fn extension_of(path: &str) -> &str {
    let name = name_of(path);
    match name.rfind('.') {
        None | Some(0) => "",
        Some(dot) => &name[dot..],
    }
}

impl SourceError {
    /// The `code` that a script sees.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Load(error) => error.code(),
            Self::Package(error) => error.code(),
            Self::NotUtf8 { .. } => "ERR_INVALID_UTF8",
            Self::TooLarge { .. } => "ERR_SOURCE_TOO_LARGE",
            Self::AddOn { .. } => "ERR_DLOPEN_FAILED",
        }
    }
}

impl From<LoadError> for SourceError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<ResolveError> for SourceError {
    fn from(error: ResolveError) -> Self {
        Self::Package(error)
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Package(error) => error.fmt(f),
            Self::NotUtf8 { path, offset } => {
                write!(f, "cannot load '{path}': it is not UTF-8 (the byte at offset {offset} is wrong)")
            }
            Self::TooLarge { path, size, limit } => write!(
                f,
                "cannot load '{path}': it has {size} bytes, a source may have {limit} (Limits::source raises it)"
            ),
            Self::AddOn { path } => {
                write!(f, "cannot load '{path}': it is a compiled add-on for Node, and only scripts can be loaded")
            }
        }
    }
}

impl StdError for SourceError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Load(error) => Some(error),
            Self::Package(error) => Some(error),
            _ => None,
        }
    }
}

impl From<SourceError> for Error {
    fn from(error: SourceError) -> Self {
        let kind = match error {
            SourceError::Load(error) => return error.into(),
            SourceError::Package(error) => return error.into(),
            SourceError::TooLarge { .. } => ErrorKind::TooLarge,
            SourceError::NotUtf8 { .. } => ErrorKind::Syntax,
            SourceError::AddOn { .. } => ErrorKind::Unsupported,
        };
        let message = error.to_string();
        let exception = JsException::new("Error", message.clone()).with_code(error.code());
        Self::new(kind, message).with_exception(exception).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::memory::Memory;

    fn read(path: &str, bytes: impl AsRef<[u8]>) -> Result<Source, SourceError> {
        read_source(&Memory::new().file(path, bytes), path, 100)
    }

    #[test]
    fn marks_and_shebangs_keep_their_length_in_lines() {
        assert_eq!(read("/a.js", b"\xef\xbb\xbf#!/usr/bin/env node\nx").unwrap().text, "///usr/bin/env node\nx");
        assert_eq!(read("/a.json", b"\xef\xbb\xbf1").unwrap(), Source { kind: SourceKind::Json, text: "1".to_owned() });
        assert_eq!(read("/a.json", "#!1").unwrap().text, "#!1");
        assert_eq!(read("/a.js", " #!x").unwrap().text, " #!x");
    }

    #[test]
    fn kinds_follow_extension_and_package() {
        let kind = |path| {
            let loader = Memory::new()
                .file("/package.json", r#"{"type": "module"}"#)
                .file("/old/package.json", r#"{"type": "commonjs"}"#)
                .file("/node_modules/p/index.js", "")
                .file("/broken/package.json", "{")
                .file(path, "");
            read_source(&loader, path, 100).map(|source| source.kind).map_err(|error| error.code())
        };
        assert_eq!(kind("/a.js"), Ok(SourceKind::EsModule));
        assert_eq!(kind("/deep/a.js"), Ok(SourceKind::EsModule));
        assert_eq!(kind("/a.cjs"), Ok(SourceKind::CommonJs));
        assert_eq!(kind("/a"), Ok(SourceKind::CommonJs));
        assert_eq!(kind("/.js"), Ok(SourceKind::CommonJs));
        assert_eq!(kind("/a.x.json"), Ok(SourceKind::Json));
        assert_eq!(kind("/old/a.js"), Ok(SourceKind::CommonJs));
        assert_eq!(kind("/old/a.mjs"), Ok(SourceKind::EsModule));
        assert_eq!(kind("/node_modules/p/index.js"), Ok(SourceKind::CommonJs));
        assert_eq!(kind("/a.node"), Err("ERR_DLOPEN_FAILED"));
        assert_eq!(kind("/broken/a.js"), Err("ERR_INVALID_PACKAGE_CONFIG"));
    }

    #[test]
    fn what_is_wrong_is_said_with_file_and_place() {
        let error: Error = read("/a.js", b"let a = '\xff'").unwrap_err().into();
        assert_eq!(error.message(), "cannot load '/a.js': it is not UTF-8 (the byte at offset 9 is wrong)");
        assert_eq!(error.kind(), ErrorKind::Syntax);
        let loader = Memory::new().file("/dir/a.js", "").file("/big.js", [b' '; 101]);
        let error: Error = read_source(&loader, "/dir", 100).unwrap_err().into();
        assert_eq!(error.message(), "cannot load '/dir': it is a directory, not a script");
        let error: Error = read_source(&loader, "/big.js", 100).unwrap_err().into();
        assert!(error.kind() == ErrorKind::TooLarge && error.message().contains("101 bytes, a source may have 100"));
        let error: Error = read_source(&loader, "/gone.js", 100).unwrap_err().into();
        assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "cannot load '/gone.js': no such file"));
    }
}
