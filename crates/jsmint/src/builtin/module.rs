//! The native functions behind the builtins.

use std::sync::Arc;

use super::modules::ModuleSystem;
use super::{console, date, modules};
use crate::native::{Exports, NativeModule};

/// The native functions behind the builtins: module 0 of every table, which no script can `require`.
pub(crate) struct BuiltinModule {
    pub(crate) modules: Arc<ModuleSystem>,
}

impl NativeModule for BuiltinModule {
    fn name(&self) -> &'static str {
        "(builtin)"
    }

    fn define(&self, exports: &mut Exports) {
        date::define(exports);
        console::define(exports);
        modules::define(exports, &self.modules);
    }
}
