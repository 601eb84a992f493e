//! The engine, as the rest of `raw` sees it: its bindings, but for the functions that may ask for memory. Those can end in
//! an abandoned world (see [`abandon`](super::abandon)), which unwinds through them, and so are declared here once more
//! with the ABI that says so.
//!
//! What runs through them is C without destructors, compiled with tables for unwinding, as compilers do by default on all
//! platforms that this crate knows.

use std::ffi::{CStr, c_char, c_int, c_void};

pub(super) use rquickjs_sys::*;

/// The version whose structures are mirrored, in `nursery` and in `own`.
const VERSION: &str = "0.16.2";

/// The linked engine's version.
pub(crate) fn version() -> String {
    // SAFETY: R1: the version is a constant text of the engine's, whatever world is entered.
    unsafe { CStr::from_ptr(JS_GetVersion()) }.to_string_lossy().into_owned()
}

/// Whether the linked engine is the one whose structures are mirrored.
pub(super) fn is_known() -> bool {
    version() == VERSION
}

/// A native function with a number, as the engine calls it.
pub(super) type Function = unsafe extern "C-unwind" fn(*mut JSContext, JSValue, c_int, *mut JSValue, c_int) -> JSValue;
/// A native function with data.
pub(super) type DataFunction =
    unsafe extern "C-unwind" fn(*mut JSContext, JSValue, c_int, *mut JSValue, c_int, *mut JSValue) -> JSValue;
/// What fills in a module made by the host.
pub(super) type InitModule = unsafe extern "C-unwind" fn(*mut JSContext, *mut JSModuleDef) -> c_int;
/// What is told of rejections.
pub(super) type TrackRejection = unsafe extern "C-unwind" fn(*mut JSContext, JSValue, JSValue, bool, *mut c_void);
/// Which module an import means.
pub(super) type Normalize =
    unsafe extern "C-unwind" fn(*mut JSContext, *const c_char, *const c_char, *mut c_void) -> *mut c_char;
/// What is in a module.
pub(super) type Load = unsafe extern "C-unwind" fn(*mut JSContext, *const c_char, *mut c_void) -> *mut JSModuleDef;
/// What parses and compiles.
pub(super) type Parse = unsafe extern "C-unwind" fn(
    *mut JSContext,
    JSValue,
    *const c_char,
    usize,
    *const c_char,
    c_int,
    c_int,
    c_int,
) -> JSValue;

/// The functions through which the engine asks for memory, in the order that it knows.
#[repr(C)]
pub(super) struct Hooks {
    pub(super) calloc: unsafe extern "C-unwind" fn(*mut c_void, usize, usize) -> *mut c_void,
    pub(super) malloc: unsafe extern "C-unwind" fn(*mut c_void, usize) -> *mut c_void,
    pub(super) free: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void),
    pub(super) realloc: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    pub(super) usable_size: unsafe extern "C-unwind" fn(*const c_void) -> usize,
}

const _: () = assert!(size_of::<Hooks>() == size_of::<JSMallocFunctions>());

// Found by name when the program is linked; `rquickjs-sys` declares the same functions with the same types.
unsafe extern "C-unwind" {
    pub(super) fn JS_AddModuleExport(ctx: *mut JSContext, m: *mut JSModuleDef, name_str: *const c_char) -> c_int;
    pub(super) fn JS_AtomToString(ctx: *mut JSContext, atom: JSAtom) -> JSValue;
    pub(super) fn JS_Call(
        ctx: *mut JSContext,
        function: JSValue,
        this: JSValue,
        argc: c_int,
        argv: *mut JSValue,
    ) -> JSValue;
    pub(super) fn JS_CallConstructor2(
        ctx: *mut JSContext,
        function: JSValue,
        new_target: JSValue,
        argc: c_int,
        argv: *mut JSValue,
    ) -> JSValue;
    pub(super) fn JS_DefinePropertyGetSet(
        ctx: *mut JSContext,
        this: JSValue,
        prop: JSAtom,
        getter: JSValue,
        setter: JSValue,
        flags: c_int,
    ) -> c_int;
    pub(super) fn JS_DefinePropertyValue(
        ctx: *mut JSContext,
        this: JSValue,
        prop: JSAtom,
        val: JSValue,
        flags: c_int,
    ) -> c_int;
    pub(super) fn JS_Eval(
        ctx: *mut JSContext,
        input: *const c_char,
        input_len: usize,
        filename: *const c_char,
        eval_flags: c_int,
    ) -> JSValue;
    pub(super) fn JS_Eval2(
        ctx: *mut JSContext,
        input: *const c_char,
        input_len: usize,
        options: *mut JSEvalOptions,
    ) -> JSValue;
    pub(super) fn JS_EvalFunction(ctx: *mut JSContext, fun_object: JSValue) -> JSValue;
    pub(super) fn JS_ExecutePendingJob(rt: *mut JSRuntime, pctx: *mut *mut JSContext) -> c_int;
    pub(super) fn JS_FreeAtom(ctx: *mut JSContext, v: JSAtom);
    pub(super) fn JS_FreeCString(ctx: *mut JSContext, ptr: *const c_char);
    pub(super) fn JS_FreeCStringUTF16(ctx: *mut JSContext, ptr: *const u16);
    pub(super) fn JS_FreePropertyEnum(ctx: *mut JSContext, tab: *mut JSPropertyEnum, len: u32);
    pub(super) fn JS_FreeValue(ctx: *mut JSContext, v: JSValue);
    pub(super) fn JS_GetArrayBuffer(ctx: *mut JSContext, psize: *mut usize, object: JSValue) -> *mut u8;
    pub(super) fn JS_GetClassName(rt: *mut JSRuntime, class_id: JSClassID) -> JSAtom;
    pub(super) fn JS_GetImportMeta(ctx: *mut JSContext, m: *mut JSModuleDef) -> JSValue;
    pub(super) fn JS_GetLength(ctx: *mut JSContext, object: JSValue, pres: *mut i64) -> c_int;
    pub(super) fn JS_GetModuleNamespace(ctx: *mut JSContext, m: *mut JSModuleDef) -> JSValue;
    pub(super) fn JS_GetModulePrivateValue(ctx: *mut JSContext, m: *mut JSModuleDef) -> JSValue;
    pub(super) fn JS_GetOwnProperty(
        ctx: *mut JSContext,
        desc: *mut JSPropertyDescriptor,
        object: JSValue,
        prop: JSAtom,
    ) -> c_int;
    pub(super) fn JS_GetOwnPropertyNames(
        ctx: *mut JSContext,
        ptab: *mut *mut JSPropertyEnum,
        plen: *mut u32,
        object: JSValue,
        flags: c_int,
    ) -> c_int;
    pub(super) fn JS_GetProperty(ctx: *mut JSContext, this: JSValue, prop: JSAtom) -> JSValue;
    pub(super) fn JS_GetPropertyUint32(ctx: *mut JSContext, this: JSValue, idx: u32) -> JSValue;
    pub(super) fn JS_GetPrototype(ctx: *mut JSContext, val: JSValue) -> JSValue;
    pub(super) fn JS_GetProxyHandler(ctx: *mut JSContext, proxy: JSValue) -> JSValue;
    pub(super) fn JS_GetProxyTarget(ctx: *mut JSContext, proxy: JSValue) -> JSValue;
    pub(super) fn JS_GetTypedArrayBuffer(
        ctx: *mut JSContext,
        object: JSValue,
        pbyte_offset: *mut usize,
        pbyte_length: *mut usize,
        pbytes_per_element: *mut usize,
    ) -> JSValue;
    pub(super) fn JS_HasProperty(ctx: *mut JSContext, this: JSValue, prop: JSAtom) -> c_int;
    pub(super) fn JS_IsSameValue(ctx: *mut JSContext, op1: JSValue, op2: JSValue) -> bool;
    pub(super) fn JS_LoadModule(ctx: *mut JSContext, basename: *const c_char, filename: *const c_char) -> JSValue;
    pub(super) fn JS_NewArray(ctx: *mut JSContext) -> JSValue;
    pub(super) fn JS_NewArrayBufferCopy(ctx: *mut JSContext, buf: *const u8, len: usize) -> JSValue;
    pub(super) fn JS_NewAtomLen(ctx: *mut JSContext, text: *const c_char, len: usize) -> JSAtom;
    pub(super) fn JS_NewBigInt64(ctx: *mut JSContext, v: i64) -> JSValue;
    pub(super) fn JS_NewBigUint64(ctx: *mut JSContext, v: u64) -> JSValue;
    pub(super) fn JS_NewCFunction2(
        ctx: *mut JSContext,
        func: Function,
        name: *const c_char,
        length: c_int,
        cproto: JSCFunctionEnum,
        magic: c_int,
    ) -> JSValue;
    pub(super) fn JS_NewCFunctionData2(
        ctx: *mut JSContext,
        func: DataFunction,
        name: *const c_char,
        length: c_int,
        magic: c_int,
        data_len: c_int,
        data: *mut JSValue,
    ) -> JSValue;
    pub(super) fn JS_NewCModule(ctx: *mut JSContext, name_str: *const c_char, func: InitModule) -> *mut JSModuleDef;
    pub(super) fn JS_NewClass(rt: *mut JSRuntime, class_id: JSClassID, class_def: *const JSClassDef) -> c_int;
    pub(super) fn JS_NewDate(ctx: *mut JSContext, epoch_ms: f64) -> JSValue;
    pub(super) fn JS_NewInternalError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewObject(ctx: *mut JSContext) -> JSValue;
    pub(super) fn JS_NewObjectProtoClass(ctx: *mut JSContext, proto: JSValue, class_id: JSClassID) -> JSValue;
    pub(super) fn JS_NewPlainError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewRangeError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewReferenceError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewStringLen(ctx: *mut JSContext, text: *const c_char, len: usize) -> JSValue;
    pub(super) fn JS_NewStringUTF16(ctx: *mut JSContext, buf: *const u16, len: usize) -> JSValue;
    pub(super) fn JS_NewSyntaxError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewTypeError(ctx: *mut JSContext, fmt: *const c_char, ...) -> JSValue;
    pub(super) fn JS_NewUint8ArrayCopy(ctx: *mut JSContext, buf: *const u8, len: usize) -> JSValue;
    pub(super) fn JS_ReadObject(ctx: *mut JSContext, buf: *const u8, buf_len: usize, flags: c_int) -> JSValue;
    pub(super) fn JS_RunGC(rt: *mut JSRuntime);
    pub(super) fn JS_SetConstructor(ctx: *mut JSContext, function: JSValue, proto: JSValue) -> c_int;
    pub(super) fn JS_SetModuleExport(
        ctx: *mut JSContext,
        m: *mut JSModuleDef,
        export_name: *const c_char,
        val: JSValue,
    ) -> c_int;
    pub(super) fn JS_SetModulePrivateValue(ctx: *mut JSContext, m: *mut JSModuleDef, val: JSValue) -> c_int;
    pub(super) fn JS_SetProperty(ctx: *mut JSContext, this: JSValue, prop: JSAtom, val: JSValue) -> c_int;
    pub(super) fn JS_SetPropertyUint32(ctx: *mut JSContext, this: JSValue, idx: u32, val: JSValue) -> c_int;
    pub(super) fn JS_Throw(ctx: *mut JSContext, object: JSValue) -> JSValue;
    pub(super) fn JS_ThrowOutOfMemory(ctx: *mut JSContext) -> JSValue;
    pub(super) fn JS_ToCStringLen2(ctx: *mut JSContext, plen: *mut usize, val1: JSValue, cesu8: bool) -> *const c_char;
    pub(super) fn JS_ToCStringLenUTF16(ctx: *mut JSContext, plen: *mut usize, val1: JSValue) -> *const u16;
    pub(super) fn JS_WriteObject(ctx: *mut JSContext, psize: *mut usize, object: JSValue, flags: c_int) -> *mut u8;
    pub(super) fn js_free(ctx: *mut JSContext, ptr: *mut c_void);
    pub(super) fn js_strndup(ctx: *mut JSContext, s: *const c_char, n: usize) -> *mut c_char;
    pub(super) fn JS_NewRuntime2(hooks: *const Hooks, opaque: *mut c_void) -> *mut JSRuntime;
    pub(super) fn JS_SetHostPromiseRejectionTracker(rt: *mut JSRuntime, track: TrackRejection, opaque: *mut c_void);
    pub(super) fn JS_SetModuleLoaderFunc(rt: *mut JSRuntime, normalize: Normalize, load: Load, opaque: *mut c_void);
}
