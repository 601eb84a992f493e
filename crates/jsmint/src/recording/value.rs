//! Calling a script's function from native code.

use super::host_to_script;
use crate::error::Result;
use crate::raw::Value;

impl<'js> Value<'js> {
    /// Calls it with `this` and arguments.
    ///
    /// # Errors
    ///
    /// What it throws; a `TypeError` where it is no function.
    pub fn call(&self, this: &Value<'js>, arguments: &[Value<'js>]) -> Result<Value<'js>> {
        host_to_script(self, arguments, || self.invoke(this, arguments))
    }
}
