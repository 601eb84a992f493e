//! Source texts and compiled scripts.

use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Code, EvalKind, Intrinsic, Scope, Value};

/// A compiled script, shared by all runtimes of a factory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Script {
    name: String,
    code: Code,
    kind: EvalKind,
}

impl Script {
    /// Compiles a text of at most `limit` bytes, in the world that `aside` enters.
    pub(crate) fn compile(
        name: &str,
        source: &str,
        limit: usize,
        aside: impl Fn(&dyn for<'js> Fn(Scope<'js>) -> Result<Code>) -> Result<Code>,
    ) -> Result<Self> {
        check_size(name, source, limit)?;
        with_await(source, |kind| {
            let code = aside(&|scope| scope.compile(source, name, kind, 1))?;
            Ok(Self { name: name.to_owned(), code, kind })
        })
    }

    /// The name it has in stack traces.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The size of its compiled code, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.code.bytes().len()
    }

    /// Runs it; the value of one that awaits is a promise.
    pub(crate) fn run<'js>(&self, scope: Scope<'js>) -> Result<Value<'js>> {
        completion(self.kind, scope.run_code(&self.code)?)
    }

    /// Runs it for what it does. Its value is of no interest, so if that is a promise nobody waits for it; a script that
    /// awaits at its top is waited for.
    pub(crate) fn run_to_end(&self, scope: Scope<'_>) -> Result<()> {
        let done = scope.run_code(&self.code)?;
        if self.kind == EvalKind::AsyncScript { scope.wait(done).map(drop) } else { Ok(()) }
    }
}

impl<'js> Scope<'js> {
    /// Runs a script in the global scope; the value of one that awaits is a promise.
    ///
    /// # Errors
    ///
    /// Syntax errors and uncaught exceptions.
    pub fn eval_named(self, name: &str, source: &str) -> Result<Value<'js>> {
        with_await(source, |kind| completion(kind, self.evaluate(source, name, kind)?))
    }
}

/// The value of a script of this kind.
fn completion<'js>(kind: EvalKind, value: Value<'js>) -> Result<Value<'js>> {
    if kind != EvalKind::AsyncScript {
        return Ok(value);
    }
    let scope = value.scope();
    scope.intrinsic(Intrinsic::Completion)?.invoke(&scope.undefined(), &[value])
}

/// Reads a text as a plain script, and where that fails and it awaits, as one that may await at its top.
fn with_await<T>(source: &str, read: impl Fn(EvalKind) -> Result<T>) -> Result<T> {
    match read(EvalKind::Script) {
        Err(error) if error.is_syntax() && source.contains("await") => {
            // Where both fail, the first error is that of the text as it was meant by most.
            read(EvalKind::AsyncScript).map_err(|second| if second.is_syntax() { error } else { second })
        }
        result => result,
    }
}

/// Refuses a text above the limit.
pub(crate) fn check_size(name: &str, source: &str, limit: usize) -> Result<()> {
    if source.len() <= limit {
        return Ok(());
    }
    let size = source.len();
    let message = format!("{name} has {size} bytes, more than the {limit} that Limits::source allows");
    Err(Error::new(ErrorKind::TooLarge, message))
}
