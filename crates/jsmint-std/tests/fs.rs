//! `fs`: the same as Node 20, in a granted folder.

mod common;

use common::{runtime, same_lines};
use jsmint::Options;
use jsmint::loader::Memory;
use tempfile::TempDir;

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
