//! What serde reports is a conversion that failed.

use std::fmt::Display;

use super::{Error, ErrorKind};

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Conversion, message.to_string())
    }
}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Conversion, message.to_string())
    }
}
