//! Making a used slot equal to its image again.

use crate::error::HeapError;
use crate::header::Header;
use crate::image::Image;
use crate::platform::{GRAIN, Reservation};
use crate::size::{ByteCount, round_up};

/// How the pages of a used slot become those of the image again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreStrategy {
    /// All pages of the image are written, whether the tenant changed them or not.
    ///
    /// A page costs about 0.03 µs to write and over 1 µs to watch, so for images of a few hundred KiB nothing is faster.
    #[default]
    Full,
}

/// What restoring does, and what memory it leaves with the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RestorePolicy {
    strategy: RestoreStrategy,
    keep: ByteCount,
}

impl Default for RestorePolicy {
    fn default() -> Self {
        Self { strategy: RestoreStrategy::Full, keep: ByteCount::kib(64) }
    }
}

impl RestorePolicy {
    /// Full restore; 64 KiB beyond the image are kept.
    pub fn new() -> Self {
        Self::default()
    }

    /// How the image's pages are restored. Default: [`RestoreStrategy::Full`].
    pub fn strategy(mut self, strategy: RestoreStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// If a tenant used at most this much beyond the image, it is zeroed and kept; if more, all of it goes back to the
    /// system. Default: 64 KiB.
    ///
    /// Zeroing costs 0.03 µs a page. Giving back costs a system call, and a fault of 0.5 µs or more for each page that
    /// the next tenant touches.
    pub fn keep(mut self, keep: ByteCount) -> Self {
        self.keep = keep;
        self
    }
}

/// Makes the slot's memory equal to the image, and zero beyond; what is committed may become less.
///
/// The slot must be committed as far as [`Image::home`].
pub(super) fn restore(
    reservation: &Reservation,
    committed: &mut usize,
    image: &Image,
    policy: RestorePolicy,
) -> Result<(), HeapError> {
    let base = reservation.base();
    // The tenant's words, so nothing may depend on their truth but H4: it wrote no further than it had memory.
    // SAFETY: H1, the header page is committed.
    let used = unsafe { (*Header::of(base)).used }.clamp(0, *committed);
    let refused = |source| HeapError::NoMemory { asked: image.len(), source };

    let gaps = image.gaps(*committed);
    for gap in gaps {
        // Bytes that the image does not have. What the tenant may have written of them ends at `used`.
        let end = used.min(gap.end);
        if end <= gap.start {
            continue;
        }
        let zeroed = match end - gap.start <= policy.keep.get() {
            true => end,
            false => {
                let whole = round_up(gap.start, GRAIN);
                reservation.discard(whole, gap.end).map_err(refused)?;
                whole.min(end)
            }
        };
        // SAFETY: H1, within the committed part of this slot, beyond the header page.
        unsafe { base.add(gap.start).write_bytes(0, zeroed - gap.start) };
    }
    let home = image.home().get();
    if used.saturating_sub(image.len().get()) > policy.keep.get() && *committed > home {
        reservation.decommit(home, *committed).map_err(refused)?;
        *committed = home;
    }
    match policy.strategy {
        // SAFETY: H1, H2: memory of this slot, committed as far as the image reaches.
        RestoreStrategy::Full => unsafe { image.copy_to(base) },
    }
    Ok(())
}
