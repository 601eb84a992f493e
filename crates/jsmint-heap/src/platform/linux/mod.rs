//! Linux on x86-64 and aarch64: slots at chosen addresses, images, and a watch over what is written.

mod memory;
mod watch;

pub(crate) use memory::{Reservation, Sealed, commit};
pub(crate) use watch::Watch;

/// Whether slots lie at chosen addresses, so that there can be images of them.
pub(crate) const HAS_IMAGES: bool = true;
