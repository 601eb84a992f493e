//! Compiling and running source texts.

use std::ffi::c_int;
use std::ptr::NonNull;
use std::sync::Arc;

use super::abandon::insisting;
use super::engine as q;
use super::host::base_of;
use super::name::c_name;
use super::scope::Scope;
use super::value::Value;
use crate::error::Result;

/// How a source text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EvalKind {
    /// A classic script, in the global scope.
    Script,
    /// A classic script in which `await` is allowed at the top; it gives a promise.
    AsyncScript,
    /// An ES module.
    Module,
}

impl EvalKind {
    fn flags(self) -> c_int {
        let flags = match self {
            Self::Script => q::JS_EVAL_TYPE_GLOBAL,
            Self::AsyncScript => q::JS_EVAL_TYPE_GLOBAL | q::JS_EVAL_FLAG_ASYNC,
            Self::Module => q::JS_EVAL_TYPE_MODULE,
        };
        (flags | q::JS_EVAL_FLAG_COMPILE_ONLY) as c_int
    }
}

/// Compiled code that any runtime of the same build can load.
#[derive(Clone, Debug)]
pub(crate) struct Code(Arc<[u8]>);

impl Code {
    pub(crate) fn bytes(&self) -> &Arc<[u8]> {
        &self.0
    }

    /// Code that [`Scope::compile`] made in this process.
    pub(crate) fn trusted(bytes: Arc<[u8]>) -> Self {
        Self(bytes)
    }
}

impl<'js> Scope<'js> {
    /// Parses a source text; `first_line` is the number of its first line. Nothing runs yet.
    pub(super) fn parse(self, source: &str, name: &str, kind: EvalKind, first_line: c_int) -> Result<Value<'js>> {
        let name = c_name(name)?;
        // The parser wants a zero behind the text; a text with zeros inside is fine, its length is given.
        let mut text = Vec::with_capacity(source.len() + 1);
        text.extend_from_slice(source.as_bytes());
        text.push(0);
        let mut options = q::JSEvalOptions {
            version: q::JS_EVAL_OPTIONS_VERSION as c_int,
            eval_flags: kind.flags(),
            filename: name.as_ptr(),
            line_num: first_line,
        };
        // SAFETY: R4: text and name live for the call, which returns a reference of its own.
        let parsed =
            unsafe { self.result(q::JS_Eval2(self.ctx(), text.as_ptr().cast(), source.len() as _, &raw mut options)) };
        parsed.map_err(|error| self.unparsed(error))
    }

    fn run_parsed(self, parsed: Value<'js>) -> Result<Value<'js>> {
        // SAFETY: R4: the call takes over the reference of the parsed code and returns one of its own.
        unsafe { self.result(q::JS_EvalFunction(self.ctx(), parsed.into_raw())) }
    }

    /// Parses and runs a source text.
    pub(crate) fn evaluate(self, source: &str, name: &str, kind: EvalKind) -> Result<Value<'js>> {
        self.parse(source, name, kind, 1).and_then(|parsed| self.run_parsed(parsed))
    }

    /// Parses a source text into code that other runtimes can load.
    pub(crate) fn compile(self, source: &str, name: &str, kind: EvalKind, first_line: i32) -> Result<Code> {
        let parsed = self.parse(source, name, kind, first_line)?;
        self.write(&parsed, 0)
    }

    /// The same without source text, which takes more room than the code.
    pub(crate) fn compile_stripped(self, source: &str, name: &str) -> Result<Code> {
        let parsed = self.parse(source, name, EvalKind::Script, 1)?;
        self.write(&parsed, q::JS_WRITE_OBJ_STRIP_SOURCE)
    }

    fn write(self, parsed: &Value<'js>, flags: u32) -> Result<Code> {
        let mut length = 0;
        // SAFETY: R4: the bytes are ours, in the engine's memory, until they are given back.
        unsafe {
            let flags = (q::JS_WRITE_OBJ_BYTECODE | flags) as c_int;
            let bytes = q::JS_WriteObject(self.ctx(), &raw mut length, parsed.raw(), flags);
            if bytes.is_null() {
                return Err(self.take_error());
            }
            let code = Code(std::slice::from_raw_parts(bytes, length).into());
            q::js_free(self.ctx(), bytes.cast());
            Ok(code)
        }
    }

    /// Whether a source text parses; the error if it does not.
    pub(crate) fn check_syntax(self, source: &str, name: &str, first_line: i32) -> Result<()> {
        self.parse(source, name, EvalKind::Script, first_line).map(drop)
    }

    fn load(self, code: &Code) -> Result<Value<'js>> {
        let bytes = code.bytes();
        // SAFETY: R4: the code was written by `compile` of this very build, so the engine may trust it.
        unsafe {
            let flags = q::JS_READ_OBJ_BYTECODE as c_int;
            let base = NonNull::new_unchecked(base_of(self.ctx()));
            let read = || q::JS_ReadObject(self.ctx(), bytes.as_ptr(), bytes.len() as _, flags);
            self.result(insisting(base, true, read))
        }
    }

    /// Loads and runs compiled code.
    pub(crate) fn run_code(self, code: &Code) -> Result<Value<'js>> {
        let loaded = self.load(code)?;
        self.run_parsed(loaded)
    }
}
