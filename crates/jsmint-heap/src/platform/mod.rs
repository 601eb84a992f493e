//! The one place to port: reserving addresses, committing memory, giving it back.
//!
//! A platform offers three types. `Reservation` is a slot's range of addresses; `Sealed` is memory for an image, written
//! once and then read-only; `Watch` tells which pages were written to, and `count_faults` whether a page was written to for
//! the first time, where the system can; `find_program` where the program's code lies,
//! and which functions there are. Where addresses cannot be
//! chosen (`portable`) slots are plain memory, and what has to do with images is uninhabited, so that everything above
//! compiles. `RUSTFLAGS="--cfg jsmint_no_slots"` makes any platform such a one, to try that.
#![allow(unexpected_cfgs, reason = "`jsmint_no_slots` is given by hand; Cargo knows only features")]

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64"),
    target_endian = "little",
    target_pointer_width = "64",
    not(jsmint_no_slots)
))]
#[path = "linux/mod.rs"]
mod system;

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64"),
    target_endian = "little",
    target_pointer_width = "64",
    not(jsmint_no_slots)
)))]
#[path = "portable.rs"]
mod system;

use std::ops::Range;

/// What the system tells of a loaded program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// Where it lies.
    pub(crate) range: Range<usize>,
    /// Which of it is code, as distances from its beginning.
    pub(crate) code: Vec<Range<usize>>,
    /// Where its functions begin, likewise, ascending; none if that is not told.
    pub(crate) functions: Vec<u32>,
    /// What tells this build from others.
    pub(crate) build: Vec<u8>,
}

pub(crate) use system::{HAS_IMAGES, Reservation, Sealed, Watch, commit, count_faults, find_program};
