//! Limits of a runtime.

use std::time::Duration;

use serde::Serialize;

/// What a runtime may use. Set for a factory, and again for a single spawn, where it can only be tightened in memory.
///
/// Scripts cannot catch that their time is up or that they were interrupted. Running out of memory or stack throws, as
/// it does in Node; at the memory limit a script is stopped besides, soon after. The promise jobs of a script that was
/// stopped are discarded; the runtime can be used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Limits {
    pub(crate) memory: usize,
    pub(crate) time: Option<Duration>,
    pub(crate) stack: usize,
    pub(crate) source: usize,
    pub(crate) output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 128 << 20, time: None, stack: 512 << 10, source: 64 << 20, output: 16 << 20 }
    }
}

impl Limits {
    /// 128 MiB of memory, no limit of time, 512 KiB of stack, sources of 64 MiB, 16 MiB of output.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most memory that a runtime may hold, in bytes: every byte, the image and all `ArrayBuffer`s included.
    /// Default 128 MiB. Costs nothing while it is not reached.
    ///
    /// A large request beyond it fails, and a script may catch that. A script whose small requests go beyond it is stopped at
    /// the next step; what one step of the engine's own code asks for until then is served from a reserve of up to 16 MiB.
    /// Where that is used up, too, the runtime [is lost](crate::Runtime::is_lost).
    pub fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// The most time that one call into a runtime may take, by the wall clock. Default: none. Costs 30 ns a call.
    /// It is looked at every few thousand steps of a script.
    pub fn time(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self
    }

    /// The most stack that JavaScript may use, in bytes. Default 512 KiB, and never more than the thread has left.
    pub fn stack(mut self, bytes: usize) -> Self {
        self.stack = bytes;
        self
    }

    /// The largest source text that is compiled, in bytes. Default 64 MiB.
    pub fn source(mut self, bytes: usize) -> Self {
        self.source = bytes;
        self
    }

    /// The most that a runtime may write to its console, in bytes; what is beyond is cut, once, with a mark.
    /// Default 16 MiB.
    pub fn output(mut self, bytes: usize) -> Self {
        self.output = bytes;
        self
    }

    /// See [`memory`](Self::memory).
    #[must_use]
    pub fn memory_limit(&self) -> usize {
        self.memory
    }

    /// See [`time`](Self::time).
    #[must_use]
    pub fn time_limit(&self) -> Option<Duration> {
        self.time
    }
}
