//! `fs/promises`.

use jsmint::{Exports, NativeModule};

/// The module `fs/promises`: the property `promises` of `fs`.
pub(super) struct Promises;

impl NativeModule for Promises {
    fn name(&self) -> &str {
        "fs/promises"
    }

    fn docs(&self) -> &str {
        "The same as fs, with promises. Types: those of `@types/node`."
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some("(function (module, exports, require) { 'use strict'; module.exports = require('fs').promises; })")
    }
}
