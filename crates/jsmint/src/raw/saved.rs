//! What is kept of a value of the host where its runtime is copied, taken back or put to sleep.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// What is kept of a value of the host, such as a module's state, where its runtime is forked, rolled back or put to sleep.
///
/// ```
/// use jsmint::SavedState;
///
/// let saved = SavedState::of(&vec![1, 2, 3])?;
/// assert_eq!(saved.get::<Vec<i32>>()?, [1, 2, 3]);
/// # Ok::<(), jsmint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedState(Option<String>);

impl SavedState {
    /// Nothing: the value is made again as at the first time, when it is next needed.
    #[must_use]
    pub const fn anew() -> Self {
        Self(None)
    }

    /// The value itself.
    ///
    /// # Errors
    ///
    /// [`Conversion`](ErrorKind::Conversion) where it cannot be serialized.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let text = serde_json::to_string(value).map_err(|error| {
            let message = format!("a {} cannot be kept: {error}", std::any::type_name::<T>());
            Error::new(ErrorKind::Conversion, message).with_source(error)
        })?;
        Ok(Self(Some(text)))
    }

    /// Whether nothing was kept.
    #[must_use]
    pub fn is_anew(&self) -> bool {
        self.0.is_none()
    }

    /// The value that was kept.
    ///
    /// # Errors
    ///
    /// [`Conversion`](ErrorKind::Conversion) where nothing was kept, or no value of this type.
    pub fn get<T: DeserializeOwned>(&self) -> Result<T> {
        let wanted = std::any::type_name::<T>();
        let none = || Error::new(ErrorKind::Conversion, format!("no {wanted} was kept"));
        serde_json::from_str(self.0.as_ref().ok_or_else(none)?).map_err(|error| {
            let message = format!("what was kept is no {wanted}: {error}");
            Error::new(ErrorKind::Conversion, message).with_source(error)
        })
    }
}
