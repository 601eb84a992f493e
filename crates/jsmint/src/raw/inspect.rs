//! Questions about values that scripts cannot answer and that run none.

use super::engine as q;
use super::value::Value;

/// What has become of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseState {
    /// Nothing yet.
    Pending,
    /// It has a value.
    Fulfilled,
    /// It has a reason.
    Rejected,
}

impl<'js> Value<'js> {
    /// An `Error` object or one of a class derived from it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        // SAFETY: R4: the value is live; the question runs no script.
        unsafe { q::JS_IsError(self.raw()) }
    }

    /// A `Date`.
    #[must_use]
    pub fn is_date(&self) -> bool {
        // SAFETY: R4: as above.
        unsafe { q::JS_IsDate(self.raw()) }
    }

    /// A `Map`.
    #[must_use]
    pub fn is_map(&self) -> bool {
        // SAFETY: R4: as above.
        unsafe { q::JS_IsMap(self.raw()) }
    }

    /// A `Proxy`.
    #[must_use]
    pub fn is_proxy(&self) -> bool {
        // SAFETY: R4: as above.
        unsafe { q::JS_IsProxy(self.raw()) }
    }

    /// A promise.
    #[inline]
    #[must_use]
    pub fn is_promise(&self) -> bool {
        // SAFETY: R4: as above.
        self.is_object() && unsafe { q::JS_IsPromise(self.raw()) }
    }

    /// Whether the function is an `async` one.
    #[must_use]
    pub fn is_async_function(&self) -> bool {
        // SAFETY: R4: as above.
        unsafe { q::JS_IsAsyncFunction(self.raw()) }
    }

    /// What has become of a promise, and its value or reason.
    #[must_use]
    pub fn promise_state(&self) -> Option<(PromiseState, Value<'js>)> {
        let scope = self.scope();
        // SAFETY: R4: the value is live; the result is a reference of its own, undefined while pending.
        unsafe {
            let state = match q::JS_PromiseState(scope.ctx(), self.raw()) {
                q::JSPromiseStateEnum_JS_PROMISE_PENDING => PromiseState::Pending,
                q::JSPromiseStateEnum_JS_PROMISE_FULFILLED => PromiseState::Fulfilled,
                q::JSPromiseStateEnum_JS_PROMISE_REJECTED => PromiseState::Rejected,
                _ => return None,
            };
            Some((state, Value::own(scope, q::JS_PromiseResult(scope.ctx(), self.raw()))))
        }
    }

    /// The target and the handler of a proxy; both `null` once it is revoked.
    pub(crate) fn proxy_parts(&self) -> Option<(Value<'js>, Value<'js>)> {
        let scope = self.scope();
        if !self.is_proxy() {
            return None;
        }
        // SAFETY: R4: both calls return references of their own; a revoked proxy gives an exception, which is taken.
        let part = |raw| unsafe { scope.result(raw) }.unwrap_or_else(|_| scope.null());
        // SAFETY: R4: the proxy is live.
        unsafe {
            let target = part(q::JS_GetProxyTarget(scope.ctx(), self.raw()));
            Some((target, part(q::JS_GetProxyHandler(scope.ctx(), self.raw()))))
        }
    }

    /// The engine's name for the class of an object, such as `Map Iterator`.
    pub(crate) fn class_name(&self) -> Option<String> {
        let scope = self.scope();
        if !self.is_object() {
            return None;
        }
        // SAFETY: R4: the atom is a reference of our own, or none.
        unsafe {
            let atom = q::JS_GetClassName(scope.rt(), q::JS_GetClassID(self.raw()));
            if atom == 0 {
                return None;
            }
            let name = scope.result(q::JS_AtomToString(scope.ctx(), atom));
            q::JS_FreeAtom(scope.ctx(), atom);
            name.ok()?.to_text().ok()
        }
    }
}
