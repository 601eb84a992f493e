//! The way into a live world.

use std::fmt;

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

use rquickjs_sys as q;

/// A lifetime that nothing else can stand in for.
type Brand<'js> = PhantomData<fn(&'js ()) -> &'js ()>;

/// Access to the live values of one runtime, for the length of one [`Runtime::enter`](crate::Runtime::enter) or of one
/// call of a native function.
#[derive(Clone, Copy)]
pub struct Scope<'js> {
    ctx: NonNull<q::JSContext>,
    /// The [`Host`](super::Host), which knows scopes and so cannot be named here.
    host: NonNull<c_void>,
    brand: Brand<'js>,
}

impl Scope<'_> {
    /// # Safety
    ///
    /// `ctx` and `host` belong to one world that stays entered for `'js` (R1), and `'js` is not used for another world.
    pub(super) unsafe fn new(ctx: NonNull<q::JSContext>, host: NonNull<c_void>) -> Self {
        Self { ctx, host, brand: PhantomData }
    }

    pub(super) fn ctx(self) -> *mut q::JSContext {
        self.ctx.as_ptr()
    }

    pub(super) fn rt(self) -> *mut q::JSRuntime {
        // SAFETY: R1: the context is live for 'js.
        unsafe { q::JS_GetRuntime(self.ctx()) }
    }

    /// The address of the host.
    pub(super) fn host_address(self) -> NonNull<c_void> {
        self.host
    }
}

impl fmt::Debug for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}
