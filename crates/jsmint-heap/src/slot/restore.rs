//! Making a used slot equal to its image again.

use super::watched::Watched;
use crate::error::HeapError;
use crate::header::Header;
use crate::image::Image;
use crate::platform::Reservation;
use crate::size::{ByteCount, GRAIN, round_up};

/// How the pages of a used slot become those of the image again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreStrategy {
    /// All pages of the image are written, whether the tenant changed them or not: 0.09 µs a page.
    Full,
    /// Only pages that some tenant of this slot has written to are, where the system can tell (Linux 6.7 and later, with
    /// `userfaultfd`); elsewhere as [`Full`](Self::Full).
    ///
    /// The first write to a page of a slot costs 0.5 µs, and as much again to ask which were written to in an image of
    /// 300 KiB, where nothing shows that no page was written to for the first time. From then on the page is restored after every
    /// life, 0.03 µs, until it has stayed as it was for 64 lives: then it is watched again, and if it is caught once more,
    /// for twice as many lives the next time.
    #[default]
    Written,
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
        Self { strategy: RestoreStrategy::default(), keep: ByteCount::kib(64) }
    }
}

impl RestorePolicy {
    /// Written pages are restored; 64 KiB beyond the image are kept.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn kept(self) -> ByteCount {
        self.keep
    }

    pub(crate) fn wants_watch(self) -> bool {
        self.strategy == RestoreStrategy::Written
    }

    /// How the image's pages are restored. Default: [`RestoreStrategy::Written`].
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
/// The slot must be committed as far as [`Image::home`]. A watch must have been begun when the slot was clean, with the
/// same image.
pub(super) fn restore(
    reservation: &Reservation,
    committed: &mut usize,
    image: &Image,
    policy: RestorePolicy,
    watched: &mut Option<Watched>,
    faultless: bool,
) -> Result<(), HeapError> {
    let base = reservation.base();
    // The tenant's words, so nothing may depend on their truth but H4: it wrote no further than it had memory.
    // SAFETY: H1, the header page is committed.
    let used = unsafe { (*Header::of(base)).used }.clamp(0, *committed);
    let refused = |source| HeapError::NoMemory { asked: image.len(), source };

    // SAFETY: H1, H2, H4: memory of this slot, committed as far as the image reaches; the pages that are not known were not
    // written to since they were the image's.
    let restore = |written| unsafe { image.copy_part_to(base, written) };
    let restored = watched.as_mut().and_then(|watched| watched.restore(reservation, faultless, restore));
    if restored.is_none() {
        *watched = None;
    }
    let restored = restored.unwrap_or(0);
    // What the image does not have. What the tenant may have written of it ends at `used`.
    for gap in image.gaps(*committed) {
        let (start, end) = (gap.start.max(restored), gap.end.min(used));
        if end <= start {
            continue;
        }
        let zeroed = match end - start <= policy.keep.get() {
            true => end,
            false => {
                let whole = round_up(start, GRAIN);
                reservation.discard(whole, gap.end).map_err(refused)?;
                whole.min(end)
            }
        };
        // SAFETY: H1, within the committed part of this slot, beyond the header page.
        unsafe { base.add(start).write_bytes(0, zeroed - start) };
    }
    let home = image.home().get();
    if used.saturating_sub(image.len().get()) > policy.keep.get() && *committed > home {
        reservation.decommit(home, *committed).map_err(refused)?;
        *committed = home;
    }
    if restored == 0 {
        // SAFETY: H1, H2: memory of this slot, committed as far as the image reaches.
        unsafe { image.copy_to(base) };
    }
    Ok(())
}
