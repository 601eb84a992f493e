//! The door of runtimes whose calls are recorded. Others have one that knows nothing of it, and pay nothing.

use std::any::Any;
use std::sync::Arc;

use super::table::Table;
use crate::call_log::CallLog;
use crate::error::Result;
use crate::raw::{Door, HostValue, Import, PendingCall, RawCall, SavedState, Scope, Value};
use crate::recording::script_to_host;

/// A table whose calls are recorded.
pub(crate) struct Recorded(Arc<Table>);

impl Recorded {
    pub(crate) fn new(table: Arc<Table>) -> Self {
        Self(table)
    }
}

impl Door for Recorded {
    fn call<'js>(&self, number: u16, call: &RawCall<'_, 'js>) -> Result<Value<'js>> {
        match self.0.name_of(number) {
            Some(name) => script_to_host(call, || name, || self.0.call(number, call)),
            None => self.0.call(number, call),
        }
    }

    fn resolve_import(&self, scope: Scope<'_>, referrer: &str, request: &str) -> Result<String> {
        self.0.resolve_import(scope, referrer, request)
    }

    fn load_import<'js>(&self, scope: Scope<'js>, path: &str) -> Result<Import<'js>> {
        self.0.load_import(scope, path)
    }

    fn end(&self, runtime: u64, calls: &[PendingCall]) {
        self.0.end(runtime, calls);
    }

    fn save_state(&self, module: usize, state: &(dyn Any + Send)) -> Result<SavedState> {
        self.0.save_state(module, state)
    }

    fn load_state(&self, module: usize, saved: &SavedState) -> Result<Box<dyn Any + Send>> {
        self.0.load_state(module, saved)
    }

    fn save_instance(&self, value: &HostValue) -> Result<(u16, SavedState)> {
        self.0.save_instance(value)
    }

    fn load_instance(&self, class: u16, saved: &SavedState) -> Result<HostValue> {
        self.0.load_instance(class, saved)
    }

    fn identity(&self) -> Option<&(dyn Any + Send + Sync)> {
        self.0.identity()
    }

    fn factory(&self) -> u64 {
        self.0.factory()
    }

    fn call_log(&self) -> &CallLog {
        self.0.call_log()
    }
}
