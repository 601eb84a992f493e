//! What is known of a slot's pages: which tenants write to, and which are watched.

use std::ops::Range;
use std::sync::Arc;

use crate::image::Image;
use crate::platform::{Reservation, Watch};
use crate::size::GRAIN;

/// How many lives a page must have stayed as it was before it is watched again, if it was never caught before.
const PATIENCE: u32 = 64;

/// The most often that this is doubled.
const DOUBLED: u8 = 10;

/// After how many lives one time that each page was caught is forgotten.
const FORGIVEN: u32 = PATIENCE << DOUBLED;

/// How often it is looked which pages are to be watched again, in lives.
const LOOK: u32 = 64;

/// A page that tenants write to. It is restored after every life.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Where it begins.
    start: usize,
    /// For how many lives it has stayed as it was.
    idle: u32,
}

/// What restoring a slot has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Pages that were restored.
    pub(crate) pages: usize,
    /// Pages that were written to for the first time since they were watched.
    pub(crate) caught: usize,
}

/// The watch over one slot's pages, as far as every slot with its image is accessible.
///
/// Every page of it is either watched, and as it was when the slot was last clean unless somebody has written to it for
/// the first time; or known.
#[derive(Debug)]
pub(super) struct Watched {
    watch: Arc<Watch>,
    len: usize,
    lives: u32,
    known: Vec<Known>,
    /// What was known before; kept for its memory.
    before: Vec<Known>,
    /// How often each page was caught, up to [`DOUBLED`].
    caught: Box<[u8]>,
    /// Pages that were written to for the first time since the last restore, as far as it was asked.
    new: usize,
    /// What the last restore has come to.
    pub(super) told: Told,
}

impl Watched {
    /// Watches a slot that is clean now; `None` if the system refuses.
    pub(super) fn begin(watch: &Arc<Watch>, reservation: &Reservation, image: &Image) -> Option<Self> {
        // Somewhat more than the image, so that what tenants add to it need not be zeroed unseen.
        let len = image.home().get().min(reservation.range());
        watch.register(reservation, len)?;
        watch.forget(reservation, 0..len)?;
        let caught = vec![0; len / GRAIN].into();
        Some(Self {
            watch: Arc::clone(watch),
            len,
            lives: 0,
            known: Vec::new(),
            before: Vec::new(),
            caught,
            new: 0,
            told: Told::default(),
        })
    }

    /// Restores all pages that were written to, each by `restore`, which says whether it had changed. Says how far the slot
    /// is restored; `None` if it cannot be told what was written to.
    pub(super) fn restore(
        &mut self,
        reservation: &Reservation,
        faultless: bool,
        restore: impl Fn(Range<usize>) -> bool,
    ) -> Option<usize> {
        self.ask(reservation, faultless)?;
        self.told = Told { pages: self.known.len(), caught: std::mem::take(&mut self.new) };
        for page in &mut self.known {
            page.idle = if restore(page.start..page.start + GRAIN) { 0 } else { page.idle.saturating_add(1) };
        }
        self.lives = self.lives.wrapping_add(1);
        if self.lives.is_multiple_of(LOOK) {
            self.watch_again(reservation)?;
        }
        if self.lives.is_multiple_of(FORGIVEN) {
            self.caught.iter_mut().for_each(|caught| *caught = caught.saturating_sub(1));
        }
        Some(self.len)
    }

    /// Sees to it that all pages that were written to are known; `None` if that cannot be told. `faultless` is H13's promise,
    /// for the time since this was last asked.
    pub(super) fn ask(&mut self, reservation: &Reservation, faultless: bool) -> Option<()> {
        // H13: what is known is all there is, if nothing was written to for the first time. The header page is written to
        // between lives, too, so it must be known.
        let all_known = faultless && self.watch.is_here() && self.known.first().is_some_and(|first| first.start == 0);
        if !all_known {
            self.new += self.learn(reservation)?;
        }
        Some(())
    }

    /// The pages that are known, as stretches, ascending, and how far the watch reaches.
    pub(super) fn stretches(&self) -> (Vec<Range<usize>>, usize) {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for page in &self.known {
            match stretches.last_mut() {
                Some(last) if last.end == page.start => last.end += GRAIN,
                _ => stretches.push(page.start..page.start + GRAIN),
            }
        }
        (stretches, self.len)
    }

    /// Calls `each` for every stretch of pages that is known, or was written to since it was watched.
    pub(super) fn written(&self, reservation: &Reservation, each: impl FnMut(Range<usize>)) -> Option<()> {
        self.watch.written(reservation, self.len, each)
    }

    /// Asks which pages were written to. Says how many of them were not known.
    fn learn(&mut self, reservation: &Reservation) -> Option<usize> {
        let Self { watch, len, known, before, caught, .. } = self;
        std::mem::swap(known, before);
        known.clear();
        let mut old = before.iter().copied().peekable();
        let mut new = 0;
        watch.written(reservation, *len, |written| {
            for start in written.step_by(GRAIN) {
                while old.next_if(|page| page.start < start).is_some() {}
                known.push(old.next_if(|page| page.start == start).unwrap_or_else(|| {
                    let caught = &mut caught[start / GRAIN];
                    *caught = (*caught + 1).min(DOUBLED + 1);
                    new += 1;
                    Known { start, idle: 0 }
                }));
            }
        })?;
        Some(new)
    }

    /// Watches those pages again that nobody has changed for long.
    fn watch_again(&mut self, reservation: &Reservation) -> Option<()> {
        let Self { watch, known, caught, .. } = self;
        let mut done = Some(());
        known.retain(|page| {
            let patience = PATIENCE << (caught[page.start / GRAIN].max(1) - 1);
            let keep = page.start == 0 || page.idle < patience;
            if !keep && watch.forget(reservation, page.start..page.start + GRAIN).is_none() {
                done = None;
            }
            keep
        });
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Capture;
    use crate::image::PointerRule;
    use crate::size::{ByteCount, PAGE};
    use crate::slot::{Clean, Live, RestorePolicy, Slot};

    fn written(slot: &Slot<Clean>) -> Option<Vec<Range<usize>>> {
        let Watched { watch, len, .. } = slot.inner.watched.as_ref()?;
        let mut stretches = Vec::new();
        watch.written(&slot.inner.reservation, *len, |stretch| stretches.push(stretch))?;
        Some(stretches)
    }

    fn write(slot: &Slot<Live>, offset: usize) {
        assert!(offset < slot.used().get());
        // SAFETY: H1, accessible memory of a live slot that this test has to itself.
        unsafe { slot.base().add(offset).write(1) }
    }

    #[test]
    fn pages_are_watched_again_when_nobody_has_changed_them_for_long() {
        let slot = Slot::reserve(ByteCount::mib(16)).and_then(Slot::format).expect("a slot");
        let image = Image::seal(Capture::take(&slot).expect("a capture"), PointerRule::Range).expect("an image");
        let Some(watch) = Watch::open().map(Arc::new) else { return };
        let mut slot = Slot::reserve(ByteCount::mib(16)).and_then(|slot| slot.fill(&image)).expect("a slot");
        slot.watch(&watch, &image);
        let header = Range { start: 0, end: GRAIN };
        let at = 2 * GRAIN.max(PAGE);
        // After the first write it is known for 64 lives at least, after the second for twice as many.
        let second = 2 * LOOK + 1;
        for life in 1..=8 * LOOK {
            let live = slot.occupy();
            if [1, second].contains(&life) {
                write(&live, at);
            }
            slot = live.abandon().restore(&image, RestorePolicy::new()).expect("a clean slot");
            // The header page of every slot is written to at the end, whatever its tenant did.
            let told = written(&slot).expect("a slot that is watched still");
            assert_eq!(told.first().map(|first| first.start), Some(0));
            let known = life < PATIENCE + LOOK || (second..second + 2 * PATIENCE).contains(&life);
            let forgotten = (PATIENCE + LOOK..second).contains(&life) || life >= second + 2 * PATIENCE + LOOK;
            assert!(!known || told != [header.clone()], "after {life} lives: {told:?}");
            assert!(!forgotten || told == [header.clone()], "after {life} lives: {told:?}");
            // At the end of the first life the header page is written to for the first time.
            let caught = usize::from([1, 2, second].contains(&life));
            assert_eq!(slot.told().map(|told| told.caught), Some(caught), "after {life} lives");
            slot.verify(&image).expect("a clean slot");
        }
    }
}
