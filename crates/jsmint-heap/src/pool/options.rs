//! What a pool is made with.

use std::sync::Arc;

use crate::size::ByteCount;
use crate::slot::RestorePolicy;

/// What a [`Pool`](super::Pool) is made with.
#[derive(Clone, Debug)]
#[must_use]
pub struct PoolOptions {
    pub(super) range: ByteCount,
    pub(super) max_slots: usize,
    pub(super) max_idle: Option<usize>,
    pub(super) keep_warm: usize,
    pub(super) restore: RestorePolicy,
    pub(super) verify: bool,
    pub(super) when_short: Option<Listener>,
}

/// What is told that slots run short.
#[derive(Clone)]
pub(super) struct Listener(Arc<dyn Fn() + Send + Sync>);

impl Listener {
    pub(super) fn tell(&self) {
        (self.0)();
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            range: ByteCount::mib(256),
            max_slots: 10_000,
            max_idle: None,
            keep_warm: 0,
            restore: RestorePolicy::new(),
            verify: cfg!(debug_assertions),
            when_short: None,
        }
    }
}

impl PoolOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How far each slot can grow, in bytes. Default: 256 MiB. Costs addresses, not memory.
    pub fn range(mut self, range: ByteCount) -> Self {
        self.range = range;
        self
    }

    /// How many slots may exist at once, taken and idle together. Default: 10,000.
    ///
    /// Each takes three of the mappings that Linux allows a process (`vm.max_map_count`, usually 65,530).
    pub fn max_slots(mut self, n: usize) -> Self {
        self.max_slots = n;
        self
    }

    /// How many clean slots are kept for later; those that come back beyond it are unmapped. Default: two for each
    /// processor, at least 16. Each costs the memory of one image and what [`RestorePolicy::keep`] leaves it.
    pub fn max_idle(mut self, n: usize) -> Self {
        self.max_idle = Some(n);
        self
    }

    /// How many clean slots are made along with the pool. Default: 0. As many are kept, even if `max_idle` is less.
    pub fn keep_warm(mut self, n: usize) -> Self {
        self.keep_warm = n;
        self
    }

    /// How slots that come back are made clean. Default: [`RestorePolicy::new`].
    pub fn restore(mut self, policy: RestorePolicy) -> Self {
        self.restore = policy;
        self
    }

    /// Whether every slot is compared with the image before it is kept, and a difference is a panic. Default: in debug
    /// builds. Costs about as much as reading the slot's memory twice.
    pub fn verify(mut self, verify: bool) -> Self {
        self.verify = verify;
        self
    }

    /// Calls this whenever a thread finds no slot of its own waiting, before it looks for one elsewhere or makes one: the
    /// moment to have another thread make some, with [`warm_up`](super::Pool::warm_up). It must return soon. Default:
    /// nothing is called.
    pub fn when_short(mut self, listener: impl Fn() + Send + Sync + 'static) -> Self {
        self.when_short = Some(Listener(Arc::new(listener)));
        self
    }

    /// How many clean slots are kept.
    #[must_use]
    pub(super) fn max_idle_resolved(&self, processors: usize) -> usize {
        self.max_idle.unwrap_or((processors * 2).max(16)).max(self.keep_warm)
    }
}
