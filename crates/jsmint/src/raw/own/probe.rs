//! Whether the linked engine is the one whose structures are known.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::engine as q;

/// How many bytes the engine puts before the characters of a string; `None` where it is not the engine that is known.
///
/// The structure is longer where the engine was compiled with its assertions, which a feature of another crate decides. So
/// the engine is asked, once: it lends the characters of a string of Latin letters where they lie.
pub(super) fn string_header(ctx: *mut q::JSContext) -> Option<usize> {
    // Of the engine that this program is linked with, so a constant: whoever asks first writes what all others would.
    static HEADER: AtomicUsize = AtomicUsize::new(UNKNOWN);
    const UNKNOWN: usize = 0;
    const STRANGE: usize = 1;
    match HEADER.load(Ordering::Relaxed) {
        UNKNOWN => {
            // SAFETY: R1: the caller has entered the context's world.
            let header = unsafe { measure(ctx) }.unwrap_or(STRANGE);
            HEADER.store(header, Ordering::Relaxed);
            (header != STRANGE).then_some(header)
        }
        STRANGE => None,
        header => Some(header),
    }
}

/// # Safety
///
/// The world of `ctx` is entered (R1).
unsafe fn measure(ctx: *mut q::JSContext) -> Option<usize> {
    if !q::is_known() {
        return None;
    }
    // SAFETY: R4: the text of an atom that the engine was born with is a string that stays; both references are given back.
    unsafe {
        let text = q::JS_AtomToString(ctx, q::JS_ATOM_constructor as q::JSAtom);
        let start = q::JS_VALUE_GET_PTR(text) as usize;
        let characters = q::JS_ToCStringLen2(ctx, std::ptr::null_mut(), text, false);
        let header = (characters as usize).wrapping_sub(start);
        q::JS_FreeCString(ctx, characters);
        q::JS_FreeValue(ctx, text);
        // The structure alone, or with the list of all strings.
        let shortest = 12_usize.next_multiple_of(size_of::<usize>()) + size_of::<usize>();
        (header == shortest || header == shortest + 2 * size_of::<usize>()).then_some(header)
    }
}
