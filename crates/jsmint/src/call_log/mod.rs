//! The call log: every call between scripts and host, recorded for each runtime by itself.
//!
//! A [`CallLog`] says where calls are recorded and what of them; the rest of this module is what records hold, sinks for
//! them, and a SQLite file that can be read while it is written. The table and how values are written in it are in the
//! guide `docs/call-log.md`.
//!
//! ```
//! use jsmint::{CallLog, EngineFactory, Options};
//! use jsmint::call_log::{Outcome, Policy};
//!
//! let (log, records) = CallLog::memory();
//! let log = log.policy(Policy::Require).redact_keys(["password"]);
//! let factory = EngineFactory::new(Options::new().call_log(log))?;
//! let mut rt = factory.new_runtime()?;
//! rt.function("login", |user: serde_json::Value| Ok(user["name"] == "ada"))?;
//! assert!(rt.eval::<bool>("login({ name: 'ada', password: 'lovelace' })")?);
//!
//! let login = &records.records()[0];
//! assert_eq!(login.arguments, r#"[{"name":"ada","password":"<redacted>"}]"#);
//! assert_eq!(login.outcome, Outcome::Returned);
//! # Ok::<(), jsmint::Error>(())
//! ```

// Pure Rust: this layer stands left of the engine, so that a runtime's host can have a recorder. The layers right of it
// capture the values.
mod limits;
mod log;
mod pattern;
mod policy;
mod recorder;
mod redaction;
mod rules;
#[cfg(feature = "tracing")]
mod spans;

#[doc(no_inline)]
pub use jsmint_calllog::*;
pub use limits::CaptureLimits;
pub use log::CallLog;
pub(crate) use log::{Settings, error};
pub use policy::Policy;
pub(crate) use recorder::{Choice, Ending, Open, Recorder, Site};
pub use redaction::{Part, Place};
#[doc(hidden)]
pub use rules::Rules;
