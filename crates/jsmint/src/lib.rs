//! jsmint mints JavaScript runtimes: configure an [`EngineFactory`] once, bake it into one heap image, and every
//! [`new_runtime`](EngineFactory::new_runtime) hands out a fresh, isolated runtime in the state that the image froze.
//!
//! One runtime, the simple path:
//!
//! ```
//! let mut rt = jsmint::open(jsmint::Options::new())?;
//! let answer: i32 = rt.eval("40 + 2")?;
//! assert_eq!(answer, 42);
//! # Ok::<(), jsmint::Error>(())
//! ```
//!
//! A fresh runtime for each request, with the application already loaded:
//!
//! ```
//! use jsmint::{EngineFactory, Limits, Options, loader};
//! use serde::{Deserialize, Serialize};
//! use std::time::Duration;
//!
//! #[derive(Serialize)]
//! struct Request { name: String }
//! #[derive(Deserialize)]
//! struct Reply { greeting: String, seen: u32 }
//!
//! let app = loader::Memory::new().file("/handler.js", "
//!     let seen = 0;
//!     exports.handle = (request) => ({ greeting: `Hello ${request.name}`, seen: ++seen });
//! ");
//! let factory = EngineFactory::new(
//!     Options::new()
//!         .loader(app)
//!         .preload("./handler.js")
//!         .limits(Limits::new().memory(32 << 20).time(Duration::from_millis(500))),
//! )?;
//! for name in ["Ada", "Grace"] {
//!     let mut rt = factory.new_runtime()?;
//!     let reply: Reply = rt.call("handle", (Request { name: name.into() },))?;
//!     assert_eq!(reply.greeting, format!("Hello {name}"));
//!     assert_eq!(reply.seen, 1); // nobody has been here before
//! }
//! # Ok::<(), jsmint::Error>(())
//! ```
//!
//! Functions written in Rust, for scripts to `require`:
//!
//! ```
//! #[jsmint::module]
//! pub mod geometry {
//!     /// The length of the diagonal.
//!     pub fn diagonal(width: f64, height: f64) -> f64 {
//!         width.hypot(height)
//!     }
//! }
//!
//! # fn main() -> jsmint::Result<()> {
//! let mut rt = jsmint::open(jsmint::Options::new().module(geometry::Module))?;
//! assert_eq!(rt.eval::<f64>("require('geometry').diagonal(3, 4)")?, 5.0);
//! # Ok(())
//! # }
//! ```
//!
//! What [`module`](macro@module) makes of functions, constants and structs, and which TypeScript types, is said there.
//! What becomes of values on the way is in [`convert`]; where files come from, in [`loader`].

mod builtin;
#[cfg(feature = "call-log")]
pub mod call_log;
#[cfg(feature = "call-log")]
mod capture;
mod error;
mod factory;
mod limits;
mod module;
mod native;
mod raw;
mod recording;
mod runtime;
mod snapshot;
mod value;

pub use builtin::{Clock, Console, Level};
#[cfg(feature = "call-log")]
pub use call_log::CallLog;
pub use error::{Error, ErrorKind, JsException, Location, Result};
pub use factory::{
    EngineFactory, ModulePlan, Options, Plan, PointerSource, Restore, ResumeOptions, SpawnOptions, Stats, Strategy,
    open,
};
pub use jsmint_macros::{TypeScript, embed, module};
pub use limits::Limits;
pub use native::types::TypeScript;
pub use native::{Call, Exports, Function, NativeModule};
pub use raw::{Contents, Deadline, DirtyPage, PendingCall, PromiseState, SavedState, Scope, Value};
pub use runtime::{Checkpoint, EntryPoint, Global, Handle, InterruptHandle, Runtime, Script};
pub use snapshot::{Snapshot, SnapshotInfo};

/// Conversions between Rust and JavaScript.
pub mod convert {
    #[doc(inline)]
    pub use crate::value::{Bytes, Date, FromJs, IntoArguments, IntoJs, Rest};
}
pub use convert::{Bytes, Date};

/// Values as bounded JSON, as the log of calls keeps them.
#[cfg(feature = "call-log")]
#[doc(hidden)]
pub mod capturing {
    pub use crate::call_log::{CaptureLimits, Rules};
    pub use crate::capture::{capture_arguments, capture_value};
}

/// Classes of native modules, whose instances stand for Rust values.
pub mod class {
    #[doc(inline)]
    pub use crate::native::{Class, Instance, Members, new_instance};
}

/// TypeScript types of what native modules export.
pub mod types {
    #[doc(inline)]
    pub use crate::native::types::{Parameter, Signature, TypeScript, Types, type_named};
}

/// What the code that macros write calls.
#[doc(hidden)]
pub mod generated {
    pub use crate::native::generated::*;
}

/// The engine by itself, for benchmarks to compare with.
#[doc(hidden)]
pub mod bare {
    pub use crate::raw::bare::Bare;
}

/// Where the source text of required files comes from, which file a request means, and what is shared once compiled.
pub mod loader {
    pub use crate::module::{
        Chain, CodeCache, CodeCacheStats, Directory, Embedded, Function, LoadError, LoadErrorKind, Loader, Memory,
        Nothing, ResolveError, ResolveOptions, Resolved, Source, SourceError, SourceKind, Stat, chain, directory_of,
        function, join, none, read_source, resolve, resolve_from,
    };
}
