//! Programs that stop half-way, each with another sort of live state: `tests/states`.

use std::fs;
use std::path::Path;

use jsmint::{Options, Runtime, loader};
use serde_json::Value;

/// A program in several parts. What is done to a runtime between two of them must not be seen by the second.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) parts: Vec<String>,
}

/// All of them.
pub(crate) fn programs() -> Vec<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/states");
    let entries = fs::read_dir(folder).expect("the programs").map(|entry| entry.expect("a program").path());
    let mut all: Vec<Program> = entries
        .map(|path| Program {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            parts: fs::read_to_string(&path)
                .expect("a text")
                .split("\n// ---\n")
                .map(|part| part.trim().into())
                .collect(),
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(all.len() >= 80 && all.iter().all(|program| program.parts.len() > 1), "{}", all.len());
    all
}

/// What all of them run with.
pub(crate) fn options() -> Options {
    let files = loader::Memory::new()
        .file("/counter.js", "let n = 0; exports.up = () => ++n;")
        .file("/cycle-a.js", "let n = 0; exports.first = () => ['first', ++n, require('/cycle-b.js').second()];")
        .file("/cycle-b.js", "const a = require('/cycle-a.js'); exports.second = () => 'second ' + typeof a.first;")
        .file("/live.mjs", "export let value = 1; export function bump() { value++; }")
        .file("/uses-live.mjs", "import { value } from '/live.mjs'; export function read() { return value; }")
        .file("/waits.mjs", "export const value = await globalThis.gate.promise;");
    Options::new().loader(files).deterministic(7)
}

/// What a part gives: a value as JSON, or the error's text.
pub(crate) fn run(runtime: &mut Runtime, part: &str) -> Result<Value, String> {
    let result = match part {
        "idle" => runtime.run_until_idle().map(|()| Value::Null),
        _ => runtime.eval(part),
    };
    result.map_err(|error| error.to_string())
}
