//! `child_process`, as far as it maps onto `exec`.

use std::sync::Arc;

use jsmint::{Exports, NativeModule};

use super::programs::Programs;
use super::request;

/// The script side: `child_process.js` with the part that it shares with `exec.js`.
const SCRIPT: &str = concat!(
    "(function (module, exports, require, native) { const output = ",
    include_str!("output.js"),
    ";\n",
    include_str!("child_process.js"),
    "(module, exports, require, native, output); })"
);

/// The module `child_process`: `spawnSync`, `execFileSync`, `execFile`.
pub(super) struct ChildProcess {
    pub(super) programs: Arc<Programs>,
}

impl NativeModule for ChildProcess {
    fn name(&self) -> &str {
        "child_process"
    }

    fn docs(&self) -> &str {
        "The part of Node's child_process that needs no shell and no streams. Types: those of `@types/node`."
    }

    fn define(&self, exports: &mut Exports) {
        request::define(exports, &self.programs);
    }

    fn script(&self) -> Option<&'static str> {
        Some(SCRIPT)
    }
}
