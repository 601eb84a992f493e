//! jsmint mints JavaScript runtimes: configure an `EngineFactory` once, bake it into one heap image, and every
//! `new_runtime()` hands out a fresh, isolated runtime in the state that the image froze.

mod error;

pub use error::{Error, ErrorKind, JsException, Location, Result};
