//! Abandoning a world: the way out where the engine could not go on.
//!
//! Not all of the engine survives a request for memory that fails: its compiler ends in assertions or worse. So where a
//! small request fails for good, or any while it compiles, nothing is returned to it. The stack is unwound to where the
//! world was entered, through the engine's frames and those of native functions, whose destructors run. The heap that is
//! left behind may be half-written. Nobody looks at it again (R10); it is restored from the image or unmapped.

use std::any::Any;
use std::ffi::{c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::sync::OnceLock;

use jsmint_heap::allocator;

use super::engine as q;
use super::host::{base_of, host_word};
use super::scope::Scope;
use crate::error::{Error, ErrorKind, Result};

/// What unwinds, with the base of the world that is left: no panic of anybody's, so no panic hook is called.
struct Abandoned(usize);

/// Leaves the world that lives at `base`, for ever. Returns only where nobody has entered it, or where a panic is under
/// way already; then the engine must cope.
#[cold]
pub(super) fn leave(base: NonNull<u8>) {
    if cfg!(panic = "abort") {
        // Nothing can be unwound.
        return;
    }
    // SAFETY: R8: the host word is zero or holds a live host.
    let Some(host) = (unsafe { host_word(base) }) else { return };
    // SAFETY: R1: the host is alive as long as its world.
    unsafe { host.as_ref() }.abandoned.set(true);
    if !std::thread::panicking() {
        resume_unwind(Box::new(Abandoned(base.as_ptr().addr())));
    }
}

/// Whether this is what unwinds from an abandoned world, which must go on to where the world was entered.
pub(crate) fn is_abandonment(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Abandoned>()
}

/// Catches panics as [`catch_unwind`] does (R6), but for the unwinding from an abandoned world, which goes on.
#[inline(always)]
pub(super) fn catch<R>(run: impl FnOnce() -> R) -> std::result::Result<R, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(run)).map_err(pass_on)
}

/// What was caught, if it is to be.
#[cold]
fn pass_on(payload: Box<dyn Any + Send>) -> Box<dyn Any + Send> {
    if is_abandonment(&*payload) {
        resume_unwind(payload);
    }
    payload
}

/// Runs an entry into the world at `base` to its end, abandoned or not. Panics go through, and so does what leaves a world
/// that was entered before this one.
pub(super) fn survive<R>(base: NonNull<u8>, run: impl FnOnce() -> R) -> Result<R> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        if payload.downcast_ref::<Abandoned>().is_none_or(|left| left.0 != base.as_ptr().addr()) {
            resume_unwind(payload);
        }
        lost()
    })
}

/// The error of a world that has been abandoned.
#[cold]
pub(super) fn lost() -> Error {
    let message = "memory ended where the engine cannot go on, and the runtime is lost; allow more with Limits::memory";
    Error::new(ErrorKind::OutOfMemory, message)
}

impl Scope<'_> {
    /// The engine's context. Whoever asks for that of an abandoned world leaves the world, too (R10).
    #[inline]
    pub(super) fn ctx(self) -> *mut q::JSContext {
        if self.is_abandoned() {
            resume_unwind(Box::new(Abandoned(base_of(self.any_ctx().as_ptr()).addr())));
        }
        self.any_ctx().as_ptr()
    }

    /// Whether the world is beyond use.
    #[inline]
    pub(super) fn is_abandoned(self) -> bool {
        self.host().abandoned.get()
    }

    /// The engine's runtime.
    pub(super) fn rt(self) -> *mut q::JSRuntime {
        // SAFETY: R1: the context is live as long as the scope.
        unsafe { q::JS_GetRuntime(self.ctx()) }
    }
}

/// The engine's parser, which a context names in one of its words.
#[derive(Clone, Copy)]
struct Parser {
    /// Where in a context that word is.
    offset: usize,
    /// What it says.
    parse: q::Parse,
}

/// Finds the parser: it is in the word that changes when a context that has none is given one. The same in the whole
/// program; `None` where it cannot be told.
fn parser() -> Option<Parser> {
    static PARSER: OnceLock<Option<Parser>> = OnceLock::new();
    *PARSER.get_or_init(|| {
        // SAFETY: R1: runtime and context are seen by nobody else; no more is read of the context than it has.
        unsafe {
            let rt = q::JS_NewRuntime();
            let ctx = if rt.is_null() { std::ptr::null_mut() } else { q::JS_NewContextRaw(rt) };
            if ctx.is_null() {
                return None;
            }
            let count = q::js_malloc_usable_size_rt(rt, ctx.cast()) as usize / size_of::<usize>();
            let words = || (0..count).map(|at| ctx.cast::<usize>().add(at).read()).collect::<Vec<_>>();
            let before = words();
            q::JS_AddIntrinsicEval(ctx);
            let after = words();
            q::JS_FreeContext(ctx);
            q::JS_FreeRuntime(rt);
            let mut changed = (0..count).filter(|&at| before[at] != after[at]);
            match (changed.next(), changed.next()) {
                (Some(at), None) if before[at] == 0 => {
                    let parse = std::mem::transmute::<usize, q::Parse>(after[at]);
                    Some(Parser { offset: at * size_of::<usize>(), parse })
                }
                _ => None,
            }
        }
    })
}

/// Puts [`parse`] before the engine's parser.
///
/// # Safety
///
/// The context is live, and complete.
pub(super) unsafe fn watch_parser(ctx: NonNull<q::JSContext>) -> Result<()> {
    let Some(parser) = parser() else {
        return Err(Error::new(ErrorKind::Internal, "the engine's parser was not found in its context"));
    };
    // SAFETY: H6: the word holds a pointer into the program's code, before and after.
    unsafe { ctx.cast::<u8>().add(parser.offset).cast::<q::Parse>().write(parse) };
    Ok(())
}

/// Parses and compiles; what is an indirect `eval` or a function made of text is run by itself afterwards. (A direct
/// `eval` runs as a part of this, since only the engine knows the frame that it belongs to.)
unsafe extern "C-unwind" fn parse(
    ctx: *mut q::JSContext,
    this: q::JSValue,
    text: *const c_char,
    length: usize,
    name: *const c_char,
    line: c_int,
    flags: c_int,
    scope: c_int,
) -> q::JSValue {
    // The image that this code is named in was baked by this program, after the parser was found.
    let Some(Parser { parse, .. }) = parser() else { return q::JS_UNDEFINED };
    let kind = flags & q::JS_EVAL_TYPE_MASK as c_int;
    let compile_only = q::JS_EVAL_FLAG_COMPILE_ONLY as c_int;
    let runs_apart = kind == q::JS_EVAL_TYPE_INDIRECT as c_int && flags & compile_only == 0;
    let flags = if runs_apart { flags | compile_only } else { flags };
    // SAFETY: R1: the engine calls from within an entry; it is called with what it called this with, and what it compiled
    // is its own to run. An indirect `eval` has the global object as its `this`.
    unsafe {
        let base = NonNull::new_unchecked(base_of(ctx));
        let parsed = insisting(base, true, || parse(ctx, this, text, length, name, line, flags, scope));
        if runs_apart && q::JS_VALUE_GET_TAG(parsed) != q::JS_TAG_EXCEPTION {
            return q::JS_EvalFunction(ctx, parsed);
        }
        parsed
    }
}

/// Runs `run` while every request for memory is served from the reserve, and any that fails is the end; or not.
///
/// # Safety
///
/// The world at `base` is entered (R1).
pub(super) unsafe fn insisting<R>(base: NonNull<u8>, insist: bool, run: impl FnOnce() -> R) -> R {
    // SAFETY: H1: as the caller promises. What unwinds from here leaves the world for ever.
    unsafe {
        let outer = allocator::insist(base, insist);
        let result = run();
        allocator::insist(base, outer);
        result
    }
}
