//! What the code that `#[jsmint::module]` writes calls. No part of the public interface.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::class::{Class, Instance};
use super::exports::Exports;
use super::module::{NativeModule, refuse_to_load, refuse_to_save};
pub use super::types::{Object, string_literal as quoted};
use super::types::{TypeScript, Types, type_named};
use crate::error::{Error, ErrorKind, JsException, Result};
use crate::raw::{SavedState, Scope, Value};
use crate::value::{FromJs, IntoJs, Rest};

/// The same error with the argument that it is about.
fn about(index: usize, name: &str, error: Error) -> Error {
    let place = format!("argument {} ({name}): ", index + 1);
    match (error.kind(), error.exception()) {
        // What a getter of the script threw stays what it is.
        _ if error.token().is_some() => error,
        (ErrorKind::Conversion, None) => Error::new(ErrorKind::Conversion, place + error.message()),
        (_, Some(exception)) => {
            let message = place + &exception.message;
            Error::script(JsException { message, ..exception.clone() })
        }
        _ => error,
    }
}

/// An argument that must be there.
pub fn argument<'js, T: FromJs<'js>>(call: &Call<'_, 'js>, index: usize, name: &str) -> Result<T> {
    T::from_js(call.value(index)).map_err(|error| {
        if index >= call.len() && error.kind() == ErrorKind::Conversion {
            return Error::new(ErrorKind::Conversion, format!("argument {} ({name}) is missing", index + 1));
        }
        about(index, name, error)
    })
}

/// An argument that may be left out.
pub fn optional<'js, T: FromJs<'js>>(call: &Call<'_, 'js>, index: usize, name: &str) -> Result<Option<T>> {
    if is_absent(call, index) { Ok(None) } else { argument(call, index, name).map(Some) }
}

/// Whether an argument is left out.
#[must_use]
pub fn is_absent(call: &Call<'_, '_>, index: usize) -> bool {
    call.value(index).is_nullish()
}

/// All arguments from one on.
pub fn rest<'js, T: FromJs<'js>>(call: &Call<'_, 'js>, index: usize, name: &str) -> Result<Rest<T>> {
    let _conversion = call.scope().conversion();
    (index..call.len()).map(|at| argument(call, at, name)).collect::<Result<_>>().map(Rest)
}

/// An argument of bytes, copied.
pub fn bytes(call: &Call<'_, '_>, index: usize, name: &str) -> Result<Vec<u8>> {
    lend(call, index, name, <[u8]>::to_vec)
}

/// An argument of bytes, lent.
pub fn lend<R>(call: &Call<'_, '_>, index: usize, name: &str, run: impl FnOnce(&[u8]) -> R + Send) -> Result<R> {
    call.value(index).with_bytes(run).ok_or_else(|| {
        let found = call.value(index).type_of();
        let message = format!("invalid type: {found}, expected an ArrayBuffer or a typed array");
        about(index, name, Error::new(ErrorKind::Conversion, message))
    })
}

/// An argument that is an instance of a class.
pub fn instance<T: Class>(call: &Call<'_, '_>, index: usize, name: &str) -> Result<Instance<T>> {
    Instance::of(&call.value(index)).map_err(|error| about(index, name, error))
}

/// A result.
pub fn result<'js, T: IntoJs<'js>>(value: T, scope: Scope<'js>) -> Result<Value<'js>> {
    value.into_js(scope)
}

/// A result that may not be there.
pub fn optional_result<'js, T: IntoJs<'js>>(value: Option<T>, scope: Scope<'js>) -> Result<Value<'js>> {
    value.map_or_else(|| Ok(scope.undefined()), |value| value.into_js(scope))
}

/// A result of many.
pub fn list_result<'js, T: IntoJs<'js>>(values: Vec<T>, scope: Scope<'js>) -> Result<Value<'js>> {
    let array = scope.array()?;
    for (index, value) in (0..).zip(values) {
        array.set_index(index, value.into_js(scope)?)?;
    }
    Ok(array)
}

/// Errors that say themselves what scripts see of them.
pub trait OwnConversion {
    /// Chooses this conversion.
    fn conversion(&self) -> Own {
        Own
    }
}

impl<E: Into<Error>> OwnConversion for E {}

/// Any other error.
pub trait StandardConversion {
    /// Chooses this conversion.
    fn conversion(&self) -> Standard {
        Standard
    }
}

impl<E: Into<Box<dyn StdError + Send + Sync>>> StandardConversion for &E {}

/// The conversion of errors that say themselves what scripts see of them.
#[derive(Debug)]
pub struct Own;

impl Own {
    /// Converts an error.
    pub fn convert(self, error: impl Into<Error>) -> Error {
        error.into()
    }
}

/// The conversion of any other error.
#[derive(Debug)]
pub struct Standard;

impl Standard {
    /// Converts an error.
    pub fn convert(self, error: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        Error::from_std(error)
    }
}

/// Asks for the TypeScript type of a Rust type, whether it knows it or not.
pub struct Typed<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Typed<T> {
    /// Asks.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "only macros ask")]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: ?Sized> fmt::Debug for Typed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

/// Types that know themselves.
pub trait Known {
    /// The type in TypeScript.
    fn text(&self, types: &mut Types) -> String;
}

impl<T: TypeScript + ?Sized> Known for Typed<T> {
    fn text(&self, types: &mut Types) -> String {
        T::type_script(types)
    }
}

/// Types of which nothing is known but the name.
pub trait Named {
    /// The type in TypeScript.
    fn text(&self, types: &mut Types) -> String;
}

impl<T: ?Sized> Named for &Typed<T> {
    fn text(&self, _types: &mut Types) -> String {
        type_named::<T>()
    }
}

/// Keeps a module's state itself.
pub fn save_state<T: Serialize + 'static>(state: &(dyn Any + Send)) -> Result<SavedState> {
    let of_another_type = || Error::new(ErrorKind::Internal, "a state of another type");
    SavedState::of(state.downcast_ref::<T>().ok_or_else(of_another_type)?)
}

/// Makes it again.
pub fn load_state<T: DeserializeOwned + Send + 'static>(saved: &SavedState) -> Result<Box<dyn Any + Send>> {
    Ok(Box::new(saved.get::<T>()?))
}

/// What the macro knows of an impl block.
pub trait Definition: Clone + Send + 'static {
    /// The module's name.
    const NAME: &'static str;
    /// Its other names.
    const ALIASES: &'static [&'static str];
    /// What it is for.
    const DOCS: &'static str;

    /// Fills in the exports.
    fn define(exports: &mut Exports);

    /// What is to be kept of a runtime's clone, if the block says so.
    fn save(&self) -> Option<Result<SavedState>> {
        None
    }

    /// A clone of what was kept.
    fn load(_saved: &SavedState) -> Option<Result<Self>> {
        None
    }
}

/// A module that is an impl block: every runtime has a clone of its own.
pub struct Cloned<T>(Mutex<T>);

impl<T: Definition> Cloned<T> {
    /// The module.
    pub fn new(first: T) -> Self {
        Self(Mutex::new(first))
    }
}

impl<T: Definition> NativeModule for Cloned<T> {
    fn name(&self) -> &str {
        T::NAME
    }

    fn aliases(&self) -> Vec<String> {
        T::ALIASES.iter().map(|&alias| alias.to_owned()).collect()
    }

    fn docs(&self) -> &str {
        T::DOCS
    }

    fn define(&self, exports: &mut Exports) {
        T::define(exports);
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }

    fn save_state(&self, state: &(dyn Any + Send)) -> Result<SavedState> {
        state.downcast_ref::<T>().and_then(T::save).unwrap_or_else(|| Err(refuse_to_save(T::NAME)))
    }

    fn load_state(&self, saved: &SavedState) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(T::load(saved).unwrap_or_else(|| Err(refuse_to_load(T::NAME)))?))
    }
}

impl<T: Definition> fmt::Debug for Cloned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cloned").field(&T::NAME).finish()
    }
}
