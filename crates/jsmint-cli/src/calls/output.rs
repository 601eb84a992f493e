//! Standard output, with colours where somebody sees them.

use std::io::{self, BufWriter, StdoutLock, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

use crate::failure::Failure;

/// What stands beside the matter: times, numbers, lines.
pub(super) const FAINT: Style = Style::new().dimmed();
/// What was asked for.
pub(super) const STRONG: Style = Style::new().bold();
/// What failed.
pub(super) const BAD: Style = AnsiColor::Red.on_default();
/// What is missing.
pub(super) const LOST: Style = AnsiColor::Yellow.on_default();

/// A text in a style; without one if there is nothing to see.
pub(super) fn painted(style: Style, text: &str) -> String {
    if text.trim().is_empty() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

/// Standard output. Colours are taken out where it is no terminal, or `NO_COLOR` is set.
pub(super) struct Output(BufWriter<AutoStream<StdoutLock<'static>>>);

impl Output {
    pub(super) fn new() -> Self {
        Self(BufWriter::new(AutoStream::auto(io::stdout().lock())))
    }

    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.0, "{text}").map_err(failure)
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(failure)
    }
}

/// How many columns the terminal has; as many as one likes where there is none.
pub(super) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0).max(40))
}

fn failure(error: io::Error) -> Failure {
    Failure::io("cannot write the calls", error)
}
