//! What the process holds: memory, files, threads.

use std::fmt;
use std::fs;

use serde::Serialize;

/// What the process holds at a moment. Zero where the system does not say.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Footprint {
    /// Resident memory, in KiB.
    pub resident_kib: u64,
    /// Open files.
    pub files: u64,
    /// Threads.
    pub threads: u64,
}

impl Footprint {
    /// Asks the system, by its /proc.
    pub fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let files = fs::read_dir("/proc/self/fd").map_or(0, |entries| entries.count() as u64);
        Self { resident_kib: field(&status, "VmRSS:"), files, threads: field(&status, "Threads:") }
    }
}

impl fmt::Display for Footprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} KiB resident, {} files, {} threads", self.resident_kib, self.files, self.threads)
    }
}

fn field(status: &str, name: &str) -> u64 {
    let value = status.lines().find_map(|line| line.strip_prefix(name));
    value.and_then(|value| value.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_status_are_found() {
        let status = "Name:\tx\nVmRSS:\t    1234 kB\nThreads:\t7\n";
        assert_eq!((field(status, "VmRSS:"), field(status, "Threads:"), field(status, "Other:")), (1234, 7, 0));
    }
}
