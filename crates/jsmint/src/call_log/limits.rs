//! How much of a value is kept.

/// How much of a value the log of calls keeps.
///
/// ```
/// let limits = jsmint::call_log::CaptureLimits::new().depth(3).total_bytes(64 << 10);
/// # let _ = limits;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct CaptureLimits {
    pub(crate) depth: usize,
    pub(crate) items: usize,
    pub(crate) string_bytes: usize,
    pub(crate) total_bytes: usize,
}

impl CaptureLimits {
    /// The defaults: depth 6, 100 items, 1 KiB a string, 8 KiB in all.
    pub const fn new() -> Self {
        Self { depth: 6, items: 100, string_bytes: 1 << 10, total_bytes: 8 << 10 }
    }

    /// How deep containers may lie in each other: 1 keeps the properties of an object, but not those of an object in it.
    /// Default 6, at most 32.
    pub const fn depth(mut self, depth: usize) -> Self {
        self.depth = if depth < 32 { depth } else { 32 };
        self
    }

    /// How many elements or properties of one container are kept. Default 100.
    pub const fn items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// How many bytes of one string or key are kept, in UTF-8. Default 1 KiB, at least 16.
    pub const fn string_bytes(mut self, bytes: usize) -> Self {
        self.string_bytes = if bytes < 16 { 16 } else { bytes };
        self
    }

    /// How many bytes of JSON one value, or the arguments of one call, may take. Default 8 KiB. It also bounds the time
    /// that is spent: at most 16 properties are looked at for every byte, or 65,536 if that is more.
    pub const fn total_bytes(mut self, bytes: usize) -> Self {
        self.total_bytes = bytes;
        self
    }
}

impl Default for CaptureLimits {
    fn default() -> Self {
        Self::new()
    }
}
