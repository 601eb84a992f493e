//! Facts about the host: `require('process')`, the global `process`, and `require('os')`.

mod machine;
mod os;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jsmint::{Exports, NativeModule};

/// Nothing of the host yet: variables are granted with [`Process::env`].
pub fn process() -> Process {
    Process { env: BTreeMap::new(), args: None, cwd: None, os: false }
}

/// The module `process`, also the global variable, with what is granted of the host; with [`os`](Self::os) also `os`.
///
/// It is what the builtin module of that name is, and these besides. A variable that is not granted is `undefined`, as one
/// that is not set. What is granted is taken over when the factory is made.
#[derive(Debug)]
#[must_use]
pub struct Process {
    env: BTreeMap<String, Option<String>>,
    args: Option<Vec<String>>,
    cwd: Option<PathBuf>,
    os: bool,
}

impl Process {
    /// Variables of the host's environment that scripts see in `process.env`.
    pub fn env(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for name in names.into_iter().map(Into::into) {
            let value = std::env::var_os(&name).map(|value| value.to_string_lossy().into_owned());
            self.env.insert(name, value);
        }
        self
    }

    /// A variable in `process.env` with a value that is not the host's.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(name.into(), Some(value.into()));
        self
    }

    /// What scripts find in `process.argv`, from its third place on.
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.args = Some(args.into_iter().map(Into::into).collect());
        self
    }

    /// What `process.cwd()` says. It gives no access to the folder.
    pub fn cwd(mut self, folder: impl AsRef<Path>) -> Self {
        self.cwd = Some(folder.as_ref().to_path_buf());
        self
    }

    /// Lets scripts see the machine through `os`: its name, memory, processors, user.
    pub fn os(mut self) -> Self {
        self.os = true;
        self
    }
}

impl NativeModule for Process {
    fn name(&self) -> &str {
        "process"
    }

    fn docs(&self) -> &str {
        "What is granted of the host's environment. Types: those of `@types/node`."
    }

    fn define(&self, exports: &mut Exports) {
        let set: BTreeMap<_, _> =
            self.env.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
        exports.constant("env", set);
        exports.constant("args", self.args.clone());
        exports.constant("cwd", self.cwd.as_ref().map(|cwd| cwd.to_string_lossy().into_owned()));
    }

    fn script(&self) -> Option<&'static str> {
        Some(include_str!("process.js"))
    }

    fn globals(&self) -> Vec<String> {
        vec!["process".to_owned()]
    }

    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        if self.os { vec![Box::new(os::Os)] } else { Vec::new() }
    }

    fn grants(&self) -> Vec<String> {
        let mut grants: Vec<_> = self.env.keys().map(|name| format!("process: variable {name}")).collect();
        if let Some(args) = &self.args {
            grants.push(format!("process: {} arguments", args.len()));
        }
        if let Some(cwd) = &self.cwd {
            grants.push(format!("process: cwd {}", cwd.display()));
        }
        if self.os {
            grants.push("os: facts about the machine and its user".to_owned());
        }
        grants
    }
}
