//! Source texts and compiled scripts.

use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Code, EvalKind, Scope, Value};

/// A compiled script, shared by all runtimes of a factory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Script {
    name: String,
    code: Code,
}

impl Script {
    /// Compiles a text in an entered runtime.
    pub(crate) fn compile(scope: Scope<'_>, name: &str, source: &str) -> Result<Self> {
        let code = with_await(source, |kind| scope.compile(source, name, kind, 1))?;
        Ok(Self { name: name.to_owned(), code })
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

    pub(crate) fn code(&self) -> &Code {
        &self.code
    }
}

impl<'js> Scope<'js> {
    /// Runs a script in the global scope; the value of one that awaits is a promise.
    ///
    /// # Errors
    ///
    /// Syntax errors and uncaught exceptions.
    pub fn eval_named(self, name: &str, source: &str) -> Result<Value<'js>> {
        with_await(source, |kind| self.evaluate(source, name, kind))
    }
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
