//! Modules that Node has and that reach nothing outside the runtime: `require('util')`, and globals such as
//! `AbortController`.
//!
//! Each is a function expression in a file beside this one, `(function (module, exports, require, native) { … })`:
//! `native` has its functions in Rust, `require` gives other modules of this folder, also those named `internal/…`, which
//! no script can require. One is compiled when a runtime of the factory first requires it, and evaluated in a runtime
//! when that first requires it: what nobody requires is in no image, and what a preloaded file requires costs a spawn
//! nothing. To add one, add it in `registry.rs`, and in `globals.js` what it gives to the global object.
//!
//! What their functions in Rust keep for a runtime is in [`BuiltinState`](super::BuiltinState).

mod buffer;
mod crypto;
mod encoding;
mod performance;
mod process;
mod registry;
mod timers;
mod url;

use super::compiler::{Compiler, own};
use crate::error::{Error, ErrorKind, Result};
use crate::native::TableBuilder;
use crate::raw::{Scope, Value};

/// The names of those that scripts can require.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    registry::MODULES.iter().map(|module| module.name).filter(|name| !name.starts_with("internal/"))
}

/// Adds their functions in Rust to a table.
pub(crate) fn define_parts(table: &mut TableBuilder) -> Result<()> {
    registry::MODULES.iter().try_for_each(|module| table.add_part(module.name, module.define))
}

/// The function that evaluates one of them.
pub(super) fn code<'js>(scope: Scope<'js>, compiler: &Compiler, name: &str) -> Result<Value<'js>> {
    let Some(module) = registry::MODULES.iter().find(|module| module.name == name) else {
        return Err(Error::new(ErrorKind::NotFound, format!("there is no builtin module {name:?}")));
    };
    scope.run_code(&compiler.own(module.name, module.source)?)
}

/// Makes the global variables that load their modules at first use. Gives the function that loads modules.
pub(super) fn install<'js>(
    scope: Scope<'js>,
    compiler: &Compiler,
    natives: &Value<'js>,
    kit: &Value<'js>,
) -> Result<Value<'js>> {
    let host = scope.object()?;
    for name in ["builtinCode", "builtinNatives", "builtinDone"] {
        host.define(name, natives.get(name)?, true)?;
    }
    let load = own(scope, compiler, include_str!("loader.js"), "jsmint:loader", &[host, kit.clone()])?;
    own(scope, compiler, include_str!("globals.js"), "jsmint:globals", std::slice::from_ref(&load))?;
    Ok(load)
}
