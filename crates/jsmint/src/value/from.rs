//! From JavaScript.

use serde::de::DeserializeOwned;

use super::de::Deserializer;
use crate::error::Result;
use crate::raw::Value;

/// What a JavaScript value can become: any type that serde can deserialize, or a [`Value`].
pub trait FromJs<'js>: Sized {
    /// Converts a value.
    ///
    /// # Errors
    ///
    /// [`Conversion`](crate::ErrorKind::Conversion) where the value has another type;
    /// [`TooLarge`](crate::ErrorKind::TooLarge) where it would take more memory here than the runtime may hold; what getters
    /// of the script throw.
    fn from_js(value: Value<'js>) -> Result<Self>;
}

impl<'js, T: DeserializeOwned> FromJs<'js> for T {
    // A value that has just been written word by word must not be moved by wider loads: processors wait for such.
    #[inline(always)]
    fn from_js(value: Value<'js>) -> Result<Self> {
        // What is no object copies its own text at most.
        let _conversion = value.is_object().then(|| value.scope().conversion());
        T::deserialize(Deserializer::new(value))
    }
}

impl<'js> FromJs<'js> for Value<'js> {
    fn from_js(value: Value<'js>) -> Result<Self> {
        Ok(value)
    }
}
