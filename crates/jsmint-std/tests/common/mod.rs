//! What the suites share: that of the library's own suites, and more.

#![allow(dead_code, unused_imports, reason = "each suite uses its part of it")]

#[path = "../../../jsmint/tests/common/mod.rs"]
mod library;

use jsmint::Runtime;
pub(crate) use library::{factory, plain, runtime};

/// What the expression throws: its code and its message.
#[track_caller]
pub(crate) fn thrown(rt: &mut Runtime, code: &str) -> (String, String) {
    let error = rt.eval::<()>(code).expect_err(code);
    let exception = error.exception().unwrap_or_else(|| panic!("{code}: {error}")).clone();
    (exception.code.unwrap_or_default(), exception.message)
}

/// Compares line by line, so that a difference is seen at once.
#[track_caller]
pub(crate) fn same_lines(got: &str, expected: &str) {
    let (got, expected): (Vec<_>, Vec<_>) = (got.lines().collect(), expected.lines().collect());
    let differences: Vec<_> = (0..got.len().max(expected.len()))
        .filter(|&line| got.get(line) != expected.get(line))
        .map(|line| format!("got      {:?}\nexpected {:?}", got.get(line), expected.get(line)))
        .collect();
    assert!(differences.is_empty(), "{} lines differ:\n{}", differences.len(), differences.join("\n"));
}

/// How many processes, other than those that have ended, have this text in their command line.
pub(crate) fn children(text: &str) -> usize {
    let running = |pid: &std::path::Path| {
        let line = std::fs::read(pid.join("cmdline")).unwrap_or_default();
        let own = pid.file_name().is_some_and(|name| name == std::process::id().to_string().as_str());
        !own && String::from_utf8_lossy(&line).replace('\0', " ").contains(text)
    };
    // A killed process may take a moment to be gone.
    let count = || {
        std::fs::read_dir("/proc")
            .expect("a system with /proc")
            .flatten()
            .filter(|entry| running(&entry.path()))
            .count()
    };
    for _ in 0..100 {
        if count() == 0 {
            return 0;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    count()
}
