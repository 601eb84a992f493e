//! What the numbers were measured on.

use std::fs;
use std::thread;

/// Processor, cores, memory and kernel, as far as the system says, and the build.
pub(super) fn machine() -> String {
    let read = |file| fs::read_to_string(file).unwrap_or_default();
    let (processors, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = field(&processors, "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let gib = field(&memory, "MemTotal").and_then(|size| size.split(' ').next()?.parse::<u64>().ok());
    let memory = gib.map_or_else(String::new, |kib| format!(", {} GiB of memory", kib.div_ceil(1 << 20)));
    let kernel = read("/proc/sys/kernel/osrelease");
    let build = if cfg!(debug_assertions) { "debug build, which says nothing" } else { "release build" };
    format!(
        "{processor}, {} cores{memory}, {} {}; jsmint {}, {build}.",
        thread::available_parallelism().map_or(1, usize::from),
        std::env::consts::OS,
        kernel.trim(),
        env!("CARGO_PKG_VERSION"),
    )
}
