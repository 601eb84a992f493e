//! Programs by name: `require('exec')` and `require('child_process')`.
//!
//! ```text
//! script ─▶ exec.js, child_process.js (arguments, results, errors) ─▶ request (what is granted) ─▶ child (one process group)
//! ```

mod child;
mod child_process;
mod ended;
mod programs;
mod request;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jsmint::{Error, ErrorKind, Exports, NativeModule, Result};

use programs::Programs;

/// The script side: `exec.js` with the part that it shares with `child_process.js`.
const SCRIPT: &str = concat!(
    "(function (module, exports, require, native) { const output = ",
    include_str!("output.js"),
    ";\n",
    include_str!("exec.js"),
    "(module, exports, require, native, output); })"
);

/// No programs yet: they are granted with [`Exec::allow`].
pub fn exec() -> Exec {
    let limits = Bounds { timeout: Duration::from_secs(60), output: 16 << 20 };
    Exec { names: Vec::new(), env: Vec::new(), cwd: None, bounds: limits, programs: OnceLock::new() }
}

/// What a child may use at most.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    timeout: Duration,
    /// Bytes that it may write to each of its two streams.
    output: usize,
}

/// The module `exec`, with `child_process`, for the programs that are granted.
///
/// A child has all the rights of the host's user: grant a program only where its arguments may be anything. There is no
/// shell. It gets the host's `PATH` and the variables that are granted, nothing else of the environment. A script waits for
/// its child; the child and its whole process group are killed when its time is up, when it writes too much, and when its
/// runtime must stop, and whatever it left running in its group is killed when it has ended.
#[derive(Debug)]
#[must_use]
pub struct Exec {
    names: Vec<String>,
    env: Vec<String>,
    cwd: Option<PathBuf>,
    bounds: Bounds,
    programs: OnceLock<Result<Arc<Programs>, String>>,
}

impl Exec {
    /// Lets scripts run these programs: names that are looked up in the host's `PATH`, once, when the factory is made, or
    /// paths. Scripts name them by the same text.
    pub fn allow(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names.extend(names.into_iter().map(Into::into));
        self
    }

    /// The most time that a child may take. Default 60 seconds. Scripts can ask for less.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.bounds.timeout = timeout;
        self
    }

    /// The most bytes that a child may write to each of its output streams. Default 16 MiB. Scripts can ask for less.
    pub fn output_limit(mut self, bytes: usize) -> Self {
        self.bounds.output = bytes;
        self
    }

    /// The folder that children start in. Default: that of the host. Scripts can name folders below it.
    pub fn cwd(mut self, folder: impl AsRef<Path>) -> Self {
        self.cwd = Some(folder.as_ref().to_path_buf());
        self
    }

    /// Variables of the host's environment that children get. Scripts can give these, and no others, values of their own.
    pub fn env(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.env.extend(names.into_iter().map(Into::into));
        self
    }

    fn programs(&self) -> Result<Arc<Programs>, String> {
        let find = || Programs::find(&self.names, &self.env, self.cwd.as_deref(), self.bounds).map(Arc::new);
        self.programs.get_or_init(find).clone()
    }
}

impl NativeModule for Exec {
    fn name(&self) -> &str {
        "exec"
    }

    fn docs(&self) -> &str {
        "Runs programs that are granted by name."
    }

    fn define(&self, exports: &mut Exports) {
        // Where a program is not there, making the first state says so.
        request::define(exports, &self.programs().unwrap_or_default());
    }

    fn script(&self) -> Option<&'static str> {
        Some(SCRIPT)
    }

    fn type_definitions(&self) -> Option<&str> {
        Some(include_str!("exec.d.ts"))
    }

    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        vec![Box::new(child_process::ChildProcess { programs: self.programs().unwrap_or_default() })]
    }

    fn grants(&self) -> Vec<String> {
        self.programs().unwrap_or_default().grants()
    }

    fn new_state(&self) -> Result<Box<dyn std::any::Any + Send>> {
        match self.programs() {
            Ok(_) => Ok(Box::new(())),
            Err(problem) => Err(Error::new(ErrorKind::Option, problem)),
        }
    }
}
