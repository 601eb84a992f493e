//! Modules before the engine sees them: where source text comes from (loaders), which file a request means
//! (resolution as Node 20 does it), text out of bytes, and the compiled code that all runtimes of a factory share.
//!
//! Nothing here touches the engine. Files, left may not name right:
//!
//! ```text
//! path, loader < tree < directory, memory, embedded, function, chain, nothing
//! path, loader, grantable < resolve_error < package < target < search < resolve     (resolve_options stands alone)
//! path, loader, package < source                                                    (code_cache stands alone)
//! ```
//!
//! Every path in this folder is *virtual*: absolute, separated by `/`, normalised, with `/` for the root of the loader.
//! Only `directory` knows that a host has files.

mod chain;
mod code_cache;
mod directory;
mod embedded;
mod function;
mod grantable;
mod loader;
mod memory;
mod nothing;
mod package;
mod path;
mod resolve;
mod resolve_error;
mod resolve_options;
mod search;
mod source;
mod target;
mod tree;

pub use chain::{Chain, chain};
pub use code_cache::{CodeCache, CodeCacheStats};
pub use directory::Directory;
pub use embedded::Embedded;
pub use function::{Function, function};
pub use loader::{LoadError, LoadErrorKind, Loader, Stat};
pub use memory::Memory;
pub use nothing::{Nothing, none};
pub use path::{directory_of, join};
pub use resolve::{Resolved, resolve, resolve_from};
pub use resolve_error::ResolveError;
pub use resolve_options::ResolveOptions;
pub use source::{Source, SourceError, SourceKind, read_source};
