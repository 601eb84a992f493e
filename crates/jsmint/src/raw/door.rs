//! The one door from scripts to the host: every native function is a number into the factory's frozen table.

use std::any::Any;
use std::sync::Arc;

use super::deferred::PendingCall;
use super::engine as q;
use super::instances::HostValue;
use super::saved::SavedState;
use super::scope::Scope;
use super::value::Value;
#[cfg(feature = "call-log")]
use crate::call_log::CallLog;
use crate::error::Result;

/// What an import leads to.
pub(crate) enum Import<'js> {
    /// The text of an ES module.
    Source(String),
    /// The exports of anything else: they become the default export, and each property a named one.
    Exports(Value<'js>),
}

/// What stands behind the door: the factory's native functions, by number.
pub(crate) trait Door: Send + Sync {
    /// Calls function `number`. `this` is `new.target` for constructors.
    fn call<'js>(&self, number: u16, call: &RawCall<'_, 'js>) -> Result<Value<'js>>;

    /// Which file an `import` in `referrer` means.
    fn resolve_import(&self, scope: Scope<'_>, referrer: &str, request: &str) -> Result<String>;

    /// What is in it.
    fn load_import<'js>(&self, scope: Scope<'js>, path: &str) -> Result<Import<'js>>;

    /// Nobody waits any more for these calls of the runtime with this number.
    fn end(&self, runtime: u64, calls: &[PendingCall]);

    /// What is to be kept of a module's state.
    fn save_state(&self, module: usize, state: &(dyn Any + Send)) -> Result<SavedState>;

    /// The state of what was kept of it.
    fn load_state(&self, module: usize, saved: &SavedState) -> Result<Box<dyn Any + Send>>;

    /// What is to be kept of a value that an instance stands for, and the number of its class.
    fn save_instance(&self, value: &HostValue) -> Result<(u16, SavedState)>;

    /// The value of what was kept of one.
    fn load_instance(&self, class: u16, saved: &SavedState) -> Result<HostValue>;

    /// Who the factory is, for the layers above; none where it has no runtimes that could sleep.
    fn identity(&self) -> Option<&(dyn Any + Send + Sync)>;

    /// The factory's number, by which its runtimes' records are told from those of others.
    #[cfg(feature = "call-log")]
    fn factory(&self) -> u64;

    /// The log that runtimes record to if they have none of their own.
    #[cfg(feature = "call-log")]
    fn call_log(&self) -> &CallLog;
}

/// A function made at run time; it dies with its runtime.
pub(super) type DynamicFunction = dyn for<'a, 'js> Fn(&RawCall<'a, 'js>) -> Result<Value<'js>> + Send + Sync;

/// The same with the name that it was given.
pub(crate) struct NamedFunction {
    pub(super) name: String,
    pub(super) call: Box<DynamicFunction>,
}

/// One that a fork of its runtime may have, too.
pub(crate) type SharedFunction = Arc<NamedFunction>;

impl NamedFunction {
    pub(crate) fn shared<F>(name: &str, call: F) -> SharedFunction
    where
        F: for<'a, 'js> Fn(&RawCall<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static,
    {
        Arc::new(Self { name: name.to_owned(), call: Box::new(call) })
    }
}

/// How a native function may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionKind {
    /// As a function; `new` throws.
    Function,
    /// With `new` or without; `this` is `new.target`, or undefined.
    Constructor,
}

/// One call of a native function.
pub(crate) struct RawCall<'a, 'js> {
    scope: Scope<'js>,
    this: q::JSValue,
    arguments: &'a [q::JSValue],
}

impl<'a, 'js> RawCall<'a, 'js> {
    pub(super) fn new(scope: Scope<'js>, this: q::JSValue, arguments: &'a [q::JSValue]) -> Self {
        Self { scope, this, arguments }
    }

    /// The runtime that calls.
    #[must_use]
    pub(crate) fn scope(&self) -> Scope<'js> {
        self.scope
    }

    /// `this`.
    #[must_use]
    pub(crate) fn this(&self) -> Value<'js> {
        // SAFETY: R4: the engine keeps `this` alive for the length of the call.
        unsafe { Value::borrow(self.scope, self.this) }
    }

    /// How many arguments were given.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.arguments.len()
    }

    /// Whether no argument was given.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.arguments.is_empty()
    }

    /// An argument, `undefined` if it was not given.
    #[must_use]
    pub(crate) fn get(&self, index: usize) -> Value<'js> {
        match self.arguments.get(index) {
            // SAFETY: R4: the engine keeps the arguments alive for the length of the call.
            Some(&raw) => unsafe { Value::borrow(self.scope, raw) },
            None => self.scope.undefined(),
        }
    }

    /// All arguments.
    #[must_use]
    pub(crate) fn to_vec(&self) -> Vec<Value<'js>> {
        (0..self.len()).map(|index| self.get(index)).collect()
    }
}
