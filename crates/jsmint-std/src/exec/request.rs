//! What a script asks for, held against what is granted.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jsmint::convert::IntoJs;
use jsmint::{Bytes, Call, Error, ErrorKind, Exports, JsException, Result, Value};
use rustix::io::Errno;
use serde::Deserialize;

use super::child;
use super::ended::Ended;
use super::programs::Programs;
use crate::denial;

/// What a script asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    input: Option<Input>,
    cwd: Option<String>,
    env: Option<BTreeMap<String, String>>,
    /// In milliseconds.
    timeout: Option<f64>,
    max_buffer: Option<f64>,
    /// Whether output is wanted as text.
    #[serde(default)]
    text: bool,
}

/// What a child reads from its standard input.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Input {
    Text(String),
    Bytes(Bytes),
}

impl Input {
    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Bytes(bytes) => bytes.0,
        }
    }
}

pub(super) fn define(exports: &mut Exports, programs: &Arc<Programs>) {
    let programs = Arc::clone(programs);
    exports.constant("errors", errors());
    exports.raw("run", 3, "Program, arguments, options.", move |call| run(&programs, call));
}

/// What the system may say where a program cannot be run, and what is said in its place, by name.
fn errors() -> BTreeMap<&'static str, i32> {
    let list = [
        ("E2BIG", Errno::TOOBIG),
        ("EACCES", Errno::ACCESS),
        ("EAGAIN", Errno::AGAIN),
        ("ENOBUFS", Errno::NOBUFS),
        ("ENOENT", Errno::NOENT),
        ("ENOEXEC", Errno::NOEXEC),
        ("ENOMEM", Errno::NOMEM),
        ("ENOTDIR", Errno::NOTDIR),
        ("ETIMEDOUT", Errno::TIMEDOUT),
    ];
    list.into_iter().map(|(name, errno)| (name, errno.raw_os_error())).collect()
}

fn run<'js>(programs: &Programs, call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (name, arguments): (String, Vec<String>) = (call.get(0)?, call.get(1)?);
    let request: Option<Request> = call.get(2)?;
    let request = request.unwrap_or_default();
    let scope = call.scope();
    let Some(path) = programs.paths.get(&name) else {
        let remedy = format!("jsmint_std::exec().allow([{name:?}]), or --allow-run={name}");
        return Err(denial::error(&format!("running {name:?}"), &programs.grants(), &remedy));
    };
    let mut command = Command::new(path);
    command.arg0(&name).args(&arguments).current_dir(cwd(programs, request.cwd.as_deref())?);
    command.env_clear().envs(env(programs, request.env)?);
    let timeout = match request.timeout {
        Some(wanted) if wanted > 0.0 => Duration::try_from_secs_f64(wanted / 1e3).unwrap_or(Duration::MAX),
        _ => Duration::MAX,
    };
    let output = request.max_buffer.filter(|wanted| *wanted >= 0.0).map_or(usize::MAX, |wanted| wanted as usize);
    let bounds =
        super::Bounds { timeout: timeout.min(programs.bounds.timeout), output: output.min(programs.bounds.output) };
    let input = request.input.map(Input::into_bytes);
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let ended = match child::run(command, input.unwrap_or_default(), bounds, &scope.deadline()) {
        Ok(ended) => ended,
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            let message = "The program's arguments and environment must be strings without null bytes";
            return Err(Error::script(JsException::new("TypeError", message).with_code("ERR_INVALID_ARG_VALUE")));
        }
        Err(error) => Ended::failed(&error),
    };
    if ended.is_stopped() {
        scope.check_deadline()?;
        return Err(Error::new(ErrorKind::Interrupted, "the call was interrupted while a program ran"));
    }
    ended.report(request.text).into_js(scope)
}

/// The folder that a child starts in: the granted one, or one below it.
fn cwd(programs: &Programs, wanted: Option<&str>) -> Result<PathBuf> {
    let Some(wanted) = wanted else { return Ok(programs.cwd.clone()) };
    let path = programs.cwd.join(wanted);
    match path.canonicalize() {
        Ok(real) if real.starts_with(&programs.cwd) => Ok(real),
        // What is not there is not there, wherever it would be.
        _ if path.starts_with(&programs.cwd) && !wanted.contains("..") && !path.exists() => Ok(path),
        _ => {
            let granted = [format!("exec: start below {}", programs.cwd.display())];
            let remedy = "jsmint_std::exec().cwd(FOLDER)";
            Err(denial::error(&format!("starting a program in '{wanted}'"), &granted, remedy))
        }
    }
}

/// The environment of a child: the granted one, with the script's values for granted names.
fn env(programs: &Programs, wanted: Option<BTreeMap<String, String>>) -> Result<BTreeMap<OsString, OsString>> {
    let Some(wanted) = wanted else { return Ok(programs.env.clone()) };
    let path = OsStr::new("PATH");
    let mut env: BTreeMap<_, _> =
        programs.env.get_key_value(path).map(|(k, v)| (k.clone(), v.clone())).into_iter().collect();
    for (name, value) in wanted {
        let same = programs.env.get(OsStr::new(&name)).is_some_and(|own| *own == *value);
        if !same && !programs.names.contains(&name) {
            let granted: Vec<_> = programs.names.iter().map(|name| format!("exec: set {name}")).collect();
            let remedy = format!("jsmint_std::exec().env([{name:?}])");
            return Err(denial::error(&format!("setting {name:?} for a program"), &granted, &remedy));
        }
        env.insert(name.into(), value.into());
    }
    Ok(env)
}
