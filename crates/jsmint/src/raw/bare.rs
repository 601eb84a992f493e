//! The engine by itself, with the system's allocator: what benchmarks compare with.

use std::ffi::c_int;

use super::engine as q;

/// One engine as it comes: its runtime, its context, nothing else.
#[derive(Debug)]
pub struct Bare {
    rt: *mut q::JSRuntime,
    ctx: *mut q::JSContext,
}

impl Bare {
    /// `JS_NewRuntime` and `JS_NewContext`.
    ///
    /// # Panics
    ///
    /// Without memory.
    #[must_use]
    pub fn new() -> Self {
        // SAFETY: R1: a new engine, owned by this value alone.
        unsafe {
            let rt = q::JS_NewRuntime();
            assert!(!rt.is_null(), "no memory for a runtime");
            let ctx = q::JS_NewContext(rt);
            assert!(!ctx.is_null(), "no memory for a context");
            Self { rt, ctx }
        }
    }

    /// Runs a source text (with a zero behind it) and gives its value as a number, `NaN` for an exception.
    pub fn eval(&mut self, source: &std::ffi::CStr) -> f64 {
        // SAFETY: R1, R4: the engine is ours; the value is given back.
        unsafe {
            let length = source.count_bytes();
            let flags = q::JS_EVAL_TYPE_GLOBAL as c_int;
            let value = q::JS_Eval(self.ctx, source.as_ptr(), length as _, c"bare.js".as_ptr(), flags);
            self.number(value)
        }
    }

    /// Compiles a source text.
    pub fn compile(&mut self, source: &std::ffi::CStr) -> Vec<u8> {
        // SAFETY: R1, R4: the engine is ours; what it returns is copied and given back.
        unsafe {
            let length = source.count_bytes();
            let flags = (q::JS_EVAL_TYPE_GLOBAL | q::JS_EVAL_FLAG_COMPILE_ONLY) as c_int;
            let code = q::JS_Eval(self.ctx, source.as_ptr(), length as _, c"bare.js".as_ptr(), flags);
            let mut size = 0;
            let bytes = q::JS_WriteObject(self.ctx, &raw mut size, code, q::JS_WRITE_OBJ_BYTECODE as c_int);
            let copy = std::slice::from_raw_parts(bytes, size).to_vec();
            q::js_free(self.ctx, bytes.cast());
            q::JS_FreeValue(self.ctx, code);
            copy
        }
    }

    /// Runs what [`compile`](Self::compile) made.
    pub fn run(&mut self, code: &[u8]) -> f64 {
        // SAFETY: R1, R4: the code comes from `compile`; the engine is ours.
        unsafe {
            let flags = q::JS_READ_OBJ_BYTECODE as c_int;
            let loaded = q::JS_ReadObject(self.ctx, code.as_ptr(), code.len() as _, flags);
            let value = q::JS_EvalFunction(self.ctx, loaded);
            self.number(value)
        }
    }

    unsafe fn number(&mut self, value: q::JSValue) -> f64 {
        // SAFETY: R4: the caller hands over one reference.
        unsafe {
            let number = match q::JS_VALUE_GET_TAG(value) {
                q::JS_TAG_INT => f64::from(q::JS_VALUE_GET_INT(value)),
                q::JS_TAG_FLOAT64 => q::JS_VALUE_GET_FLOAT64(value),
                q::JS_TAG_EXCEPTION => {
                    q::JS_FreeValue(self.ctx, q::JS_GetException(self.ctx));
                    f64::NAN
                }
                _ => f64::NAN,
            };
            q::JS_FreeValue(self.ctx, value);
            number
        }
    }
}

impl Default for Bare {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // SAFETY: R1: the engine is ours and nothing refers to it any more.
        unsafe {
            q::JS_FreeContext(self.ctx);
            q::JS_FreeRuntime(self.rt);
        }
    }
}
