//! The call log, as an embedder asks for it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jsmint_calllog::{CallbackSink, LogError, MemorySink, Record, Sink, SqliteLog};

use super::limits::CaptureLimits;
use super::pattern::Pattern;
use super::policy::Policy;
use super::redaction::{Place, Redaction};
use super::rules::Rules;
use crate::error::{Error, ErrorKind, Result};

/// Where calls between scripts and host are recorded, and what of them.
///
/// Given to a factory ([`Options::call_log`](crate::Options::call_log)) or to one spawn
/// ([`SpawnOptions::call_log`](crate::SpawnOptions::call_log)); the scope is always the runtime. Cheap to clone: clones
/// record to the same place. A call costs well under a microsecond of the script's thread; what is recorded is in the
/// table of the guide `docs/call-log.md`.
///
/// ```
/// use jsmint::{CallLog, EngineFactory, Options, call_log::MemorySink};
///
/// let sink = MemorySink::new();
/// let factory = EngineFactory::new(Options::new().call_log(CallLog::to(sink.clone())))?;
/// let mut rt = factory.new_runtime()?;
/// rt.function("add", |a: i32, b: i32| Ok(a + b))?;
/// rt.eval::<i32>("add(40, 2)")?;
///
/// let records = sink.records();
/// let add = &records[0];
/// assert_eq!((add.function.as_str(), add.arguments.as_str(), add.result.as_str()), ("add", "[40,2]", "42"));
/// assert_eq!(add.parent, records[1].call); // the call of `eval`, which ended after it
/// # Ok::<(), jsmint::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct CallLog {
    inner: Option<Arc<Settings>>,
}

/// What a call log was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(super) sink: Arc<dyn Sink>,
    pub(super) policy: Policy,
    pub(super) rules: Rules,
    pub(super) redaction: Redaction,
}

impl CallLog {
    /// Records nothing, at no cost: the default. Given to a spawn, it turns the factory's log off for that runtime.
    pub fn disabled() -> Self {
        Self::default()
    }

    /// Records to a SQLite file, which can be read while it is written. An empty path means `calllog.sqlite` in the
    /// working directory. All logs of a process that name one file share one writer. For options of the file, see
    /// [`SqliteLog::open_with`] and [`to`](Self::to).
    ///
    /// # Errors
    ///
    /// [`CallLog`](ErrorKind::CallLog) for `.`, `..` and paths that climb with `../`, and where the file cannot be opened
    /// or is no call log.
    pub fn sqlite(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::to(SqliteLog::open(path).map_err(error)?))
    }

    /// Gives each record to a function, on the thread of its runtime.
    pub fn callback(callback: impl Fn(&Record<'_>) + Send + Sync + 'static) -> Self {
        Self::to(CallbackSink::new(callback))
    }

    /// Records to memory, for tests: the second half of the pair has the records.
    pub fn memory() -> (Self, MemorySink) {
        let sink = MemorySink::new();
        (Self::to(sink.clone()), sink)
    }

    /// Makes each call a `tracing` span, child of the caller's, with target `jsmint::call`.
    #[cfg(feature = "tracing")]
    pub fn tracing() -> Self {
        Self::to(super::spans::Spans)
    }

    /// Records to a sink of your own.
    pub fn to(sink: impl Sink) -> Self {
        let settings = Settings {
            sink: Arc::new(sink),
            policy: Policy::default(),
            rules: Rules::default(),
            redaction: Redaction::default(),
        };
        Self { inner: Some(Arc::new(settings)) }
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        if let Some(settings) = &mut self.inner {
            change(Arc::make_mut(settings));
        }
        self
    }

    /// What is done about records that cannot be taken. Default: [`Policy::Drop`].
    pub fn policy(self, policy: Policy) -> Self {
        self.with(|settings| settings.policy = policy)
    }

    /// How much of arguments and results is recorded. Default: [`CaptureLimits::new`].
    pub fn limits(self, limits: CaptureLimits) -> Self {
        self.with(|settings| settings.rules.limits = limits)
    }

    /// Hides what stands under keys of these names, at any depth: `*` stands for any text, and case does not matter
    /// (`"password"`, `"*token*"`). The value becomes `"<redacted>"`. Patterns add up.
    pub fn redact_keys(self, patterns: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.with(|settings| settings.rules.redact_keys(patterns))
    }

    /// Hides arguments, results and error messages of calls of these functions, with the same patterns:
    /// `redact_call("vault", "*")`. Functions that are in no native module have the empty module, which `*` matches.
    pub fn redact_call(self, module: &str, function: &str) -> Self {
        self.with(|settings| settings.redaction.calls.push((Pattern::new(module), Pattern::new(function))))
    }

    /// Lets a function look at each text before it leaves the thread of its runtime, and change it. Where it leaves
    /// arguments or a result that are no JSON, they are hidden altogether.
    pub fn redact_with(self, redact: impl Fn(&Place<'_>, &mut String) + Send + Sync + 'static) -> Self {
        self.with(|settings| settings.redaction.callback = Some(Arc::new(redact)))
    }

    /// Waits until all that was recorded so far is where it is to be.
    ///
    /// # Errors
    ///
    /// [`CallLog`](ErrorKind::CallLog) where that takes longer than `deadline`, or records were lost.
    pub fn flush(&self, deadline: Duration) -> Result<()> {
        self.inner.as_ref().map_or(Ok(()), |settings| settings.sink.flush(deadline).map_err(error))
    }

    /// Whether anything is recorded.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.inner.is_some()
    }

    /// Where records go and by which policy, in words.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.inner {
            None => "off".to_owned(),
            Some(settings) => format!("{}, policy {}", settings.sink.describe(), settings.policy.word()),
        }
    }

    pub(crate) fn settings(&self) -> Option<&Settings> {
        self.inner.as_deref()
    }
}

impl Settings {
    /// What of values is recorded.
    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }
}

/// The error of a call log, as one of this crate.
pub(crate) fn error(error: LogError) -> Error {
    Error::new(ErrorKind::CallLog, format!("the call log: {error}")).with_source(error)
}
