//! Blocks that are whole pages.
//!
//! A library that keeps small objects in blocks of nearly a page, each with counts at its start, writes to both ends of
//! such a block. If it begins where a page of the processor does, that is one page to restore and not two. Measured: of
//! 31 pages that a script of one line wrote to, 8 were such second pages.
//!
//! Pages are taken from the free lists sixteen at a time and never go back, so they are only taken while a tenant is set
//! up ([`set_paged`]): what is free of them then is used up later, and what is freed later is free for the same use.

use std::alloc::Layout;
use std::ptr::NonNull;

use super::alloc;
use super::growth::{findable_size, grow};
use crate::header::Header;
use crate::size::PAGE;

/// Whether blocks of this size can be whole pages: nearly one, so that little is wasted.
#[inline]
pub(super) fn is_page_sized(size: usize) -> bool {
    size.wrapping_sub(PAGE - PAGE / 8) <= PAGE / 8
}

/// Whether a block is a page: others begin after their header.
#[inline]
pub(super) fn is_page(block: *const u8) -> bool {
    block.addr().is_multiple_of(PAGE)
}

/// How many pages are taken from the heap at a time.
const CHUNK: usize = 16;

/// A page, if one is free, or if pages are [asked for](set_paged) and there is memory.
#[cold]
pub(super) unsafe fn alloc_page(base: NonNull<u8>) -> Option<NonNull<u8>> {
    let header = Header::of(base);
    // SAFETY: H1 as in `alloc`; H3: a free page has the address of the next in its first word.
    unsafe {
        if (*header).free_pages == 0 && (*header).paged != 0 {
            let layout = Layout::from_size_align(CHUNK * PAGE, PAGE).ok()?;
            if (*header).free_lists.allocate(layout).map(|chunk| add_pages(base, chunk)).is_none() {
                // What is found at any alignment has room for the pages.
                if !grow(base, findable_size(layout.size() + PAGE), false) {
                    return None;
                }
                add_pages(base, (*header).free_lists.allocate(layout)?);
            }
        }
        let page = NonNull::new(base.as_ptr().with_addr((*header).free_pages))?;
        (*header).free_pages = page.cast::<usize>().read();
        Some(page)
    }
}

/// Has the pages of a new block free.
unsafe fn add_pages(base: NonNull<u8>, chunk: NonNull<u8>) {
    // SAFETY: H1, H3: a new block of this size.
    unsafe { (0..CHUNK).rev().for_each(|page| free_page(base, chunk.add(page * PAGE))) }
}

pub(super) unsafe fn free_page(base: NonNull<u8>, page: NonNull<u8>) {
    let header = Header::of(base);
    // SAFETY: H1, H3: a page of this slot that nobody uses any more.
    unsafe {
        page.cast::<usize>().write((*header).free_pages);
        (*header).free_pages = page.as_ptr().addr();
    }
}

/// What [`realloc`](super::realloc) does with a page: it serves for whatever it is large enough for.
pub(super) unsafe fn realloc_page(base: NonNull<u8>, page: NonNull<u8>, size: usize) -> *mut u8 {
    if size <= PAGE {
        return page.as_ptr();
    }
    // SAFETY: H1, H3: a page in use, and a new block that is larger.
    unsafe {
        let block = alloc(base, size);
        if !block.is_null() {
            block.copy_from_nonoverlapping(page.as_ptr(), PAGE);
            free_page(base, page);
        }
        block
    }
}

/// Makes blocks of nearly a page (3,584 to 4,096 bytes) whole pages that begin where the processor's do, so that who uses
/// the block writes to one page and not two; or no longer does. Pages that are free are used in any case.
///
/// # Safety
///
/// As for [`alloc`](super::alloc).
pub unsafe fn set_paged(base: NonNull<u8>, paged: bool) {
    // SAFETY: H1, as the caller promises.
    unsafe { (*Header::of(base)).paged = u32::from(paged) }
}
