//! Values and objects as they lie in the slot.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr;

use super::super::engine as q;

use super::kind::{ARRAY_BUFFER, DATA_VIEW, Kind, MAPPED_ARGUMENTS, SHARED_ARRAY_BUFFER, Settled, element_size, kind};
use super::layout;
use super::text::{Digits, Text};

/// What is needed to see: the context, and how strings begin.
#[derive(Clone, Copy)]
pub(super) struct Eye {
    ctx: *mut q::JSContext,
    header: usize,
}

impl Eye {
    pub(super) fn new(ctx: *mut q::JSContext, header: usize) -> Self {
        Self { ctx, header }
    }
}

/// What a value is.
pub(crate) enum Seen<'a> {
    Undefined,
    Null,
    Bool(bool),
    Int(i32),
    Number(f64),
    BigInt(Digits<'a>),
    Text(Text<'a>),
    /// With its description, if it has one.
    Symbol(Option<Text<'a>>),
    Object(Object<'a>),
    /// A binding without a value, or a place in an array that nothing was put into.
    Uninitialized,
    /// Nothing that is known.
    Unreadable,
}

impl Seen<'_> {
    /// # Safety
    ///
    /// `value` is a live value of the world of the eye, which stays as it is for the lifetime (R1).
    pub(super) unsafe fn new(eye: Eye, value: q::JSValue) -> Self {
        // SAFETY: R4: the tag of a live value says what its payload is.
        unsafe {
            match q::JS_VALUE_GET_NORM_TAG(value) {
                q::JS_TAG_UNDEFINED => Self::Undefined,
                q::JS_TAG_NULL => Self::Null,
                q::JS_TAG_BOOL => Self::Bool(q::JS_VALUE_GET_BOOL(value)),
                q::JS_TAG_INT => Self::Int(q::JS_VALUE_GET_INT(value)),
                q::JS_TAG_FLOAT64 => Self::Number(q::JS_VALUE_GET_FLOAT64(value)),
                // Stored where an integer would be.
                q::JS_TAG_SHORT_BIG_INT => Self::BigInt(Digits::Short(q::JS_VALUE_GET_INT(value))),
                q::JS_TAG_BIG_INT => Self::BigInt(Digits::long(value)),
                q::JS_TAG_STRING | q::JS_TAG_STRING_ROPE => Self::Text(Text::new(value, eye.header)),
                q::JS_TAG_SYMBOL => {
                    let description = Text::flat(q::JS_VALUE_GET_PTR(value).cast(), eye.header);
                    Self::Symbol((!description.is_absent()).then_some(description))
                }
                q::JS_TAG_OBJECT => Self::Object(Object::new(eye, q::JS_VALUE_GET_PTR(value).cast())),
                q::JS_TAG_UNINITIALIZED => Self::Uninitialized,
                _ => Self::Unreadable,
            }
        }
    }
}

/// An object.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    eye: Eye,
    object: *const layout::Object,
    seen: PhantomData<&'a ()>,
}

/// The names of properties that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyName {
    Cause,
    Constructor,
    Errors,
    Message,
    Name,
    Stack,
}

impl KeyName {
    fn atom(self) -> q::JSAtom {
        let atom = match self {
            Self::Cause => q::JS_ATOM_cause,
            Self::Constructor => q::JS_ATOM_constructor,
            Self::Errors => q::JS_ATOM_errors,
            Self::Message => q::JS_ATOM_message,
            Self::Name => q::JS_ATOM_name,
            Self::Stack => q::JS_ATOM_stack,
        };
        atom as q::JSAtom
    }
}

impl<'a> Object<'a> {
    /// # Safety
    ///
    /// As for [`Seen::new`].
    unsafe fn new(eye: Eye, object: *const layout::Object) -> Self {
        Self { eye, object, seen: PhantomData }
    }

    /// What tells it from all others.
    pub(crate) fn address(self) -> usize {
        self.object as usize
    }

    fn class(self) -> u16 {
        // SAFETY: R1, R4: the object is live and nothing runs.
        unsafe { (*self.object).class }
    }

    fn payload(self) -> &'a layout::Payload {
        // SAFETY: R1, R4: as above; nothing writes to it while it is seen.
        unsafe { &(*self.object).payload }
    }

    fn value(self) -> q::JSValue {
        q::JS_MKPTR(q::JS_TAG_OBJECT, self.object.cast::<c_void>().cast_mut())
    }

    /// What sort of object it is.
    pub(crate) fn kind(self) -> Kind {
        kind(self.class()).unwrap_or_else(|| {
            // SAFETY: R4: the object is live; the question runs no script.
            if unsafe { q::JS_IsFunction(self.eye.ctx, self.value()) } { Kind::Function } else { Kind::Other("exotic") }
        })
    }

    /// Its prototype, which for a proxy is none.
    pub(crate) fn prototype(self) -> Option<Self> {
        // SAFETY: R1, R4: the shape is the object's, and keeps the prototype alive.
        unsafe {
            let prototype = (*(*self.object).shape).prototype;
            (!prototype.is_null()).then(|| Self::new(self.eye, prototype))
        }
    }

    /// How many places for properties it has, of which some may be free. Indices that it stores as an array are none.
    pub(crate) fn places(self) -> u32 {
        // SAFETY: R1, R4: the shape is the object's.
        unsafe { u32::try_from((*(*self.object).shape).count).unwrap_or(0) }
    }

    /// The property at a place, in the order in which they were made.
    pub(crate) fn at(self, place: u32) -> Option<Slot<'a>> {
        if place >= self.places() {
            return None;
        }
        // SAFETY: R1, R4: the entries follow the hash table, whose length is the mask plus one; there are as many as
        // places, and as many properties.
        unsafe {
            let shape = (*self.object).shape;
            let table = (&raw const (*shape).table).cast::<u32>();
            let entry = *table.add((*shape).mask as usize + 1).cast::<layout::Entry>().add(place as usize);
            let property = (*self.object).properties.add(place as usize);
            (entry.atom != 0).then_some(Slot { eye: self.eye, entry, property, seen: PhantomData })
        }
    }

    /// The own property with this name, if it is among the first `most`.
    pub(crate) fn find(self, name: KeyName, most: u32) -> Option<Slot<'a>> {
        let atom = name.atom();
        (0..self.places().min(most)).filter_map(|place| self.at(place)).find(|slot| slot.entry.atom == atom)
    }

    /// The value of `length`, which every array has as its first property.
    pub(crate) fn array_length(self) -> u64 {
        match self.at(0).map(|slot| slot.read()) {
            Some(Own::Data(Seen::Int(length))) => u64::try_from(length).unwrap_or(0),
            Some(Own::Data(Seen::Number(length))) => length as u64,
            _ => 0,
        }
    }

    /// How many elements it stores as an array; the others, if any, are properties.
    pub(crate) fn stored(self) -> u32 {
        // SAFETY: R1, R4: the flag says that the payload is an array.
        unsafe { if (*self.object).flags[0] & layout::FAST_ARRAY == 0 { 0 } else { self.payload().array.count } }
    }

    /// One of the elements that it stores as an array. Not for typed arrays.
    pub(crate) fn element(self, index: u32) -> Option<Seen<'a>> {
        if index >= self.stored() || self.kind() == Kind::Bytes {
            return None;
        }
        // SAFETY: R1, R4: there are as many elements as the payload says, values or, for the arguments of a sloppy
        // function, references to its variables.
        unsafe {
            let start = self.payload().array.start;
            let value = if self.class() == MAPPED_ARGUMENTS {
                *(**start.cast::<*const layout::Reference>().add(index as usize)).value
            } else {
                *start.cast::<q::JSValue>().add(index as usize)
            };
            Some(Seen::new(self.eye, value))
        }
    }

    /// What it wraps: of [`Kind::Boxed`] and [`Kind::Date`].
    pub(crate) fn boxed(self) -> Seen<'a> {
        match self.kind() {
            // SAFETY: R1, R4: objects of these classes hold a value.
            Kind::Boxed | Kind::Date => unsafe { Seen::new(self.eye, self.payload().value) },
            _ => Seen::Unreadable,
        }
    }

    /// Source text and flags of a regular expression.
    pub(crate) fn pattern(self) -> Option<(Text<'a>, u8)> {
        if self.kind() != Kind::RegExp {
            return None;
        }
        // SAFETY: R1, R4: objects of this class hold two strings; the second is a program that begins with its flags.
        unsafe {
            let pattern = self.payload().pattern;
            if pattern.source.is_null() || pattern.program.is_null() {
                return None;
            }
            let program = Text::flat(pattern.program, self.eye.header).part()?;
            let super::text::Part::Latin(&[low, high, ..]) = program else { return None };
            // `v` is the ninth flag; the eighth only says that groups have names.
            let flags = (low & 0x7f) | (high & 1) << 7;
            Some((Text::flat(pattern.source, self.eye.header), flags))
        }
    }

    /// The bytes of a buffer or a view; none if they are gone.
    pub(crate) fn bytes(self) -> &'a [u8] {
        let class = self.class();
        // SAFETY: R1, R4: the class says what the payload is. The engine keeps a view's count of elements within its buffer,
        // and a detached buffer's length at 0.
        unsafe {
            let (start, length) = match class {
                ARRAY_BUFFER | SHARED_ARRAY_BUFFER => self.buffer(),
                DATA_VIEW => {
                    let view = self.payload().opaque.cast::<layout::View>();
                    if view.is_null() {
                        return &[];
                    }
                    let (start, length) = Self::new(self.eye, (*view).buffer).buffer();
                    let (offset, wanted) = ((*view).offset as usize, (*view).length as usize);
                    let rest = length.saturating_sub(offset);
                    if (*view).tracks {
                        (start.wrapping_add(offset), rest)
                    } else if wanted <= rest {
                        (start.wrapping_add(offset), wanted)
                    } else {
                        return &[];
                    }
                }
                _ => (self.payload().array.start.cast(), self.payload().array.count as usize * element_size(class)),
            };
            if start.is_null() || length == 0 { &[] } else { &*ptr::slice_from_raw_parts(start, length) }
        }
    }

    /// # Safety
    ///
    /// It is an `ArrayBuffer` or a `SharedArrayBuffer`.
    unsafe fn buffer(self) -> (*const u8, usize) {
        // SAFETY: R1, R4: as the caller promises; a buffer that is being made has no structure yet.
        unsafe {
            let buffer = self.payload().opaque.cast::<layout::Buffer>();
            if buffer.is_null() {
                return (ptr::null(), 0);
            }
            ((*buffer).start, usize::try_from((*buffer).length).unwrap_or(0))
        }
    }

    /// What has become of a promise.
    pub(crate) fn settled(self) -> Option<Settled> {
        // SAFETY: R4: the object is live; the question runs no script.
        match unsafe { q::JS_PromiseState(self.eye.ctx, self.value()) } {
            q::JSPromiseStateEnum_JS_PROMISE_PENDING => Some(Settled::Pending),
            q::JSPromiseStateEnum_JS_PROMISE_FULFILLED => Some(Settled::Fulfilled),
            q::JSPromiseStateEnum_JS_PROMISE_REJECTED => Some(Settled::Rejected),
            _ => None,
        }
    }

    /// Name and message of a `DOMException`.
    pub(crate) fn dom_exception(self) -> Option<(Seen<'a>, Seen<'a>)> {
        if self.kind() != Kind::DomException {
            return None;
        }
        // SAFETY: R1, R4: objects of this class hold this structure.
        unsafe {
            let data = self.payload().opaque.cast::<layout::DomException>();
            (!data.is_null()).then(|| (Seen::new(self.eye, (*data).name), Seen::new(self.eye, (*data).message)))
        }
    }

    /// The entries of a `Map` and the members of a `Set`, which have no value.
    pub(crate) fn records(self) -> Records<'a> {
        let map = match self.kind() {
            // SAFETY: R1, R4: objects of these classes hold this structure.
            Kind::Map | Kind::Set => unsafe { self.payload().opaque.cast::<layout::Map>() },
            _ => ptr::null(),
        };
        if map.is_null() {
            return Records { eye: self.eye, next: ptr::null(), end: ptr::null(), left: 0, seen: PhantomData };
        }
        // SAFETY: R1, R4: the list is a circle through the structure.
        unsafe {
            let end = &raw const (*map).records;
            Records { eye: self.eye, next: (*end).next, end, left: (*map).count, seen: PhantomData }
        }
    }
}

/// The entries of a `Map` or a `Set` in their order.
pub(crate) struct Records<'a> {
    eye: Eye,
    next: *const layout::Link,
    end: *const layout::Link,
    left: u32,
    seen: PhantomData<&'a ()>,
}

impl Records<'_> {
    /// How many are left.
    pub(crate) fn left(&self) -> u32 {
        self.left
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (Seen<'a>, Seen<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.next != self.end {
            // SAFETY: R1, R4: every link but the end lies in a record; one that an iterator holds after it was deleted
            // is empty.
            unsafe {
                let record = self.next.byte_sub(std::mem::offset_of!(layout::Record, link)).cast::<layout::Record>();
                self.next = (*self.next).next;
                if !(*record).is_empty {
                    self.left = self.left.saturating_sub(1);
                    return Some((Seen::new(self.eye, (*record).key), Seen::new(self.eye, (*record).value)));
                }
            }
        }
        None
    }
}

/// A property: its key, whether it is enumerable, and what it holds.
pub(crate) struct Slot<'a> {
    eye: Eye,
    entry: layout::Entry,
    property: *const layout::Property,
    seen: PhantomData<&'a ()>,
}

/// The key of a property.
pub(crate) enum Key<'a> {
    Index(u32),
    Text(Text<'a>),
    Symbol,
}

/// What a property holds.
pub(crate) enum Own<'a> {
    Data(Seen<'a>),
    /// A getter, a setter, or both.
    Accessor,
    /// Something that the engine has not made yet.
    Lazy,
}

/// An atom that is a number has this bit.
const INDEX: u32 = 1 << 31;

impl<'a> Slot<'a> {
    pub(crate) fn is_enumerable(&self) -> bool {
        self.entry.flags() & q::JS_PROP_ENUMERABLE != 0
    }

    pub(crate) fn is(&self, name: KeyName) -> bool {
        self.entry.atom == name.atom()
    }

    /// Its key, if that is an index below 2^31.
    pub(crate) fn index(&self) -> Option<u32> {
        let atom = self.entry.atom;
        (atom & INDEX != 0).then_some(atom & !INDEX)
    }

    /// Its key.
    pub(crate) fn key(&self) -> Key<'a> {
        if let Some(index) = self.index() {
            return Key::Index(index);
        }
        // SAFETY: R4: for an atom that is no number the call lends the string or symbol that it is, and allocates nothing;
        // the object's shape keeps that alive when the reference is given back.
        unsafe {
            let key = q::JS_AtomToValue(self.eye.ctx, self.entry.atom);
            q::JS_FreeValue(self.eye.ctx, key);
            match q::JS_VALUE_GET_TAG(key) {
                q::JS_TAG_STRING => Key::Text(Text::new(key, self.eye.header)),
                _ => Key::Symbol,
            }
        }
    }

    /// What it holds.
    pub(crate) fn read(&self) -> Own<'a> {
        // SAFETY: R1, R4: the flags say what the property is.
        unsafe {
            match self.entry.flags() & q::JS_PROP_TMASK {
                q::JS_PROP_NORMAL => Own::Data(Seen::new(self.eye, (*self.property).value)),
                q::JS_PROP_GETSET => Own::Accessor,
                q::JS_PROP_VARREF => Own::Data(Seen::new(self.eye, *(*(*self.property).reference).value)),
                _ => Own::Lazy,
            }
        }
    }
}
