//! A JavaScript value inside an entry.

use std::fmt;

use super::engine as q;
use super::scope::Scope;

/// A JavaScript value, for the length of one [`Runtime::enter`](crate::Runtime::enter).
///
/// The lifetime `'js` is a brand: a value can neither leave its entry nor be used in another runtime. It owns one
/// reference; cloning and dropping it cost a few nanoseconds.
pub struct Value<'js> {
    raw: q::JSValue,
    scope: Scope<'js>,
}

impl<'js> Value<'js> {
    /// Takes over one reference of `raw`.
    ///
    /// # Safety
    ///
    /// `raw` is a live value of the scope's world, not an exception, and the caller gives up one reference (R4).
    #[inline]
    pub(super) unsafe fn own(scope: Scope<'js>, raw: q::JSValue) -> Self {
        Self { raw, scope }
    }

    /// A value of its own for one that somebody else keeps alive.
    ///
    /// # Safety
    ///
    /// `raw` is a live value of the scope's world.
    pub(super) unsafe fn borrow(scope: Scope<'js>, raw: q::JSValue) -> Self {
        // SAFETY: R4: the copy owns the reference that this call adds; the caller promises that `raw` is live.
        unsafe { Self::own(scope, q::JS_DupValue(scope.ctx(), raw)) }
    }

    #[inline]
    pub(super) fn raw(&self) -> q::JSValue {
        self.raw
    }

    /// Gives the reference to the caller.
    pub(super) fn into_raw(self) -> q::JSValue {
        let raw = self.raw;
        std::mem::forget(self);
        raw
    }

    #[inline]
    pub(super) fn tag(&self) -> i32 {
        // SAFETY: R4: reading the tag of an initialised value.
        unsafe { q::JS_VALUE_GET_TAG(self.raw) }
    }

    /// The scope that this value lives in.
    #[must_use]
    pub fn scope(&self) -> Scope<'js> {
        self.scope
    }

    /// `undefined`.
    #[must_use]
    pub fn is_undefined(&self) -> bool {
        self.tag() == q::JS_TAG_UNDEFINED
    }

    /// `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.tag() == q::JS_TAG_NULL
    }

    /// `null` or `undefined`.
    #[must_use]
    pub fn is_nullish(&self) -> bool {
        self.is_null() || self.is_undefined()
    }

    /// A boolean.
    #[must_use]
    pub fn is_bool(&self) -> bool {
        self.tag() == q::JS_TAG_BOOL
    }

    /// A number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.tag(), q::JS_TAG_INT | q::JS_TAG_FLOAT64)
    }

    /// A string.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(self.tag(), q::JS_TAG_STRING | q::JS_TAG_STRING_ROPE)
    }

    /// A symbol.
    #[must_use]
    pub fn is_symbol(&self) -> bool {
        self.tag() == q::JS_TAG_SYMBOL
    }

    /// A BigInt.
    #[must_use]
    pub fn is_big_int(&self) -> bool {
        matches!(self.tag(), q::JS_TAG_BIG_INT | q::JS_TAG_SHORT_BIG_INT)
    }

    /// An object: also arrays, functions, errors, proxies.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.tag() == q::JS_TAG_OBJECT
    }

    /// Something that can be called.
    #[must_use]
    pub fn is_function(&self) -> bool {
        // SAFETY: R4: the value is live; the question runs no script.
        self.is_object() && unsafe { q::JS_IsFunction(self.scope.ctx(), self.raw) }
    }

    /// An array (not a proxy of one).
    #[must_use]
    pub fn is_array(&self) -> bool {
        // SAFETY: R4: the value is live; the question runs no script.
        unsafe { q::JS_IsArray(self.raw) }
    }

    /// The boolean that it is.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        // SAFETY: R4: the tag says that the payload is a boolean.
        self.is_bool().then(|| unsafe { q::JS_VALUE_GET_BOOL(self.raw) })
    }

    /// The number that it is.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self.tag() {
            // SAFETY: R4: the tag says that the payload is an integer.
            q::JS_TAG_INT => Some(f64::from(unsafe { q::JS_VALUE_GET_INT(self.raw) })),
            // SAFETY: R4: the tag says that the payload is a double.
            q::JS_TAG_FLOAT64 => Some(unsafe { q::JS_VALUE_GET_FLOAT64(self.raw) }),
            _ => None,
        }
    }

    /// The small integer that it is stored as; most integral numbers of less than 2^31 are.
    #[must_use]
    pub fn as_int(&self) -> Option<i32> {
        // SAFETY: R4: the tag says that the payload is an integer.
        (self.tag() == q::JS_TAG_INT).then(|| unsafe { q::JS_VALUE_GET_INT(self.raw) })
    }

    /// Whether both are the same value: `===`, but for `NaN`.
    #[must_use]
    pub fn is_same(&self, other: &Value<'js>) -> bool {
        // SAFETY: R4: both values are live; `SameValue` runs no script.
        unsafe { q::JS_IsSameValue(self.scope.ctx(), self.raw, other.raw) }
    }

    /// The word for its type that `typeof` gives.
    #[must_use]
    pub fn type_of(&self) -> &'static str {
        match self.tag() {
            q::JS_TAG_UNDEFINED => "undefined",
            q::JS_TAG_BOOL => "boolean",
            q::JS_TAG_INT | q::JS_TAG_FLOAT64 => "number",
            q::JS_TAG_STRING | q::JS_TAG_STRING_ROPE => "string",
            q::JS_TAG_SYMBOL => "symbol",
            q::JS_TAG_BIG_INT | q::JS_TAG_SHORT_BIG_INT => "bigint",
            _ if self.is_function() => "function",
            _ => "object",
        }
    }
}

impl Clone for Value<'_> {
    fn clone(&self) -> Self {
        // SAFETY: R4: `self` is live.
        unsafe { Self::borrow(self.scope, self.raw) }
    }
}

impl Drop for Value<'_> {
    fn drop(&mut self) {
        // Negative tags are the counted ones.
        if self.tag() < 0 && !self.scope.is_abandoned() {
            // SAFETY: R4: this handle owns one reference and gives it back here, once. R10: the world is in use.
            unsafe { q::JS_FreeValue(self.scope.any_ctx().as_ptr(), self.raw) }
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({})", self.type_of())
    }
}

impl<'js> Scope<'js> {
    fn constant(self, raw: q::JSValue) -> Value<'js> {
        // SAFETY: R4: a value without a reference count has no reference to own.
        unsafe { Value::own(self, raw) }
    }

    /// `undefined`.
    #[inline]
    #[must_use]
    pub fn undefined(self) -> Value<'js> {
        self.constant(q::JS_UNDEFINED)
    }

    /// `null`.
    #[must_use]
    pub fn null(self) -> Value<'js> {
        self.constant(q::JS_NULL)
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(self, value: bool) -> Value<'js> {
        self.constant(if value { q::JS_TRUE } else { q::JS_FALSE })
    }

    /// A number.
    #[must_use]
    pub fn number(self, value: f64) -> Value<'js> {
        self.constant(q::JS_NewFloat64(value))
    }

    /// A number from a small integer.
    #[must_use]
    pub fn int(self, value: i32) -> Value<'js> {
        self.constant(q::JS_MKVAL(q::JS_TAG_INT, value))
    }

    /// The global object.
    #[must_use]
    pub fn global(self) -> Value<'js> {
        // SAFETY: R4: the call returns a reference of its own; it cannot fail.
        unsafe { Value::own(self, q::JS_GetGlobalObject(self.ctx())) }
    }

    /// The result of a call into the engine: a value, or the exception that it left pending.
    ///
    /// # Safety
    ///
    /// `raw` is what an engine call on this scope's context returned, with its reference (R4, R5).
    #[inline]
    pub(super) unsafe fn result(self, raw: q::JSValue) -> crate::Result<Value<'js>> {
        // SAFETY: R5: the tag says whether an exception is pending.
        if unsafe { q::JS_VALUE_GET_TAG(raw) } == q::JS_TAG_EXCEPTION {
            return Err(self.take_error());
        }
        // SAFETY: R4: the caller hands over the call's reference.
        Ok(unsafe { Value::own(self, raw) })
    }

    /// The same for calls that answer with a number, negative for an exception.
    pub(super) fn status(self, status: i32) -> crate::Result<bool> {
        if status < 0 { Err(self.take_error()) } else { Ok(status != 0) }
    }
}
