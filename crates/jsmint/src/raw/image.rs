//! From a finished bake to the mint that spawns worlds from its image.

use std::sync::Arc;

use jsmint_heap::{
    ByteCount, Capture, Clean, Image, PointerRule, Pool, PoolOptions, PoolStats, RestorePolicy, RestoreStrategy, Slot,
    allocator,
};

use super::door::Door;
use super::host::Host;
use super::origin::{Origin, Roots, Source, Stock};
use super::world::{Anatomy, World, heap_error};
use crate::error::{Error, ErrorKind, Result};

/// What a bake leaves: the slot's bytes, and where in them the engine and the roots lie.
pub(crate) struct Bake {
    capture: Capture,
    anatomy: Anatomy,
    roots: Roots,
}

/// How the pointers of an image were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PointerProof {
    /// A second bake at another base agreed.
    TwoBakes,
    /// By range alone, since a second bake disagreed: what it says differed.
    RangeAlone(String),
}

/// What the seal found out.
#[derive(Clone, Debug)]
pub(crate) struct BakeReport {
    /// Size of the image, in bytes.
    pub(crate) image_bytes: usize,
    /// Words of it that are pointers into the slot.
    pub(crate) pointers: usize,
    /// A number that all copies of this image share.
    pub(crate) fingerprint: u64,
    /// How the pointers were found.
    pub(crate) proof: PointerProof,
}

/// How many slots, and how they are kept.
#[derive(Clone)]
pub(crate) struct MintOptions {
    /// The most memory that a runtime may hold, in bytes.
    pub(crate) range: usize,
    /// The most runtimes alive at once.
    pub(crate) max_slots: usize,
    /// The most clean slots kept for later.
    pub(crate) max_idle: usize,
    /// Whether every restore is compared with the image.
    pub(crate) verify: bool,
    /// Whether images are restored as a whole, even where the system can tell what was written to.
    pub(crate) whole: bool,
    /// What is called where a thread finds no slot of its own waiting.
    pub(crate) when_short: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// Spawns worlds from one image.
pub(crate) struct Mint {
    stock: Arc<Stock>,
    /// For each of the pool's lanes one origin behind each door.
    origins: Box<[Box<[Arc<Origin>]>]>,
    anatomy: Anatomy,
}

impl World {
    /// Ends a bake: takes the slot's bytes and unmaps it.
    pub(crate) fn capture(self) -> Result<Bake> {
        let slot = self.live_slot().ok_or_else(|| Error::new(ErrorKind::Internal, "the world has lost its slot"))?;
        let roots = self.host().bequest();
        let capture = Capture::take(slot).map_err(heap_error)?;
        Ok(Bake { capture, anatomy: self.anatomy(), roots })
    }
}

impl Mint {
    /// Seals an image of one bake, its pointers found with the help of a second one. Its worlds are behind one of `doors`.
    pub(crate) fn new(
        first: Bake,
        second: Bake,
        doors: &[Arc<dyn Door>],
        options: &MintOptions,
    ) -> Result<(Self, BakeReport)> {
        let (image, proof) = match Image::seal(first.capture, PointerRule::SecondBake(&second.capture)) {
            Ok(image) => (image, PointerProof::TwoBakes),
            // The second bake is as good as the first.
            Err(disagreement) => match Image::seal(second.capture, PointerRule::Range) {
                Ok(image) => {
                    return Self::assemble(
                        image,
                        PointerProof::RangeAlone(disagreement.to_string()),
                        second.anatomy,
                        second.roots,
                        doors,
                        options,
                    );
                }
                Err(error) => {
                    let message = format!("the image cannot be sealed: {error}");
                    return Err(Error::new(ErrorKind::Bake, message).with_source(error));
                }
            },
        };
        Self::assemble(image, proof, first.anatomy, first.roots, doors, options)
    }

    fn assemble(
        image: Image,
        proof: PointerProof,
        anatomy: Anatomy,
        roots: Roots,
        doors: &[Arc<dyn Door>],
        options: &MintOptions,
    ) -> Result<(Self, BakeReport)> {
        let report = BakeReport {
            image_bytes: image.len().get(),
            pointers: image.pointer_count(),
            fingerprint: image.fingerprint(),
            proof,
        };
        let pool_options = PoolOptions::new()
            .range(ByteCount::bytes(options.range + allocator::RESERVE))
            .max_slots(options.max_slots)
            .max_idle(options.max_idle)
            .restore(RestorePolicy::new().strategy(match options.whole {
                true => RestoreStrategy::Full,
                false => RestoreStrategy::Written,
            }))
            .verify(options.verify);
        let pool_options = match options.when_short.clone() {
            Some(listener) => pool_options.when_short(move || listener()),
            None => pool_options,
        };
        let pool = Pool::new(pool_options, Arc::new(image)).map_err(heap_error)?;
        let stock = Arc::new(Stock { pool, roots });
        let origin = |door: &Arc<dyn Door>| {
            Arc::new(Origin { door: Arc::clone(door), source: Source::Stock(Arc::clone(&stock)) })
        };
        let origins = (0..stock.pool.lanes()).map(|_| doors.iter().map(origin).collect()).collect();
        Ok((Self { stock, origins, anatomy }, report))
    }

    /// A slot to live in, and what its world has in common with others behind this door.
    pub(super) fn take(&self, door: usize) -> Result<(Slot<Clean>, &Arc<Origin>)> {
        let pool = &self.stock.pool;
        Ok((pool.take().map_err(heap_error)?, &self.origins[pool.lane()][door]))
    }

    pub(super) fn image(&self) -> &Image {
        self.stock.pool.image()
    }

    pub(super) fn anatomy(&self) -> Anatomy {
        self.anatomy
    }

    /// A fresh world behind a door, by its number, with the host that `host` makes for its origin and number.
    #[inline]
    pub(crate) fn spawn(&self, door: usize, host: impl FnOnce(Arc<Origin>, u64) -> Box<Host>) -> Result<World> {
        let pool = &self.stock.pool;
        let slot = pool.take().map_err(heap_error)?.occupy();
        let host = host(Arc::clone(&self.origins[pool.lane()][door]), slot.number());
        Ok(World::assemble(slot, self.anatomy, host))
    }

    /// Makes clean slots ahead of need.
    pub(crate) fn warm_up(&self, slots: usize) -> Result<()> {
        self.stock.pool.warm_up(slots).map(drop).map_err(heap_error)
    }

    /// What makes clean slots until so many wait, for a thread that may outlive the mint.
    pub(crate) fn stocker(&self) -> impl Fn(usize) -> Result<()> + Send + 'static {
        let stock = Arc::clone(&self.stock);
        move |slots| stock.pool.warm_up(slots).map(drop).map_err(heap_error)
    }

    /// Whether images are restored as a whole.
    pub(crate) fn restores_whole(&self) -> bool {
        self.stock.pool.restore_strategy() == RestoreStrategy::Full
    }

    /// Gives back the memory of all clean slots.
    pub(crate) fn trim(&self) {
        self.stock.pool.trim(0);
    }

    pub(crate) fn stats(&self) -> PoolStats {
        self.stock.pool.stats()
    }
}
