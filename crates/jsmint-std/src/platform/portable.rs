//! Systems of which only what all of them have is used.

use std::os::fd::OwnedFd;

use rustix::process::Pid;

use super::Load;

/// There is none: whoever waits for a child looks after it from time to time.
pub(crate) fn child_handle(_child: Pid) -> Option<OwnedFd> {
    None
}

/// Nothing that could be had without calls of each system's own.
pub(crate) fn load() -> Load {
    Load::default()
}
