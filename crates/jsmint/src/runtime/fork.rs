//! A runtime a second time, and back to what it was.

use std::fmt;

use super::{Runtime, life};
use crate::builtin::Moment;
use crate::error::{Error, ErrorKind, Result};
use crate::raw;

/// What a runtime was at one moment: see [`Runtime::checkpoint`].
pub struct Checkpoint {
    world: raw::Checkpoint,
    builtin: Moment,
}

impl Checkpoint {
    /// How many bytes of the runtime's memory it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        self.world.size()
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint").field("size", &self.size()).finish_non_exhaustive()
    }
}

impl Runtime {
    /// A second runtime in the same state, independent from then on: variables, closures, modules, promises that are pending,
    /// generators that are suspended, promise jobs and timers.
    ///
    /// Costs about 0.1 µs for each page of 4 KiB that this runtime has written to, whatever the image has; a runtime that was
    /// set up from nothing is copied as a whole. [Handles](crate::Handle) made before work in both. Time goes on for both;
    /// randomness is another in each, unless the runtime is [deterministic](crate::Options::deterministic); the output that
    /// may still be written is as much as was left. Functions that were added with [`function`](Self::function) are those of
    /// both. Native modules say what becomes of their state ([`NativeModule::save_state`](crate::NativeModule::save_state)),
    /// and classes what becomes of their instances.
    ///
    /// # Errors
    ///
    /// [`Exhausted`](ErrorKind::Exhausted) as for a spawn; [`Unsupported`](ErrorKind::Unsupported), or what a module says,
    /// where a value of the host cannot be had twice; [`OutOfMemory`](ErrorKind::OutOfMemory) for a
    /// [lost](Self::is_lost) runtime. This runtime is as it was.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// rt.eval::<()>("const path = []; function* steps() { let n = 0; while (true) yield n++; } const it = steps(); it.next()")?;
    /// let mut fork = rt.fork()?;
    /// rt.eval::<()>("path.push('left')")?;
    /// fork.eval::<()>("path.push('right'); it.next()")?;
    /// assert_eq!(rt.eval::<String>("path + it.next().value")?, "left1");
    /// assert_eq!(fork.eval::<String>("path + it.next().value")?, "right2");
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn fork(&mut self) -> Result<Self> {
        let upper = Box::new(self.builtin()?.fork());
        let (world, number) = self.world.fork(upper)?;
        Ok(Self { world, number, source_limit: self.source_limit })
    }

    /// What the runtime is now, to come back to with [`rollback`](Self::rollback), any number of times, as long as it lives.
    /// There may be any number of checkpoints.
    ///
    /// Costs about 0.1 µs, and 4 KiB of memory, for each page of 4 KiB that the runtime has written to; a runtime that was set
    /// up from nothing is copied as a whole.
    ///
    /// # Errors
    ///
    /// As for [`fork`](Self::fork), but that no slot is needed.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// rt.eval::<()>("const list = [1, 2, 3]")?;
    /// let before = rt.checkpoint()?;
    /// rt.eval::<()>("list.length = 0; delete globalThis.Array")?;
    /// rt.rollback(&before)?;
    /// assert_eq!(rt.eval::<String>("Array.from(list).join()")?, "1,2,3");
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn checkpoint(&mut self) -> Result<Checkpoint> {
        let builtin = self.builtin()?.moment();
        Ok(Checkpoint { world: self.world.checkpoint()?, builtin })
    }

    /// Makes the runtime what it was at a checkpoint of its own. A [lost](Self::is_lost) runtime is found again.
    ///
    /// What lies outside goes on: the system's clock, randomness, output that was written, records of calls, files. In a
    /// [deterministic](crate::Options::deterministic) runtime time and randomness are what they were. Handles made since
    /// belong to nothing any more.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) for a checkpoint of another runtime, a fork included; what a native module says that
    /// cannot make its state again. The runtime is as it was then.
    pub fn rollback(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        self.world.roll_back(&checkpoint.world)?;
        self.builtin()?.go_back(&checkpoint.builtin);
        Ok(())
    }

    fn builtin(&self) -> Result<&crate::builtin::BuiltinState> {
        let missing = || Error::new(ErrorKind::Internal, "a runtime without builtins");
        life::builtin_state(self.world.host()).ok_or_else(missing)
    }
}
