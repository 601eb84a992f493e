//! ES modules: the engine asks the door which file an import means and what is in it.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;

use super::abandon;
use super::door::Import;
use super::engine as q;
use super::eval::EvalKind;
use super::host::{base_of, host_of};
use super::inspect::PromiseState;
use super::name::c_name;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, JsException, Result};

/// What marks the name of a module that stands for what could not be resolved.
const UNRESOLVED: &str = "unresolved:";

impl<'js> Scope<'js> {
    /// Imports an ES module as a file `referrer` would; gives a promise of its namespace.
    pub(crate) fn import(self, referrer: &str, request: &str) -> Result<Value<'js>> {
        let (referrer, request) = (c_name(referrer)?, c_name(request)?);
        // SAFETY: R4: the names live for the call, which returns a reference of its own.
        let load = || unsafe { self.result(q::JS_LoadModule(self.ctx(), referrer.as_ptr(), request.as_ptr())) };
        self.host().graph().nested(true, load)
    }

    /// The namespace of the ES module at `path`, evaluated at once.
    ///
    /// # Errors
    ///
    /// What it throws; an error with code `ERR_REQUIRE_ASYNC_MODULE` where it awaits at its top, and with code
    /// `ERR_REQUIRE_CYCLE_MODULE` where it may be a part of the import that is under way.
    pub(crate) fn require_module(self, path: &str) -> Result<Value<'js>> {
        let graph = self.host().graph();
        graph.nested(true, || {
            graph.check(path)?;
            let module = match graph.find(path) {
                Some(offset) => self.module_at(offset),
                None => self.module_of(path)?,
            };
            self.check_whole(path)?;
            // SAFETY: R4: the context refers to every module it knows; the call takes over the reference made here.
            let promise = unsafe {
                let module = q::JS_DupValue(self.ctx(), q::JS_MKPTR(q::JS_TAG_MODULE, module.cast()));
                self.result(q::JS_EvalFunction(self.ctx(), module))
            }?;
            match promise.promise_state() {
                Some((PromiseState::Fulfilled, _)) => {
                    graph.finish(path);
                    // SAFETY: R4: the module is live; the call returns a reference of its own.
                    unsafe { self.result(q::JS_GetModuleNamespace(self.ctx(), module)) }
                }
                Some((PromiseState::Rejected, reason)) => {
                    self.forget_rejection(&promise);
                    Err(self.error_of(&reason))
                }
                _ => {
                    let message = format!("require() cannot be used for {path}, which awaits at its top; use import()");
                    let exception = JsException::new("Error", message.clone()).with_code("ERR_REQUIRE_ASYNC_MODULE");
                    Err(Error::new(ErrorKind::Unsupported, message).with_exception(exception))
                }
            }
        })
    }

    fn module_at(self, offset: usize) -> *mut q::JSModuleDef {
        (base_of(self.ctx()) as usize + offset) as *mut q::JSModuleDef
    }

    /// The error of what could not be loaded of a module and all that it imports.
    fn check_whole(self, path: &str) -> Result<()> {
        let Some(stub) = self.host().graph().find_stub(path) else { return Ok(()) };
        // SAFETY: R4: the context refers to every module it knows; the call returns a reference of its own.
        let kept = unsafe { self.result(q::JS_GetModulePrivateValue(self.ctx(), self.module_at(stub))) }?;
        Err(self.error_of(&kept))
    }

    fn module_of(self, path: &str) -> Result<*mut q::JSModuleDef> {
        match self.host().door().load_import(self, path)? {
            Import::Source(source) => {
                let graph = self.host().graph();
                // Parsing a module loads all that it imports.
                let module = graph.load(path, || self.parse(&source, path, EvalKind::Module, 1))?;
                // SAFETY: R4: the context refers to every module it knows, so the value's own reference can go.
                let module = unsafe { q::JS_VALUE_GET_PTR(module.raw()).cast::<q::JSModuleDef>() };
                graph.add(path, module as usize - base_of(self.ctx()) as usize, false);
                // SAFETY: R4: the module is live; the call returns a reference of its own.
                let meta = unsafe { self.result(q::JS_GetImportMeta(self.ctx(), module)) }?;
                meta.define("filename", self.string(path)?, true)?;
                meta.define("url", self.string(&format!("file://{path}"))?, true)?;
                Ok(module)
            }
            Import::Exports(exports) => self.synthetic(path, exports),
        }
    }

    /// A module that stands for what could not be loaded, since the engine cannot bear a graph that is half loaded.
    fn stub(self, path: &str, error: &Error) -> Result<*mut q::JSModuleDef> {
        let (name, thrown) = (c_name(path)?, self.thrown(error)?);
        // SAFETY: R3: the module holds a code pointer; R4: the private value takes over the reference of the error.
        unsafe {
            let module = q::JS_NewCModule(self.ctx(), name.as_ptr(), fail_stub);
            if module.is_null() {
                return Err(self.take_error());
            }
            self.status(q::JS_SetModulePrivateValue(self.ctx(), module, thrown.into_raw()))?;
            self.host().graph().add(path, module as usize - base_of(self.ctx()) as usize, true);
            Ok(module)
        }
    }

    /// A module that exports the properties of an object.
    fn synthetic(self, path: &str, exports: Value<'js>) -> Result<*mut q::JSModuleDef> {
        let name = c_name(path)?;
        let keys = if exports.is_object() { exports.keys()? } else { Vec::new() };
        let keys = keys.iter().filter(|key| *key != "default").filter_map(|key| c_name(key).ok());
        let names: Vec<_> = std::iter::once(c"default".to_owned()).chain(keys).collect();
        // SAFETY: R3: the module holds a code pointer; R4: the private value takes over the reference of `exports`.
        unsafe {
            let module = q::JS_NewCModule(self.ctx(), name.as_ptr(), fill_synthetic);
            if module.is_null() {
                return Err(self.take_error());
            }
            for name in names {
                self.status(q::JS_AddModuleExport(self.ctx(), module, name.as_ptr()))?;
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
    // The engine asks while it compiles; what a loader runs is not a part of that.
    // SAFETY: R1: as the caller promises.
    match unsafe { abandon::insisting(NonNull::new_unchecked(base_of(ctx)), false, || caught(|| body(scope))) } {
        Ok(result) => result,
        Err(error) => {
            scope.raise(&error);
            failed
        }
    }
}

/// Makes an error of a panic.
fn caught<R>(body: impl FnOnce() -> Result<R>) -> Result<R> {
    abandon::catch(body).unwrap_or_else(|_| Err(Error::new(ErrorKind::Panic, "a loader panicked")))
}

/// # Safety
///
/// `text` is a C string.
unsafe fn text<'a>(text: *const c_char) -> std::borrow::Cow<'a, str> {
    // SAFETY: R1: as the caller promises; the engine keeps it alive for the call.
    unsafe { CStr::from_ptr(text) }.to_string_lossy()
}

/// The engine's question which file an import means.
pub(super) unsafe extern "C-unwind" fn normalize(
    ctx: *mut q::JSContext,
    referrer: *const c_char,
    request: *const c_char,
    _opaque: *mut c_void,
) -> *mut c_char {
    // SAFETY: R1: the engine asks from within an entry, with C strings; it frees the answer itself.
    unsafe {
        let (referrer, request) = (text(referrer), text(request));
        guarded(ctx, std::ptr::null_mut(), |scope| {
            let graph = scope.host().graph();
            graph.ask();
            let resolve = || {
                let path = scope.host().door().resolve_import(scope, &referrer, &request)?;
                graph.check(&path)?;
                if !graph.is_awaited() {
                    scope.check_whole(&path)?;
                }
                Ok(path)
            };
            let path = match caught(resolve) {
                Err(error) if graph.is_awaited() => {
                    graph.refuse(error);
                    format!("{UNRESOLVED}{request} in {referrer}")
                }
                resolved => resolved?,
            };
            if graph.is_awaited() {
                graph.link(&referrer, &path);
            }
            let copy = q::js_strndup(scope.ctx(), path.as_ptr().cast(), path.len() as _);
            if copy.is_null() { Err(scope.take_error()) } else { Ok(copy) }
        })
    }
}

/// The engine's question what is in a file.
pub(super) unsafe extern "C-unwind" fn load(
    ctx: *mut q::JSContext,
    path: *const c_char,
    _opaque: *mut c_void,
) -> *mut q::JSModuleDef {
    // SAFETY: R1: as above.
    unsafe {
        let path = text(path);
        guarded(ctx, std::ptr::null_mut(), |scope| {
            let graph = scope.host().graph();
            let is_awaited = graph.is_awaited();
            let module = match graph.take_refused().filter(|_| path.starts_with(UNRESOLVED)) {
                Some(error) => Err(error),
                None => caught(|| scope.module_of(&path)),
            };
            match module {
                Err(error) if is_awaited => scope.stub(&path, &error),
                Ok(module) if !is_awaited => scope.check_whole(&path).map(|()| module),
                module => module,
            }
        })
    }
}

/// Gives a synthetic module its exports.
unsafe extern "C-unwind" fn fill_synthetic(ctx: *mut q::JSContext, module: *mut q::JSModuleDef) -> c_int {
    // SAFETY: R1, R4: the engine calls while it evaluates the module; the private value was set by `synthetic`, and
    // each call takes over the reference it is given.
    unsafe {
        guarded(ctx, -1, |scope| {
            let exports = scope.result(q::JS_GetModulePrivateValue(scope.ctx(), module))?;
            let keys = if exports.is_object() { exports.keys()? } else { Vec::new() };
            for key in keys.iter().filter(|key| *key != "default") {
                let Ok(name) = c_name(key) else { continue };
                let value = exports.get(key)?;
                // What was added since the module was made is no export of it; the engine says so without a word.
                let status = q::JS_SetModuleExport(scope.ctx(), module, name.as_ptr(), value.into_raw());
                if status < 0 && q::JS_HasException(scope.ctx()) {
                    return Err(scope.take_error());
                }
            }
            scope.status(q::JS_SetModuleExport(scope.ctx(), module, c"default".as_ptr(), exports.into_raw()))?;
            Ok(0)
        })
    }
}

/// Throws what a stub stands for.
unsafe extern "C-unwind" fn fail_stub(ctx: *mut q::JSContext, module: *mut q::JSModuleDef) -> c_int {
    // SAFETY: R4, R5: throwing hands the call's own reference to the engine; C sees the exception at once.
    unsafe {
        q::JS_Throw(ctx, q::JS_GetModulePrivateValue(ctx, module));
    }
    -1
}
