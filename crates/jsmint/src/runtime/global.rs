//! The global object, from outside.

use super::Runtime;
use crate::error::Result;
use crate::value::{FromJs, IntoJs};

/// The global object of a runtime.
#[derive(Debug)]
pub struct Global<'a> {
    runtime: &'a mut Runtime,
}

impl<'a> Global<'a> {
    pub(super) fn new(runtime: &'a mut Runtime) -> Self {
        Self { runtime }
    }

    /// Reads a global variable, converted.
    ///
    /// # Errors
    ///
    /// [`Conversion`](crate::ErrorKind::Conversion) where it has another type, or is not there and `T` has no place for
    /// `undefined`.
    pub fn get<T: for<'js> FromJs<'js>>(&mut self, name: &str) -> Result<T> {
        self.runtime.enter(|scope| T::from_js(scope.global().get(name)?))
    }

    /// Sets a global variable.
    ///
    /// # Errors
    ///
    /// A `TypeError` where it cannot be written.
    pub fn set<T: for<'js> IntoJs<'js>>(&mut self, name: &str, value: T) -> Result<()> {
        self.runtime.enter(|scope| scope.global().set(name, value.into_js(scope)?))
    }

    /// Whether there is such a global variable.
    ///
    /// # Errors
    ///
    /// What a proxy in the global object's prototypes throws.
    pub fn has(&mut self, name: &str) -> Result<bool> {
        self.runtime.enter(|scope| scope.global().has(name))
    }
}
