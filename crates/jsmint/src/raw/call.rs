//! Calling functions.

use super::engine as q;
use super::scope::Scope;
use super::value::Value;
use crate::error::Result;

/// Arguments that fit on the stack; more are collected on the heap.
const INLINE: usize = 8;

/// Lends the raw form of `arguments` to `run`.
#[inline]
fn with_raw<R>(arguments: &[Value<'_>], run: impl FnOnce(&mut [q::JSValue]) -> R) -> R {
    if arguments.len() <= INLINE {
        let mut raw = [q::JS_UNDEFINED; INLINE];
        for (slot, argument) in raw.iter_mut().zip(arguments) {
            *slot = argument.raw();
        }
        run(&mut raw[..arguments.len()])
    } else {
        run(&mut arguments.iter().map(Value::raw).collect::<Vec<_>>())
    }
}

impl<'js> Value<'js> {
    /// Calls it with `this` and arguments. No call log hears of it.
    ///
    /// # Errors
    ///
    /// What it throws; a `TypeError` where it is no function.
    #[inline]
    pub(crate) fn invoke(&self, this: &Value<'js>, arguments: &[Value<'js>]) -> Result<Value<'js>> {
        let scope = self.scope();
        with_raw(arguments, |raw| {
            // SAFETY: R4: function, `this` and arguments stay alive for the call, which returns a reference of its own.
            unsafe {
                let count = raw.len() as i32;
                scope.result(q::JS_Call(scope.ctx(), self.raw(), this.raw(), count, raw.as_mut_ptr()))
            }
        })
    }

    /// Calls it with `new`, and with `new_target` as `new.target`.
    ///
    /// # Errors
    ///
    /// What it throws; a `TypeError` where it is no constructor.
    pub(crate) fn construct(&self, new_target: &Value<'js>, arguments: &[Value<'js>]) -> Result<Value<'js>> {
        let scope = self.scope();
        with_raw(arguments, |raw| {
            // SAFETY: R4: as in `call`.
            unsafe {
                let count = raw.len() as i32;
                let made = q::JS_CallConstructor2(scope.ctx(), self.raw(), new_target.raw(), count, raw.as_mut_ptr());
                scope.result(made)
            }
        })
    }

    /// Makes this function the constructor of `prototype`, in both directions.
    pub(crate) fn set_constructor_of(&self, prototype: &Value<'js>) -> Result<()> {
        let scope: Scope<'js> = self.scope();
        // SAFETY: R4: both are live; the call takes references of its own.
        unsafe { scope.status(q::JS_SetConstructor(scope.ctx(), self.raw(), prototype.raw())) }.map(drop)
    }
}
