//! Strings and BigInts as they lie in the slot.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::ptr;

use super::super::engine as q;

use super::layout::{self, Storage};

/// A string: any number of parts, of which each has its own width.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    start: *const c_void,
    is_rope: bool,
    header: usize,
    seen: PhantomData<&'a ()>,
}

/// A part of a string.
pub(crate) enum Part<'a> {
    /// Characters up to U+00FF.
    Latin(&'a [u8]),
    /// UTF-16, not always well-formed.
    Wide(&'a [u16]),
}

impl<'a> Text<'a> {
    /// # Safety
    ///
    /// `value` is a string of an entered world (its tag says which sort) that stays as it is for `'a`, in an engine whose
    /// strings begin with `header` bytes.
    pub(super) unsafe fn new(value: q::JSValue, header: usize) -> Self {
        // SAFETY: R4: the tag of an initialised value says what its payload is.
        let (start, tag) = unsafe { (q::JS_VALUE_GET_PTR(value), q::JS_VALUE_GET_TAG(value)) };
        Self { start, is_rope: tag == q::JS_TAG_STRING_ROPE, header, seen: PhantomData }
    }

    /// # Safety
    ///
    /// As for [`new`](Self::new), for a string that is no rope.
    pub(super) unsafe fn flat(start: *const layout::Text, header: usize) -> Self {
        Self { start: start.cast(), is_rope: false, header, seen: PhantomData }
    }

    /// How many UTF-16 units it has, and how many bytes each takes.
    pub(crate) fn length(self) -> (usize, usize) {
        // SAFETY: R1, R4: the string is live and nothing runs; `is_rope` says which structure it is.
        let (length, is_wide) = unsafe {
            if self.is_rope {
                let rope = self.start.cast::<layout::Rope>();
                ((*rope).length as usize, (*rope).is_wide != 0)
            } else {
                let text = self.start.cast::<layout::Text>();
                ((*text).length(), (*text).is_wide())
            }
        };
        (length, 1 + usize::from(is_wide))
    }

    /// Whether it has no characters and is none: the description of `Symbol()`.
    pub(super) fn is_absent(self) -> bool {
        self.length() == (0, 2)
    }

    /// The whole as one part, which it is unless it was put together of others.
    pub(crate) fn part(self) -> Option<Part<'a>> {
        if self.is_rope {
            return None;
        }
        let text = self.start.cast::<layout::Text>();
        // SAFETY: R1, R4: the string is live and nothing runs; its kind says where its characters are, and its width how
        // many bytes they take.
        unsafe {
            let after: *const c_void = self.start.byte_add(self.header);
            let characters: *const c_void = match (*text).storage() {
                Storage::Here => after,
                Storage::Slice => {
                    let slice = after.cast::<layout::Slice>();
                    (*slice).parent.cast::<c_void>().byte_add(self.header + (*slice).start as usize)
                }
                Storage::Elsewhere => *after.cast::<*const c_void>(),
                Storage::Unknown => return None,
            };
            let length = (*text).length();
            Some(if length == 0 {
                Part::Latin(&[])
            } else if (*text).is_wide() {
                Part::Wide(&*ptr::slice_from_raw_parts(characters.cast(), length))
            } else {
                Part::Latin(&*ptr::slice_from_raw_parts(characters.cast(), length))
            })
        }
    }

    /// Its parts from the first to the last, until `read` has enough.
    pub(crate) fn parts(self, read: &mut impl FnMut(Part<'a>) -> ControlFlow<()>) -> ControlFlow<()> {
        if let Some(part) = self.part() {
            return read(part);
        }
        if !self.is_rope {
            return ControlFlow::Continue(());
        }
        let rope = self.start.cast::<layout::Rope>();
        // SAFETY: R1, R4: both halves are strings that the rope keeps alive. The engine keeps ropes balanced, so this goes
        // no deeper than sixty levels.
        let (left, right) = unsafe { (Self::new((*rope).left, self.header), Self::new((*rope).right, self.header)) };
        left.parts(read)?;
        right.parts(read)
    }
}

/// A BigInt: a two's complement of limbs, the lowest first.
#[derive(Clone, Copy)]
pub(crate) enum Digits<'a> {
    /// One that fits its value.
    Short(i32),
    /// Any other.
    Long(&'a [u32]),
}

impl Digits<'_> {
    /// # Safety
    ///
    /// `value` is a long BigInt of an entered world that stays as it is for the lifetime.
    pub(super) unsafe fn long(value: q::JSValue) -> Self {
        // SAFETY: R4: the tag says what the payload is; as many limbs follow as it says.
        unsafe {
            let number = q::JS_VALUE_GET_PTR(value).cast::<layout::Number>();
            let limbs = (&raw const (*number).limbs).cast::<u32>();
            Self::Long(&*ptr::slice_from_raw_parts(limbs, (*number).count as usize))
        }
    }
}
