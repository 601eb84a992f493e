//! Where sleeping runtimes are kept: a folder, memory, or an object store.
//!
//! A [`Store`] keeps the latest [snapshot](jsmint::Snapshot) of each runtime under an id, with a version. Whoever stores one says
//! which version he has seen, and is refused if there is a newer one: so no two workers go on from the same point. A worker
//! that wants to wake a runtime [claims](Store::claim) it, for as long as he says; others find it busy until then.
//!
//! ```
//! use jsmint::{EngineFactory, Options, Strategy};
//! use jsmint_store::Store;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let factory = EngineFactory::new(Options::new().snapshot_key(*b"sixteen or more random bytes"))?;
//! # if factory.stats().strategy == Strategy::Cold { return Ok(()); }
//! let store = Store::memory().blocking()?;
//! let mut rt = factory.new_runtime()?;
//! rt.eval::<()>("var n = 41")?;
//! store.put("order-17", &rt.hibernate()?, None)?;
//!
//! // Elsewhere, later:
//! let found = store.claim("order-17", std::time::Duration::from_secs(60))?;
//! let mut rt = factory.resume(&found.snapshot)?;
//! assert_eq!(rt.eval::<i32>("++n")?, 42);
//! store.put("order-17", &rt.hibernate()?, Some(found.version))?;
//! # Ok(())
//! # }
//! ```

mod blocking;
mod error;
mod names;
mod store;
mod version;

pub use blocking::BlockingStore;
pub use error::{Result, StoreError};
pub use object_store;
pub use store::{Listed, Store, Stored};
pub use version::Version;
