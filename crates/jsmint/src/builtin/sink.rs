//! Where a runtime's console goes.

use std::cell::Cell;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// What sort of message the console was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// `console.debug`.
    Debug,
    /// `console.log`, `dir`, `table`, `group`, `time`, `count` and their like.
    Log,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`, `assert`, `trace`.
    Error,
}

impl Level {
    /// Whether Node writes it to standard error.
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Warn | Self::Error)
    }

    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "debug" => Self::Debug,
            "info" => Self::Info,
            "warn" => Self::Warn,
            "error" | "trace" => Self::Error,
            _ => Self::Log,
        }
    }
}

type Callback = dyn Fn(Level, &str) + Send + Sync;

/// Where a runtime's console goes. The default discards everything; no script prints unless it was granted.
#[derive(Clone, Default)]
pub struct Console(Target);

#[derive(Clone, Default)]
enum Target {
    #[default]
    Discard,
    Stdio,
    Buffer(Arc<Mutex<Vec<(Level, String)>>>),
    Callback(Arc<Callback>),
    #[cfg(feature = "tracing")]
    Tracing,
}

impl Console {
    /// Discards everything: the default.
    #[must_use]
    pub fn discard() -> Self {
        Self(Target::Discard)
    }

    /// Writes to standard output and, for warnings and errors, to standard error; what cannot be written is lost.
    #[must_use]
    pub fn stdio() -> Self {
        Self(Target::Stdio)
    }

    /// Collects messages, to be taken out with [`take`](Self::take).
    #[must_use]
    pub fn buffer() -> Self {
        Self(Target::Buffer(Arc::default()))
    }

    /// Calls a function with each message, without a line end. It runs on the script's thread.
    #[must_use]
    pub fn callback(sink: impl Fn(Level, &str) + Send + Sync + 'static) -> Self {
        Self(Target::Callback(Arc::new(sink)))
    }

    /// Emits each message as a `tracing` event with target `jsmint::console`.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn tracing() -> Self {
        Self(Target::Tracing)
    }

    /// Takes the messages out of a [`buffer`](Self::buffer); nothing for other consoles.
    #[must_use]
    pub fn take(&self) -> Vec<(Level, String)> {
        match &self.0 {
            Target::Buffer(buffer) => std::mem::take(&mut *buffer.lock().unwrap_or_else(PoisonError::into_inner)),
            _ => Vec::new(),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self.0 {
            Target::Discard => "discarded",
            Target::Stdio => "standard output and error",
            Target::Buffer(_) => "collected",
            Target::Callback(_) => "given to the host",
            #[cfg(feature = "tracing")]
            Target::Tracing => "emitted as tracing events",
        }
    }

    fn write(&self, level: Level, text: &str) {
        match &self.0 {
            Target::Discard => {}
            // A closed pipe must not fail the script.
            Target::Stdio if level.is_error() => drop(writeln!(std::io::stderr().lock(), "{text}")),
            Target::Stdio => drop(writeln!(std::io::stdout().lock(), "{text}")),
            Target::Buffer(buffer) => {
                buffer.lock().unwrap_or_else(PoisonError::into_inner).push((level, text.to_owned()));
            }
            Target::Callback(sink) => sink(level, text),
            #[cfg(feature = "tracing")]
            Target::Tracing => match level {
                Level::Debug => tracing::debug!(target: "jsmint::console", "{text}"),
                Level::Log | Level::Info => tracing::info!(target: "jsmint::console", "{text}"),
                Level::Warn => tracing::warn!(target: "jsmint::console", "{text}"),
                Level::Error => tracing::error!(target: "jsmint::console", "{text}"),
            },
        }
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Console({})", self.name())
    }
}

/// A console with what it may still write.
#[derive(Clone)]
pub(crate) struct Output {
    console: Console,
    left: Cell<usize>,
}

impl Output {
    pub(crate) fn new(console: Console, limit: usize) -> Self {
        Self { console, left: Cell::new(limit) }
    }

    /// How many bytes may still be written.
    pub(crate) fn left(&self) -> usize {
        self.left.get()
    }

    /// Writes a message, or the part of it that the limit still allows.
    pub(crate) fn write(&self, level: Level, text: &str) {
        let left = self.left.get();
        if left == 0 {
            return;
        }
        self.left.set(left.saturating_sub(text.len() + 1));
        if text.len() < left {
            self.console.write(level, text);
        } else {
            let end = (0..=left.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            self.console.write(level, &format!("{}… (console output limit reached)", &text[..end]));
        }
    }
}
