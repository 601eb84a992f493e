//! What a pool has done.

/// What a [`Pool`](super::Pool) has, and what it has done since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStats {
    /// Slots that are taken and exist still.
    pub live: usize,
    /// Slots that are clean and wait.
    pub idle: usize,
    /// How often a slot was taken.
    pub taken: u64,
    /// How many slots were made.
    pub created: u64,
    /// How often a slot that was lived in became clean again.
    pub recycled: u64,
    /// How many pages were restored in doing so, where written pages alone are.
    pub restored_pages: u64,
    /// How many pages a tenant wrote to that were not known to be written to.
    pub caught_pages: u64,
    /// How often a slot came back untouched.
    pub untouched: u64,
    /// How many slots that came back or were trimmed were unmapped.
    pub unmapped: u64,
}
