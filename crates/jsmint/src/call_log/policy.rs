//! What to do about a record that cannot be taken.

/// What is done where a record cannot be taken, because the sink is full or has failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Policy {
    /// The record is dropped and counted; the count becomes a record as soon as there is room, at the latest when the
    /// runtime is dropped. No call ever waits or fails. The default.
    #[default]
    Drop,
    /// The call waits until the sink has room. Where the sink has failed and gives up, the record is dropped and counted.
    Block,
    /// The call fails with [`ErrorKind::CallLog`](crate::ErrorKind::CallLog), before it runs if the sink is known to have
    /// failed by then, otherwise after it.
    Require,
}

impl Policy {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Block => "block",
            Self::Require => "require",
        }
    }
}
