//! What is said where something is not granted (G1).

use jsmint::{Error, JsException};

/// The code of all such errors, which is Node's.
pub(crate) const CODE: &str = "ERR_ACCESS_DENIED";

/// The text of a denial: what was asked, what is granted, what would grant it.
pub(crate) fn text(asked: &str, granted: &[String], remedy: &str) -> String {
    let granted = if granted.is_empty() { "nothing".to_owned() } else { granted.join(", ") };
    format!("Access denied: {asked}. Granted: {granted}. To grant it: {remedy}")
}

/// The error with this text.
pub(crate) fn error(asked: &str, granted: &[String], remedy: &str) -> Error {
    Error::script(JsException::new("Error", text(asked, granted, remedy)).with_code(CODE))
}
