//! To JavaScript.

use serde::Serialize;

use super::ser::Serializer;
use crate::error::Result;
use crate::raw::{Scope, Value};

/// What can become a JavaScript value: any type that serde can serialize, or a [`Value`].
pub trait IntoJs<'js> {
    /// Converts a value.
    ///
    /// # Errors
    ///
    /// [`Conversion`](crate::ErrorKind::Conversion) where JavaScript has no such value; out of memory.
    fn into_js(self, scope: Scope<'js>) -> Result<Value<'js>>;
}

impl<'js, T: Serialize> IntoJs<'js> for T {
    fn into_js(self, scope: Scope<'js>) -> Result<Value<'js>> {
        self.serialize(Serializer::new(scope))
    }
}

impl<'js> IntoJs<'js> for Value<'js> {
    fn into_js(self, _scope: Scope<'js>) -> Result<Value<'js>> {
        Ok(self)
    }
}
