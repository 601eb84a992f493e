//! Node, where it is installed: one process that lives as often as it is asked, so that its start is not counted.
//!
//! *context*: `vm.createContext` with an empty object, and scripts that were compiled once. *worker*: a `Worker` that is
//! started, answers, and is terminated.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use jsmint_bench::Operation;
use jsmint_bench::spawn::{FUNCTIONS, ORDER, SOURCE};

use crate::Result;

const SCRIPT: &str = include_str!("node.mjs");

#[derive(Clone)]
pub(crate) struct Node(Arc<Mutex<Process>>);

struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Node {
    /// Starts the process.
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new("node");
        command.args(["--input-type=module", "--eval", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env("FUNCTIONS", FUNCTIONS).env("SOURCE", SOURCE).env("ORDER", ORDER.as_str());
        let mut child = command.env("EXPECTED", crate::expected_json()).spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("no pipes to it".into());
        };
        Ok(Self(Arc::new(Mutex::new(Process { child, input, output: BufReader::new(output) }))))
    }

    /// Has it live so often.
    pub(crate) fn live(&self, way: &str, case: &str, lives: u32) -> Result<()> {
        let Process { input, output, .. } = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(input, "{way} {case} {lives}")?;
        let mut answer = String::new();
        output.read_line(&mut answer)?;
        match answer.trim() {
            "done" => Ok(()),
            other => Err(format!("node says {other:?} to {way} {case}").into()),
        }
    }

    pub(crate) fn lives(&self, way: &'static str, case: &'static str, lives: u32) -> Operation {
        let node = self.clone();
        Box::new(move || node.live(way, case, lives).expect("it went well before"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
