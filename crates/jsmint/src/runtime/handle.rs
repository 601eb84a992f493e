//! Values kept beyond an entry.

use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::native::types::{TypeScript, Types};
use crate::raw::{Scope, Value};
use crate::value::{FromJs, IntoArguments, IntoJs};

use super::Runtime;

/// A value of one runtime that is kept beyond an entry: a function to call again, an object to come back to.
///
/// It can be asked for wherever a type is (`let f: Handle = rt.eval("…")?`), given back as an argument, and dropped at
/// any time and on any thread; the value is released at the runtime's next entry.
#[derive(Clone, Debug)]
pub struct Handle {
    ticket: Arc<()>,
    index: usize,
}

impl Handle {
    /// The value, in an entry of its runtime.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) in any other runtime.
    pub fn value<'js>(&self, scope: Scope<'js>) -> Result<Value<'js>> {
        scope
            .host()
            .kept(scope, &self.ticket, self.index)
            .ok_or_else(|| Error::new(ErrorKind::NotFound, "the handle belongs to another runtime"))
    }

    /// Calls the kept function, with `this` undefined.
    ///
    /// # Errors
    ///
    /// As [`Runtime::call`].
    pub fn call<T, A>(&self, runtime: &mut Runtime, arguments: A) -> Result<T>
    where
        T: for<'js> FromJs<'js>,
        A: for<'js> IntoArguments<'js>,
    {
        runtime.enter(|scope| {
            let arguments = arguments.into_arguments(scope)?;
            T::from_js(scope.wait(self.value(scope)?.call(&scope.undefined(), &arguments)?)?)
        })
    }
}

impl<'js> FromJs<'js> for Handle {
    fn from_js(value: Value<'js>) -> Result<Self> {
        let (ticket, index) = value.scope().host().keep(value);
        Ok(Self { ticket, index })
    }
}

impl<'js> IntoJs<'js> for &Handle {
    fn into_js(self, scope: Scope<'js>) -> Result<Value<'js>> {
        self.value(scope)
    }
}

impl<'js> IntoJs<'js> for Handle {
    fn into_js(self, scope: Scope<'js>) -> Result<Value<'js>> {
        self.value(scope)
    }
}

impl TypeScript for Handle {
    fn type_script(_types: &mut Types) -> String {
        "any".to_owned()
    }
}
