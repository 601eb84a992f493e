//! Linux, by `mmap` at chosen addresses.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::ops::Range;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::io::Errno;
use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap_anonymous, mprotect, munmap};

use super::home::Home;
use crate::error::HeapError;
use crate::size::{ByteCount, GRAIN, MAX_RANGE, round_up};

/// The low half of every slot's base. Large, so that two small 32-bit integers side by side never look like an address
/// in a slot; a multiple of 2 MiB, so that large images can have large pages; and such that a whole range fits above it
/// without a carry into the high half.
const LOW: u64 = 0x9e20_0000;

/// High halves to try, in this order; [`HOMES`](super::home::HOMES) come before them. The first two lie above the shadow memory of AddressSanitizer and between them is
/// where the kernel puts position-independent executables; the last is for Valgrind, whose clients live below 16 TiB.
const WINDOWS: [Range<u64>; 3] = [0x1800..0x5400, 0x5800..0x7e00, 0x0100..0x0fff];

/// The next candidate, counted from a random first one. Zero means that nobody asked yet. It is a global because
/// addresses belong to the process, so whoever hands them out must too.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// The size of a large page.
const LARGE: usize = 2 << 20;

const _: () = assert!(LOW + MAX_RANGE.get() as u64 + (GRAIN as u64) < 1 << 32);
const _: () = assert!(LOW.is_multiple_of(LARGE as u64) && GRAIN.is_multiple_of(crate::size::PAGE));

fn next_candidate() -> u64 {
    if NEXT.load(Ordering::Relaxed) == 0 {
        // The standard library seeds its hash maps from the system once per thread; that is all the randomness that
        // keeping two processes' addresses apart asks for. The bit keeps it from being zero.
        let random = RandomState::new().build_hasher().finish() >> 1 | 1;
        let _ = NEXT.compare_exchange(0, random, Ordering::Relaxed, Ordering::Relaxed);
    }
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The addresses of one slot, with a guard before and after them.
#[derive(Debug)]
pub(crate) struct Reservation {
    base: NonNull<u8>,
    range: usize,
    /// Given back once the addresses are.
    home: Option<Home>,
}

// SAFETY: H1, the addresses belong to this value alone, whichever thread holds it.
unsafe impl Send for Reservation {}

impl Reservation {
    pub(crate) fn new(range: ByteCount) -> Result<Self, HeapError> {
        let len = round_up(range.get(), GRAIN);
        let mut refusal = Errno::EXIST;
        for window in WINDOWS {
            let size = window.end - window.start;
            for _ in 0..size {
                let high = window.start + next_candidate() % size;
                match Self::at((high << 32) | LOW, len) {
                    Ok(Some(base)) => return Ok(Self { base, range: len, home: None }),
                    Ok(None) => {}
                    // Whatever refuses one address of a window (its end lies beyond the address space, mappings have
                    // run out) refuses the others too.
                    Err(errno) => {
                        refusal = errno;
                        break;
                    }
                }
            }
        }
        Err(HeapError::NoAddresses { asked: range, source: refusal.into() })
    }

    /// Reserves addresses that are the same in every process for the same place, if they can be had; else any.
    pub(crate) fn at_home(range: ByteCount, place: u64) -> Result<Self, HeapError> {
        let len = round_up(range.get(), GRAIN);
        if let Some(home) = Home::take(place)
            && let Ok(Some(base)) = Self::at((home.high() << 32) | LOW, len)
        {
            return Ok(Self { base, range: len, home: Some(home) });
        }
        Self::new(range)
    }

    /// Whether the addresses are such that they are the same in every process.
    pub(crate) fn is_home(&self) -> bool {
        self.home.is_some()
    }

    /// Reserves the addresses from `base`, or nothing if they are taken.
    fn at(base: u64, len: usize) -> Result<Option<NonNull<u8>>, Errno> {
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE | MapFlags::FIXED_NOREPLACE;
        let start = ptr::without_provenance_mut(base as usize - GRAIN);
        let whole = GRAIN + len + GRAIN;
        // SAFETY: NOREPLACE never takes addresses that are in use, so this makes memory that nobody else has (H1).
        let got = match unsafe { mmap_anonymous(start, whole, ProtFlags::empty(), flags) } {
            Ok(got) => got,
            Err(Errno::EXIST) => return Ok(None),
            Err(errno) => return Err(errno),
        };
        if got.addr() != start.addr() {
            // A kernel before 4.17 takes the address as a hint.
            // SAFETY: H9, exactly the mapping just made, which nothing points to yet.
            unsafe { munmap(got, whole)? };
            return Ok(None);
        }
        Ok(NonNull::new(got.cast::<u8>().wrapping_add(GRAIN)))
    }

    #[inline]
    pub(crate) fn base(&self) -> NonNull<u8> {
        self.base
    }

    #[inline]
    pub(crate) fn range(&self) -> usize {
        self.range
    }

    /// The start of `from..to` (offsets from the base) and its length, checked to lie in the range.
    fn part(&self, from: usize, to: usize) -> (NonNull<u8>, usize) {
        assert!(from <= to && to <= self.range, "{from:#x}..{to:#x} is not in a slot of {:#x}", self.range);
        debug_assert!(from.is_multiple_of(GRAIN) && to.is_multiple_of(GRAIN));
        // SAFETY: H1, within the mapping as just checked.
        (unsafe { self.base.add(from) }, to - from)
    }

    /// Makes `from..to` readable and writable; it reads as zero if it never was before.
    pub(crate) fn commit(&self, from: usize, to: usize) -> io::Result<()> {
        let (start, len) = self.part(from, to);
        // SAFETY: H1, addresses of this slot.
        unsafe { commit(start, len) }
    }

    /// Asks for large pages where `from..to` covers them whole; the system may not have any.
    ///
    /// They pay even where writes are watched. Measured for an image of 7.3 MiB: a slot is made in 0.98 ms, without large
    /// pages in 1.62 ms. In return the first write to each large page takes 7 µs, once, since it is split into small ones
    /// that stay protected; so one write counts as one small page, and lives cost the same from then on.
    pub(crate) fn prefer_large_pages(&self, from: usize, to: usize) {
        let (from, to) = (round_up(from, LARGE), to & !(LARGE - 1));
        if from < to {
            let (start, len) = self.part(from, to);
            // SAFETY: H1, addresses of this slot; the advice changes no contents.
            let _ = unsafe { madvise(start.as_ptr().cast(), len, Advice::LinuxHugepage) };
        }
    }

    /// Has the memory of `from..to` ready before it is touched: one system call instead of a fault for each page.
    pub(crate) fn populate(&self, from: usize, to: usize) {
        let (start, len) = self.part(from, to);
        // SAFETY: H1, addresses of this slot; the advice changes no contents. Kernels before 5.14 refuse it, and then
        // the pages are faulted in one by one as they are written.
        let _ = unsafe { madvise(start.as_ptr().cast(), len, Advice::LinuxPopulateWrite) };
    }

    /// Gives the memory of `from..to` back to the system; it reads as zero from then on.
    pub(crate) fn discard(&self, from: usize, to: usize) -> io::Result<()> {
        let (start, len) = self.part(from, to);
        if len == 0 {
            return Ok(());
        }
        // SAFETY: H1, addresses of this slot; the caller's state transition says that its contents are no longer wanted.
        unsafe { madvise(start.as_ptr().cast(), len, Advice::LinuxDontNeed) }.map_err(io::Error::from)
    }

    /// Gives the memory of `from..to` back and makes the addresses inaccessible again.
    pub(crate) fn decommit(&self, from: usize, to: usize) -> io::Result<()> {
        self.discard(from, to)?;
        let (start, len) = self.part(from, to);
        if len == 0 {
            return Ok(());
        }
        // SAFETY: H1, addresses of this slot, whose contents the line above has given up.
        unsafe { mprotect(start.as_ptr().cast(), len, MprotectFlags::empty()) }.map_err(io::Error::from)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let start = self.base.as_ptr().wrapping_sub(GRAIN);
        // SAFETY: H1, exactly what `at` mapped, and nobody else has it. Unmapping whole mappings cannot fail.
        let done = unsafe { munmap(start.cast(), GRAIN + self.range + GRAIN) };
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

/// Makes addresses within a slot's reservation readable and writable.
///
/// # Safety
///
/// They must belong to a slot of the caller.
pub(crate) unsafe fn commit(start: NonNull<u8>, len: usize) -> io::Result<()> {
    // SAFETY: H1, the caller owns these addresses; access is only added.
    unsafe { mprotect(start.as_ptr().cast(), len, MprotectFlags::READ | MprotectFlags::WRITE) }.map_err(io::Error::from)
}

/// Memory of an image: written while it is being made, read-only after.
#[derive(Debug)]
pub(crate) struct Sealed {
    start: NonNull<u64>,
    /// How much is mapped, and how much of it counts, in bytes.
    mapped: usize,
    len: usize,
}

// SAFETY: H9, it owns its mapping; it is written through `&mut` only and, once protected (H5), not at all.
unsafe impl Send for Sealed {}
// SAFETY: H9, as above; `&Sealed` only reads.
unsafe impl Sync for Sealed {}

impl Sealed {
    /// Zeroed memory of `len` bytes, a multiple of the page size.
    pub(crate) fn new(len: usize) -> Result<Self, HeapError> {
        let mapped = round_up(len.max(1), GRAIN);
        let access = ProtFlags::READ | ProtFlags::WRITE;
        let refused = |errno: Errno| HeapError::NoMemory { asked: ByteCount::bytes(len), source: errno.into() };
        // SAFETY: H9, new memory at an address of the kernel's choice.
        let start = unsafe { mmap_anonymous(ptr::null_mut(), mapped, access, MapFlags::PRIVATE) }.map_err(refused)?;
        let start = NonNull::new(start.cast::<u64>()).ok_or_else(|| refused(Errno::NOMEM))?;
        // SAFETY: H9, this new mapping. All of it is about to be written; kernels before 5.14 refuse, which is no harm.
        let _ = unsafe { madvise(start.as_ptr().cast(), mapped, Advice::LinuxPopulateWrite) };
        Ok(Self { start, mapped, len })
    }

    pub(crate) fn words(&self) -> &[u64] {
        // SAFETY: H9, mapped, page-aligned, initialised by the kernel, and not written while `self` is borrowed.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len / 8) }
    }

    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        // SAFETY: H9, as above, and borrowed exclusively. `truncate_and_protect` is the last that a builder does.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len / 8) }
    }

    /// Gives back the memory of `from..to`, bytes that are all zero.
    pub(crate) fn discard(&mut self, from: usize, to: usize) {
        assert!(from <= to && to <= self.mapped && from.is_multiple_of(GRAIN) && to.is_multiple_of(GRAIN));
        // SAFETY: H9, within the mapping; it held zeros and reads as zeros after. If refused it merely stays.
        let _ = unsafe { madvise(self.start.as_ptr().cast::<u8>().add(from).cast(), to - from, Advice::LinuxDontNeed) };
    }

    /// Keeps the first `len` bytes and makes them read-only (H5).
    pub(crate) fn truncate_and_protect(&mut self, len: usize) -> io::Result<()> {
        assert!(len <= self.len);
        self.len = len;
        let keep = round_up(len.max(1), GRAIN);
        if keep < self.mapped {
            // SAFETY: H9, the end of this value's own mapping, which `len` no longer covers.
            unsafe { munmap(self.start.as_ptr().cast::<u8>().add(keep).cast(), self.mapped - keep)? };
            self.mapped = keep;
        }
        // SAFETY: H9, this value's own mapping.
        unsafe { mprotect(self.start.as_ptr().cast(), self.mapped, MprotectFlags::READ)? };
        Ok(())
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        // SAFETY: H9, exactly this value's mapping, and nobody else has it.
        let done = unsafe { munmap(self.start.as_ptr().cast(), self.mapped) };
        debug_assert!(done.is_ok(), "{done:?}");
    }
}
