//! How many page faults a thread has had, without asking the kernel: it writes each of them down.
//!
//! A software event of `perf_event_open` with a period of one makes the kernel append a record to a ring at every page
//! fault of the thread, before the instruction that faulted is tried again. How far it has written is a word that both
//! can see. Events with a period of one are never throttled. Faults of system calls are not counted, so that no privilege
//! is needed beyond what most systems grant (`kernel.perf_event_paranoid` up to 2).

use std::fs::File;
use std::os::fd::FromRawFd;
use std::ptr::{self, NonNull};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap, mmap_anonymous, munmap};

use crate::size::GRAIN;

/// The kernel's interface, from `linux/perf_event.h`.
mod abi {
    pub(super) const TYPE_SOFTWARE: u32 = 1;
    pub(super) const COUNT_PAGE_FAULTS: u64 = 2;
    /// Of the word of flags: faults in the kernel, and in a hypervisor, are not counted.
    pub(super) const EXCLUDE_KERNEL: u64 = 1 << 5;
    pub(super) const EXCLUDE_HV: u64 = 1 << 6;
    /// Wake-ups are counted in bytes.
    pub(super) const WATERMARK: u64 = 1 << 14;
    pub(super) const FLAG_FD_CLOEXEC: u64 = 1 << 3;
    /// Where in the first page of a ring the kernel says how far it has written.
    pub(super) const DATA_HEAD: usize = 1024;

    /// `perf_event_attr` as it was first published; the kernel takes what follows for zero.
    #[derive(Default)]
    #[repr(C)]
    pub(super) struct Attributes {
        pub(super) kind: u32,
        pub(super) size: u32,
        pub(super) config: u64,
        pub(super) sample_period: u64,
        pub(super) sample_type: u64,
        pub(super) read_format: u64,
        pub(super) flags: u64,
        pub(super) wakeup: u32,
        pub(super) bp_type: u32,
        pub(super) config1: u64,
    }
}

/// Pages of a ring: one that says how far it is written, and one to write to.
const PAGES: usize = 2;

/// What the kernel writes down of one thread.
struct Ring {
    /// How far it has written.
    head: NonNull<u64>,
    /// A page that a forked child finds zeroed: it has no ring.
    here: NonNull<u8>,
    _event: File,
}

thread_local! {
    static RING: Option<Ring> = Ring::open();
}

/// A number that differs from what it was before if this thread has had a page fault since. `None` where that cannot be
/// told, as in a child of the process that first asked.
#[inline]
pub(crate) fn count() -> Option<u64> {
    RING.try_with(|ring| ring.as_ref()?.read()).ok()?
}

impl Ring {
    fn open() -> Option<Self> {
        let attributes = abi::Attributes {
            kind: abi::TYPE_SOFTWARE,
            size: size_of::<abi::Attributes>() as u32,
            config: abi::COUNT_PAGE_FAULTS,
            sample_period: 1,
            flags: abi::EXCLUDE_KERNEL | abi::EXCLUDE_HV | abi::WATERMARK,
            // Nobody waits for it.
            wakeup: u32::MAX,
            ..abi::Attributes::default()
        };
        let (this_thread, any_processor, no_group) = (0, -1, -1);
        // SAFETY: H11, the structure is the one that this call takes.
        let event = unsafe {
            let attributes = &raw const attributes;
            let flags = abi::FLAG_FD_CLOEXEC;
            libc::syscall(libc::SYS_perf_event_open, attributes, this_thread, any_processor, no_group, flags)
        };
        let event = i32::try_from(event).ok().filter(|&event| event >= 0)?;
        // SAFETY: H9, a descriptor that the call has just made and nobody else knows.
        let event = unsafe { File::from_raw_fd(event) };
        let len = PAGES * GRAIN;
        // SAFETY: H9, new mappings at addresses of the kernel's choice. A ring that cannot be written to by us is written
        // round and round by the kernel, and no fault is ever left out.
        unsafe {
            let ring = mmap(ptr::null_mut(), len, ProtFlags::READ, MapFlags::SHARED, &event, 0).ok()?;
            let access = ProtFlags::READ | ProtFlags::WRITE;
            let Ok(here) = mmap_anonymous(ptr::null_mut(), GRAIN, access, MapFlags::PRIVATE) else {
                munmap(ring, len).ok()?;
                return None;
            };
            let ring = Self {
                head: NonNull::new(ring.byte_add(abi::DATA_HEAD).cast())?,
                here: NonNull::new(here.cast())?,
                _event: event,
            };
            madvise(here, GRAIN, Advice::LinuxWipeOnFork).ok()?;
            ring.here.write(1);
            Some(ring)
        }
    }

    #[inline]
    fn read(&self) -> Option<u64> {
        // SAFETY: H9, both are mapped as long as this value lives, the ring in this process alone: a child finds a page
        // of zeros here and looks no further. The kernel writes the word on this very processor.
        unsafe { (self.here.read_volatile() == 1).then(|| self.head.read_volatile()) }
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        // SAFETY: H9, exactly this value's mappings, and nobody else has them. A child does not have the ring, and whatever
        // lies there is not ours to unmap.
        unsafe {
            if self.here.read_volatile() == 1 {
                let done = munmap(self.head.as_ptr().byte_sub(abi::DATA_HEAD).cast(), PAGES * GRAIN);
                debug_assert!(done.is_ok(), "{done:?}");
            }
            let done = munmap(self.here.as_ptr().cast(), GRAIN);
            debug_assert!(done.is_ok(), "{done:?}");
        }
    }
}
