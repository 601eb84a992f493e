//! Linux.

use std::os::fd::OwnedFd;

use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::Load;

/// A handle that is readable once the child has ended.
pub(crate) fn child_handle(child: Pid) -> Option<OwnedFd> {
    pidfd_open(child, PidfdFlags::empty()).ok()
}

pub(crate) fn load() -> Load {
    let info = rustix::system::sysinfo();
    let unit = u64::from(info.mem_unit);
    Load {
        memory: info.totalram as u64 * unit,
        free: available().unwrap_or(info.freeram as u64 * unit),
        uptime: info.uptime as i64,
        loads: info.loads.map(|load| load as f64 / 65536.0),
    }
}

/// The memory that could be had, which is more than what is free.
fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
