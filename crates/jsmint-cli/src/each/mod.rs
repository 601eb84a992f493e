//! `jsmint each FILE`: a filter that gives every record a runtime of its own.
//!
//! ```text
//! input ──▶ (workers) ──▶ handler ──▶ output, in order ──▶ standard output
//!                            └──▶ report: failures, progress, how long lives were ──▶ standard error
//! ```

mod handler;
mod input;
mod report;
mod work;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use crate::app::App;
use crate::args::Each;
use crate::failure::Failure;

use handler::Handler;
use input::Lines;
use report::Report;

pub(crate) fn each(args: &Each) -> Result<ExitCode, Failure> {
    let app = App::find(&args.file)?;
    let handler = Handler::load(&app, args)?;
    let lines = Lines::new(io::stdin());
    let mut output = Output { to: BufWriter::with_capacity(64 << 10, io::stdout()), report: Report::new(args.json) };
    if args.threads == 1 {
        work::one_by_one(&handler, lines, &mut output)?;
    } else {
        work::at_once(&handler, lines, usize::from(args.threads), &mut output)?;
    }
    output.flush()?;
    handler.finish()?;
    let failed = output.report.finish();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Where finished records go, in order.
struct Output<W: Write> {
    to: BufWriter<W>,
    report: Report,
}

impl<W: Write> Output<W> {
    fn write(&mut self, done: &work::Done) -> Result<(), Failure> {
        self.report.count(done);
        match &done.result {
            Ok(line) => {
                let written = self.to.write_all(line.as_bytes()).and_then(|()| self.to.write_all(b"\n"));
                written.map_err(cannot_write)
            }
            Err(text) => {
                self.report.failed(done.line, text);
                Ok(())
            }
        }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Failure {
    Failure::io("cannot write the results", error)
}
