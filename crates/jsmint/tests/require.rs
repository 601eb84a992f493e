//! `require` and its tree of cases, whose judge is Node: `expected.jsonl` holds its answers.

mod common;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{factory, runtime};
use jsmint::loader::{Directory, Embedded, LoadError, LoadErrorKind, Loader, Memory, Stat, chain, function};
use jsmint::{Console, EngineFactory, JsException, Options, Runtime, Strategy};

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/require")
}

/// A runtime over files in memory.
fn over(strategy: Strategy, files: &[(&str, &str)]) -> Runtime {
    runtime(strategy, Options::new().loader(memory(files)))
}

fn memory(files: &[(&str, &str)]) -> Memory {
    files.iter().fold(Memory::new(), |loader, (path, text)| loader.file(path, text))
}

#[track_caller]
fn thrown<T: std::fmt::Debug>(result: jsmint::Result<T>) -> JsException {
    let error = result.expect_err("it fails");
    error.exception().unwrap_or_else(|| panic!("no exception in {error:?}")).clone()
}

/// Runs the tree as the main module, which prints its lines, and gives those that differ from Node's.
fn differences(rt: &mut Runtime, console: &Console) -> Vec<String> {
    let expected = std::fs::read_to_string(fixtures().join("expected.jsonl")).unwrap();
    rt.require_main::<()>("./run.js").unwrap();
    let printed: String = console.take().into_iter().map(|(_, text)| text).collect();
    assert_eq!(printed.lines().count(), expected.lines().count());
    let pairs = expected.lines().zip(printed.lines());
    pairs
        .filter(|(wanted, got)| wanted != got)
        .map(|(wanted, got)| format!("Node   {wanted}\njsmint {got}\n"))
        .collect()
}

on_both_paths! {
    fn what_node_does(strategy) {
        let console = Console::buffer();
        let options = Options::new().loader(Directory::new(fixtures()).unwrap()).console(console.clone());
        let differing = differences(&mut runtime(strategy, options), &console);
        assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.concat());
    }
}

/// Counts what it is asked for, and can be changed under a factory's feet.
#[derive(Clone, Default)]
struct Changing {
    files: Arc<std::sync::Mutex<std::collections::HashMap<String, String>>>,
    reads: Arc<AtomicUsize>,
}

impl Changing {
    fn put(&self, path: &str, text: &str) {
        self.files.lock().unwrap().insert(path.to_owned(), text.to_owned());
    }
}

impl Loader for Changing {
    fn stat(&self, path: &str) -> Result<Stat, LoadError> {
        Ok(if self.files.lock().unwrap().contains_key(path) { Stat::File } else { Stat::Missing })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let files = self.files.lock().unwrap();
        files.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| LoadError::missing(path))
    }

    fn describe(&self) -> String {
        "files that change".to_owned()
    }
}

on_both_paths! {
    fn files_in_memory_compiled_in_and_from_functions(strategy) {
        static FILES: &[(&str, &str)] = &[("/main.js", "module.exports = require('./lib') + 1"), ("/lib/index.js", "module.exports = 41")];
        let mut rt = runtime(strategy, Options::new().loader(Embedded::new(FILES)));
        assert_eq!(rt.require::<i32>("./main.js").unwrap(), 42);
        assert_eq!(rt.require::<i32>("/main").unwrap(), 42);

        let asks = function(|path| match path {
            "/main.js" => Ok(Some(b"exports.there = true; try { require('./secret') } catch (e) { exports.why = e.message }".to_vec())),
            "/secret.js" => Err("not for you"),
            _ => Ok(None),
        });
        let mut rt = runtime(strategy, Options::new().loader(asks));
        let (there, why): (bool, String) = rt.eval("const m = require('./main'); [m.there, m.why]").unwrap();
        assert!(there && why.contains("not for you"), "{why}");
        assert_eq!(thrown(rt.require::<()>("./nosuch")).code.as_deref(), Some("MODULE_NOT_FOUND"));

        let layers = chain([
            Box::new(memory(&[("/config.js", "module.exports = 'mine'")])) as Box<dyn Loader>,
            Box::new(memory(&[("/config.js", "module.exports = 'default'"), ("/main.js", "module.exports = require('./config')")])),
        ]);
        assert_eq!(runtime(strategy, Options::new().loader(layers)).require::<String>("./main").unwrap(), "mine");
    }

    fn directories_cannot_be_left(strategy) {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.js"), "module.exports = 'secret'").unwrap();
        let inside = tempfile::tempdir_in(outside.path()).unwrap();
        std::fs::write(inside.path().join("main.js"), "module.exports = 'main'").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.js"), inside.path().join("link.js")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.js", inside.path().join("near.js")).unwrap();
        let mut rt = runtime(strategy, Options::new().loader(Directory::new(inside.path()).unwrap()));
        assert_eq!(rt.require::<String>("./main").unwrap(), "main");
        let secret = outside.path().join("secret.js");
        for request in ["../secret", "../../secret.js", "./link", "./link.js", "./near.js", secret.to_str().unwrap()] {
            let error = rt.require::<String>(request).unwrap_err();
            assert!(!error.message().contains("'secret'"), "{request}: {error}");
        }
    }

    fn what_is_missing_is_said(strategy) {
        let mut rt = over(strategy, &[
            ("/app/main.js", "require('./lib/helper')"),
            ("/app/lib/helper.js", "exports.a = 1;\nrequire('nosuch')"),
            ("/app/relative.js", "require('./gone')"),
        ]);
        let error = rt.require::<()>("./app/main").unwrap_err();
        let JsException { name, message, code, stack, .. } = error.exception().unwrap().clone();
        assert_eq!((name.as_str(), code.as_deref()), ("Error", Some("MODULE_NOT_FOUND")));
        let expected = "Cannot find module 'nosuch'\nRequire stack:\n- /app/lib/helper.js\n- /app/main.js\n- <host>\nTried:\n";
        assert!(message.starts_with(expected), "{message}");
        for tried in ["- /app/lib/node_modules/nosuch", "- /app/node_modules/nosuch", "- /node_modules/nosuch"] {
            assert!(message.contains(tried), "{tried} in {message}");
        }
        assert!(stack.contains("helper.js:2:"), "{stack}");
        let message = thrown(rt.require::<()>("./app/relative")).message;
        for tried in ["- /app/gone\n", "- /app/gone.js", "- /app/gone.json"] {
            assert!(message.contains(tried), "{tried} in {message}");
        }
        // The same, seen by the script, and nothing is spoilt by it.
        let seen: (String, Vec<String>) = rt.eval("try { require('./app/relative') } catch (e) { [e.code, e.requireStack] }").unwrap();
        assert_eq!(seen, ("MODULE_NOT_FOUND".to_owned(), vec!["/app/relative.js".to_owned(), "/[eval]".to_owned()]));
    }

    fn without_a_loader_the_error_says_how_to_get_one(strategy) {
        let mut rt = runtime(strategy, Options::new());
        for request in ["./a.js", "lodash"] {
            let thrown = thrown(rt.eval::<()>(&format!("require('{request}')")));
            assert_eq!(thrown.code.as_deref(), Some("MODULE_NOT_FOUND"));
            assert!(thrown.message.contains("Options::loader"), "{}", thrown.message);
        }
        let error = EngineFactory::new(Options::new().strategy(strategy).preload("./a.js")).unwrap_err();
        assert!(error.is_option() && error.message().contains("Options::loader"), "{error}");
    }

    fn what_is_not_granted_says_how_to_grant_it(strategy) {
        let app = [("/main.js", "require('./lib')"), ("/lib.js", "require('child_process')"), ("/main.mjs", "import fs from 'node:fs'")];
        // That no file can be required is not what would help.
        for mut rt in [over(strategy, &app), runtime(strategy, Options::new())] {
            for (name, option) in [("fs", "fs()"), ("fs/promises", "fs()"), ("child_process", "exec()"), ("exec", "exec()"), ("database", "database()")] {
                let unknown = "ERR_UNKNOWN_BUILTIN_MODULE";
                for (code, error, first) in [
                    (format!("require('{name}')"), "MODULE_NOT_FOUND", format!("Cannot find module '{name}'")),
                    (format!("require('node:{name}')"), unknown, format!("No such built-in module: node:{name}")),
                    (format!("require.resolve('node:{name}')"), "MODULE_NOT_FOUND", format!("Cannot find module 'node:{name}'")),
                    (format!("await import('{name}')"), "MODULE_NOT_FOUND", format!("Cannot find module '{name}'")),
                    (format!("await import('node:{name}')"), unknown, format!("No such built-in module: node:{name}")),
                ] {
                    let thrown = thrown(rt.eval::<()>(&code));
                    assert_eq!((thrown.name.as_str(), thrown.code.as_deref()), ("Error", Some(error)), "{code}");
                    assert_eq!(thrown.message.lines().next(), Some(&*first), "{code}");
                    let last = format!("({name} reaches outside the runtime and was not granted. To grant it: Options::module(jsmint_std::{option}");
                    assert!(thrown.message.lines().last().unwrap().starts_with(&last), "{code}: {}", thrown.message);
                    assert!(!thrown.message.contains("Options::loader"), "{code}: {}", thrown.message);
                }
            }
            for code in ["require('fs2')", "require('node:http')", "require('./fs')", "require('fs/other')"] {
                assert!(!thrown(rt.eval::<()>(code)).message.contains("jsmint_std"), "{code}");
            }
            // What of it is built in needs no grant.
            assert!(rt.eval::<bool>("require('process') === process && typeof require('node:os').EOL === 'string'").unwrap());
        }
        let mut rt = over(strategy, &app);
        let message = thrown(rt.require::<()>("./main.js")).message;
        assert!(message.starts_with("Cannot find module 'child_process'\nRequire stack:\n- /lib.js\n- /main.js\n- <host>\nTried:\n"), "{message}");
        assert!(thrown(rt.import::<()>("./main.mjs")).message.ends_with("Options::module(jsmint_std::fs().read(FOLDER)))"));
    }

    fn an_own_package_may_have_the_name_of_what_is_not_granted(strategy) {
        let mut rt = over(strategy, &[("/node_modules/exec/index.js", "module.exports = 'own'"), ("/node_modules/fs/index.js", "module.exports = 'mine'")]);
        assert_eq!(rt.eval::<String>("require('exec') + require('fs')").unwrap(), "ownmine");
    }

    fn bad_texts_are_refused_with_their_place(strategy) {
        let loader = memory(&[("/bad.js", "let a = 1;\n\n  let b = ;\n"), ("/bad.mjs", "export const a = 1;\nexport const = 2;\n"), ("/dir/a.js", ""),
            ("/bad.json", "{\n  \"a\": }\n"), ("/first.js", "let = ;")])
            .file("/latin.js", b"exports.a = '\xe9'");
        let mut rt = runtime(strategy, Options::new().loader(loader));
        for (request, place) in [("./bad.js", ("/bad.js", 3)), ("./bad.mjs", ("/bad.mjs", 2)), ("./first.js", ("/first.js", 1))] {
            let error = rt.require::<()>(request).unwrap_err();
            assert!(error.is_syntax(), "{request}: {error:?}");
            let location = error.exception().unwrap().location.clone().unwrap();
            assert_eq!((location.file.as_str(), location.line), place, "{error:?}");
            assert!(location.column > 0);
        }
        let error = rt.require::<()>("./latin.js").unwrap_err();
        assert!(error.message().contains("/latin.js") && error.message().contains("UTF-8") && error.message().contains("13"), "{error}");
        let error = rt.require::<()>("./dir").unwrap_err();
        assert!(error.message().contains("./dir") && error.message().contains("/dir/index.js"), "{error}");
        let bad = thrown(rt.require::<()>("./bad.json"));
        assert!(bad.name == "SyntaxError" && bad.message.starts_with("/bad.json: "), "{bad:?}");
    }

    fn no_text_can_leave_its_function(strategy) {
        let attempts = ["});globalThis.escaped = 1;(function () {", "}, evil() { globalThis.escaped = 1 }, x() {", "} globalThis.escaped = 1; {",
            "}}); globalThis.escaped = 1; ({ ''() {", "*/ }); globalThis.escaped = 1; /*", "`}); globalThis.escaped = 1; ({ a() {`",
            "}\nglobalThis.escaped = 1;\nfunction f() {", "}; globalThis.escaped = 1; ({}", "//", "/*", "`", "'", "${", "<!-- x", "return //",
            "return } , ''() { globalThis.escaped = 1", "\u{2028}}); globalThis.escaped = 1; ({ a() {"];
        let files: Vec<_> = attempts.iter().enumerate().map(|(index, text)| (format!("/{index}.js"), *text)).collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let mut rt = over(strategy, &files);
        for (index, text) in attempts.iter().enumerate() {
            let result = rt.require::<jsmint::Handle>(&format!("./{index}.js"));
            let harmless = text.starts_with("//") || text.starts_with("<!--") || text.starts_with("return //") || text.starts_with('`') && text.len() > 1;
            assert_eq!(result.is_ok(), harmless, "{text}: {result:?}");
            assert_eq!(rt.eval::<String>("typeof escaped").unwrap(), "undefined", "{text}");
        }
    }

    fn code_is_known_by_its_content(strategy) {
        let loader = Changing::default();
        loader.put("/a.js", "module.exports = 'old'");
        let factory = factory(strategy, Options::new().loader(loader.clone()));
        let ask = || factory.new_runtime().unwrap().require::<String>("./a.js").unwrap();
        assert_eq!((ask().as_str(), ask().as_str()), ("old", "old"));
        loader.put("/a.js", "module.exports = 'new'");
        assert_eq!(ask(), "new");
        // Two paths with one text are two modules.
        loader.put("/b.js", "module.exports = __filename");
        loader.put("/c.js", "module.exports = __filename");
        let mut rt = factory.new_runtime().unwrap();
        assert_eq!(rt.eval::<String>("require('./b') + require('./c')").unwrap(), "/b.js/c.js");
        let before = loader.reads.load(Ordering::Relaxed);
        rt.eval::<()>("require('./b'); require('./b.js')").unwrap();
        assert_eq!(loader.reads.load(Ordering::Relaxed), before, "a cached module is not read again");
    }

    fn loaders_may_use_their_factory(strategy) {
        // Of this thread alone: the other path is tested at the same time.
        thread_local! {
            static FACTORY: std::cell::RefCell<Option<EngineFactory>> = const { std::cell::RefCell::new(None) };
        }
        let loader = function(|path| -> Result<_, std::convert::Infallible> {
            let factory = FACTORY.with_borrow(Clone::clone);
            Ok(match (path, factory) {
                ("/outer.js", Some(factory)) => {
                    // A runtime inside a runtime's require, on the same thread.
                    let inner: i32 = factory.new_runtime().unwrap().require("./inner.js").unwrap();
                    Some(format!("module.exports = {inner} + 1").into_bytes())
                }
                ("/inner.js", _) => Some(b"module.exports = 41".to_vec()),
                _ => None,
            })
        });
        let factory = factory(strategy, Options::new().loader(loader));
        FACTORY.set(Some(factory.clone()));
        assert_eq!(factory.new_runtime().unwrap().require::<i32>("./outer.js").unwrap(), 42);
        FACTORY.set(None);
    }

    fn loaders_may_fail_and_panic(strategy) {
        struct Bad;
        impl Loader for Bad {
            fn stat(&self, path: &str) -> Result<Stat, LoadError> {
                match path {
                    "/stat.js" => Err(LoadError::new(LoadErrorKind::Denied, path, "forbidden")),
                    "/panic.js" => panic!("in stat"),
                    "/read.js" | "/panic-read.mjs" | "/imports.mjs" => Ok(Stat::File),
                    _ => Ok(Stat::Missing),
                }
            }
            fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
                match path {
                    "/imports.mjs" => Ok(b"import './panic-read.mjs'".to_vec()),
                    "/panic-read.mjs" => panic!("in read"),
                    _ => Err(LoadError::new(LoadErrorKind::Failed, path, "disk on fire")),
                }
            }
            fn describe(&self) -> String {
                "bad".to_owned()
            }
        }
        let mut rt = runtime(strategy, Options::new().loader(Bad));
        let denied = thrown(rt.require::<()>("./stat.js"));
        assert!(denied.code.as_deref() == Some("ERR_ACCESS_DENIED") && denied.message.contains("forbidden"), "{denied:?}");
        let failed = thrown(rt.require::<()>("./read.js"));
        assert!(failed.code.as_deref() == Some("EIO") && failed.message.contains("disk on fire"), "{failed:?}");
        assert!(rt.require::<()>("./panic.js").unwrap_err().message().contains("panic"));
        assert!(rt.import::<()>("./panic.js").unwrap_err().message().contains("panic"));
        assert!(rt.import::<()>("./panic-read.mjs").unwrap_err().message().contains("panic"));
        assert!(rt.import::<()>("./imports.mjs").unwrap_err().message().contains("panic"));
        assert!(rt.import::<()>("./imports.mjs").unwrap_err().message().contains("panic"));
        assert_eq!(rt.eval::<i32>("1").unwrap(), 1);
    }

    fn the_main_module_knows_it(strategy) {
        let text = "module.exports = [require.main === module, module.id, module.parent, require('./other')]";
        let mut rt = over(strategy, &[("/main.js", text), ("/other.js", "module.exports = require.main === module")]);
        let seen: (bool, String, Option<i32>, bool) = rt.require_main("./main.js").unwrap();
        assert_eq!(seen, (true, ".".to_owned(), None, false));
        let seen: (bool, String, Option<jsmint::Date>, bool) = over(strategy, &[("/main.js", "module.exports = [require.main === module, module.id, null, !module.parent]")])
            .require("./main.js").unwrap();
        assert_eq!((seen.0, seen.1.as_str(), seen.3), (false, "/main.js", false));
    }

    fn places_in_modules_are_those_of_the_file(strategy) {
        let mut rt = over(strategy, &[("/a.js", "exports.f = () => {\n  throw new Error('x');\n};"), ("/b.js", "#!/usr/bin/env node\nnull.x"),
            ("/c.mjs", "export const f = () => {\n  throw new Error('x');\n};")]);
        let place = |error: JsException| error.location.map(|place| (place.file, place.line));
        assert_eq!(place(thrown(rt.eval::<()>("require('./a').f()"))), Some(("/a.js".to_owned(), 2)));
        assert_eq!(place(thrown(rt.require::<()>("./b"))), Some(("/b.js".to_owned(), 2)));
        assert_eq!(place(thrown(rt.eval::<()>("(await import('./c.mjs')).f()"))), Some(("/c.mjs".to_owned(), 2)));
    }
}
