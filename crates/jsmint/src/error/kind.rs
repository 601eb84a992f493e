//! The sorts of error.

/// What sort of error an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A script threw and nothing caught it, or a promise was rejected and nothing handled it.
    Exception,
    /// A script did not parse.
    Syntax,
    /// A call took longer than its limit allows.
    Timeout,
    /// A call was stopped from outside.
    Interrupted,
    /// The runtime has no memory left within its limit.
    OutOfMemory,
    /// Calls were nested deeper than the stack limit allows.
    StackOverflow,
    /// A source text, or what a script printed, is larger than its limit allows.
    TooLarge,
    /// A value cannot become the type that was asked for.
    Conversion,
    /// A module, a function or a property that was asked for is not there.
    NotFound,
    /// An option is unknown, in conflict with another, or cannot be met.
    Option,
    /// Two bakes of the same options disagree, or the image could not be made.
    Bake,
    /// No slot is free: more runtimes are alive than the factory's bound, or the system gave no memory.
    Exhausted,
    /// The platform, or the chosen strategy, lacks what was asked for.
    Unsupported,
    /// Bytes that no runtime can be woken from: not authentic, damaged, or from another factory or build.
    Snapshot,
    /// A promise is pending, and nothing is left to run that could settle it.
    Pending,
    /// Host code panicked while a script called it.
    Panic,
    /// Reading or writing outside the runtime failed.
    Io,
    /// The call log cannot be opened, or a call that must be recorded cannot be.
    CallLog,
    /// A fault of this library.
    Internal,
}

impl ErrorKind {
    /// The name of a limit, for records of calls.
    #[cfg(feature = "call-log")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Timeout => "Timeout",
            Self::Interrupted => "Interrupted",
            Self::OutOfMemory => "OutOfMemory",
            _ => "Error",
        }
    }

    /// Whether it is a limit that stopped a script: time, interruption, memory, stack, sizes.
    #[must_use]
    pub fn is_limit(self) -> bool {
        matches!(self, Self::Timeout | Self::Interrupted | Self::OutOfMemory | Self::StackOverflow | Self::TooLarge)
    }
}
