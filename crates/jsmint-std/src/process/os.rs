//! `os`: the machine and its user.

use jsmint::{Exports, NativeModule};

use super::machine::{Machine, User};

/// The module `os` with the machine's own values.
pub(super) struct Os;

impl NativeModule for Os {
    fn name(&self) -> &str {
        "os"
    }

    fn docs(&self) -> &str {
        "Facts about the machine and its user. Types: those of `@types/node`."
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("machine", "What is known about the machine now.", || Ok(Machine::now()));
        exports.function("user", "Who the host runs as.", || Ok(User::own()));
    }

    fn script(&self) -> Option<&'static str> {
        Some(include_str!("os.js"))
    }
}
