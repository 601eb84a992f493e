//! What a factory has done.

use serde::Serialize;

use super::options::{Restore, Strategy};
use crate::raw::{BakeReport, Mint, PointerProof};

/// How the pointers of an image were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum PointerSource {
    /// Two bakes at different addresses agreed.
    TwoBakes,
    /// By their range alone, since the bakes disagreed; what differed.
    RangeAlone(String),
}

/// What a factory has done so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// How runtimes come into being: [`Strategy::Cold`] also where the platform has no images.
    pub strategy: Strategy,
    /// Runtimes minted so far.
    pub spawned: u64,
    /// Runtimes alive now; 0 for a cold factory, which does not count them.
    pub live: usize,
    /// Clean slots waiting for a runtime.
    pub idle: usize,
    /// Slots made by relocating the image.
    pub created: u64,
    /// Slots restored and used again.
    pub recycled: u64,
    /// How slots are restored here; none for a cold factory.
    pub restore: Option<Restore>,
    /// Pages of 4 KiB that were restored in doing so; 0 where whole images are.
    pub restored_pages: u64,
    /// Pages that a runtime wrote to without it being known of its slot that such are written to. From then on they are
    /// restored after every life, until they have stayed as they were for long.
    pub caught_pages: u64,
    /// Size of the image, in bytes.
    pub image_bytes: usize,
    /// Words of the image that are pointers.
    pub pointers: usize,
    /// How they were found; none for a cold factory.
    pub pointer_source: Option<PointerSource>,
    /// A number that all copies of this image share. Another bake, even of the same options, has another: the engine hashes
    /// addresses, and where a bake lies differs.
    pub fingerprint: u64,
}

impl Stats {
    pub(super) fn of_cold(spawned: u64) -> Self {
        Self {
            strategy: Strategy::Cold,
            spawned,
            live: 0,
            idle: 0,
            created: 0,
            recycled: 0,
            restore: None,
            restored_pages: 0,
            caught_pages: 0,
            image_bytes: 0,
            pointers: 0,
            pointer_source: None,
            fingerprint: 0,
        }
    }

    pub(super) fn of_image(mint: &Mint, report: &BakeReport) -> Self {
        let pool = mint.stats();
        let source = match &report.proof {
            PointerProof::TwoBakes => PointerSource::TwoBakes,
            PointerProof::RangeAlone(difference) => PointerSource::RangeAlone(difference.clone()),
        };
        Self {
            strategy: Strategy::Image,
            live: pool.live,
            idle: pool.idle,
            created: pool.created,
            recycled: pool.recycled,
            restore: Some(if mint.restores_whole() { Restore::Whole } else { Restore::Written }),
            restored_pages: pool.restored_pages,
            caught_pages: pool.caught_pages,
            image_bytes: report.image_bytes,
            pointers: report.pointers,
            pointer_source: Some(source),
            fingerprint: report.fingerprint,
            ..Self::of_cold(pool.taken)
        }
    }
}
