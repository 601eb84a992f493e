//! A world a second time, and back to what it was.

use std::any::Any;
use std::sync::Arc;

use jsmint_heap::{Faults, Image, RestorePolicy, Slot};

use super::abandon;
use super::carried::Carried;
use super::origin::Origin;
use super::world::{World, heap_error};
use crate::error::{Error, ErrorKind, Result};

/// What a world and its host were at one moment.
pub(crate) struct Checkpoint {
    slot: jsmint_heap::Checkpoint,
    carried: Carried,
    life: Arc<()>,
}

impl Checkpoint {
    /// How many bytes of memory it holds, but for what modules have kept.
    pub(crate) fn size(&self) -> usize {
        self.slot.size().get()
    }
}

impl World {
    /// A copy of the world as it is between two entries, with its own host, and its number. `upper` is what the layers above
    /// keep for it.
    ///
    /// # Errors
    ///
    /// The world is lost; no slot is free; a value of the host cannot be had twice.
    pub(crate) fn fork(&mut self, upper: Box<dyn Any + Send>) -> Result<(Self, u64)> {
        let carried = self.carried()?;
        let (anatomy, origin) = (self.anatomy(), Arc::clone(&self.host().origin));
        let faults = Faults::so_far();
        let original = self.observed_slot()?;
        let copied = match origin.stock() {
            Some(stock) => stock.pool.take().and_then(|slot| slot.occupy_as(original, stock.pool.image())),
            None => Slot::reserve(original.range()).and_then(|slot| slot.occupy_as(original)),
        };
        let slot = copied.map_err(heap_error)?;
        let distance = slot.base().addr().get().wrapping_sub(original.base().addr().get());
        let number = origin.number(slot.number());
        let host = self.host().sibling(upper, number);
        let mut world = Self::assemble(slot, anatomy, host);
        world.mark_written(faults.any_since());
        let unpacked = carried.unpack(&*origin.door, distance)?;
        world.host_mut().take_over(unpacked);
        Ok((world, number))
    }

    /// What the world is between two entries.
    ///
    /// # Errors
    ///
    /// As for [`fork`](Self::fork).
    pub(crate) fn checkpoint(&mut self) -> Result<Checkpoint> {
        let carried = self.carried()?;
        let life = Arc::clone(self.host().life.get_or_init(Arc::default));
        let origin = Arc::clone(&self.host().origin);
        Ok(Checkpoint { slot: self.observed_slot()?.checkpoint(image_of(&origin)), carried, life })
    }

    /// Makes the world what it was at a checkpoint of its own. A lost world is found again.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) for a checkpoint of another world; a value of the host cannot be made again. The
    /// world is as it was then.
    pub(crate) fn roll_back(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        if self.host().life.get().is_none_or(|life| !Arc::ptr_eq(life, &checkpoint.life)) {
            let message = "the checkpoint is that of another runtime; a runtime goes back to its own only";
            return Err(Error::new(ErrorKind::NotFound, message));
        }
        let origin = Arc::clone(&self.host().origin);
        let unpacked = checkpoint.carried.unpack(&*origin.door, 0)?;
        let slot = self.observed_slot()?;
        if let Err(error) = slot.roll_back(image_of(&origin), &checkpoint.slot, RestorePolicy::new()) {
            // Neither what it was nor what it is.
            self.host().abandoned.set(true);
            return Err(heap_error(error));
        }
        let moot = unpacked.moot(self.host());
        self.host_mut().take_over(unpacked);
        self.host().abandoned.set(false);
        self.forget_arrangement();
        self.host().tell_moot(moot);
        Ok(())
    }

    /// What the host has for scripts, with what is gone forgotten.
    pub(super) fn carried(&mut self) -> Result<Carried> {
        if self.is_abandoned() {
            return Err(abandon::lost());
        }
        if self.host().held().is_some_and(|held| !held.instances.table.borrow().is_empty()) {
            self.scope(|scope| scope.drop_lost_instances())??;
        }
        Carried::of(self.host())
    }
}

fn image_of(origin: &Origin) -> Option<&Image> {
    origin.stock().map(|stock| &**stock.pool.image())
}
