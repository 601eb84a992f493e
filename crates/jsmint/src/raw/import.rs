//! ES modules: the engine asks the door which file an import means and what is in it.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

use rquickjs_sys as q;

use super::door::Import;
use super::eval::EvalKind;
use super::host::host_of;
use super::name::c_name;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

impl<'js> Scope<'js> {
    /// Imports an ES module as a file `referrer` would; gives a promise of its namespace.
    pub(crate) fn import(self, referrer: &str, request: &str) -> Result<Value<'js>> {
        let (referrer, request) = (c_name(referrer)?, c_name(request)?);
        // SAFETY: R4: the names live for the call, which returns a reference of its own.
        unsafe { self.result(q::JS_LoadModule(self.ctx(), referrer.as_ptr(), request.as_ptr())) }
    }

    fn module_of(self, path: &str) -> Result<*mut q::JSModuleDef> {
        match self.host().door.load_import(self, path)? {
            Import::Source(source) => {
                let module = self.parse(&source, path, EvalKind::Module, 1)?;
                // SAFETY: R4: the context refers to every module it knows, so the value's own reference can go.
                let module = unsafe { q::JS_VALUE_GET_PTR(module.raw()).cast::<q::JSModuleDef>() };
                // SAFETY: R4: the module is live; the call returns a reference of its own.
                let meta = unsafe { self.result(q::JS_GetImportMeta(self.ctx(), module)) }?;
                meta.define("filename", self.string(path)?, true)?;
                meta.define("url", self.string(&format!("file://{path}"))?, true)?;
                Ok(module)
            }
            Import::Exports(exports) => self.synthetic(path, exports),
        }
    }

    /// A module that exports the properties of an object.
    fn synthetic(self, path: &str, exports: Value<'js>) -> Result<*mut q::JSModuleDef> {
        let name = c_name(path)?;
        let keys = if exports.is_object() { exports.keys()? } else { Vec::new() };
        // SAFETY: R3: the module holds a code pointer; R4: the private value takes over the reference of `exports`.
        unsafe {
            let module = q::JS_NewCModule(self.ctx(), name.as_ptr(), Some(fill_synthetic));
            if module.is_null() {
                return Err(self.take_error());
            }
            for key in std::iter::once("default").chain(keys.iter().map(String::as_str).filter(|key| *key != "default"))
            {
                let key = c_name(key)?;
                self.status(q::JS_AddModuleExport(self.ctx(), module, key.as_ptr()))?;
            }
            self.status(q::JS_SetModulePrivateValue(self.ctx(), module, exports.into_raw()))?;
            Ok(module)
        }
    }
}

/// Runs `body` where a panic cannot reach C (R6); an error is thrown into the script, and `failed` is returned.
///
/// # Safety
///
/// The context is entered (R1).
unsafe fn guarded<R>(ctx: *mut q::JSContext, failed: R, body: impl for<'js> FnOnce(Scope<'js>) -> Result<R>) -> R {
    // SAFETY: R1: as the caller promises.
    let scope = unsafe { Scope::new(NonNull::new_unchecked(ctx), host_of(ctx)) };
    let error = match catch_unwind(AssertUnwindSafe(|| body(scope))) {
        Ok(Ok(result)) => return result,
        Ok(Err(error)) => error,
        Err(_) => Error::new(ErrorKind::Panic, "a loader panicked"),
    };
    scope.raise(&error);
    failed
}

/// # Safety
///
/// `text` is a C string.
unsafe fn text<'a>(text: *const c_char) -> std::borrow::Cow<'a, str> {
    // SAFETY: R4: as the caller promises; the engine keeps it alive for the call.
    unsafe { CStr::from_ptr(text) }.to_string_lossy()
}

/// The engine's question which file an import means.
pub(super) unsafe extern "C" fn normalize(
    ctx: *mut q::JSContext,
    referrer: *const c_char,
    request: *const c_char,
    _opaque: *mut c_void,
) -> *mut c_char {
    // SAFETY: R1: the engine asks from within an entry, with C strings; it frees the answer itself.
    unsafe {
        let (referrer, request) = (text(referrer), text(request));
        guarded(ctx, std::ptr::null_mut(), |scope| {
            let path = scope.host().door.resolve_import(scope, &referrer, &request)?;
            let copy = q::js_strndup(scope.ctx(), path.as_ptr().cast(), path.len() as _);
            if copy.is_null() { Err(scope.take_error()) } else { Ok(copy) }
        })
    }
}

/// The engine's question what is in a file.
pub(super) unsafe extern "C" fn load(
    ctx: *mut q::JSContext,
    path: *const c_char,
    _opaque: *mut c_void,
) -> *mut q::JSModuleDef {
    // SAFETY: R1: as above.
    unsafe {
        let path = text(path);
        guarded(ctx, std::ptr::null_mut(), |scope| scope.module_of(&path))
    }
}

/// Gives a synthetic module its exports.
unsafe extern "C" fn fill_synthetic(ctx: *mut q::JSContext, module: *mut q::JSModuleDef) -> c_int {
    // SAFETY: R1, R4: the engine calls while it evaluates the module; the private value was set by `synthetic`, and
    // each call takes over the reference it is given.
    unsafe {
        guarded(ctx, -1, |scope| {
            let exports = scope.result(q::JS_GetModulePrivateValue(scope.ctx(), module))?;
            let keys = if exports.is_object() { exports.keys()? } else { Vec::new() };
            for key in keys.iter().filter(|key| *key != "default") {
                let (value, key) = (exports.get(key)?, c_name(key)?);
                scope.status(q::JS_SetModuleExport(scope.ctx(), module, key.as_ptr(), value.into_raw()))?;
            }
            scope.status(q::JS_SetModuleExport(scope.ctx(), module, c"default".as_ptr(), exports.into_raw()))?;
            Ok(0)
        })
    }
}
