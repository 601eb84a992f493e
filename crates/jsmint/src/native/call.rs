//! One call of a native function.

use std::fmt;

use std::any::Any;

use crate::error::{Error, ErrorKind, Result};
use crate::raw::{RawCall, Scope, Value};
use crate::value::FromJs;

/// What stands behind a number of the table.
pub(super) type Body = dyn for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync;

/// Who knows what modules keep for a runtime (N3).
pub(super) trait States {
    /// What this module keeps for the runtime that is entered.
    fn state<'js>(&self, scope: Scope<'js>, module: u16) -> Result<&'js (dyn Any + Send)>;
}

/// One call of a native function: who calls, with what, and the module's state in that runtime.
pub struct Call<'a, 'js> {
    raw: &'a RawCall<'a, 'js>,
    /// Whose state it may ask for.
    module: Option<(&'a dyn States, u16)>,
}

impl<'a, 'js> Call<'a, 'js> {
    /// Of a function that belongs to no module.
    pub(crate) fn new(raw: &'a RawCall<'a, 'js>) -> Self {
        Self { raw, module: None }
    }

    /// Of a module's function.
    pub(super) fn of(raw: &'a RawCall<'a, 'js>, states: &'a dyn States, module: u16) -> Self {
        Self { raw, module: Some((states, module)) }
    }

    /// The call as the engine made it.
    pub(crate) fn as_raw(&self) -> &'a RawCall<'a, 'js> {
        self.raw
    }

    /// The runtime that calls.
    #[must_use]
    pub fn scope(&self) -> Scope<'js> {
        self.raw.scope()
    }

    /// `this`; for constructors `new.target`.
    #[must_use]
    pub fn this(&self) -> Value<'js> {
        self.raw.this()
    }

    /// How many arguments were given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether no argument was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Argument `index`, counted from 0; `undefined` if it was not given.
    #[must_use]
    pub fn value(&self, index: usize) -> Value<'js> {
        self.raw.get(index)
    }

    /// All arguments.
    #[must_use]
    pub fn values(&self) -> Vec<Value<'js>> {
        self.raw.to_vec()
    }

    /// Argument `index` as a Rust type.
    ///
    /// # Errors
    ///
    /// [`Conversion`](ErrorKind::Conversion), which a script sees as a `TypeError`, where it has another type.
    pub fn get<T: FromJs<'js>>(&self, index: usize) -> Result<T> {
        T::from_js(self.raw.get(index)).map_err(|error| match error.kind() {
            ErrorKind::Conversion => {
                Error::new(ErrorKind::Conversion, format!("argument {}: {}", index + 1, error.message()))
            }
            _ => error,
        })
    }

    /// The module's state in the runtime that calls, made by [`new_state`](crate::NativeModule::new_state) when it is first
    /// asked for.
    ///
    /// # Errors
    ///
    /// What `new_state` reports; [`Internal`](ErrorKind::Internal) where it made a state of another type, or none.
    pub fn state<S: 'static>(&self) -> Result<&'a S> {
        let none: &(dyn Any + Send) = &();
        let state = self.module.map_or(Ok(none), |(states, module)| states.state(self.raw.scope(), module))?;
        state.downcast_ref().ok_or_else(|| {
            let wanted = std::any::type_name::<S>();
            Error::new(ErrorKind::Internal, format!("the module's state is no {wanted}"))
        })
    }
}

impl fmt::Debug for Call<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("this", &self.this()).field("arguments", &self.values()).finish_non_exhaustive()
    }
}
