//! Making a used slot equal to its image again.

use std::ops::Range;
use std::sync::Arc;

use crate::error::HeapError;
use crate::header::Header;
use crate::image::Image;
use crate::platform::{Reservation, Watch};
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
    /// Telling costs 0.5 µs for an image of 300 KiB, and the first write to a page of a slot 0.5 µs, once. A page once
    /// written to is restored every time and watched no more, until all are watched anew, every 1,024 lives.
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

/// How many lives a slot's watch remembers: pages that tenants have stopped writing to are forgotten after that many.
const MEMORY: u32 = 1024;

/// The watch over one slot's pages, as far as every slot with its image is accessible.
#[derive(Debug)]
pub(super) struct Watched {
    watch: Arc<Watch>,
    len: usize,
    lives: u32,
    /// What was written to since the watch last began anew, as far as it was told.
    known: Vec<Range<usize>>,
}

impl Watched {
    /// Watches a slot that is clean now; `None` if the system refuses.
    pub(super) fn begin(watch: &Arc<Watch>, reservation: &Reservation, image: &Image) -> Option<Self> {
        // Somewhat more than the image, so that what tenants add to it need not be zeroed unseen.
        let len = image.home().get().min(reservation.range());
        watch.register(reservation, len)?;
        watch.forget(reservation, len)?;
        Some(Self { watch: Arc::clone(watch), len, lives: 0, known: Vec::new() })
    }
}

impl Watched {
    /// Sees to it that all is known that was written to. `None` if that cannot be told.
    fn tell(&mut self, reservation: &Reservation, faultless: bool) -> Option<()> {
        let Self { watch, len, known, .. } = self;
        // H13: what is known is all there is, if nothing was written to for the first time.
        if !(faultless && watch.is_here() && known.first().is_some_and(|first| first.start == 0)) {
            known.clear();
            watch.written(reservation, *len, |written| known.push(written))?;
        }
        Some(())
    }

    /// Another life is over. `None` if the watch cannot begin anew, when that is due.
    fn grow_old(&mut self, reservation: &Reservation) -> Option<()> {
        self.lives += 1;
        if self.lives.is_multiple_of(MEMORY) {
            self.known.clear();
            self.watch.forget(reservation, self.len)?;
        }
        Some(())
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

    let told = watched.as_mut().and_then(|watched| watched.tell(reservation, faultless));
    if told.is_some() {
        for written in watched.iter().flat_map(|watched| &watched.known) {
            // SAFETY: H1, H2, H4: memory of this slot, committed as far as the image reaches; the pages that are not known
            // were not written to since they were the image's.
            unsafe { image.copy_part_to(base, written.clone()) };
        }
    }
    let restored = match (told, &watched) {
        (Some(()), Some(watched)) => watched.len,
        _ => {
            *watched = None;
            0
        }
    };
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
    if let Some(still) = watched
        && still.grow_old(reservation).is_none()
    {
        *watched = None;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::capture::Capture;
    use crate::image::PointerRule;
    use crate::size::PAGE;
    use crate::slot::{Clean, Live, Slot};

    fn written(slot: &Slot<Clean>) -> Option<Vec<Range<usize>>> {
        let Watched { watch, len, .. } = slot.watched.as_ref()?;
        let mut stretches = Vec::new();
        watch.written(&slot.reservation, *len, |stretch| stretches.push(stretch))?;
        Some(stretches)
    }

    fn write(slot: &Slot<Live>, offset: usize) {
        assert!(offset < slot.used().get());
        // SAFETY: H1, accessible memory of a live slot that this test has to itself.
        unsafe { slot.base().add(offset).write(1) }
    }

    #[test]
    fn pages_once_written_to_stay_told_until_the_watch_begins_anew() {
        let slot = Slot::reserve(ByteCount::mib(16)).and_then(Slot::format).expect("a slot");
        let image = Image::seal(Capture::take(&slot).expect("a capture"), PointerRule::Range).expect("an image");
        let Some(watch) = Watch::open().map(Arc::new) else { return };
        let mut slot = Slot::reserve(ByteCount::mib(16)).and_then(|slot| slot.fill(&image)).expect("a slot");
        slot.watch(&watch, &image);
        let header = Range { start: 0, end: GRAIN };
        for life in 1..=2 * MEMORY + 1 {
            let live = slot.occupy();
            if life == 1 {
                write(&live, PAGE * 2);
            }
            slot = live.abandon().restore(&image, RestorePolicy::new()).expect("a clean slot");
            // The header page of every slot is written to at the end, whatever its tenant did.
            let told = written(&slot).expect("a slot that is watched still");
            assert_eq!(told.first().map(|first| first.start), Some(0));
            assert_eq!(told == [header.clone()], life >= MEMORY || GRAIN > PAGE * 2, "after {life} lives: {told:?}");
            slot.verify(&image).expect("a clean slot");
        }
    }
}
