//! Modules that Node has, too: the scripts in `node/` print what Node 20 prints (`node/record.sh` recorded it).

mod common;

use std::fs;
use std::path::PathBuf;

use common::{factory, runtime};
use jsmint::{Console, ErrorKind, Exports, NativeModule, Options, Runtime, Strategy};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node");

/// The scripts, by name. `JSMINT_NODE=name` picks one.
fn scripts() -> Vec<PathBuf> {
    let only = std::env::var("JSMINT_NODE").ok();
    let files = fs::read_dir(FOLDER).expect("the folder is there").map(|entry| entry.expect("it can be listed").path());
    let is_asked_for = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "js") && only.as_ref().is_none_or(|only| **only == *name)
    };
    let mut scripts: Vec<_> = files.filter(is_asked_for).collect();
    scripts.sort();
    scripts
}

/// What a script prints, compared line by line with what Node printed.
fn differences(script: &PathBuf, rt: &mut Runtime, console: &Console) -> Vec<String> {
    let source = fs::read_to_string(script).expect("it can be read");
    let expected = fs::read_to_string(script.with_extension("expected")).expect("what Node printed is recorded");
    let name = script.file_name().unwrap_or_default().to_string_lossy();
    // In a scope of its own, as a file is.
    let outcome = rt.eval_named::<()>(&name, &format!("(() => {{{source}\n}})()"));
    let outcome = outcome.and_then(|()| rt.run_until_idle());
    let mut printed: String = console.take().into_iter().map(|(_, text)| text + "\n").collect();
    if let Err(error) = outcome {
        printed += &format!("uncaught: {error}\n");
    }
    let (mut ours, mut theirs) = (printed.lines(), expected.lines());
    let mut found = Vec::new();
    for line in 1.. {
        let (ours, theirs) = (ours.next(), theirs.next());
        if ours.is_none() && theirs.is_none() {
            break;
        }
        if ours != theirs {
            let line = format!(
                "{name}: line {line}\n  here {}\n  node {}",
                ours.unwrap_or("(end)"),
                theirs.unwrap_or("(end)")
            );
            found.push(line);
        }
    }
    found
}

/// Everything that can be required, and every global, already loaded while baking.
const PRELOAD: &str = "for (const name of require('module').builtinModules) require(name);
    for (const name of Object.getOwnPropertyNames(globalThis)) globalThis[name];";

fn compare(strategy: Strategy, preload: Option<&str>) {
    let console = Console::buffer();
    let options = Options::new().console(console.clone());
    let factory =
        factory(strategy, if let Some(text) = preload { options.preload_script("all.js", text) } else { options });
    let scripts = scripts();
    assert!(!scripts.is_empty());
    let mut found = Vec::new();
    for script in &scripts {
        found.extend(differences(script, &mut factory.new_runtime().unwrap(), &console));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

/// A module of the embedder's, named as one that is built in.
struct Mine;

impl NativeModule for Mine {
    fn name(&self) -> &'static str {
        "perf_hooks"
    }

    fn define(&self, exports: &mut Exports) {
        exports.constant("mine", true);
    }
}

on_both_paths! {
    fn modules_do_as_in_node(strategy) {
        compare(strategy, None);
    }

    fn modules_do_the_same_from_a_preload(strategy) {
        compare(strategy, Some(PRELOAD));
    }

    fn a_module_of_the_embedder_goes_first(strategy) {
        let mut rt = runtime(strategy, Options::new().module(Mine));
        let seen: (bool, bool, f64) = rt.eval("[require('perf_hooks').mine, require('node:perf_hooks').mine,
            require('module').builtinModules.filter((name) => name === 'perf_hooks').length]").unwrap();
        assert_eq!(seen, (true, true, 1.0));
        // The global is still the one that is built in.
        assert!(rt.eval::<bool>("performance.now() >= 0").unwrap());
    }

    fn builtin_modules_are_listed_and_internal_ones_hidden(strategy) {
        let mut rt = runtime(strategy, Options::new());
        assert!(rt.eval::<bool>("const { builtinModules, isBuiltin } = require('module');
            builtinModules.includes('perf_hooks') && isBuiltin('node:perf_hooks') && require.resolve('perf_hooks') === 'perf_hooks'
                && !builtinModules.some((name) => name.startsWith('internal')) && !isBuiltin('internal/errors')").unwrap());
        for name in ["internal/errors", "internal/inspect", "node:internal/errors", "__proto__", "node:constructor"] {
            let code: String = rt.eval(&format!("try {{ require('{name}'); '' }} catch (error) {{ error.code }}")).unwrap();
            assert!(matches!(&*code, "MODULE_NOT_FOUND" | "ERR_UNKNOWN_BUILTIN_MODULE"), "{name}: {code}");
        }
    }

    fn lazy_globals_are_ordinary_properties_once_used(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let flags: String = rt.eval("performance.now(); JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'performance'), ['writable', 'enumerable', 'configurable'])").unwrap();
        assert_eq!(flags, r#"{"writable":true,"enumerable":true,"configurable":true}"#);
        let mut rt = runtime(strategy, Options::new());
        assert_eq!(rt.eval::<i32>("performance = 5; performance").unwrap(), 5);
        let mut rt = runtime(strategy, Options::new());
        assert!(rt.eval::<bool>("delete globalThis.performance && typeof performance === 'undefined'").unwrap());
        // An accessor that a script kept puts nothing in the place of what the script put there.
        let mut rt = runtime(strategy, Options::new());
        assert_eq!(rt.eval::<i32>("const { get } = Object.getOwnPropertyDescriptor(globalThis, 'performance');
            performance = 7; get(); performance").unwrap(), 7);
        let mut rt = runtime(strategy, Options::new());
        assert!(rt.eval::<bool>("Object.freeze(globalThis); performance.now() >= 0").unwrap());
    }

    fn what_one_runtime_does_to_a_module_no_other_sees(strategy) {
        let factory = factory(strategy, Options::new().preload_script("p.js", "require('perf_hooks')"));
        let mut first = factory.new_runtime().unwrap();
        first.eval::<()>("require('perf_hooks').mark = 1; performance.now = () => -1; require('module').builtinModules").unwrap();
        let mut second = factory.new_runtime().unwrap();
        assert!(second.eval::<bool>("require('perf_hooks').mark === undefined && performance.now() >= 0").unwrap());
        drop(first);
        let mut third = factory.new_runtime().unwrap();
        assert!(third.eval::<bool>("require('perf_hooks').mark === undefined && performance.now() >= 0").unwrap());
    }

    fn a_module_that_could_not_be_loaded_is_tried_again(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let deep = "let deepest = 0; (function dive(n) { deepest = n; dive(n + 1) });
            function fall() { try { fall() } catch { try { require('perf_hooks') } catch {} } }
            fall(); typeof require('perf_hooks').performance.now";
        assert_eq!(rt.eval::<String>(deep).unwrap(), "function");
    }

    fn an_unknown_builtin_is_an_error(strategy) {
        let error = runtime(strategy, Options::new()).eval::<()>("require('node:nothing')").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Exception);
        assert_eq!(error.exception().unwrap().code.as_deref(), Some("ERR_UNKNOWN_BUILTIN_MODULE"));
    }

    fn a_dom_exception_says_what_it_is(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let error = rt.eval::<()>("AbortSignal.abort().throwIfAborted()").unwrap_err();
        assert_eq!(error.to_string(), "AbortError: This operation was aborted");
        let error = rt.eval::<()>("DOMException.prototype.__proto__ = null; throw new DOMException('text', 'MineError')").unwrap_err();
        assert_eq!(error.to_string(), "MineError: text");
        assert_eq!(rt.eval::<()>("throw { a: 1 }").unwrap_err().exception().unwrap().message, "[object]");
    }

    fn a_listener_that_throws_is_an_unhandled_rejection(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let error = rt.eval::<()>("globalThis.heard = 0; const target = new EventTarget();
            target.addEventListener('x', () => { throw new RangeError('mine') });
            target.addEventListener('x', () => { heard++ });
            target.dispatchEvent(new Event('x'))").unwrap_err();
        assert_eq!(error.to_string(), "unhandled rejection: RangeError: mine");
        assert_eq!(rt.eval::<i32>("heard").unwrap(), 1);
    }
}
