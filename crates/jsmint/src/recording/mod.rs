//! The bridge between calls and the call log: what wraps each call from script to host and from host to script.
//!
//! Without the feature `call-log` nothing is wrapped.

#[cfg(feature = "call-log")]
mod call;
#[cfg(feature = "call-log")]
mod entry;
#[cfg(not(feature = "call-log"))]
mod off;
mod value;

#[cfg(feature = "call-log")]
pub(crate) use call::{host_to_script, script_to_host};
#[cfg(feature = "call-log")]
pub(crate) use entry::Entry;
#[cfg(not(feature = "call-log"))]
pub(crate) use off::{Entry, host_to_script, script_to_host};
