//! The engine's structures, as far as values are read in place: mirrors of those in `quickjs.c`, version 0.16.2.
//!
//! Only what stands before a field that is read is named, too. Whether the linked engine is the one that these mirror is
//! asked once by [`string_header`](super::probe::string_header), and every field is tried by the tests of `capture`.

use std::ffi::c_void;

use super::super::engine as q;

// Bit fields are taken apart by hand, from the lowest bit up.
const _: () = assert!(cfg!(target_endian = "little"), "bit fields of the engine are read as on little-endian machines");

/// `list_head`.
#[repr(C)]
pub(super) struct Link {
    pub(super) previous: *const Link,
    pub(super) next: *const Link,
}

/// `JSObject`.
#[repr(C)]
pub(super) struct Object {
    link: Link,
    pub(super) flags: [u8; 2],
    pub(super) class: u16,
    pub(super) shape: *const Shape,
    pub(super) properties: *const Property,
    weak: *const c_void,
    pub(super) payload: Payload,
}

/// `JSObject.fast_array`, a bit of the first byte of flags.
pub(super) const FAST_ARRAY: u8 = 1 << 4;

/// `JSObject.u`.
#[repr(C)]
pub(super) union Payload {
    pub(super) opaque: *const c_void,
    pub(super) value: q::JSValue,
    pub(super) array: Elements,
    pub(super) pattern: Pattern,
}

/// `JSObject.u.array`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct Elements {
    size: *const c_void,
    pub(super) start: *const c_void,
    pub(super) count: u32,
}

/// `JSRegExp`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct Pattern {
    pub(super) source: *const Text,
    pub(super) program: *const Text,
}

/// `JSShape`. Its hash table and then its entries follow.
#[repr(C)]
pub(super) struct Shape {
    link: Link,
    is_hashed: u8,
    hash: u32,
    pub(super) mask: u32,
    size: i32,
    pub(super) count: i32,
    pub(super) deleted: i32,
    next: *const Shape,
    pub(super) prototype: *const Object,
    pub(super) table: [u32; 0],
}

/// `JSShapeProperty`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct Entry {
    packed: u32,
    pub(super) atom: q::JSAtom,
}

impl Entry {
    /// `JS_PROP_…`.
    pub(super) fn flags(self) -> u32 {
        self.packed >> 26
    }
}

/// `JSProperty`.
#[repr(C)]
pub(super) union Property {
    pub(super) value: q::JSValue,
    pub(super) reference: *const Reference,
    accessor: [*const Object; 2],
}

/// `JSVarRef`.
#[repr(C)]
pub(super) struct Reference {
    link: Link,
    flags: [u8; 4],
    pub(super) value: *const q::JSValue,
}

/// `JSString`. What follows it depends on its kind; how long it is, on how the engine was compiled.
#[repr(C)]
pub(super) struct Text {
    length: u32,
    kind: u32,
}

/// How the characters of a string are stored.
pub(super) enum Storage {
    /// They follow the structure.
    Here,
    /// They are a part of another's.
    Slice,
    /// They lie elsewhere.
    Elsewhere,
    /// Nothing that is known.
    Unknown,
}

impl Text {
    /// How many characters there are.
    pub(super) fn length(&self) -> usize {
        (self.length & 0x7fff_ffff) as usize
    }

    /// Whether a character takes two bytes.
    pub(super) fn is_wide(&self) -> bool {
        self.length >> 31 != 0
    }

    pub(super) fn storage(&self) -> Storage {
        match (self.kind >> 28) & 3 {
            0 => Storage::Here,
            1 => Storage::Slice,
            2 => Storage::Elsewhere,
            _ => Storage::Unknown,
        }
    }
}

/// `JSStringSlice`.
#[repr(C)]
pub(super) struct Slice {
    pub(super) parent: *const Text,
    /// In bytes.
    pub(super) start: u32,
}

/// `JSStringRope`.
#[repr(C)]
pub(super) struct Rope {
    pub(super) length: u32,
    pub(super) is_wide: u8,
    depth: u8,
    pub(super) left: q::JSValue,
    pub(super) right: q::JSValue,
}

/// `JSBigInt`. Its limbs follow, the lowest first, as a two's complement.
#[repr(C)]
pub(super) struct Number {
    pub(super) count: u32,
    pub(super) limbs: [u32; 0],
}

/// `JSMapState`.
#[repr(C)]
pub(super) struct Map {
    is_weak: bool,
    pub(super) records: Link,
    pub(super) count: u32,
}

/// `JSMapRecord`.
#[repr(C)]
pub(super) struct Record {
    references: i32,
    pub(super) is_empty: bool,
    map: *const Map,
    pub(super) link: Link,
    hash_link: Link,
    pub(super) key: q::JSValue,
    pub(super) value: q::JSValue,
}

/// `JSArrayBuffer`.
#[repr(C)]
pub(super) struct Buffer {
    pub(super) length: i32,
    longest: i32,
    flags: [u8; 3],
    pub(super) start: *const u8,
}

/// `JSTypedArray`.
#[repr(C)]
pub(super) struct View {
    link: Link,
    object: *const Object,
    pub(super) buffer: *const Object,
    pub(super) offset: u32,
    pub(super) length: u32,
    pub(super) tracks: bool,
}

/// `JSDOMExceptionData`.
#[repr(C)]
pub(super) struct DomException {
    pub(super) name: q::JSValue,
    pub(super) message: q::JSValue,
}

/// `JSCallSiteData` and all else is not read.
#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(std::mem::offset_of!(Object, class) == 18);
    assert!(std::mem::offset_of!(Object, shape) == 24);
    assert!(std::mem::offset_of!(Object, payload) == 48);
    assert!(size_of::<Object>() == 72);
    assert!(size_of::<Property>() == 16);
};
