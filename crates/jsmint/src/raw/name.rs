//! Names for the engine.

use std::ffi::CString;

use crate::error::{Error, ErrorKind, Result};

/// A name for the engine's calls that want a terminating zero.
pub(super) fn c_name(name: &str) -> Result<CString> {
    CString::new(name).map_err(|_| Error::new(ErrorKind::Option, format!("the name {name:?} contains a NUL character")))
}
