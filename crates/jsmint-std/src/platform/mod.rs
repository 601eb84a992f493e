//! What only Linux has, and what takes its place on other systems of the Unix family: the one place to port.
//!
//! `RUSTFLAGS="--cfg jsmint_no_slots"`, which makes any platform one without images, also makes any system one of the others.
#![allow(unexpected_cfgs, reason = "`jsmint_no_slots` is given by hand; Cargo knows only features")]

#[cfg(not(unix))]
compile_error!("jsmint-std needs a system of the Unix family: Linux, macOS, a BSD");

#[cfg(all(target_os = "linux", not(jsmint_no_slots)))]
#[path = "linux.rs"]
mod system;

#[cfg(not(all(target_os = "linux", not(jsmint_no_slots))))]
#[path = "portable.rs"]
mod system;

pub(crate) use system::{child_handle, load};

/// How busy the machine is. What the system does not tell is zero.
#[derive(Debug, Default)]
pub(crate) struct Load {
    /// In bytes.
    pub(crate) memory: u64,
    /// The memory that could be had, in bytes.
    pub(crate) free: u64,
    /// In seconds.
    pub(crate) uptime: i64,
    pub(crate) loads: [f64; 3],
}
