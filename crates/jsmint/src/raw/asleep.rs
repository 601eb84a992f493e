//! Worlds put to sleep as bytes, and woken.

use std::sync::Arc;

pub(crate) use jsmint_heap::Program;
use jsmint_heap::{Faults, Image, WakeError};
use serde::{Deserialize, Serialize};

use super::engine as q;
use super::host::Host;
use super::image::Mint;
use super::luggage::{Functions, Luggage};
use super::origin::Origin;
use super::world::{World, heap_error};
use crate::error::{Error, ErrorKind, Result};

/// A world at rest, as it means the same to every world of its image.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asleep {
    /// What its slot has that the image has not.
    #[serde(skip)]
    pub(crate) delta: Vec<u8>,
    luggage: Luggage,
}

/// The program that the engine belongs to.
pub(crate) fn program() -> Result<Program> {
    Program::of(q::JS_NewRuntime2 as *const () as usize).ok_or_else(|| {
        let message = "the system does not tell where the program's code lies, which runtimes at rest point into";
        Error::new(ErrorKind::Unsupported, message)
    })
}

/// What an image is to other processes.
pub(crate) trait ImageIdentity {
    /// A hash of its contents, if other processes that set up the same have the same.
    fn identity(&self) -> Option<u128>;
}

impl ImageIdentity for World {
    fn identity(&self) -> Option<u128> {
        image_of(&self.host().origin).ok()?.portable_fingerprint()
    }
}

impl ImageIdentity for Mint {
    fn identity(&self) -> Option<u128> {
        self.image().portable_fingerprint()
    }
}

impl World {
    /// The world as it is between two entries.
    ///
    /// # Errors
    ///
    /// The world is lost, or has no image; a value of the host does not say what becomes of it.
    pub(crate) fn sleep(&mut self, program: &Program) -> Result<Asleep> {
        let carried = self.carried()?;
        let origin = Arc::clone(&self.host().origin);
        let luggage = Luggage::pack(carried, self.host(), self.address());
        let delta = self.observed_slot()?.difference(image_of(&origin)?, program);
        self.host().mark_asleep();
        Ok(Asleep { delta, luggage })
    }
}

fn image_of(origin: &Origin) -> Result<&Image> {
    let none = || {
        let message = "a runtime that was set up from nothing has no image that it could be told apart from; mint it from a \
                       factory with Strategy::Image or Strategy::Auto, on a platform that has images";
        Error::new(ErrorKind::Unsupported, message)
    };
    Ok(origin.stock().ok_or_else(none)?.pool.image())
}

impl Mint {
    /// Wakes a world that was put to sleep, behind a door, with the host that `host` makes.
    ///
    /// # Errors
    ///
    /// No slot is free; the bytes are no world; a function is missing; a value of the host cannot be made again.
    pub(crate) fn wake(
        &self,
        door: usize,
        asleep: Asleep,
        program: &Program,
        functions: &Functions,
        host: impl FnOnce(Arc<Origin>, u64) -> Box<Host>,
    ) -> Result<World> {
        let faults = Faults::so_far();
        let (slot, origin) = self.take(door)?;
        // SAFETY: H14, R11: it was put to sleep in this build of the program, with an image of the same contents.
        let woken = unsafe { slot.wake(&asleep.delta, self.image(), program) };
        let slot = woken.map_err(|error| match error {
            WakeError::Heap(error) => heap_error(error),
            WakeError::Bad(error) => Error::new(ErrorKind::Snapshot, error.to_string()),
        })?;
        let host = host(Arc::clone(origin), slot.number());
        let mut world = World::assemble(slot, self.anatomy(), host);
        world.mark_written(faults.any_since());
        let carried = asleep.luggage.unpack(world.host(), world.address(), functions)?;
        let unpacked = carried.unpack(world.host().door(), 0)?;
        world.host_mut().take_over(unpacked);
        Ok(world)
    }
}
