//! References that the host keeps.

use super::engine as q;
use super::scope::Scope;
use super::value::Value;

/// A reference that the host keeps beyond one entry. It lies in the [`Host`](super::Host), is never freed through the
/// engine but by [`Held::release`], and vanishes with its world.
pub(crate) struct Held(q::JSValue);

/// Where a value lies in its world: its tag, and how far from the beginning, or its number.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
pub(super) struct Place(i32, u64);

impl Held {
    pub(crate) fn new(value: Value<'_>) -> Self {
        Self(value.into_raw())
    }

    pub(crate) fn get<'js>(&self, scope: Scope<'js>) -> Value<'js> {
        // SAFETY: R4: held values live in the host of one world, which hands out scopes of that world only, and own a
        // reference while they are held.
        unsafe { Value::borrow(scope, self.0) }
    }

    pub(crate) fn release(self, scope: Scope<'_>) {
        // SAFETY: R4: the reference that `new` took over goes to the value, which gives it back.
        drop(unsafe { Value::own(scope, self.0) });
    }

    /// The same reference in a world that is a copy of this one, and lies so far away; 0 for this one at another time. The
    /// copy has a reference of its own, as it has all else.
    pub(super) fn moved(&self, distance: usize) -> Self {
        let raw = self.0;
        // SAFETY: H14, R4: what has a count of references is an address in the world's slot; only numbers are computed.
        unsafe {
            if !q::JS_VALUE_HAS_REF_COUNT(raw) {
                return Self(raw);
            }
            Self(q::JS_MKPTR(q::JS_VALUE_GET_TAG(raw), q::JS_VALUE_GET_PTR(raw).wrapping_byte_add(distance)))
        }
    }

    /// Where it lies in a world that begins at `base`.
    pub(super) fn place(&self, base: usize) -> Place {
        // SAFETY: H14: what has a count of references is an address in the world's slot; only numbers are computed.
        unsafe {
            let (tag, payload) = (q::JS_VALUE_GET_TAG(self.0), q::JS_VALUE_GET_PTR(self.0).addr());
            Place(tag, if q::JS_VALUE_HAS_REF_COUNT(self.0) { payload.wrapping_sub(base) } else { payload } as u64)
        }
    }

    /// What lies there in a world that begins at `base`, and has a reference of its own for it.
    pub(super) fn at(Place(tag, payload): Place, base: usize) -> Self {
        let value = q::JS_MKPTR(tag, payload as usize as *mut _);
        Self(value).moved(base)
    }

    /// Whether it is this very object.
    pub(crate) fn is(&self, value: &Value<'_>) -> bool {
        // SAFETY: R4: both tags are read from live values; the payload of an object is its address.
        unsafe {
            q::JS_VALUE_GET_TAG(self.0) == value.tag()
                && q::JS_VALUE_GET_PTR(self.0) == q::JS_VALUE_GET_PTR(value.raw())
        }
    }
}

// SAFETY: R1, R4: a held value is an address into the slot of its world; it is only read by whoever has entered that
// world, and the world moves between threads as a whole.
unsafe impl Send for Held {}
