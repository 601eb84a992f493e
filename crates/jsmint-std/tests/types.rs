//! TypeScript definitions of the modules, held against what is there when they run.
//!
//! `.ci/types` gives the recorded definitions to the TypeScript compiler, together with programs that use them rightly and
//! wrongly.

mod common;

use std::collections::BTreeSet;

use common::{factory, runtime};
use jsmint::{Options, Runtime};

/// The definitions of `exec` and `database`, as they were written.
const EXEC: &str = include_str!("../src/exec/exec.d.ts");
const DATABASE: &str = include_str!("../src/database/database.d.ts");

fn all() -> Options {
    Options::new()
        .module(jsmint_std::fs())
        .module(jsmint_std::exec().allow(["true"]))
        .module(jsmint_std::database().memory("main"))
        .module(jsmint_std::process())
}

/// The names that follow `export` and one of these words.
fn declared(definitions: &str, words: &[&str]) -> BTreeSet<String> {
    let name = |line: &str| {
        let (word, rest) = line.strip_prefix("export ")?.split_once(' ')?;
        words.contains(&word).then(|| first_name(rest)).flatten()
    };
    definitions.lines().filter_map(name).collect()
}

/// The members of a declared class or interface, but for its constructor.
fn members(definitions: &str, heading: &str) -> BTreeSet<String> {
    let body = definitions.split_once(heading).unwrap_or_else(|| panic!("{heading} is not declared")).1;
    let body = body.split_once("\n}").expect("its end").0;
    let name = |line: &str| {
        let line = line.strip_prefix("  ").filter(|line| line.starts_with(char::is_alphabetic))?;
        let line = ["readonly ", "get ", "private "].iter().fold(line, |line, word| match line.strip_prefix(word) {
            // A method may be called `get`.
            Some(rest) if rest.starts_with(char::is_alphabetic) => rest,
            _ => line,
        });
        first_name(line).filter(|name| name != "constructor")
    };
    body.lines().skip(1).filter_map(name).collect()
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(char::is_ascii_alphanumeric).collect();
    (!name.is_empty()).then_some(name)
}

/// The names that an expression gives.
#[track_caller]
fn there(rt: &mut Runtime, expression: &str) -> BTreeSet<String> {
    rt.eval::<Vec<String>>(expression).expect(expression).into_iter().collect()
}

on_both_paths! {
    fn definitions_are_those_that_the_compiler_has_checked(strategy) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/types/modules.d.ts");
        let definitions = factory(strategy, all()).type_definitions();
        if std::env::var_os("JSMINT_RECORD").is_some() {
            std::fs::write(path, &definitions).unwrap();
        }
        let recorded = std::fs::read_to_string(path).unwrap();
        assert!(recorded == definitions, "{path} says something else; if this is right, record it with JSMINT_RECORD=1:\n{definitions}");
    }

    fn documentation_shows_what_is_written(strategy) {
        let factory = factory(strategy, all());
        for (name, written) in [("exec", EXEC), ("database", DATABASE)] {
            let docs = factory.module_docs(name).unwrap();
            assert!(docs.starts_with(&format!("# {name}\n\n`require(\"{name}\")`\n\n")), "{docs}");
            assert!(docs.ends_with(&format!("\n```ts\n{}\n```\n", written.trim())), "{docs}");
        }
        for name in ["fs", "fs/promises", "child_process", "process"] {
            assert!(factory.module_docs(name).unwrap().contains("`@types/node`"), "{name}");
        }
    }

    fn what_is_declared_is_what_is_exported(strategy) {
        let mut rt = runtime(strategy, all());
        for (name, written) in [("exec", EXEC), ("database", DATABASE)] {
            let exported = there(&mut rt, &format!("Object.keys(require('{name}'))"));
            assert_eq!(declared(written, &["function", "const", "class"]), exported, "{name}");
            for (words, test) in [
                ("function", "typeof it === 'function' && !/^class/.test(it)"),
                ("class", "typeof it === 'function' && 'prototype' in it"),
                ("const", "typeof it !== 'function'"),
            ] {
                for export in declared(written, &[words]) {
                    assert!(rt.eval::<bool>(&format!("(() => {{ const it = require('{name}').{export}; return {test} }})()")).unwrap(), "{words} {export}");
                }
            }
        }
    }

    fn what_is_declared_of_objects_is_what_they_have(strategy) {
        let mut rt = runtime(strategy, all());
        let ended = there(&mut rt, "Object.keys(require('exec').run('true'))");
        assert_eq!(members(EXEC, "\nexport interface RunResult<"), ended);
        let changes = there(&mut rt, "Object.keys(require('database').exec('CREATE TABLE t (a)'))");
        assert_eq!(members(DATABASE, "\nexport interface Changes "), changes);
        rt.eval::<()>("var own = (it) => Object.getOwnPropertyNames(Object.getPrototypeOf(it)).filter((name) => name !== 'constructor')").unwrap();
        let connection = there(&mut rt, "own(require('database').open('main'))");
        assert_eq!(members(DATABASE, "\nexport class Connection "), connection);
        let statement = there(&mut rt, "own(require('database').open('main').prepare('SELECT 1'))");
        assert_eq!(members(DATABASE, "\nexport interface Statement<"), statement);
        assert!(rt.eval::<bool>("typeof require('database').Connection.prototype[Symbol.dispose] === 'function'").unwrap());
        assert!(rt.eval::<bool>("new (require('database').DatabaseError)('m', 'C').code === 'C'").unwrap());
    }

    fn every_option_that_is_declared_is_read(strategy) {
        let mut rt = runtime(strategy, all());
        let read = there(&mut rt, "(() => { const read = []; \
            require('exec').run('true', [], new Proxy({}, { get: (_, key) => { read.push(key) } })); return read })()");
        assert_eq!(members(EXEC, "\nexport interface RunOptions "), read);
    }

    fn every_encoding_that_is_declared_is_there(strategy) {
        let mut rt = runtime(strategy, all());
        let declared = EXEC.split_once("export type Encoding =").unwrap().1.split_once(';').unwrap().0;
        let encodings: Vec<&str> = declared.split('\'').skip(1).step_by(2).collect();
        assert!(encodings.len() > 9, "{encodings:?}");
        for encoding in encodings {
            let code = format!("const text = require('exec').run('true', [], {{ encoding: '{encoding}' }}).stdout; text === '' && Buffer.isEncoding('{encoding}')");
            assert!(rt.eval::<bool>(&format!("{{ {code} }}")).unwrap(), "{encoding}");
        }
    }
}
