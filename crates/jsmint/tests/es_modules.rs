//! ES modules: `import`, from files and from the host, mixed with `require`.

mod common;

use common::{factory, runtime};
use jsmint::loader::Memory;
use jsmint::{EngineFactory, Exports, JsException, Limits, NativeModule, Options, Runtime, Strategy};

fn options(files: &[(&str, &str)]) -> Options {
    Options::new().loader(files.iter().fold(Memory::new(), |loader, (path, text)| loader.file(path, text)))
}

fn over(strategy: Strategy, files: &[(&str, &str)]) -> Runtime {
    runtime(strategy, options(files))
}

#[track_caller]
fn thrown<T: std::fmt::Debug>(result: jsmint::Result<T>) -> JsException {
    let error = result.expect_err("it fails");
    error.exception().unwrap_or_else(|| panic!("no exception in {error:?}")).clone()
}

struct Adder;

impl NativeModule for Adder {
    fn name(&self) -> &'static str {
        "adder"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("add", "", |a: f64, b: f64| Ok(a + b)).constant("zero", 0);
    }
}

on_both_paths! {
    fn import_everything(strategy) {
        let mut rt = runtime(strategy, options(&[
            ("/main.mjs", "import add2, { add, zero } from 'adder'; import common, { named } from './common.js'; import data from './data.json' with { type: 'json' };
                import * as plain from './plain.mjs'; import nodeAdder from 'node:adder';
                export const all = [add(1, 2), zero, add2.add(3, 4), common.named, named, data.a, plain.x, plain.default, nodeAdder === add2];
                export default import.meta.filename;"),
            ("/common.js", "exports.named = 'named'"), ("/data.json", "{\"a\":[1]}"), ("/plain.mjs", "export let x = 5; export default 6;"),
        ]).module(Adder));
        #[derive(serde::Deserialize, Debug, PartialEq)]
        struct Namespace { all: (f64, f64, f64, String, String, Vec<i32>, i32, i32, bool), default: String }
        let namespace: Namespace = rt.import("./main.mjs").unwrap();
        assert_eq!(namespace.all, (3.0, 0.0, 7.0, "named".to_owned(), "named".to_owned(), vec![1], 5, 6, true));
        assert_eq!(namespace.default, "/main.mjs");
        assert!(rt.eval::<bool>("(await import('./main.mjs')) === (await import('./main.mjs'))").unwrap());
        assert!(rt.eval::<bool>("require('./main.mjs').all === (await import('./main.mjs')).all").unwrap());
        assert!(rt.eval::<bool>("require('./common').named === (await import('./common.js')).named").unwrap());
    }

    fn preloaded_modules_are_there(strategy) {
        let files = [("/app.mjs", "import { price } from './price.mjs'; let seen = 0; export const handle = n => [price(n), ++seen]; const later = await 1; export { later };"),
            ("/price.mjs", "export const price = n => n * 2;")];
        let factory = factory(strategy, options(&files).preload("./app.mjs"));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.call::<(i32, i32), _>("handle", (21,)).unwrap(), (42, 1));
            assert_eq!(rt.call::<(i32, i32), _>("handle", (1,)).unwrap(), (2, 2));
            assert_eq!(rt.eval::<i32>("(await import('./app.mjs')).later").unwrap(), 1);
            // The modules of the image are those that later imports find.
            assert_eq!(rt.eval::<Vec<i32>>("(await import('./app.mjs')).handle(2)").unwrap(), [4, 3]);
            assert_eq!(rt.eval::<i32>("require('./price.mjs').price(4)").unwrap(), 8);
        }
    }

    fn cycles(strategy) {
        let mut rt = over(strategy, &[
            ("/a.mjs", "import { b, seesA } from './b.mjs'; export const a = 'a'; export const result = [b, seesA()];"),
            ("/b.mjs", "import { a } from './a.mjs'; export const b = 'b'; export const seesA = () => a; export let early; try { a } catch (e) { early = e.name }"),
            ("/self.mjs", "import * as self from './self.mjs'; export const x = 1; export const same = self.x;"),
        ]);
        assert_eq!(rt.eval::<Vec<String>>("const m = await import('./a.mjs'); const n = await import('./b.mjs'); [...m.result, n.early]").unwrap(), ["b", "a", "ReferenceError"]);
        assert_eq!(rt.eval::<i32>("(await import('./self.mjs')).same").unwrap(), 1);
    }

    fn awaits_at_the_top(strategy) {
        let mut rt = over(strategy, &[
            ("/slow.mjs", "export const x = await Promise.resolve(1).then(() => 7); export const y = await import('./other.mjs');"),
            ("/other.mjs", "export const z = await 8;"), ("/uses.mjs", "import { x } from './slow.mjs'; export default x + 1;"),
            ("/never.mjs", "await new Promise(() => {})"), ("/rejects.mjs", "await Promise.reject(new RangeError('late'))"),
        ]);
        assert_eq!(rt.eval::<i32>("(await import('./uses.mjs')).default").unwrap(), 8);
        assert_eq!(rt.eval::<i32>("(await import('./slow.mjs')).y.z").unwrap(), 8);
        assert_eq!(rt.import::<()>("./never.mjs").unwrap_err().kind(), jsmint::ErrorKind::Pending);
        assert_eq!(thrown(rt.import::<()>("./rejects.mjs")).name, "RangeError");
        let mut rt = over(strategy, &[("/slow.mjs", "export const x = await 1;")]);
        let refused = thrown(rt.require::<()>("./slow.mjs"));
        assert_eq!(refused.code.as_deref(), Some("ERR_REQUIRE_ASYNC_MODULE"));
        // It is evaluated by now, as Node cannot say.
        assert_eq!(rt.require::<std::collections::HashMap<String, i32>>("./slow.mjs").unwrap()["x"], 1);
    }

    fn imports_that_fail_fail_again(strategy) {
        let mut rt = over(strategy, &[
            ("/outer.mjs", "import './good.mjs'; import './inner.mjs'; import './also-good.mjs';"), ("/inner.mjs", "import { x } from './missing.mjs'; export { x };"),
            ("/good.mjs", "import './also-good.mjs'; export const ok = 1"), ("/also-good.mjs", "export const ok = 2"),
            ("/unresolved.mjs", "import 'nosuch'"), ("/syntax.mjs", "import './bad.mjs'"), ("/bad.mjs", "export )"),
            ("/cycle-a.mjs", "import './cycle-b.mjs'; import './missing.mjs'"), ("/cycle-b.mjs", "import './cycle-a.mjs'; export const ok = 3"),
            ("/no-export.mjs", "import { nope } from './good.mjs'"), ("/throws.mjs", "import './good.mjs'; throw new RangeError('thrown')"),
            ("/throwing.mjs", "import './throws.mjs'"), ("/commonjs.mjs", "import './throws.js'"), ("/throws.js", "throw new TypeError('commonjs')"),
            ("/builtin.mjs", "import { x } from 'node:nothing'"),
            ("/star.mjs", "export * from './missing.mjs'"), ("/named.mjs", "export { x } from './missing.mjs'"),
        ]);
        for _ in 0..3 {
            for (request, name, message) in [
                ("./outer.mjs", "Error", "Cannot find module './missing.mjs'"), ("./inner.mjs", "Error", "Cannot find module './missing.mjs'"),
                ("./unresolved.mjs", "Error", "Cannot find module 'nosuch'"), ("./syntax.mjs", "SyntaxError", ""),
                ("./cycle-a.mjs", "Error", "Cannot find module './missing.mjs'"), ("./cycle-b.mjs", "Error", "Cannot find module './missing.mjs'"),
                ("./no-export.mjs", "SyntaxError", "nope"), ("./throws.mjs", "RangeError", "thrown"), ("./throwing.mjs", "RangeError", "thrown"),
                ("./commonjs.mjs", "TypeError", "commonjs"), ("./star.mjs", "Error", "Cannot find module"), ("./named.mjs", "Error", "Cannot find module"),
                ("./builtin.mjs", "Error", "No such built-in module: node:nothing"), ("node:nothing", "Error", "No such built-in module: node:nothing"),
                ("./gone.mjs", "Error", "Cannot find module './gone.mjs'"), ("gone", "Error", "Cannot find module 'gone'"),
            ] {
                for how in ["import", "require"] {
                    let error = if how == "import" { thrown(rt.import::<()>(request)) } else { thrown(rt.require::<()>(request)) };
                    assert!(error.name == name && error.message.contains(message), "{how} {request}: {error:?}");
                }
                let caught: String = rt.eval(&format!("try {{ await import('{request}'); 'nothing' }} catch (e) {{ e.name }}")).unwrap();
                assert_eq!(caught, name, "{request}");
            }
            // What is good on the way stays good.
            assert_eq!(rt.eval::<Vec<i32>>("[(await import('./good.mjs')).ok, require('./also-good.mjs').ok]").unwrap(), [1, 2]);
        }
    }

    fn failed_imports_of_the_bake_fail_in_every_runtime(strategy) {
        let files = [("/outer.mjs", "import './inner.mjs'"), ("/inner.mjs", "import './outer.mjs'; import './missing.mjs'; export const x = 1")];
        let factory = factory(strategy, options(&files).preload_script("try.js", "try { await import('./outer.mjs') } catch (e) { globalThis.why = e.code }"));
        for _ in 0..2 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<String>("why").unwrap(), "MODULE_NOT_FOUND");
            for request in ["./inner.mjs", "./outer.mjs"] {
                assert_eq!(thrown(rt.import::<()>(request)).code.as_deref(), Some("MODULE_NOT_FOUND"));
                assert_eq!(thrown(rt.require::<()>(request)).code.as_deref(), Some("MODULE_NOT_FOUND"));
            }
        }
    }

    fn require_inside_an_import_cannot_reach_into_it(strategy) {
        let mut rt = over(strategy, &[
            // Loading: a CommonJS file is run while the graph around it is read.
            ("/a.mjs", "import './b.cjs'; export const a = 1"), ("/b.cjs", "try { require('./a.mjs'); exports.got = 'a' } catch (e) { exports.got = e.code } exports.free = require('./free.mjs').free"),
            ("/free.mjs", "export const free = 'free'"),
            // Evaluating: a module asks for itself, for what it imports, and for what imports it.
            ("/c.mjs", "import { createRequire } from 'module'; import './d.mjs'; const require = createRequire(import.meta.filename);
                export const got = ['./c.mjs', './d.mjs', './free.mjs'].map(name => { try { return typeof require(name) } catch (e) { return e.code } });"),
            ("/d.mjs", "import { createRequire } from 'module'; const require = createRequire(import.meta.filename);
                export let got; try { got = require('./c.mjs') } catch (e) { got = e.code }"),
            ("/deep.mjs", "import './deep.cjs'; import './free.mjs'"), ("/deep.cjs", "try { require('./deeper.mjs') } catch (e) { exports.got = e.code }"), ("/deeper.mjs", "import './deep.mjs'"),
        ]);
        assert_eq!(rt.eval::<Vec<String>>("await import('./a.mjs'); const b = require('./b.cjs'); [b.got, b.free]").unwrap(), ["ERR_REQUIRE_CYCLE_MODULE", "free"]);
        let got: (Vec<String>, String) = rt.eval("[(await import('./c.mjs')).got, (await import('./d.mjs')).got]").unwrap();
        assert_eq!(got.0[0], "ERR_REQUIRE_CYCLE_MODULE");
        assert_eq!(got.0[2], "object");
        assert_eq!(got.1, "ERR_REQUIRE_CYCLE_MODULE");
        rt.import::<()>("./deep.mjs").unwrap();
        assert_eq!(rt.eval::<String>("require('./deep.cjs').got").unwrap(), "ERR_REQUIRE_CYCLE_MODULE");
        assert_eq!(rt.eval::<i32>("require('./a.mjs').a").unwrap(), 1);
    }

    fn hosts_cannot_reach_into_an_import_either(strategy) {
        let mut rt = over(strategy, &[("/a.mjs", "import './b.mjs'; export const got = again('./a.mjs') + again('./b.mjs') + again('./c.mjs')"), ("/b.mjs", ""), ("/c.mjs", "")]);
        rt.enter(|scope| {
            let again = scope.function("again", 1, |call| {
                let scope = call.scope();
                let outcome = scope.import_module(&call.get::<String>(0)?).and_then(|promise| scope.wait(promise));
                scope.string(if outcome.is_ok() { "ok " } else { "refused " })
            })?;
            scope.global().set("again", again)
        }).unwrap();
        let got: String = rt.eval("(await import('./a.mjs')).got").unwrap();
        assert!(got.starts_with("refused ") && got.ends_with("ok "), "{got}");
        assert_eq!(rt.eval::<String>("(await import('./a.mjs')).got").unwrap(), got);
    }

    fn live_bindings_and_namespaces(strategy) {
        let mut rt = over(strategy, &[("/counter.mjs", "export let n = 0; export const up = () => { n++ };"), ("/all.mjs", "export * from './counter.mjs'; export * as inner from './counter.mjs'")]);
        let source = "const m = await import('./all.mjs'); m.up(); m.inner.up(); let error; try { m.n = 5 } catch (e) { error = e.name }
            [m.n, Object.keys(m).join(), Object.prototype.toString.call(m), error ?? 'silent']";
        let seen: (i32, String, String, String) = rt.eval(source).unwrap();
        assert_eq!((seen.0, seen.1.as_str(), seen.2.as_str()), (2, "inner,n,up", "[object Module]"));
    }

    fn getters_of_exports_run_once_and_may_throw(strategy) {
        let mut rt = over(strategy, &[("/g.js", "Object.defineProperty(exports, 'x', { enumerable: true, get() { throw new Error('got') } })"), ("/g.mjs", "import { x } from './g.js'"),
            ("/grow.js", "exports.a = 1"), ("/grow.mjs", "import { a } from './grow.js'; import './grower.js'; export default a"), ("/grower.js", "require('./grow.js').b = 2"),
            ("/odd.js", "exports['not a name'] = 1; exports.default = 2; exports['\\ud800'] = 3; exports['a\\0b'] = 4; exports.then = 5; exports.fine = 6"), ("/odd.mjs", "import d, { fine, 'not a name' as odd } from './odd.js'; export default [d.default, fine, odd]")]);
        assert_eq!(thrown(rt.import::<()>("./g.mjs")).message, "got");
        assert_eq!(rt.eval::<i32>("(await import('./grow.mjs')).default").unwrap(), 1);
        assert_eq!(rt.eval::<Vec<i32>>("(await import('./odd.mjs')).default").unwrap(), [2, 6, 1]);
    }

    fn deep_chains_of_imports_do_not_crash(strategy) {
        let mut loader = Memory::new();
        for n in 0..3000 {
            loader = loader.file(&format!("/m{n}.mjs"), format!("import './m{}.mjs'; export default {n}", n + 1));
        }
        // Each step takes several frames, which are large where nothing is optimised.
        let options = Options::new().loader(loader.file("/m3000.mjs", "")).limits(Limits::new().stack(4 << 20));
        let body = move || {
        let mut rt = runtime(strategy, options);
        assert_eq!(rt.eval::<i32>("(await import('./m2950.mjs')).default").unwrap(), 2950);
        rt.import::<()>("./m0.mjs").unwrap_err();
        rt.import::<()>("./m0.mjs").unwrap_err();
        assert_eq!(rt.eval::<i32>("(await import('./m2990.mjs')).default").unwrap(), 2990);
        };
        std::thread::Builder::new().stack_size(16 << 20).spawn(body).unwrap().join().unwrap();
    }

    fn errors_of_imports_while_baking(strategy) {
        let fails = |files: &[(&str, &str)]| EngineFactory::new(options(files).strategy(strategy).preload("./app.mjs")).unwrap_err();
        let error = fails(&[("/app.mjs", "import './gone.mjs'")]);
        assert!(error.message().starts_with("while preloading ./app.mjs: ") && error.message().contains("gone.mjs"), "{error}");
        let error = fails(&[("/app.mjs", "export )")]);
        assert!(error.message().contains("while preloading ./app.mjs") && error.is_syntax(), "{error:?}");
        assert!(fails(&[("/app.mjs", "await new Promise(() => {})")]).message().contains("pending"));
    }
}
