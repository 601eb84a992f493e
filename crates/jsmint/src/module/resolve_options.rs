//! What resolution depends on beside the loader.

use std::collections::HashSet;

/// What resolution depends on beside the loader.
#[derive(Clone, Debug)]
pub struct ResolveOptions {
    /// Folders in which bare names are looked up first. Default none.
    pub global_folders: Vec<String>,
    /// Conditions of `exports` and `imports` that hold, beside `default`. Default `node` and `require`.
    pub conditions: Vec<String>,
    /// Names of native modules (without `node:`), which `imports` may lead to. Default none.
    pub natives: HashSet<String>,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            global_folders: Vec::new(),
            conditions: vec!["node".to_owned(), "require".to_owned()],
            natives: HashSet::new(),
        }
    }
}

impl ResolveOptions {
    pub(crate) fn is_native(&self, name: &str) -> bool {
        self.natives.contains(name.strip_prefix("node:").unwrap_or(name))
    }
}
