//! `fs`: the same as Node 20, in a granted folder.

mod common;

use common::{factory, runtime, thrown};
use jsmint::loader::Memory;
use jsmint::{EngineFactory, Options};
use tempfile::TempDir;

/// Compares line by line, so that a difference is seen at once.
#[track_caller]
fn same_lines(got: &str, expected: &str) {
    let (got, expected): (Vec<_>, Vec<_>) = (got.lines().collect(), expected.lines().collect());
    let differences: Vec<_> = (0..got.len().max(expected.len()))
        .filter(|&line| got.get(line) != expected.get(line))
        .map(|line| format!("got      {:?}\nexpected {:?}", got.get(line), expected.get(line)))
        .collect();
    assert!(differences.is_empty(), "{} lines differ:\n{}", differences.len(), differences.join("\n"));
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

on_both_paths! {
    fn as_node_has_it(strategy) {
        let folder = folder();
        let fs = jsmint_std::fs().read(folder.path()).write(folder.path());
        let script = Memory::new().file("/fs.js", include_str!("node/fs.js"));
        let mut rt = runtime(strategy, Options::new().module(fs).loader(script));
        let got: String = rt.eval("require('./fs.js')()").unwrap();
        same_lines(&got, include_str!("node/fs.expected"));
    }
}
