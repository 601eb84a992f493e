//! Which pages were written to, as Linux tells it: write protection that lifts itself.
//!
//! Memory is registered with a `userfaultfd` in its asynchronous mode (Linux 6.7 and later). The first write to a
//! protected page costs one fault of about 0.5 µs, which the kernel settles by itself, without a signal and without a
//! thread of ours; later ones cost nothing. Writes of system calls are seen as well. `PAGEMAP_SCAN` then tells in one
//! call, 0.5 µs for 80 pages, which pages are no longer protected. What is written to, protected and told is small pages
//! always: the kernel splits a large one at the first write to it.

use std::fs::File;
use std::ops::Range;
use std::os::fd::OwnedFd;
use std::ptr::{self, NonNull};

use rustix::ioctl::{Opcode, Updater, ioctl, opcode};
use rustix::mm::{Advice, MapFlags, ProtFlags, UserfaultfdFlags, madvise, mmap_anonymous, munmap, userfaultfd};

use super::memory::Reservation;
use crate::size::GRAIN;

/// The kernel's interface, from `linux/userfaultfd.h` and `linux/fs.h`.
mod abi {
    use super::{Opcode, opcode};

    pub(super) const UFFD_API: u64 = 0xaa;
    pub(super) const FEATURE_WP_UNPOPULATED: u64 = 1 << 13;
    pub(super) const FEATURE_WP_ASYNC: u64 = 1 << 15;
    pub(super) const REGISTER_MODE_WP: u64 = 1 << 1;
    pub(super) const WRITEPROTECT_MODE_WP: u64 = 1 << 0;
    pub(super) const PAGE_IS_WRITTEN: u64 = 1 << 1;
    pub(super) const SCAN_CHECK_WPASYNC: u64 = 1 << 1;

    #[repr(C)]
    pub(super) struct Api {
        pub(super) api: u64,
        pub(super) features: u64,
        pub(super) ioctls: u64,
    }

    #[repr(C)]
    pub(super) struct Register {
        pub(super) start: u64,
        pub(super) len: u64,
        pub(super) mode: u64,
        pub(super) ioctls: u64,
    }

    #[repr(C)]
    pub(super) struct WriteProtect {
        pub(super) start: u64,
        pub(super) len: u64,
        pub(super) mode: u64,
    }

    #[derive(Clone, Copy, Default)]
    #[repr(C)]
    pub(super) struct Region {
        pub(super) start: u64,
        pub(super) end: u64,
        pub(super) categories: u64,
    }

    #[derive(Default)]
    #[repr(C)]
    pub(super) struct Scan {
        pub(super) size: u64,
        pub(super) flags: u64,
        pub(super) start: u64,
        pub(super) end: u64,
        pub(super) walk_end: u64,
        pub(super) vec: u64,
        pub(super) vec_len: u64,
        pub(super) max_pages: u64,
        pub(super) category_inverted: u64,
        pub(super) category_mask: u64,
        pub(super) category_anyof_mask: u64,
        pub(super) return_mask: u64,
    }

    pub(super) const API: Opcode = opcode::read_write::<Api>(0xaa, 0x3f);
    pub(super) const REGISTER: Opcode = opcode::read_write::<Register>(0xaa, 0x00);
    pub(super) const WRITEPROTECT: Opcode = opcode::read_write::<WriteProtect>(0xaa, 0x06);
    pub(super) const PAGEMAP_SCAN: Opcode = opcode::read_write::<Scan>(b'f', 16);
}

/// Faults of system calls need no handling by this descriptor, so that no privilege is needed to have it. `rustix` knows
/// no name for it.
const USER_MODE_ONLY: UserfaultfdFlags = UserfaultfdFlags::from_bits_retain(1);

/// How many stretches of written pages one call asks for.
const REGIONS: usize = 64;

/// Tells which pages of slots were written to.
#[derive(Debug)]
pub(crate) struct Watch {
    faults: OwnedFd,
    pagemap: File,
    /// A page that a forked child finds zeroed: protections and the page map are the parent's alone.
    here: NonNull<u8>,
}

// SAFETY: H9: the page is this value's own, written once before anybody else sees it; the rest are descriptors.
unsafe impl Send for Watch {}
// SAFETY: H9, as above; `&Watch` only reads.
unsafe impl Sync for Watch {}

impl Watch {
    /// Begins to watch, where the kernel can and the process may.
    pub(crate) fn open() -> Option<Self> {
        // SAFETY: H11, asks for a new descriptor; only faults of user code need handling, which the kernel does itself.
        let faults = unsafe { userfaultfd(UserfaultfdFlags::CLOEXEC | USER_MODE_ONLY) }.ok()?;
        let features = abi::FEATURE_WP_ASYNC | abi::FEATURE_WP_UNPOPULATED;
        let mut api = abi::Api { api: abi::UFFD_API, features, ioctls: 0 };
        // SAFETY: H11, the structure is the one that this call takes.
        unsafe { ioctl(&faults, Updater::<{ abi::API }, _>::new(&mut api)) }.ok()?;
        let pagemap = File::open("/proc/self/pagemap").ok()?;
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: H9, a new page at an address of the kernel's choice.
        let here = unsafe { mmap_anonymous(ptr::null_mut(), GRAIN, access, MapFlags::PRIVATE) }.ok()?;
        let watch = Self { faults, pagemap, here: NonNull::new(here.cast())? };
        // SAFETY: H9, the new page, which nobody else knows yet.
        unsafe {
            madvise(here, GRAIN, Advice::LinuxWipeOnFork).ok()?;
            watch.here.write(1);
        }
        Some(watch)
    }

    /// Whether this is the process that began to watch.
    #[inline]
    pub(crate) fn is_here(&self) -> bool {
        // SAFETY: H9, the page is mapped as long as this value lives.
        unsafe { self.here.read_volatile() == 1 }
    }

    /// Makes the first `len` bytes of a slot known to the watch. `None` in a child of the process that began to watch: the
    /// descriptor is still about the parent's memory, which may have a slot at the same base.
    pub(crate) fn register(&self, slot: &Reservation, len: usize) -> Option<()> {
        if !self.is_here() {
            return None;
        }
        let start = slot.base().addr().get() as u64;
        let mut register = abi::Register { start, len: len as u64, mode: abi::REGISTER_MODE_WP, ioctls: 0 };
        // SAFETY: H1, H11: addresses of a slot that is the caller's; the structure is the one that this call takes.
        unsafe { ioctl(&self.faults, Updater::<{ abi::REGISTER }, _>::new(&mut register)) }.ok()
    }

    /// Forgets all writes so far to a part of what is registered of a slot. `None` if that cannot be, as in a child.
    pub(crate) fn forget(&self, slot: &Reservation, part: Range<usize>) -> Option<()> {
        if !self.is_here() {
            return None;
        }
        let start = (slot.base().addr().get() + part.start) as u64;
        let mut protect = abi::WriteProtect { start, len: part.len() as u64, mode: abi::WRITEPROTECT_MODE_WP };
        // SAFETY: H1, H11: as above. The protection lifts itself at the next write.
        unsafe { ioctl(&self.faults, Updater::<{ abi::WRITEPROTECT }, _>::new(&mut protect)) }.ok()
    }

    /// Calls `each` for every stretch of the first `len` bytes that was written to since that was last forgotten, as
    /// offsets. `None` if that cannot be told: then all must be taken for written.
    pub(crate) fn written(&self, slot: &Reservation, len: usize, mut each: impl FnMut(Range<usize>)) -> Option<()> {
        if !self.is_here() {
            return None;
        }
        let base = slot.base().addr().get() as u64;
        let mut from = base;
        while from < base + len as u64 {
            let mut regions = [abi::Region::default(); REGIONS];
            let mut scan = abi::Scan {
                size: size_of::<abi::Scan>() as u64,
                // Unwatched pages in the range are an error rather than a guess.
                flags: abi::SCAN_CHECK_WPASYNC,
                start: from,
                end: base + len as u64,
                // The kernel writes to `regions` through an address that is a number in the structure.
                vec: regions.as_mut_ptr().expose_provenance() as u64,
                vec_len: REGIONS as u64,
                category_mask: abi::PAGE_IS_WRITTEN,
                return_mask: abi::PAGE_IS_WRITTEN,
                ..abi::Scan::default()
            };
            // SAFETY: H11, the structure is the one that this call takes, and `vec` has room for `vec_len` regions.
            unsafe { ioctl(&self.pagemap, Updater::<{ abi::PAGEMAP_SCAN }, _>::new(&mut scan)) }.ok()?;
            for region in regions.iter().take_while(|region| region.end != 0) {
                each((region.start - base) as usize..(region.end - base) as usize);
            }
            if scan.walk_end <= from {
                return None;
            }
            from = scan.walk_end;
        }
        Some(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // SAFETY: H9, exactly this value's page, and nobody else has it.
        let done = unsafe { munmap(self.here.as_ptr().cast(), GRAIN) };
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::size::ByteCount;

    /// A slot of so many pages of which none counts as written; nothing where the kernel cannot tell.
    fn watched(pages: usize) -> Option<(Watch, Reservation)> {
        let slot = Reservation::new(ByteCount::bytes(pages * GRAIN)).expect("addresses");
        slot.commit(0, pages * GRAIN).expect("memory");
        let watch = Watch::open()?;
        watch.register(&slot, pages * GRAIN).expect("a kernel that has the descriptor can watch");
        watch.forget(&slot, 0..pages * GRAIN).expect("a kernel that has the descriptor can watch");
        Some((watch, slot))
    }

    fn touch(slot: &Reservation, page: usize) {
        assert!((page + 1) * GRAIN <= slot.range());
        // SAFETY: H1, accessible memory of this test's own slot.
        unsafe { slot.base().add(page * GRAIN + page % GRAIN).write_volatile(1) }
    }

    /// The stretches of written pages among so many: the first, and the one after the last.
    fn told(watch: &Watch, slot: &Reservation, pages: usize) -> Option<Vec<(usize, usize)>> {
        let mut stretches = Vec::new();
        watch.written(slot, pages * GRAIN, |stretch| {
            assert!(stretch.start.is_multiple_of(GRAIN) && stretch.end.is_multiple_of(GRAIN));
            stretches.push((stretch.start / GRAIN, stretch.end / GRAIN));
        })?;
        Some(stretches)
    }

    #[test]
    fn exactly_the_written_pages_are_told_until_they_are_forgotten() {
        // Whether pages have memory when the watch begins makes no difference.
        for populate in [false, true] {
            let Some((watch, slot)) = watched(80) else { return };
            if populate {
                slot.populate(0, 40 * GRAIN);
                watch.forget(&slot, 0..80 * GRAIN).expect("watching");
            }
            assert_eq!(told(&watch, &slot, 80), Some(vec![]));
            // SAFETY: H1, accessible memory of this test's own slot.
            (0..80).for_each(|page| assert_eq!(unsafe { slot.base().add(page * GRAIN).read_volatile() }, 0));
            assert_eq!(told(&watch, &slot, 80), Some(vec![]), "reading is no writing");
            [79, 0, 3, 5, 4].into_iter().for_each(|page| touch(&slot, page));
            assert_eq!(told(&watch, &slot, 80), Some(vec![(0, 1), (3, 6), (79, 80)]));
            assert_eq!(told(&watch, &slot, 5), Some(vec![(0, 1), (3, 5)]));
            watch.forget(&slot, 0..80 * GRAIN).expect("watching");
            assert_eq!(told(&watch, &slot, 80), Some(vec![]));
            touch(&slot, 4);
            assert_eq!(told(&watch, &slot, 80), Some(vec![(4, 5)]));
        }
    }

    #[test]
    fn more_stretches_are_told_than_one_call_has_room_for() {
        let count = REGIONS * 3 + 7;
        let Some((watch, slot)) = watched(count * 2) else { return };
        (0..count).for_each(|n| touch(&slot, n * 2));
        let stretches: Vec<_> = (0..count).map(|n| (n * 2, n * 2 + 1)).collect();
        assert_eq!(told(&watch, &slot, count * 2), Some(stretches));
        // As many as there is room for, exactly, and nothing after them.
        let last = REGIONS * 2 - 1;
        assert_eq!(told(&watch, &slot, last).map(|stretches| stretches.len()), Some(REGIONS));
    }

    #[test]
    fn what_system_calls_write_is_told() {
        let Some((watch, slot)) = watched(16) else { return };
        let mut file = File::open("/proc/self/exe").expect("this program");
        // SAFETY: H1, accessible memory of this test's own slot, to which nothing else refers.
        let to = unsafe { std::slice::from_raw_parts_mut(slot.base().as_ptr().add(GRAIN * 5 - 1), GRAIN + 2) };
        file.read_exact(to).expect("this program's beginning");
        assert_eq!(told(&watch, &slot, 16), Some(vec![(4, 7)]));
    }

    #[test]
    fn what_is_given_back_is_zero_and_counts_as_written_at_most() {
        let Some((watch, slot)) = watched(16) else { return };
        touch(&slot, 2);
        slot.discard(GRAIN, GRAIN * 4).expect("given back");
        let stretches = told(&watch, &slot, 16).expect("told");
        assert!(stretches.iter().all(|&(first, end)| first >= 1 && end <= 4), "{stretches:?}");
        touch(&slot, 3);
        watch.forget(&slot, 0..GRAIN * 16).expect("watching");
        assert_eq!(told(&watch, &slot, 16), Some(vec![]));
    }

    #[test]
    fn nothing_is_told_of_memory_that_is_not_watched() {
        let Some((watch, slot)) = watched(16) else { return };
        let other = Reservation::new(ByteCount::bytes(GRAIN * 16)).expect("addresses");
        other.commit(0, GRAIN * 16).expect("memory");
        assert_eq!(told(&watch, &other, 16), None);
        watch.register(&other, GRAIN * 8).expect("watching");
        assert_eq!(told(&watch, &other, 16), None);
        assert_eq!(told(&watch, &slot, 16), Some(vec![]));
    }

    #[test]
    fn one_write_to_a_large_page_is_one_small_page() {
        const LARGE: usize = (2 << 20) / GRAIN;
        let Some((watch, slot)) = watched(LARGE * 3) else { return };
        slot.prefer_large_pages(0, LARGE * 3 * GRAIN);
        slot.populate(0, LARGE * 3 * GRAIN);
        watch.forget(&slot, 0..LARGE * 3 * GRAIN).expect("watching");
        assert_eq!(told(&watch, &slot, LARGE * 3), Some(vec![]));
        touch(&slot, LARGE + 77);
        assert_eq!(told(&watch, &slot, LARGE * 3), Some(vec![(LARGE + 77, LARGE + 78)]));
    }

    /// Runs `check` in a child process and waits for what it says.
    fn in_a_child(check: impl FnOnce() -> bool) -> bool {
        // SAFETY: H1, H9: a child has copies of all mappings, at the same bases, for itself; it never returns from here.
        unsafe {
            match libc::fork() {
                0 => {
                    libc::alarm(30);
                    libc::_exit(if check() { 0 } else { 1 })
                }
                child => {
                    let mut status = -1;
                    assert_eq!(libc::waitpid(child, &mut status, 0), child);
                    status == 0
                }
            }
        }
    }

    #[test]
    fn a_child_neither_learns_nor_changes_what_its_parent_watches() {
        let Some((watch, slot)) = watched(16) else { return };
        touch(&slot, 3);
        assert!(in_a_child(|| {
            touch(&slot, 5);
            told(&watch, &slot, 16).is_none()
                && watch.register(&slot, GRAIN * 16).is_none()
                && watch.forget(&slot, 0..GRAIN * 16).is_none()
                && Watch::open().is_some()
        }));
        assert_eq!(told(&watch, &slot, 16), Some(vec![(3, 4)]));
    }
}
