//! Reads the sources of this workspace and holds the lines that ARCHITECTURE.md draws.
//!
//! Every rule is a function from source text to [`Finding`]s, tried on bad snippets beside it; `tests/tree.rs` applies
//! them all to the tree. A rule reads tokens, not lines, wherever a comment or a text could deceive it.
//!
//! | module | holds |
//! |---|---|
//! | [`layers`] | a file of `jsmint` names its own layer and those left of it, and only `raw` the engine |
//! | [`cycles`] | modules of a crate do not name each other in a circle |
//! | [`unsafety`] | `unsafe` at its addresses only, every block with a reason that cites a numbered invariant |
//! | [`length`] | no source file is longer than 600 lines |
//! | [`unfinished`] | nothing is left to do, no test is switched off |
//! | [`manifest`] | every crate takes the workspace's lints |
//! | [`readme`] | the README sets up with exactly two commands |

pub mod cycles;
pub mod layers;
pub mod length;
pub mod manifest;
mod paths;
pub mod readme;
mod source;
mod tree;
pub mod unfinished;
pub mod unsafety;

use std::fmt;

pub use source::Source;
pub use tree::Tree;

/// A line that is crossed, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the workspace.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl Finding {
    /// A finding in a file.
    #[must_use]
    pub fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}
