//! The way into a live world.

use std::fmt;

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::engine as q;

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

    /// The context, whatever state it is in: for what is read before the world is given up.
    pub(super) fn any_ctx(self) -> NonNull<q::JSContext> {
        self.ctx
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
