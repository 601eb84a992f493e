//! One Rust source file: its path, its lines, its tokens.

use proc_macro2::{Group, TokenStream, TokenTree};

/// A Rust source file. Comments and texts are no tokens, so a rule that reads tokens is not deceived by either.
#[derive(Debug)]
pub struct Source {
    /// The path, relative to the workspace.
    pub path: String,
    /// The text as it is.
    pub text: String,
    pub(crate) tokens: Vec<TokenTree>,
}

impl Source {
    /// Takes a file apart. Panics if it is not Rust; the compiler has then said so before.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        Self { path: path.to_owned(), text: text.to_owned(), tokens: stream.into_iter().collect() }
    }

    /// The module that this file is, from the crate's root: `src/value/scope.rs` is `value::scope`.
    /// Nothing for a file that does not lie in a crate's `src`.
    pub(crate) fn module(&self) -> Option<Vec<String>> {
        let (_, inside) = self.path.split_once("/src/")?;
        let mut parts: Vec<String> = inside.strip_suffix(".rs")?.split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            parts.pop();
        }
        Some(parts)
    }
}

/// The tokens of a group.
pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// The line of a token, from 1.
pub(crate) fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}

/// The text of an identifier.
pub(crate) fn word(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

/// Whether a token is this punctuation mark.
pub(crate) fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Calls `see` for every identifier, those inside groups included.
pub(crate) fn each_word(tokens: &[TokenTree], see: &mut impl FnMut(usize, &str)) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => see(line_of(token), &ident.to_string()),
            TokenTree::Group(group) => each_word(&inside(group), see),
            _ => {}
        }
    }
}
