//! Checking that a clean slot is what it says.

use std::error::Error;
use std::fmt;
use std::ptr::NonNull;

use crate::header::TENANT_WORDS;
use crate::header::{HOST_WORDS, Header};
use crate::image::Image;

/// The first word in which a slot that says it is clean differs from its image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where, in bytes from the slot's base.
    pub offset: usize,
    /// What the image says, relocated to this slot.
    pub expected: u64,
    /// What is there.
    pub found: u64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { offset, expected, found } = self;
        write!(f, "slot differs from its image at offset {offset:#x}: {found:#x} instead of {expected:#x}")
    }
}

impl Error for Difference {}

/// Compares word by word.
///
/// # Safety
///
/// `base` is that of a slot which is accessible as far as `committed` and which nobody writes to meanwhile.
pub(super) unsafe fn verify(base: NonNull<u8>, committed: usize, image: &Image) -> Result<(), Difference> {
    let words = base.cast::<u64>();
    let compare = |at: usize, expected: u64| {
        // SAFETY: H1, as promised by the caller; `at` is a word below `committed`.
        let found = unsafe { words.add(at).read() };
        if found == expected { Ok(()) } else { Err(Difference { offset: at * 8, expected, found }) }
    };
    for at in 0..HOST_WORDS {
        compare(at, 0)?;
    }
    // SAFETY: H1, the header page is committed.
    let says = unsafe { (*Header::of(base)).committed };
    if says != committed {
        let offset = std::mem::offset_of!(Header, committed);
        return Err(Difference { offset, expected: committed as u64, found: says as u64 });
    }
    for (at, expected) in image.words_at(base.as_ptr().addr() as u64).enumerate().skip(TENANT_WORDS) {
        compare(at, expected)?;
    }
    for at in image.len().get() / 8..committed / 8 {
        compare(at, 0)?;
    }
    Ok(())
}
