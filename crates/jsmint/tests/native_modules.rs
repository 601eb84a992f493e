//! Native modules: what scripts see of them, their state, their errors, and calls that go to and fro.

mod common;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{factory, runtime};
use jsmint::loader::Memory;
use jsmint::{
    Bytes, EngineFactory, Error, ErrorKind, Exports, Handle, JsException, NativeModule, Options, Result, Runtime,
    Strategy,
};
use serde::{Deserialize, Serialize};

/// A module with a bit of everything.
#[derive(Default)]
struct Kit {
    defined: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

/// What the kit keeps for each runtime.
struct KitState {
    count: Cell<u32>,
    notes: RefCell<Vec<String>>,
    dropped: Arc<AtomicUsize>,
}

impl Drop for KitState {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

#[derive(Serialize, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

impl NativeModule for Kit {
    fn name(&self) -> &'static str {
        "kit"
    }

    fn aliases(&self) -> Vec<String> {
        vec!["toolkit".to_owned(), "node:kit-alias".to_owned()]
    }

    fn docs(&self) -> &'static str {
        "A bit of everything."
    }

    fn define(&self, exports: &mut Exports) {
        self.defined.fetch_add(1, Ordering::SeqCst);
        exports
            .function("add", "The sum.", |a: f64, b: f64| Ok(a + b))
            .function("none", "", || Ok(()))
            .function("six", "", |a: i32, b: i32, c: i32, d: i32, e: i32, f: i32| Ok([a, b, c, d, e, f]))
            .function("mirror", "", |point: Point| Ok(Point { x: point.y, y: point.x }))
            .function("optional", "", |text: Option<String>| Ok(text.unwrap_or_else(|| "nothing".to_owned())))
            .function("reverse", "", |Bytes(mut bytes): Bytes| {
                bytes.reverse();
                Ok(Bytes(bytes))
            })
            .function("panics", "", || -> Result<()> { panic!("on {}", "purpose") })
            .function("fails", "", |kind: String| -> Result<()> {
                Err(match kind.as_str() {
                    "io" => Error::new(ErrorKind::Io, "disk full"),
                    "conversion" => Error::new(ErrorKind::Conversion, "not that"),
                    "large" => Error::new(ErrorKind::TooLarge, "too much"),
                    _ => {
                        let mut exception = JsException::new("RangeError", "out there").with_code("ENOENT");
                        exception.cause = Some(Box::new(JsException::new("TypeError", "because")));
                        Error::script(exception)
                    }
                })
            })
            .function("custom", "", || -> Result<()> {
                Err(Error::script(JsException::new("DatabaseError", "locked").with_code("SQLITE_BUSY")))
            })
            .raw("count", 0, "Calls so far.", |call| {
                let state: &KitState = call.state()?;
                state.count.set(state.count.get() + 1);
                Ok(call.scope().number(state.count.get().into()))
            })
            .raw("note", 1, "", |call| {
                let state: &KitState = call.state()?;
                state.notes.borrow_mut().push(call.get(0)?);
                call.scope().string(&state.notes.borrow().join(","))
            })
            .raw("twice", 2, "Calls a function twice.", |call| {
                let scope = call.scope();
                let first = call.value(0).call(&scope.undefined(), &[call.value(1)])?;
                call.value(0).call(&scope.undefined(), &[first])
            })
            .raw("inspect", 0, "", |call| {
                let scope = call.scope();
                let seen = scope.object()?;
                seen.set("this", call.this())?;
                seen.set("count", scope.number(call.len() as f64))?;
                seen.set("third", call.value(2))?;
                Ok(seen)
            })
            .raw("wrongState", 0, "", |call| call.state::<String>().map(|_| call.scope().undefined()))
            .constant("version", "1.2.3")
            .constant("limits", vec![1, 2, 3])
            .constant("nested", std::collections::BTreeMap::from([("deep", Point { x: 1.0, y: 2.0 })]));
    }

    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        self.made.fetch_add(1, Ordering::SeqCst);
        let dropped = Arc::clone(&self.dropped);
        Ok(Box::new(KitState { count: Cell::new(0), notes: RefCell::default(), dropped }))
    }
}

fn kit(strategy: Strategy) -> Runtime {
    runtime(strategy, Options::new().module(Kit::default()))
}

/// A module with nothing but names.
struct Named(&'static str, Vec<&'static str>, Vec<&'static str>);

impl NativeModule for Named {
    fn name(&self) -> &str {
        self.0
    }

    fn aliases(&self) -> Vec<String> {
        self.1.iter().map(|name| (*name).to_owned()).collect()
    }

    fn define(&self, exports: &mut Exports) {
        for name in &self.2 {
            let answer = self.0;
            exports.function(name, "", move || Ok(answer));
        }
    }
}

on_both_paths! {
    fn names(strategy) {
        let mut rt = kit(strategy);
        let same = "const kit = require('kit'); ['node:kit', 'toolkit', 'node:toolkit', 'node:kit-alias'].every(name => require(name) === kit)";
        assert!(rt.eval::<bool>(same).unwrap());
        // The embedder's come first, and by the names they give themselves.
        let names: Vec<String> = rt.eval("require('module').builtinModules").unwrap();
        assert!(names[0] == "kit" && names.last().unwrap() == "module" && !names.iter().any(|name| name == "toolkit"), "{names:?}");
        assert!(rt.eval::<bool>("require.resolve('kit') === 'kit' && require('module').isBuiltin('node:toolkit')").unwrap());
        assert!(rt.eval::<bool>("(await import('kit')).default === require('kit') && (await import('node:kit')).add === require('kit').add").unwrap());
        let error = rt.eval::<()>("require('kitt')").unwrap_err();
        assert_eq!(error.exception().unwrap().code.as_deref(), Some("MODULE_NOT_FOUND"));
        let error = rt.eval::<()>("require('node:kitt')").unwrap_err();
        assert_eq!(error.exception().unwrap().code.as_deref(), Some("ERR_UNKNOWN_BUILTIN_MODULE"));
        // What is built in can't be required, whatever it is called.
        assert!(rt.eval::<()>("require('(builtin)')").is_err());
    }

    fn what_scripts_see(strategy) {
        let mut rt = kit(strategy);
        let functions: Vec<(String, String, u32)> =
            rt.eval("Object.entries(require('kit')).filter(([, f]) => typeof f === 'function').map(([key, f]) => [key, f.name, f.length])").unwrap();
        assert_eq!(functions[0], ("add".to_owned(), "add".to_owned(), 2));
        assert_eq!(functions[2], ("six".to_owned(), "six".to_owned(), 6));
        assert!(functions.iter().all(|(key, name, _)| key == name));
        assert_eq!(rt.eval::<String>("const k = require('kit'); k.version + k.limits + k.nested.deep.y").unwrap(), "1.2.31,2,32");
        assert!(rt.eval::<bool>("try { new k.add(1, 2); false } catch (e) { e instanceof TypeError }").unwrap());
        assert!(rt.eval::<String>("String(k.add)").unwrap().contains("[native code]"));
        // Exports are an ordinary object of this runtime.
        rt.eval::<()>("k.add = () => 'replaced'; k.limits.push(4)").unwrap();
        assert_eq!(rt.eval::<String>("require('kit').add(1, 2) + k.limits.length").unwrap(), "replaced4");
        let seen: (bool, u32, bool, u32) = rt.eval("const me = { inspect: k.inspect }; const s = me.inspect(1, 2); const { inspect } = k; [s.this === me, s.count, s.third === undefined, inspect(1, 2, 3).third]").unwrap();
        assert_eq!(seen, (true, 2, true, 3));
    }

    fn plans_list_them(strategy) {
        let plan = factory(strategy, Options::new().module(Kit::default())).plan();
        let module = &plan.modules[0];
        assert_eq!((plan.modules.len(), module.name.as_str(), module.docs.as_str()), (1, "kit", "A bit of everything."));
        assert_eq!(module.aliases, ["toolkit", "node:kit-alias"]);
        assert_eq!(module.functions[0], ("add".to_owned(), 2));
        assert!(plan.to_string().contains("modules     kit"), "{plan}");
    }

    fn values_go_both_ways(strategy) {
        let mut rt = kit(strategy);
        rt.eval::<()>("var k = require('kit')").unwrap();
        assert_eq!(rt.eval::<Vec<i32>>("k.six(1, 2, 3, 4, 5, 6)").unwrap(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(rt.eval::<String>("const m = k.mirror({ x: 1, y: 2, z: 3 }); `${m.x} ${m.y} ${k.optional()} ${k.optional(null)} ${k.optional('x')} ${k.none(1)}`").unwrap(),
            "2 1 nothing nothing x undefined");
        assert_eq!(rt.eval::<Vec<u8>>("Array.from(k.reverse(new Uint8Array([0, 255, 128])))").unwrap(), [128, 255, 0]);
        assert_eq!(rt.eval::<Vec<u8>>("[...k.reverse(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))]").unwrap(), [3, 2]);
        assert_eq!(rt.eval::<Vec<u8>>("[...k.reverse(new Uint16Array([1, 256]).buffer)]").unwrap(), [1, 0, 0, 1]);
        assert!(rt.eval::<bool>("k.reverse(new Uint8Array()) instanceof Uint8Array").unwrap());
        for (call, message) in [("k.add(1)", "argument 2:"), ("k.add('1', 2)", "argument 1:"), ("k.mirror(null)", "argument 1:"), ("k.mirror({ x: 1 })", "`y`"),
            ("k.six(1, 2, 3, 4, 5, 2 ** 31)", "argument 6:"), ("k.reverse('text')", "argument 1:"), ("k.optional(5)", "argument 1:")] {
            let error = rt.eval::<()>(call).unwrap_err();
            let thrown = error.exception().unwrap();
            assert!(thrown.name == "TypeError" && thrown.message.contains(message), "{call}: {thrown:?}");
        }
    }

    fn state_is_that_of_the_runtime(strategy) {
        let kit = Kit::default();
        let (defined, made, dropped) = (Arc::clone(&kit.defined), Arc::clone(&kit.made), Arc::clone(&kit.dropped));
        let factory = factory(strategy, Options::new().module(kit).preload_script("bake.js", "require('kit').count(); require('kit').note('baked')"));
        assert_eq!(defined.load(Ordering::SeqCst), 1);
        let live = || made.load(Ordering::SeqCst) - dropped.load(Ordering::SeqCst);
        assert_eq!(live(), 0, "no state outlives the bake");
        let mut one = factory.new_runtime().unwrap();
        let mut other = factory.new_runtime().unwrap();
        assert_eq!(live(), 0, "a module that is not used has no state");
        assert_eq!(one.eval::<Vec<u32>>("const { count } = require('kit'); [count(), count()]").unwrap(), [1, 2]);
        assert_eq!(other.eval::<u32>("require('kit').count()").unwrap(), 1);
        assert_eq!(one.eval::<String>("require('kit').note('mine')").unwrap(), "mine");
        assert_eq!(other.eval::<String>("require('kit').note('yours')").unwrap(), "yours");
        assert_eq!(live(), 2);
        drop(one);
        assert_eq!(live(), 1);
        // It moves with its runtime.
        other = std::thread::spawn(move || { assert_eq!(other.eval::<u32>("require('kit').count()").unwrap(), 2); other }).join().unwrap();
        drop(other);
        assert_eq!(live(), 0);
        assert_eq!(defined.load(Ordering::SeqCst), 1);
    }

    fn a_state_of_another_type_is_no_crash(strategy) {
        let error = kit(strategy).eval::<()>("require('kit').wrongState()").unwrap_err();
        assert!(error.message().contains("String"), "{error}");
    }

    fn a_state_may_fail_to_be_made(strategy) {
        struct Picky(Arc<AtomicUsize>);
        impl NativeModule for Picky {
            fn name(&self) -> &'static str {
                "picky"
            }
            fn define(&self, exports: &mut Exports) {
                exports.raw("ok", 0, "", |call| call.state::<()>().map(|()| call.scope().boolean(true)));
            }
            fn new_state(&self) -> Result<Box<dyn Any + Send>> {
                match self.0.load(Ordering::SeqCst) {
                    0 => Ok(Box::new(())),
                    1 => Err(Error::new(ErrorKind::Io, "the database is away")),
                    _ => panic!("the database has burnt"),
                }
            }
        }
        let away = Arc::new(AtomicUsize::new(0));
        let preload = "const picky = require('picky'); function told() { try { return String(picky.ok()) } catch (e) { return e.message } }";
        let factory = factory(strategy, Options::new().module(Picky(Arc::clone(&away))).preload_script("p.js", preload));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            for (state, message) in [(1, "the database is away"), (2, "the database has burnt"), (1, "the database is away"), (0, "true"), (1, "true")] {
                away.store(state, Ordering::SeqCst);
                let told: String = rt.call("told", ()).unwrap();
                assert!(told.contains(message), "{told}");
            }
        }
        away.store(1, Ordering::SeqCst);
        let error = factory.new_runtime().unwrap().eval::<()>("picky.ok()").unwrap_err();
        assert_eq!(error.message(), "Error: the database is away");
        let error = EngineFactory::new(Options::new().strategy(strategy).module(Picky(away))).unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "the database is away"));
    }

    fn names_must_be_unique(strategy) {
        let make = |modules: Vec<Named>| EngineFactory::new(modules.into_iter().fold(Options::new().strategy(strategy), Options::module)).map(drop);
        for (modules, name) in [
            (vec![Named("a", vec![], vec![]), Named("a", vec![], vec![])], "\"a\""),
            (vec![Named("a", vec!["b"], vec![]), Named("b", vec![], vec![])], "\"b\""),
            (vec![Named("a", vec!["a"], vec![])], "\"a\""),
            (vec![Named("a", vec!["c"], vec![]), Named("b", vec!["c"], vec![])], "\"c\""),
            (vec![Named("a", vec![], vec!["f", "g", "f"])], "\"f\""),
            (vec![Named("", vec![], vec![])], "\"\""),
            (vec![Named("./a", vec![], vec![])], "\"./a\""),
            (vec![Named("/a", vec![], vec![])], "\"/a\""),
            (vec![Named("#a", vec![], vec![])], "\"#a\""),
            (vec![Named("a\0b", vec![], vec![])], "a\\0b"),
            (vec![Named("module", vec![], vec![])], "\"module\""),
            (vec![Named("a", vec!["module"], vec![])], "\"module\""),
            (vec![Named("a", vec!["node:a"], vec![]), Named("node:a", vec![], vec![])], "\"node:a\""),
        ] {
            let error = make(modules).expect_err(name);
            assert!(error.is_option() && error.message().contains(name), "{name}: {error:?}");
        }
        make(vec![Named("a", vec!["b"], vec!["f"]), Named("c", vec![], vec!["f"]), Named("@scope/d", vec![], vec![])]).unwrap();
    }

    fn odd_export_names_are_fine(strategy) {
        let mut rt = runtime(strategy, Options::new().module(Named("odd", vec![], vec!["default", "__proto__", "constructor", "not a name", "", "then", "ünï"])));
        let keys: Vec<String> = rt.eval("Object.keys(require('odd'))").unwrap();
        assert_eq!(keys, ["default", "__proto__", "constructor", "not a name", "", "then", "ünï"]);
        assert_eq!(rt.eval::<String>("require('odd')['not a name']()").unwrap(), "odd");
        assert!(rt.eval::<bool>("Object.getPrototypeOf(require('odd')) === Object.prototype").unwrap());
    }

    fn panics_are_errors(strategy) {
        let mut rt = kit(strategy);
        let message: String = rt.eval("try { require('kit').panics() } catch (e) { `${e.name}: ${e.message}` }").unwrap();
        assert!(message.contains("panic") && message.contains("on purpose"), "{message}");
        let error = rt.eval::<()>("require('kit').panics()").unwrap_err();
        assert!(error.message().contains("on purpose"), "{error:?}");
        assert_eq!(rt.eval::<i32>("require('kit').add(40, 2)").unwrap(), 42);
        // In a job, in a getter, in a sort, and under a native function that calls back.
        for source in ["await Promise.resolve().then(require('kit').panics)", "[2, 1].sort(require('kit').panics)", "require('kit').twice(require('kit').panics)",
            "({ get x() { require('kit').panics() } }).x", "JSON.stringify({ toJSON: require('kit').panics })"] {
            assert!(rt.eval::<()>(source).unwrap_err().message().contains("on purpose"), "{source}");
        }
    }

    fn errors_have_names_codes_and_causes(strategy) {
        let mut rt = kit(strategy);
        let seen = "(kind) => { try { require('kit').fails(kind) } catch (e) { return [e.name, e.message, e.code ?? '', e instanceof Error, e.cause?.message ?? '', typeof e.stack] } }";
        let seen: Handle = rt.eval(seen).unwrap();
        let mut ask = |kind: &str| seen.call::<(String, String, String, bool, String, String), _>(&mut rt, (kind,)).unwrap();
        let row = |name: &str, message: &str, code: &str, cause: &str| (name.to_owned(), message.to_owned(), code.to_owned(), true, cause.to_owned(), "string".to_owned());
        assert_eq!(ask("io"), row("Error", "disk full", "", ""));
        assert_eq!(ask("conversion"), row("TypeError", "not that", "", ""));
        assert_eq!(ask("large"), row("RangeError", "too much", "", ""));
        assert_eq!(ask("script"), row("RangeError", "out there", "ENOENT", "because"));
        let error = rt.eval::<()>("function here() { require('kit').fails('script') }\nhere()").unwrap_err();
        let thrown = error.exception().unwrap();
        assert_eq!((thrown.name.as_str(), thrown.code.as_deref()), ("RangeError", Some("ENOENT")));
        assert_eq!(thrown.cause.as_ref().map(|cause| cause.name.as_str()), Some("TypeError"));
        assert!(thrown.stack.contains("at fails") && thrown.stack.contains("at here"), "{}", thrown.stack);
        let custom: (String, String, bool) = rt.eval("try { require('kit').custom() } catch (e) { [String(e), e.code, e instanceof Error] }").unwrap();
        assert_eq!(custom, ("DatabaseError: locked".to_owned(), "SQLITE_BUSY".to_owned(), true));
        // The kind of the host's error is not lost on its way through a script.
        assert_eq!(rt.eval::<()>("require('kit').fails('io')").unwrap_err().message(), "Error: disk full");
    }

    fn calls_go_to_and_fro(strategy) {
        let mut rt = kit(strategy);
        rt.eval::<()>("var { twice, add, count } = require('kit')").unwrap();
        assert_eq!(rt.eval::<i32>("twice(x => x * 3, 2)").unwrap(), 18);
        assert_eq!(rt.eval::<i32>("twice(x => twice(y => add(y, 1), x), 0)").unwrap(), 4);
        assert_eq!(rt.eval::<i32>("const deep = n => n ? twice(() => deep(n - 1), 0) : count(); deep(6)").unwrap(), 64);
        // What a callback throws is what its caller catches.
        assert!(rt.eval::<bool>("const mine = {}; try { twice(() => { throw mine }) } catch (e) { e === mine }").unwrap());
        assert!(rt.eval::<bool>("try { twice(() => { throw undefined }) } catch (e) { e === undefined }").unwrap());
        assert!(rt.eval::<()>("twice('no function')").unwrap_err().message().contains("not a function"));
        // Jobs run when the outermost entry ends, not in between.
        let order: String = rt.eval("let order = ''; Promise.resolve().then(() => order += 'job '); twice(() => order += 'call '); order").unwrap();
        assert_eq!(order, "call call ");
        assert_eq!(rt.eval::<String>("order").unwrap(), "call call job ");
    }

    fn other_runtimes_may_be_used_from_within(strategy) {
        let inner = factory(strategy, Options::new().module(Kit::default()));
        let mut rt = runtime(strategy, Options::new());
        let shared = inner.clone();
        rt.function("elsewhere", move |source: String| shared.new_runtime()?.eval::<i32>(&source)).unwrap();
        assert_eq!(rt.eval::<i32>("elsewhere('require(\"kit\").add(40, 2)') + elsewhere('1')").unwrap(), 43);
        let error = rt.eval::<i32>("try { elsewhere('throw new RangeError(\"far\")') } catch (e) { throw e }").unwrap_err();
        assert!(error.message().contains("far"), "{error}");
        assert!(rt.eval::<()>("elsewhere('for (')").is_err());
        assert_eq!(rt.eval::<i32>("elsewhere('2')").unwrap(), 2);
    }

    fn modules_are_there_while_preloading(strategy) {
        let app = Memory::new().file("/app.js", "const { add, version, limits } = require('kit'); exports.sum = add(1, 2); exports.version = version; exports.add = add; limits.push(9);
            exports.run = (a, b) => add(a, b) + require('kit').limits.length");
        let factory = factory(strategy, Options::new().loader(app).module(Kit::default()).preload("./app.js"));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<String>("const app = require('./app'); app.sum + app.version + (app.add === require('kit').add)").unwrap(), "31.2.3true");
            assert_eq!(rt.call::<i32, _>("run", (1, 2)).unwrap(), 7);
            assert_eq!(rt.eval::<u32>("require('kit').limits.push(10)").unwrap(), 5);
        }
    }

    fn functions_of_one_runtime_die_with_it(strategy) {
        struct Noisy(Arc<AtomicUsize>);
        impl Drop for Noisy {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        let dropped = Arc::new(AtomicUsize::new(0));
        let factory = factory(strategy, Options::new());
        let mut rt = factory.new_runtime().unwrap();
        let noisy = Noisy(Arc::clone(&dropped));
        rt.function("ask", move || { let _keep = &noisy; Ok(7) }).unwrap();
        assert_eq!(rt.eval::<i32>("ask()").unwrap(), 7);
        drop(rt);
        assert_eq!(dropped.load(Ordering::SeqCst), 1);
        assert_eq!(factory.new_runtime().unwrap().eval::<String>("typeof ask").unwrap(), "undefined");
    }

    fn many_functions(strategy) {
        struct Many;
        impl NativeModule for Many {
            fn name(&self) -> &'static str {
                "many"
            }
            fn define(&self, exports: &mut Exports) {
                for n in 0..2000 {
                    exports.function(&format!("f{n}"), "", move |x: u32| Ok(x + n));
                }
            }
        }
        let mut rt = runtime(strategy, Options::new().module(Many).module(Kit::default()));
        assert_eq!(rt.eval::<u32>("const m = require('many'); m.f0(0) + m.f1999(1) + m.f255(0) + m.f256(0)").unwrap(), 2511);
        assert_eq!(rt.eval::<u32>("require('kit').add(1, 1)").unwrap(), 2);
        let too_many = |exports: &mut Exports| { for n in 0..40_000 { exports.function(&format!("f{n}"), "", || Ok(())); } };
        struct TooMany<F>(F);
        impl<F: Fn(&mut Exports) + Send + Sync + 'static> NativeModule for TooMany<F> {
            fn name(&self) -> &'static str {
                "too-many"
            }
            fn define(&self, exports: &mut Exports) {
                (self.0)(exports);
            }
        }
        assert!(EngineFactory::new(Options::new().strategy(strategy).module(TooMany(too_many))).unwrap_err().is_option());
    }
}
