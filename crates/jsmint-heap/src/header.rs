//! The header: the words that belong to the tenant's host or to the mapping, the first blocks, and the free lists.

use std::mem::offset_of;
use std::ptr::NonNull;

use rlsf::Tlsf;

use crate::size::PAGE;

/// The number of words at a slot's base that are its host's to use while the slot is live.
///
/// They are zero in every image and in every clean slot. They may hold pointers to anywhere: nothing relocates them.
pub const HOST_WORDS: usize = 16;

/// The size of the header in bytes: two pages. Blocks of the allocator begin after it, but for the first few, which lie
/// near the words that every tenancy writes to.
pub const HEADER_SIZE: usize = 2 * PAGE;

/// How many words at the start of the header page no image contains.
pub(crate) const TENANT_WORDS: usize = offset_of!(Header, magic) / 8;

/// Which word says how far memory has been handed to the allocator.
pub(crate) const USED_WORD: usize = offset_of!(Header, used) / 8;

/// "slot", and the version of the layout of this page.
const MAGIC: u64 = u64::from_le_bytes(*b"slot\x01\0\0\0");

/// The free lists. 59 levels of 8 lists: `rlsf` joins neighbouring regions only if its lists cover all sizes there are,
/// and eight to a level is what fits into a page.
pub(crate) type FreeLists = Tlsf<'static, u64, u8, 59, 8>;

/// What lies in the header.
#[repr(C)]
pub(crate) struct Header {
    // Of this tenant and this mapping; in no image.
    pub(crate) host_words: [usize; HOST_WORDS],
    /// How far the memory is readable and writable, as an offset.
    pub(crate) committed: usize,
    /// How far addresses are reserved, as an offset.
    pub(crate) range: usize,
    /// How far the allocator may go, as an offset; at most the range.
    pub(crate) limit: usize,
    /// Allocations until one fails; 0 if none is to.
    pub(crate) fault_countdown: u32,
    /// Whether all fail after the first that does.
    pub(crate) fault_persists: u32,
    /// Whether the heap has reached its limit since somebody last asked.
    pub(crate) exhausted: usize,
    /// Where the word lies that becomes 0 when the heap reaches its limit, as an offset; 0 if there is none.
    pub(crate) alarm: usize,
    /// Whether the last part of the reserve is open.
    pub(crate) lent: usize,
    /// Whether requests of all sizes are served from the reserve.
    pub(crate) insisted: u32,
    /// Whether blocks of nearly a page are whole pages.
    pub(crate) paged: u32,

    // Of the image (H3).
    magic: u64,
    /// The base itself: a pointer, so that it is relocated like any other.
    base: usize,
    /// How far memory has been handed to the allocator, as an offset.
    pub(crate) used: usize,
    /// Pages that are free, each with the address of the next in its first word; 0 after the last.
    pub(crate) free_pages: usize,
    /// The address of the block that is kept ready; 0 if none is.
    pub(crate) spare: usize,
    /// How many bytes it has room for; 0 while it is in use.
    pub(crate) spare_room: usize,
    /// The rest of the first page: blocks for what tenants write to in every life.
    pub(crate) near: Near,
    pub(crate) free_lists: FreeLists,
}

/// Memory for the blocks in the first page.
#[repr(align(32))]
pub(crate) struct Near(#[expect(dead_code, reason = "reached through the free lists")] [u8; PAGE - NEAR]);

/// Where that memory begins.
pub(crate) const NEAR: usize = 256;

const _: () = assert!(size_of::<Header>() <= HEADER_SIZE);
const _: () = assert!(offset_of!(Header, near) == NEAR && offset_of!(Header, free_lists) == PAGE);
const _: () = assert!(offset_of!(Header, magic).is_multiple_of(64));
const _: () = assert!(offset_of!(Header, host_words) == 0);

impl Header {
    /// The header of the slot at `base`.
    #[inline]
    pub(crate) fn of(base: NonNull<u8>) -> *mut Self {
        base.as_ptr().cast()
    }

    /// Writes the header of an empty heap whose blocks are yet to be given to it.
    ///
    /// # Safety
    ///
    /// The header at `base` is committed and zero, and the caller owns the slot.
    pub(crate) unsafe fn init(base: NonNull<u8>, committed: usize, range: usize) {
        let header = Self::of(base);
        // SAFETY: H1, the caller owns the committed page, which is aligned for anything.
        unsafe {
            (*header).magic = MAGIC;
            (*header).base = base.as_ptr().addr();
            (*header).used = HEADER_SIZE;
            // Lists without blocks are nothing but zeros, which is there; written from here, what lies between the fields
            // would be whatever it was on the stack.
            Self::reset_tenant(base, committed, range);
        }
    }

    /// Sets the words that no image contains to what they are in a slot that nobody lives in yet.
    ///
    /// # Safety
    ///
    /// The header page at `base` is committed and the caller owns the slot.
    #[inline]
    pub(crate) unsafe fn reset_tenant(base: NonNull<u8>, committed: usize, range: usize) {
        let header = Self::of(base);
        // SAFETY: H1, as the caller promises.
        unsafe {
            header.cast::<u64>().write_bytes(0, TENANT_WORDS);
            (*header).committed = committed;
            (*header).range = range;
            (*header).limit = range;
        }
    }

    /// Whether a header of this layout lies at `base` and says that it belongs there.
    ///
    /// # Safety
    ///
    /// The header page at `base` is committed.
    pub(crate) unsafe fn is_valid(base: NonNull<u8>) -> bool {
        let header = Self::of(base);
        // SAFETY: H1, committed memory, as the caller promises.
        unsafe { (*header).magic == MAGIC && (*header).base == base.as_ptr().addr() }
    }
}
