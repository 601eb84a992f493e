//! What stands for recording in a build without it: nothing.

use crate::error::Result;
use crate::raw::{RawCall, Scope, Value, World};

#[inline(always)]
pub(crate) fn script_to_host<'js, 'n>(
    _call: &RawCall<'_, 'js>,
    _name: impl FnOnce() -> (&'n str, &'n str),
    run: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    run()
}

#[inline(always)]
pub(crate) fn host_to_script<'js>(
    _function: &Value<'js>,
    _arguments: &[Value<'js>],
    run: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    run()
}

/// One entry of the host into a runtime.
pub(crate) struct Entry;

impl Entry {
    #[inline(always)]
    pub(crate) fn enter<T>(
        world: &mut World,
        _function: &str,
        run: impl for<'js> FnOnce(Scope<'js>, &mut Self) -> Result<T>,
    ) -> Result<T> {
        world.enter(|scope| run(scope, &mut Self))
    }

    #[inline(always)]
    pub(crate) fn begin<'js>(&mut self, _scope: Scope<'js>, _function: &str, _arguments: &[Value<'js>]) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn begin_with(&mut self, _scope: Scope<'_>, _function: &str, _text: &str) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn returns<'js>(&mut self, value: Value<'js>) -> Value<'js> {
        value
    }
}
