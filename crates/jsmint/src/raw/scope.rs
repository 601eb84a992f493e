//! The way into a live world.

use std::ptr::NonNull;

use rquickjs_sys as q;

use super::host::Host;
use super::value::{Brand, Value};

/// Access to the live values of one runtime, for the length of one [`Runtime::enter`](crate::Runtime::enter) or of one
/// call of a native function.
#[derive(Clone, Copy)]
pub struct Scope<'js> {
    ctx: NonNull<q::JSContext>,
    host: NonNull<Host>,
    brand: Brand<'js>,
}

impl<'js> Scope<'js> {
    /// # Safety
    ///
    /// `ctx` and `host` belong to one world that stays entered for `'js` (R1), and `'js` is not used for another world.
    pub(super) unsafe fn new(ctx: NonNull<q::JSContext>, host: NonNull<Host>) -> Self {
        Self { ctx, host, brand: std::marker::PhantomData }
    }

    pub(super) fn ctx(self) -> *mut q::JSContext {
        self.ctx.as_ptr()
    }

    pub(super) fn rt(self) -> *mut q::JSRuntime {
        // SAFETY: R1: the context is live for 'js.
        unsafe { q::JS_GetRuntime(self.ctx()) }
    }

    /// The host's side of this runtime.
    pub(crate) fn host(self) -> &'js Host {
        // SAFETY: R1: the host outlives every entry into its world and is only lent shared while entered.
        unsafe { self.host.as_ref() }
    }

    fn constant(self, raw: q::JSValue) -> Value<'js> {
        // SAFETY: R4: a value without a reference count has no reference to own.
        unsafe { Value::own(self, raw) }
    }

    /// `undefined`.
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
