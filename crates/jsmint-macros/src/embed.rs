//! `embed!`: the files of a folder as an expression.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use proc_macro::{TokenStream, TokenTree};

/// The expression for the folder that `input` names; the error is a message for the compiler.
pub(super) fn expand(input: TokenStream) -> Result<TokenStream, String> {
    let folder = folder(input)?;
    let mut files = Vec::new();
    collect(&folder, "", &mut files)?;
    if files.is_empty() {
        return Err(format!("there are no files in {}", folder.display()));
    }
    files.sort();
    let mut text = String::from("{ const FILES: &[(&str, &[u8])] = &[");
    for (name, path) in files {
        // Writing to a string cannot fail.
        let _ = write!(text, "({name:?}, ::core::include_bytes!({path:?})),");
    }
    text.push_str("]; FILES }");
    text.parse().map_err(|error| format!("embed! made no sense of {}: {error}", folder.display()))
}

/// The folder that the macro was given as its only argument, a plain string.
fn folder(input: TokenStream) -> Result<PathBuf, String> {
    const USAGE: &str = "embed! takes one string: the path of a folder, relative to the crate's Cargo.toml";
    let mut tokens = input.into_iter();
    let (Some(TokenTree::Literal(literal)), None) = (tokens.next(), tokens.next()) else {
        return Err(USAGE.to_owned());
    };
    let text = literal.to_string();
    let path = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|path| !path.contains('\\'));
    let root = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("embed! needs Cargo")?;
    Ok(Path::new(&root).join(path.ok_or(USAGE)?))
}

/// Adds the files below a folder, with the names that the loader knows them by.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), String> {
    let failed = |error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let unreadable = || format!("{} has a name that is not UTF-8", path.display());
        let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(unreadable)?;
        if name.starts_with('.') {
            continue;
        }
        let inner = format!("{prefix}/{name}");
        if path.is_dir() {
            collect(&path, &inner, files)?;
        } else {
            files.push((inner, path.to_str().ok_or_else(unreadable)?.to_owned()));
        }
    }
    Ok(())
}
