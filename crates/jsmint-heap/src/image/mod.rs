//! Sealed bytes of one baked world, and where their pointers are.

mod pointers;
mod portable;

use std::fmt;
use std::ops::Range;
use std::ptr::NonNull;

use xxhash_rust::xxh3::Xxh3;

pub use pointers::{Disagreement, Mismatch, PointerRule, SealReport};

use crate::allocator::COMMIT_STEP;
use crate::capture::{self, Capture};
use crate::error::HeapError;
use crate::platform::Sealed;
use crate::relocate;
use crate::size::{ByteCount, GRAIN, PAGE, round_up};

/// Words in a group: one element of the bitmap.
const GROUP: usize = 64;

const _: () = assert!(PAGE.is_multiple_of(GROUP * 8));

/// The sealed bytes of one world: what fresh slots are filled with, and used ones restored from.
///
/// ```text
///  words     │ tenant words: 0 │ allocator │ blocks ╌╌╌┬ a run of zeros, not stored ┬╌╌╌ last page that is not zero │
///  pointers   one bit a word: set if it points into the slot
///  extents   ├───────────────────────────────────────┤                            ├──────────────────────────────┤
/// ```
///
/// There is one image however many slots hold it: it is read-only (H5), and a slot's copy is made by adding the distance
/// between the two bases to every pointer (H2). `Send` and `Sync`.
pub struct Image {
    memory: Sealed,
    pointers: Box<[u64]>,
    extents: Box<[Range<usize>]>,
    base: u64,
    used: usize,
    fingerprint: u64,
    report: SealReport,
    portable: Option<u128>,
}

impl Image {
    /// Finds the pointers in a capture and makes it an image.
    ///
    /// # Errors
    ///
    /// A [`Disagreement`] if the second bake that the rule brings is not the same world at another base.
    pub fn seal(first: Capture, rule: PointerRule<'_>) -> Result<Self, Disagreement> {
        let extents = capture::extents(first.words());
        let len = extents.last().map_or(0, |extent| extent.end);
        let (mut pointers, report) = pointers::find(&first, rule)?;
        let portable = first.is_home.then(|| portable::fingerprint(&first, &pointers));
        let Capture { mut memory, base, used, .. } = first;

        pointers.truncate(len / (GROUP * 8));
        for gap in gaps_between(&extents, len) {
            memory.discard(gap.start, gap.end);
        }
        memory
            .truncate_and_protect(len)
            .map_err(|source| Disagreement::from(HeapError::NoMemory { asked: ByteCount::bytes(len), source }))?;
        let mut image = Self {
            memory,
            pointers: pointers.into(),
            extents: extents.into(),
            base,
            used,
            fingerprint: 0,
            report,
            portable,
        };
        image.fingerprint = image.hash();
        Ok(image)
    }

    /// The length of the image in bytes: whole [pages](PAGE), as far as there is one that is not zero.
    #[must_use]
    pub fn len(&self) -> ByteCount {
        ByteCount::bytes(self.memory.words().len() * 8)
    }

    /// Never: an image has at least a header page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.memory.words().is_empty()
    }

    /// The number of [pages](PAGE).
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.len().pages()
    }

    /// How many words are pointers into the slot.
    #[must_use]
    pub fn pointer_count(&self) -> usize {
        self.report.pointers
    }

    /// The base of the slot that was captured; its low 32 bits are those of every slot (H2).
    #[must_use]
    pub fn base(&self) -> u64 {
        self.base
    }

    /// What was found while sealing.
    #[must_use]
    pub fn report(&self) -> SealReport {
        self.report
    }

    /// The words as captured: pointers are as they were in the captured slot.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        self.memory.words()
    }

    /// Which words are pointers into the slot: one bit a word, 64 to an element, the lowest first.
    #[must_use]
    pub fn pointers(&self) -> &[u64] {
        &self.pointers
    }

    /// A hash of the contents that does not depend on the base: equal for an image and for one captured from a slot that
    /// was filled with it. XXH3 of all words, with pointers as distances from the base, and of the bitmap.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// What a slot must have room for: how far the allocator had gone.
    #[must_use]
    pub fn reach(&self) -> ByteCount {
        ByteCount::bytes(self.used)
    }

    /// How much a slot that holds this image makes accessible at least; some of it for the tenant to grow into.
    pub(crate) fn home(&self) -> ByteCount {
        ByteCount::bytes(round_up(self.used + COMMIT_STEP / 2, COMMIT_STEP))
    }

    /// The parts that are stored, as offsets in bytes; all else is zero.
    pub(crate) fn extents(&self) -> &[Range<usize>] {
        &self.extents
    }

    /// The parts up to `end` that are not stored, whole grains but for the last's start.
    pub(crate) fn gaps(&self, end: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        gaps_between(&self.extents, end)
    }

    /// The words as they must be in a slot at `base`.
    pub(crate) fn words_at(&self, base: u64) -> impl Iterator<Item = u64> + '_ {
        let distance = base.wrapping_sub(self.base);
        self.words().chunks_exact(GROUP).zip(&self.pointers).flat_map(move |(words, &bits)| {
            let relocated = move |(at, &word): (usize, &u64)| {
                if bits >> at & 1 == 1 { word.wrapping_add(distance) } else { word }
            };
            words.iter().enumerate().map(relocated)
        })
    }

    /// Writes the stored parts to a slot. The tenant words become zero, all of them; what lies between the stored parts
    /// is not touched.
    ///
    /// # Safety
    ///
    /// `base` is that of a slot of the caller, accessible as far as [`len`](Self::len).
    pub(crate) unsafe fn copy_to(&self, base: NonNull<u8>) {
        let distance = (base.as_ptr().addr() as u64).wrapping_sub(self.base);
        debug_assert!(distance as u32 == 0, "H2");
        for extent in &self.extents {
            let (first, last) = (extent.start / (GROUP * 8), extent.end / (GROUP * 8));
            // SAFETY: H1, H2, H5, H12: the image is as long as its last extent, the slot at least so, and they lie apart.
            unsafe {
                let to = base.as_ptr().add(extent.start).cast();
                let from = self.memory.words().as_ptr().add(extent.start / 8);
                relocate::copy(to, from, &self.pointers[first..last], distance);
            }
        }
    }

    /// Writes a part of what a slot with the image has: what is stored of it, and zeros for the rest, which may lie in a
    /// gap or beyond the image. The tenant words become zero if the part has them. Says whether anything else was there.
    ///
    /// # Safety
    ///
    /// As for [`copy_to`](Self::copy_to); the slot is accessible as far as the part's end. It begins and ends with a page.
    pub(crate) unsafe fn copy_part_to(&self, base: NonNull<u8>, part: Range<usize>) -> bool {
        let distance = (base.as_ptr().addr() as u64).wrapping_sub(self.base);
        debug_assert!(part.start.is_multiple_of(PAGE) && part.end.is_multiple_of(PAGE));
        let mut differed = false;
        let mut done = part.start;
        let first = self.extents.partition_point(|extent| extent.end <= part.start);
        for extent in self.extents[first..].iter().take_while(|extent| extent.start < part.end) {
            let (start, end) = (extent.start.max(part.start), extent.end.min(part.end));
            let (from, to) = (start / (GROUP * 8), end / (GROUP * 8));
            // SAFETY: H1, H2, H5, H12: as in `copy_to`; what lies before is a gap, within the part.
            unsafe {
                differed |= zero(base, done..start);
                let words = self.memory.words().as_ptr().add(start / 8);
                differed |= relocate::copy(base.as_ptr().add(start).cast(), words, &self.pointers[from..to], distance);
            }
            done = end;
        }
        // SAFETY: H1: a gap, within the part.
        differed | unsafe { zero(base, done..part.end) }
    }

    /// Which words of a page are not as the image has them in a slot at `base`. Pages beyond the image are zero in it.
    pub(crate) fn compare_page(&self, start: usize, base: u64, words: &[u64], differ: &mut [u64; PAGE / 8 / GROUP]) {
        let distance = base.wrapping_sub(self.base);
        let (first, end) = (start / 8, start / 8 + PAGE / 8);
        let expected = self.words().get(first..end).unwrap_or(&[0; PAGE / 8]);
        let pointers = self.pointers.get(first / GROUP..end / GROUP).unwrap_or(&[0; PAGE / 8 / GROUP]);
        let groups = words.chunks_exact(GROUP).zip(expected.chunks_exact(GROUP));
        for (((words, expected), &bits), differ) in groups.zip(pointers).zip(differ) {
            for at in 0..GROUP {
                let moved = 0u64.wrapping_sub(bits >> at & 1) & distance;
                *differ |= u64::from(words[at] != expected[at].wrapping_add(moved)) << at;
            }
        }
    }

    /// A hash of the contents that is the same in all processes of this build of the program that set up the same, so that what
    /// differs from one's image can be completed with another's: see `image/portable.rs`. `None` for what was baked where it
    /// is in no other process.
    #[must_use]
    pub fn portable_fingerprint(&self) -> Option<u128> {
        self.portable
    }

    fn hash(&self) -> u64 {
        let mut hash = Xxh3::new();
        let mut page = [0u64; PAGE / 8];
        for (words, pointers) in self.words().chunks_exact(PAGE / 8).zip(self.pointers.chunks_exact(PAGE / 8 / GROUP)) {
            // SAFETY: H12, a page of words and its piece of the bitmap, to memory that is this function's own.
            unsafe { relocate::copy(page.as_mut_ptr(), words.as_ptr(), pointers, self.base.wrapping_neg()) };
            hash.update(page.map(u64::to_le_bytes).as_flattened());
        }
        for bits in &self.pointers {
            hash.update(&bits.to_le_bytes());
        }
        // Zero means "no image" to a slot.
        hash.digest().max(1)
    }
}

/// What lies between extents, and after the last as far as `end`.
fn gaps_between(extents: &[Range<usize>], end: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let starts = std::iter::once(0).chain(extents.iter().map(|extent| extent.end));
    let ends = extents.iter().map(|extent| extent.start).chain(std::iter::once(end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|gap| gap.start < gap.end)
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("len", &self.len())
            .field("pointers", &self.pointer_count())
            .field("fingerprint", &format_args!("{:016x}", self.fingerprint))
            .finish_non_exhaustive()
    }
}

const _: () = assert!((64 << 10) % GRAIN == 0);

/// Makes a part of a slot zero, and says whether it was anything else; an empty part is none.
///
/// # Safety
///
/// The part is accessible and the caller's, and begins and ends with a page.
unsafe fn zero(base: NonNull<u8>, part: Range<usize>) -> bool {
    if part.is_empty() {
        return false;
    }
    // SAFETY: H1, as the caller promises. The reference ends here.
    let words = unsafe { std::slice::from_raw_parts_mut(base.as_ptr().add(part.start).cast::<u64>(), part.len() / 8) };
    let differs = words.iter().fold(0, |all, word| all | word) != 0;
    if differs {
        words.fill(0);
    }
    differs
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::allocator;
    use crate::slot::{Empty, Live, Slot};

    /// An image that stores four parts, the last one the end of the heap, with a long run of zeros after each but that.
    fn image() -> Image {
        let slot = Slot::reserve(ByteCount::mib(16)).and_then(Slot::<Empty>::format).expect("a slot");
        for (words, value) in [(9_000, 1), (150_000, 0), (3_000, 1), (90_000, 0), (40, 1), (60_000, 0)] {
            fill(&slot, words, value);
        }
        Image::seal(Capture::take(&slot).expect("a capture"), PointerRule::Range).expect("an image")
    }

    /// A block of so many words, every other of which is its own address.
    fn fill(slot: &Slot<Live>, words: usize, value: u64) {
        // SAFETY: H1, the slot is live and this test has it to itself; the words lie in the block.
        unsafe {
            let block = allocator::alloc(slot.base(), words * 8).cast::<u64>();
            assert!(!block.is_null());
            for word in 0..words * value as usize {
                block.add(word).write(if word % 2 == 0 { block.addr() as u64 } else { word as u64 });
            }
        }
    }

    #[test]
    fn the_image_of_these_tests_has_gaps() {
        let image = image();
        assert_eq!((image.extents().len(), image.gaps(image.home().get()).count()), (4, 4));
        assert!(image.pointer_count() > 6_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_part_is_written_as_it_must_be_and_nothing_else(parts in vec((0.0..1.0f64, 1..400usize), 1..6)) {
            const RUBBISH: u64 = 0x5555_aaaa_5555_aaaa;
            let image = image();
            let slot = Slot::reserve(ByteCount::mib(16)).and_then(|slot| slot.fill(&image)).expect("a slot").occupy();
            let (base, pages) = (slot.base(), image.home().pages());
            let mut expected = vec![RUBBISH; pages * PAGE / 8];
            let whole: Vec<u64> = image.words_at(base.as_ptr().addr() as u64).collect();
            // SAFETY: H1, a slot with this image is accessible as far as `home`, and this test has it to itself.
            unsafe {
                (0..expected.len()).for_each(|word| base.cast::<u64>().add(word).write(RUBBISH));
                for (place, len) in parts {
                    let first = (place * pages as f64) as usize;
                    let part = first * PAGE..(first + len).min(pages) * PAGE;
                    for (word, expected) in expected.iter_mut().enumerate().take(part.end / 8).skip(part.start / 8) {
                        *expected = whole.get(word).copied().unwrap_or(0);
                    }
                    image.copy_part_to(base, part);
                }
                for (word, &expected) in expected.iter().enumerate() {
                    prop_assert_eq!(base.cast::<u64>().add(word).read(), expected, "at {:#x}", word * 8);
                }
            }
        }
    }
}
