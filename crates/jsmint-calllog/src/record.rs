//! One call, as it is recorded.

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// A script called the host.
    ScriptToHost,
    /// The host called a script.
    HostToScript,
}

impl Direction {
    /// The word in the table: `js->host` or `host->js`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ScriptToHost => "js->host",
            Self::HostToScript => "host->js",
        }
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// With a result.
    Returned,
    /// With an exception.
    Threw,
    /// It was stopped: out of time, out of memory, or from outside.
    Interrupted,
    /// The host's function panicked.
    Panicked,
    /// No call, but the number of records that were lost here: see [`Record::lost`].
    Dropped,
}

impl Outcome {
    /// The word in the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Threw => "threw",
            Self::Interrupted => "interrupted",
            Self::Panicked => "panicked",
            Self::Dropped => "dropped",
        }
    }
}

/// A call that begins: what is known before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begin<'a> {
    /// The factory that the runtime is of: a random number, so that factories of several processes stay apart.
    pub factory: u64,
    /// The runtime within its factory, from 1 up.
    pub runtime: u64,
    /// The call within its runtime, from 1 up, in the order of beginning.
    pub call: u64,
    /// The call within which this one was made; 0 if there was none.
    pub parent: u64,
    /// Who called whom.
    pub direction: Direction,
    /// The native module that was called; empty where there is none.
    pub module: &'a str,
    /// The function that was called.
    pub function: &'a str,
    /// The arguments, a JSON array, as they were before the call.
    pub arguments: &'a str,
}

/// A call that has ended. All texts are redacted and cut to their bounds already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// What was known before it ran.
    pub begin: Begin<'a>,
    /// Its number among the records of its runtime, from 1 up without gap, in the order of ending.
    pub sequence: u64,
    /// When it began, in nanoseconds since 1970.
    pub start_unix_ns: i64,
    /// How long it took, in nanoseconds.
    pub duration_ns: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// The result as JSON; empty where there is none.
    pub result: &'a str,
    /// The name of the error, such as `TypeError`; empty where there is none.
    pub error_name: &'a str,
    /// The message of the error; empty where there is none.
    pub error_message: &'a str,
    /// How many bytes of arguments and result were cut away to stay in bounds.
    pub cut_bytes: u64,
    /// With [`Outcome::Dropped`]: how many records before this one were lost, which are those whose sequence ends at
    /// this record's. Otherwise 0.
    pub lost: u64,
}

/// A record that owns its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as Record and Begin")]
pub struct RecordBuf {
    pub factory: u64,
    pub runtime: u64,
    pub call: u64,
    pub parent: u64,
    pub sequence: u64,
    pub direction: Direction,
    pub module: String,
    pub function: String,
    pub arguments: String,
    pub result: String,
    pub start_unix_ns: i64,
    pub duration_ns: u64,
    pub outcome: Outcome,
    pub error_name: String,
    pub error_message: String,
    pub cut_bytes: u64,
    pub lost: u64,
}

impl Record<'_> {
    /// The same, owned.
    #[must_use]
    pub fn to_owned(&self) -> RecordBuf {
        let Begin { factory, runtime, call, parent, direction, module, function, arguments } = self.begin;
        RecordBuf {
            factory,
            runtime,
            call,
            parent,
            sequence: self.sequence,
            direction,
            module: module.to_owned(),
            function: function.to_owned(),
            arguments: arguments.to_owned(),
            result: self.result.to_owned(),
            start_unix_ns: self.start_unix_ns,
            duration_ns: self.duration_ns,
            outcome: self.outcome,
            error_name: self.error_name.to_owned(),
            error_message: self.error_message.to_owned(),
            cut_bytes: self.cut_bytes,
            lost: self.lost,
        }
    }
}

impl RecordBuf {
    /// The same, borrowed.
    #[must_use]
    pub fn as_record(&self) -> Record<'_> {
        Record {
            begin: Begin {
                factory: self.factory,
                runtime: self.runtime,
                call: self.call,
                parent: self.parent,
                direction: self.direction,
                module: &self.module,
                function: &self.function,
                arguments: &self.arguments,
            },
            sequence: self.sequence,
            start_unix_ns: self.start_unix_ns,
            duration_ns: self.duration_ns,
            outcome: self.outcome,
            result: &self.result,
            error_name: &self.error_name,
            error_message: &self.error_message,
            cut_bytes: self.cut_bytes,
            lost: self.lost,
        }
    }
}
