//! How a child ended.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use jsmint::Bytes;
use rustix::process::Signal;
use serde::Serialize;

/// Why a child was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Its own time was up.
    Timeout,
    /// It wrote too much.
    Output,
    /// Its runtime must stop.
    Stopped,
}

/// How a child ended, with what it wrote.
#[derive(Debug, Default)]
pub(super) struct Ended {
    pub(super) pid: u32,
    pub(super) status: Option<ExitStatus>,
    pub(super) killed: Option<Reason>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    /// The system's error where it could not be started.
    pub(super) errno: i32,
}

/// The same as scripts see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    pid: u32,
    code: Option<i32>,
    signal: Option<String>,
    stdout: Output,
    stderr: Output,
    timed_out: bool,
    truncated: bool,
    errno: i32,
}

/// What a child wrote.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Output {
    Text(String),
    Bytes(Bytes),
}

impl Output {
    fn new(bytes: Vec<u8>, text: bool) -> Self {
        if text { Self::Text(String::from_utf8_lossy(&bytes).into_owned()) } else { Self::Bytes(Bytes(bytes)) }
    }
}

impl Ended {
    /// One that could not be started.
    pub(super) fn failed(error: &io::Error) -> Self {
        Self { errno: error.raw_os_error().unwrap_or(5), ..Self::default() }
    }

    /// Whether it was killed because its runtime must stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.killed == Some(Reason::Stopped)
    }

    /// For scripts, with its output as text or as bytes.
    pub(super) fn report(self, text: bool) -> Report {
        let signal = self.status.and_then(|status| status.signal());
        Report {
            pid: self.pid,
            code: self.status.and_then(|status| status.code()),
            signal: signal.map(signal_name),
            stdout: Output::new(self.stdout, text),
            stderr: Output::new(self.stderr, text),
            timed_out: self.killed == Some(Reason::Timeout),
            truncated: self.killed == Some(Reason::Output),
            errno: self.errno,
        }
    }
}

fn signal_name(number: i32) -> String {
    let name = match Signal::from_named_raw(number) {
        Some(Signal::HUP) => "SIGHUP",
        Some(Signal::INT) => "SIGINT",
        Some(Signal::QUIT) => "SIGQUIT",
        Some(Signal::ILL) => "SIGILL",
        Some(Signal::TRAP) => "SIGTRAP",
        Some(Signal::ABORT) => "SIGABRT",
        Some(Signal::BUS) => "SIGBUS",
        Some(Signal::FPE) => "SIGFPE",
        Some(Signal::KILL) => "SIGKILL",
        Some(Signal::USR1) => "SIGUSR1",
        Some(Signal::SEGV) => "SIGSEGV",
        Some(Signal::USR2) => "SIGUSR2",
        Some(Signal::PIPE) => "SIGPIPE",
        Some(Signal::ALARM) => "SIGALRM",
        Some(Signal::TERM) => "SIGTERM",
        Some(Signal::XCPU) => "SIGXCPU",
        Some(Signal::XFSZ) => "SIGXFSZ",
        _ => return format!("SIG{number}"),
    };
    name.to_owned()
}
