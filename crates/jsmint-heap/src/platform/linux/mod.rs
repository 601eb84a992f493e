//! Linux on x86-64 and aarch64: slots at chosen addresses, images, a watch over what is written, and a count of faults.

mod faults;
mod home;
mod memory;
mod program;
mod watch;

pub(crate) use faults::count as count_faults;
pub(crate) use memory::{Reservation, Sealed, commit};
pub(crate) use program::find as find_program;
pub(crate) use watch::Watch;

/// Whether slots lie at chosen addresses, so that there can be images of them.
pub(crate) const HAS_IMAGES: bool = true;
