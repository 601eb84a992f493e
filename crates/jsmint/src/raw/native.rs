//! Native functions, as the engine calls them.

use std::ffi::c_int;
use std::ptr::NonNull;
use std::sync::Arc;

use super::abandon;
use super::door::{FunctionKind, NamedFunction, RawCall};
use super::engine as q;
use super::host::{Host, host_of};
use super::name::c_name;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

/// The function that the engine calls for all numbers.
unsafe extern "C-unwind" fn door(
    ctx: *mut q::JSContext,
    this: q::JSValue,
    argc: c_int,
    argv: *mut q::JSValue,
    number: c_int,
) -> q::JSValue {
    // SAFETY: R1: the engine calls from within an entry of the world that `ctx` belongs to.
    unsafe { pass(ctx, this, argc, argv, |host, call| host.door().call(number as u16, call)) }
}

/// The function that the engine calls for functions made at run time.
unsafe extern "C-unwind" fn dynamic_door(
    ctx: *mut q::JSContext,
    this: q::JSValue,
    argc: c_int,
    argv: *mut q::JSValue,
    _magic: c_int,
    data: *mut q::JSValue,
) -> q::JSValue {
    // SAFETY: R3: the function was made with one datum, its index as an integer.
    let index = unsafe { q::JS_VALUE_GET_INT(*data) } as usize;
    // SAFETY: R1: as in `door`.
    unsafe {
        pass(ctx, this, argc, argv, |host, call| {
            // The borrow ends before the call: a function may make another.
            let function = host.held().and_then(|held| held.dynamic.borrow().get(index).map(Arc::clone));
            match function {
                Some(function) => (function.call)(call),
                None => Err(Error::new(ErrorKind::Internal, "a native function outlived its runtime")),
            }
        })
    }
}

/// Builds the call, runs it where a panic cannot reach C (R6), and hands the result to the engine.
unsafe fn pass<'a, 'js: 'a>(
    ctx: *mut q::JSContext,
    this: q::JSValue,
    argc: c_int,
    argv: *mut q::JSValue,
    run: impl FnOnce(&'js Host, &RawCall<'a, 'js>) -> Result<Value<'js>>,
) -> q::JSValue {
    // SAFETY: R1: the context is entered, so its host word is set and its host is alive.
    let scope = unsafe {
        let host = host_of(ctx);
        Scope::new(NonNull::new_unchecked(ctx), host)
    };
    let count = usize::try_from(argc).unwrap_or(0);
    // SAFETY: R4: the engine passes `argc` live values, which stay alive for the call.
    let arguments = if count == 0 { &[][..] } else { unsafe { std::slice::from_raw_parts(argv, count) } };
    let call = RawCall::new(scope, this, arguments);
    let returned = abandon::catch(|| {
        run(scope.host(), &call).map(|value| {
            // A function that went on after its world was abandoned must not return into it (R10).
            scope.ctx();
            value.into_raw()
        })
    });
    match returned {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => scope.raise(&error),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            scope.raise(&Error::new(ErrorKind::Panic, format!("native function panicked: {text}")))
        }
    }
}

impl<'js> Scope<'js> {
    /// A function that calls number `number` of the factory's table.
    pub(crate) fn native(self, number: u16, name: &str, arity: u8, kind: FunctionKind) -> Result<Value<'js>> {
        let name = c_name(name)?;
        let protocol = match kind {
            FunctionKind::Function => q::JSCFunctionEnum_JS_CFUNC_generic_magic,
            FunctionKind::Constructor => q::JSCFunctionEnum_JS_CFUNC_constructor_or_func_magic,
        };
        // SAFETY: R3: the object holds a code pointer and a number. The engine calls functions of these two protocols
        // with the number as an extra argument.
        unsafe {
            let raw = q::JS_NewCFunction2(self.ctx(), door, name.as_ptr(), arity.into(), protocol, number.into());
            self.result(raw)
        }
    }

    /// A function made of a Rust closure. It is dropped with the runtime, not with the function object.
    pub(crate) fn dynamic<F>(self, name: &str, arity: u8, function: F) -> Result<Value<'js>>
    where
        F: for<'a, 'b> Fn(&RawCall<'a, 'b>) -> Result<Value<'b>> + Send + Sync + 'static,
    {
        let shared = NamedFunction::shared(name, function);
        let name = c_name(name)?;
        if self.host().baking {
            let message = "an image cannot hold closures of the host; give the factory a NativeModule instead";
            return Err(Error::new(ErrorKind::Bake, message));
        }
        let index = {
            let mut dynamic = self.host().holdings().dynamic.borrow_mut();
            dynamic.push(shared);
            dynamic.len() - 1
        };
        let index = i32::try_from(index).map_err(|_| Error::new(ErrorKind::Exhausted, "too many native functions"))?;
        let mut data = q::JS_MKVAL(q::JS_TAG_INT, index);
        // SAFETY: R3: the object holds a code pointer and an index; the call copies the datum.
        unsafe {
            let raw =
                q::JS_NewCFunctionData2(self.ctx(), dynamic_door, name.as_ptr(), arity.into(), 0, 1, &raw mut data);
            self.result(raw)
        }
    }
}
