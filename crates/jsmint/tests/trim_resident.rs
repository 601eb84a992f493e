//! That memory which is given back is: alone in its process, since others would be measured, too.

use jsmint::{Options, Strategy};

/// Resident memory of this process, in bytes; none where the system does not say.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<usize>().ok()? << 10)
}

#[test]
fn the_system_has_the_memory_back() {
    let factory = jsmint::EngineFactory::new(Options::new()).expect("a factory");
    let mut rt = factory.new_runtime().expect("a slot is free");
    rt.eval::<()>("globalThis.big = new Uint8Array(48 << 20).fill(1)").expect("enough memory");
    let before = resident();
    rt.eval::<()>("globalThis.big = null").expect("enough memory");
    assert!(rt.trim().expect("the system takes it") >= 48 << 20);
    // Where slots are the program's own memory, it stays with it.
    let has_slots = factory.stats().strategy == Strategy::Image;
    if let (Some(before), Some(after), true) = (before, resident(), has_slots) {
        assert!(after + (40 << 20) < before, "{after} bytes resident, {before} before");
    }
}
