//! Putting a runtime to sleep.

use super::Runtime;
use super::life::Sleeper;
use crate::error::{Error, ErrorKind, Result};
use crate::snapshot::{Identity, Snapshot};

impl Runtime {
    /// What the runtime is now, as bytes that [`EngineFactory::resume`](crate::EngineFactory::resume) makes a runtime of, here
    /// or in another process of the same build. The runtime is as it was, and goes on or not as you like.
    ///
    /// Costs about 1 µs for each page of 4 KiB that the runtime has written to, and the time to compress and sign what differs.
    /// Of what it has, the same goes along as in a [`fork`](Self::fork), but that functions added with
    /// [`function`](Self::function) have to be given to it again
    /// ([`ResumeOptions::function`](crate::ResumeOptions::function)), and that handles belong to this runtime.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorKind::Unsupported) for a runtime that was set up from nothing, or what a native module says, where
    /// a value of the host cannot be kept; [`OutOfMemory`](ErrorKind::OutOfMemory) for a [lost](Self::is_lost) runtime.
    pub fn hibernate(&mut self) -> Result<Snapshot> {
        let missing = || Error::new(ErrorKind::Internal, "a runtime of no factory");
        let host = self.world.host();
        let sleeper = Sleeper::of(host).ok_or_else(missing)?;
        let origin = host.origin();
        let identity =
            origin.identity().and_then(|identity| identity.downcast_ref::<Identity>()).ok_or_else(missing)?;
        let asleep = self.world.sleep(identity.program()?)?;
        identity.seal(&self.world, &asleep, &sleeper)
    }
}
