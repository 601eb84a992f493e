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
    /// What the module and the function with this number are called.
    fn names(&self, number: u16) -> (&str, &str);

    /// What this module keeps for the runtime that is entered.
    fn state<'js>(&self, scope: Scope<'js>, module: u16) -> Result<&'js (dyn Any + Send)>;
}

/// One call of a native function: who calls, with what, and the module's state in that runtime.
pub struct Call<'a, 'js> {
    raw: &'a RawCall<'a, 'js>,
    /// Whose state it may ask for, and which function it is.
    module: Option<(&'a dyn States, u16, u16)>,
    /// What it is called, if it belongs to no module.
    name: &'a str,
}

impl<'a, 'js> Call<'a, 'js> {
    /// Of a function that belongs to no module.
    pub(crate) fn new(raw: &'a RawCall<'a, 'js>, name: &'a str) -> Self {
        Self { raw, module: None, name }
    }

    /// Of a module's function.
    pub(super) fn of(raw: &'a RawCall<'a, 'js>, states: &'a dyn States, module: u16, number: u16) -> Self {
        Self { raw, module: Some((states, module, number)), name: "" }
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

    /// The [number](crate::Runtime::number) of the runtime that calls, within its factory. A runtime that is woken has another
    /// one than the runtime that was put to sleep.
    #[must_use]
    pub fn runtime(&self) -> u64 {
        self.scope().host().runtime()
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

    /// A promise for the answer, which the host gives later with [`Runtime::settle`](crate::Runtime::settle): until then the
    /// call is one of the runtime's [pending calls](crate::Runtime::pending_calls), with its arguments as JSON. It is forked,
    /// rolled back, put to sleep and woken with its runtime.
    ///
    /// ```
    /// use jsmint::{EngineFactory, Exports, NativeModule, Options};
    ///
    /// struct Payments;
    ///
    /// impl NativeModule for Payments {
    ///     fn name(&self) -> &str {
    ///         "payments"
    ///     }
    ///     fn define(&self, exports: &mut Exports) {
    ///         exports.raw("charge", 2, "Charges a card.", |call| call.defer());
    ///     }
    /// }
    ///
    /// # fn main() -> jsmint::Result<()> {
    /// let factory = EngineFactory::new(Options::new().module(Payments))?;
    /// let mut rt = factory.new_runtime()?;
    /// rt.eval::<()>("let paid; require('payments').charge('R-17', 12).then(id => { paid = id }); undefined")?;
    /// let call = rt.pending_calls().remove(0);
    /// assert_eq!((call.function.as_str(), &call.arguments), ("charge", &serde_json::json!(["R-17", 12])));
    /// rt.settle(call.id, Ok("P-1"))?;
    /// assert_eq!(rt.eval::<String>("paid")?, "P-1");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Conversion`](ErrorKind::Conversion) for arguments that are no data; [`TooLarge`](ErrorKind::TooLarge) where too many
    /// calls are pending; [`Bake`](ErrorKind::Bake) while baking.
    pub fn defer(&self) -> Result<Value<'js>> {
        let arguments = (0..self.len()).map(|index| self.get::<serde_json::Value>(index));
        self.defer_with(arguments.collect::<Result<_>>()?)
    }

    /// The same with other arguments than those that the script gave.
    ///
    /// # Errors
    ///
    /// As [`defer`](Self::defer).
    pub fn defer_with(&self, arguments: serde_json::Value) -> Result<Value<'js>> {
        let (module, function) = self.module.map_or(("", self.name), |(states, _, number)| states.names(number));
        self.scope().defer(module, function, arguments)
    }

    /// The module's state in the runtime that calls, made by [`new_state`](crate::NativeModule::new_state) when it is first
    /// asked for.
    ///
    /// # Errors
    ///
    /// What `new_state` reports; [`Internal`](ErrorKind::Internal) where it made a state of another type, or none.
    pub fn state<S: 'static>(&self) -> Result<&'a S> {
        let none: &(dyn Any + Send) = &();
        let state = self.module.map_or(Ok(none), |(states, module, _)| states.state(self.raw.scope(), module))?;
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
