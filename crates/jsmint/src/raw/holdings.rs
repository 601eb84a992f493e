//! What a host holds for the scripts of its runtime. Most lives need nothing of it, so that it is made at first need.

#[cfg(feature = "call-log")]
use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::Weak;

use super::deferred::DeferredCalls;
use super::door::SharedFunction;
use super::held::Held;
use super::instances::Instances;
#[cfg(feature = "call-log")]
use crate::call_log::Recorder;

/// What a host holds for scripts.
#[derive(Default)]
pub(super) struct Holdings {
    /// Closures of the host that scripts can call, by number.
    pub(super) dynamic: RefCell<Vec<SharedFunction>>,
    pub(super) rejected: RefCell<Vec<Rejection>>,
    /// Values that are kept beyond an entry, each as long as somebody has its ticket.
    pub(super) handles: RefCell<Vec<(Weak<()>, Option<Held>)>>,
    /// Calls that are answered later.
    pub(super) deferred: DeferredCalls,
    /// Values of the host that objects of scripts stand for.
    pub(super) instances: Instances,
    pub(super) thrown: RefCell<VecDeque<Thrown>>,
    /// What records its calls, once the first is recorded.
    #[cfg(feature = "call-log")]
    pub(super) recorder: OnceCell<Recorder>,
}

/// A thrown value that may be thrown on.
pub(super) struct Thrown {
    pub(super) token: NonZeroU64,
    pub(super) value: Held,
    /// Whether the parser threw it.
    pub(super) unparsed: bool,
}

/// A promise that was rejected while nothing handled it.
pub(super) struct Rejection {
    pub(super) promise: Held,
    pub(super) reason: Held,
}
