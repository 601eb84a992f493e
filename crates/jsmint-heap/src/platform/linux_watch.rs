//! Which pages were written to, as Linux tells it: write protection that lifts itself.
//!
//! Memory is registered with a `userfaultfd` in its asynchronous mode (Linux 6.7 and later). The first write to a
//! protected page costs one fault of about 0.5 µs, which the kernel settles by itself, without a signal and without a
//! thread of ours; later ones cost nothing. Writes of system calls are seen as well. `PAGEMAP_SCAN` then tells in one
//! call, 0.5 µs for 80 pages, which pages are no longer protected.

use std::fs::File;
use std::ops::Range;
use std::os::fd::OwnedFd;
use std::ptr::{self, NonNull};

use rustix::ioctl::{Opcode, Updater, ioctl, opcode};
use rustix::mm::{Advice, MapFlags, ProtFlags, UserfaultfdFlags, madvise, mmap_anonymous, munmap, userfaultfd};

use super::GRAIN;
use super::system::Reservation;

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
    fn is_here(&self) -> bool {
        // SAFETY: H9, the page is mapped as long as this value lives.
        unsafe { self.here.read_volatile() == 1 }
    }

    /// Makes the first `len` bytes of a slot known to the watch.
    pub(crate) fn register(&self, slot: &Reservation, len: usize) -> Option<()> {
        let start = slot.base().addr().get() as u64;
        let mut register = abi::Register { start, len: len as u64, mode: abi::REGISTER_MODE_WP, ioctls: 0 };
        // SAFETY: H1, H11: addresses of a slot that is the caller's; the structure is the one that this call takes.
        unsafe { ioctl(&self.faults, Updater::<{ abi::REGISTER }, _>::new(&mut register)) }.ok()
    }

    /// Forgets all writes to the first `len` bytes of a registered slot so far.
    pub(crate) fn forget(&self, slot: &Reservation, len: usize) -> Option<()> {
        let start = slot.base().addr().get() as u64;
        let mut protect = abi::WriteProtect { start, len: len as u64, mode: abi::WRITEPROTECT_MODE_WP };
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
