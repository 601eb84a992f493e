//! `eval`, scripts, `call`, `global`, `enter`, promises, errors.

mod common;

use std::collections::HashMap;

use common::{factory, plain};
use jsmint::{ErrorKind, Handle, Options};

on_both_paths! {
    fn evaluates(strategy) {
        let mut rt = plain(strategy);
        assert_eq!(rt.eval::<i32>("1 + 1").unwrap(), 2);
        assert_eq!(rt.eval::<String>("'a' + 'b'").unwrap(), "ab");
        assert_eq!(rt.eval::<Vec<f64>>("[1, 2.5]").unwrap(), [1.0, 2.5]);
        rt.eval::<()>("var kept = 7").unwrap();
        assert_eq!(rt.eval::<i32>("kept").unwrap(), 7);
    }

    fn runtimes_share_nothing(strategy) {
        let factory = factory(strategy, Options::new());
        let (mut one, mut other) = (factory.new_runtime().unwrap(), factory.new_runtime().unwrap());
        one.eval::<()>("globalThis.secret = 1; Object.prototype.leak = 2; Array.isArray = null").unwrap();
        assert_eq!(other.eval::<String>("typeof secret + typeof ({}).leak + typeof Array.isArray").unwrap(),
            "undefinedundefinedfunction");
        drop(one);
        let mut third = factory.new_runtime().unwrap();
        assert_eq!(third.eval::<String>("typeof secret + typeof ({}).leak + typeof Array.isArray").unwrap(),
            "undefinedundefinedfunction");
    }

    fn syntax_errors_name_the_place(strategy) {
        let mut rt = plain(strategy);
        let error = rt.eval_named::<()>("bad.js", "let a = 1;\nlet b = ;\n").unwrap_err();
        assert!(error.is_syntax(), "{error:?}");
        let place = error.exception().and_then(|thrown| thrown.location.clone()).expect("a place");
        assert_eq!((place.file.as_str(), place.line), ("bad.js", 2));
        assert_eq!(rt.eval::<i32>("1").unwrap(), 1);
    }

    fn exceptions_have_name_message_stack_and_cause(strategy) {
        let mut rt = plain(strategy);
        let source = "function f() {\n  throw new TypeError('no', { cause: new RangeError('why') });\n}\nf();";
        let error = rt.eval_named::<()>("thrower.js", source).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Exception);
        let thrown = error.exception().unwrap();
        assert_eq!((thrown.name.as_str(), thrown.message.as_str()), ("TypeError", "no"));
        assert!(thrown.stack.contains("at f (thrower.js:2:"), "{}", thrown.stack);
        assert_eq!(thrown.location.as_ref().map(|place| place.line), Some(2));
        assert_eq!(thrown.cause.as_ref().map(|cause| cause.name.as_str()), Some("RangeError"));
    }

    fn anything_can_be_thrown(strategy) {
        let mut rt = plain(strategy);
        for (thrown, message) in [("'text'", "text"), ("42", "42"), ("null", "null"), ("undefined", "undefined"),
            ("Symbol('s')", "Symbol()"), ("({ message: 'in an object' })", "in an object")] {
            let error = rt.eval::<()>(&format!("throw {thrown}")).unwrap_err();
            assert_eq!(error.message(), message, "{thrown}");
        }
        // Describing what was thrown runs none of its code.
        let hostile = "throw new Proxy({}, { get() { globalThis.ran = 1 }, getOwnPropertyDescriptor() { globalThis.ran = 1 } })";
        rt.eval::<()>(hostile).unwrap_err();
        rt.eval::<()>("throw Object.defineProperty(new Error(), 'message', { get() { globalThis.ran = 1 } })").unwrap_err();
        assert_eq!(rt.eval::<String>("typeof ran").unwrap(), "undefined");
    }

    fn promises_are_waited_for(strategy) {
        let mut rt = plain(strategy);
        assert_eq!(rt.eval::<i32>("Promise.resolve(1).then(x => x + 1)").unwrap(), 2);
        assert_eq!(rt.eval::<i32>("(async () => { let x = await 20; return x + 1 })()").unwrap(), 21);
        assert_eq!(rt.eval::<i32>("const x = await Promise.resolve(5); x * 2").unwrap(), 10);
        let error = rt.eval::<i32>("Promise.reject(new TypeError('later'))").unwrap_err();
        assert_eq!(error.exception().unwrap().name, "TypeError");
        assert_eq!(rt.eval::<i32>("new Promise(() => {})").unwrap_err().kind(), ErrorKind::Pending);
        rt.eval::<()>("Promise.resolve().then(() => { globalThis.after = 1 }); 0").unwrap();
        assert_eq!(rt.global().get::<i32>("after").unwrap(), 1);
    }

    fn unhandled_rejections_are_errors(strategy) {
        let mut rt = plain(strategy);
        let error = rt.eval_named::<()>("r.js", "(async () => { throw new Error('lost') })(); 1").unwrap_err();
        assert!(error.message().contains("unhandled rejection: Error: lost"), "{error}");
        assert!(error.exception().unwrap().stack.contains("r.js"), "{error:?}");
        // Handled in time is handled, also when it is late within the entry.
        rt.eval::<()>("{ const p = Promise.reject(1); Promise.resolve().then(() => p.catch(() => {})); } 0").unwrap();
        assert_eq!(rt.eval::<i32>("3").unwrap(), 3);
    }

    fn calls_functions_by_path(strategy) {
        let mut rt = plain(strategy);
        rt.eval::<()>("var app = { n: 2, times(x) { return this.n * x } }; function add(a, b) { return a + b }").unwrap();
        assert_eq!(rt.call::<i32, _>("add", (40, 2)).unwrap(), 42);
        assert_eq!(rt.call::<i32, _>("app.times", (21,)).unwrap(), 42);
        assert_eq!(rt.call::<i32, _>("nothing.there", ()).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(rt.call::<i32, _>("app.n", ()).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(rt.call::<String, _>("String", (1.5,)).unwrap(), "1.5");
    }

    fn compiled_scripts_run_in_all_runtimes_of_a_factory(strategy) {
        let factory = factory(strategy, Options::new());
        let script = factory.compile("shared.js", "globalThis.n = (globalThis.n ?? 0) + 1; n").unwrap();
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.run::<i32>(&script).unwrap(), 1);
            assert_eq!(rt.run::<i32>(&script).unwrap(), 2);
        }
        assert!(factory.compile("bad.js", "}").unwrap_err().is_syntax());
    }

    fn functions_of_the_host(strategy) {
        let mut rt = plain(strategy);
        rt.function("add", |a: i32, b: i32| Ok(a + b)).unwrap();
        rt.function("fail", || -> jsmint::Result<()> { Err(jsmint::Error::new(ErrorKind::Io, "no disk")) }).unwrap();
        rt.function("boom", || -> jsmint::Result<()> { panic!("on purpose") }).unwrap();
        assert_eq!(rt.eval::<i32>("add(40, 2)").unwrap(), 42);
        assert_eq!(rt.eval::<String>("add.name + add.length").unwrap(), "add2");
        let caught = rt.eval::<String>("try { add('x', 1) } catch (e) { e.name + ': ' + e.message }").unwrap();
        assert!(caught.starts_with("TypeError: argument 1:"), "{caught}");
        assert_eq!(rt.eval::<String>("try { fail() } catch (e) { e.message }").unwrap(), "no disk");
        assert!(rt.eval::<String>("try { boom() } catch (e) { e.message }").unwrap().contains("on purpose"));
        assert_eq!(rt.eval::<i32>("add(1, 1)").unwrap(), 2);
    }

    fn thrown_values_keep_their_identity_through_the_host(strategy) {
        let mut rt = plain(strategy);
        rt.enter(|scope| {
            let through = rt_function(scope)?;
            scope.global().set("through", through)
        }).unwrap();
        let same = "const mine = { a: 1 }; let got; try { through(() => { throw mine }) } catch (e) { got = e } got === mine";
        assert!(rt.eval::<bool>(same).unwrap());
    }

    fn handles_outlive_an_entry(strategy) {
        let factory = factory(strategy, Options::new());
        let mut rt = factory.new_runtime().unwrap();
        let counter: Handle = rt.eval("let n = 0; () => ++n").unwrap();
        assert_eq!(counter.call::<i32, _>(&mut rt, ()).unwrap(), 1);
        assert_eq!(counter.call::<i32, _>(&mut rt, ()).unwrap(), 2);
        let mut other = factory.new_runtime().unwrap();
        assert_eq!(counter.call::<i32, _>(&mut other, ()).unwrap_err().kind(), ErrorKind::NotFound);
        drop(counter);
        rt.eval::<()>("0").unwrap();
    }

    fn runtimes_move_between_threads(strategy) {
        let factory = factory(strategy, Options::new());
        let mut rt = factory.new_runtime().unwrap();
        rt.eval::<()>("var map = new Map(); const key = {}; map.set(key, 1); function deep(n) { return n ? deep(n - 1) + 1 : 0 }").unwrap();
        for round in 1..=8 {
            rt = std::thread::spawn(move || {
                assert_eq!(rt.eval::<i32>("map.set(key, map.get(key) + 1).get(key)").unwrap(), round + 1);
                assert_eq!(rt.eval::<i32>("deep(100)").unwrap(), 100);
                rt
            }).join().unwrap();
        }
    }

    fn every_runtime_has_a_number_of_its_own(strategy) {
        let factory = factory(strategy, Options::new());
        let one_after_the_other: Vec<u64> =
            (0..20).map(|_| factory.new_runtime().map(|rt| rt.number())).collect::<jsmint::Result<_>>().unwrap();
        assert!(one_after_the_other.is_sorted());
        let lives = || (0..50).map(|_| factory.new_runtime().unwrap().number()).collect::<Vec<_>>();
        let mut numbers = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(lives)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        numbers.extend(one_after_the_other);
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 220);
        assert!(numbers[0] > 0);
        assert_eq!(factory.stats().spawned, 220);
    }

    fn the_global_object(strategy) {
        let mut rt = plain(strategy);
        rt.global().set("config", HashMap::from([("depth", 3)])).unwrap();
        assert_eq!(rt.eval::<i32>("config.depth").unwrap(), 3);
        assert!(rt.global().has("config").unwrap());
        assert!(!rt.global().has("nothing").unwrap());
        assert_eq!(rt.global().get::<Option<i32>>("nothing").unwrap(), None);
    }
}

/// A function that calls its argument and passes on what it throws.
fn rt_function(scope: jsmint::Scope<'_>) -> jsmint::Result<jsmint::Value<'_>> {
    scope.function("through", 1, |call| call.value(0).call(&call.scope().undefined(), &[]))
}
