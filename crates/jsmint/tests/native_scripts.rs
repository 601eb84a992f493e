//! Native modules with JavaScript around their functions, modules that come with others, grants, and deadlines.

mod common;

use std::time::{Duration, Instant};

use common::{factory, runtime};
use jsmint::{Error, ErrorKind, Exports, Limits, NativeModule, Options, SpawnOptions};

/// A counter whose class is written in JavaScript.
struct Counter;

impl NativeModule for Counter {
    fn name(&self) -> &str {
        "counter"
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("next", "", |value: i32| Ok(value + 1));
        exports.raw("nap", 0, "Sleeps until its caller must stop.", |call| {
            let deadline = call.scope().deadline();
            let end = Instant::now() + Duration::from_secs(20);
            while !deadline.is_over() && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(1));
            }
            call.scope().check_deadline()?;
            Err(Error::new(ErrorKind::Internal, "nobody stopped the nap"))
        });
        exports.raw("entry", 0, "", |call| Ok(call.scope().number(call.scope().deadline().entry() as f64)));
    }

    fn script(&self) -> Option<&'static str> {
        Some(
            "(function (module, exports, require, native) {
               'use strict';
               class Counter { #value = 0; next() { return this.#value = native.next(this.#value); } }
               exports.Counter = Counter;
               exports.nap = () => { try { native.nap(); } catch (error) { return 'caught ' + error.message; } };
               exports.entry = native.entry;
               exports.tools = require('counter/tools');
               exports.absent = () => require('counter');
             })",
        )
    }

    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        vec![Box::new(Tools)]
    }

    fn grants(&self) -> Vec<String> {
        vec!["counter: up".to_owned()]
    }
}

struct Tools;

impl NativeModule for Tools {
    fn name(&self) -> &str {
        "counter/tools"
    }

    fn define(&self, exports: &mut Exports) {
        exports.constant("version", 3);
    }
}

/// One that takes the place of a module that is built in, and is made of it.
struct Hooks;

impl NativeModule for Hooks {
    fn name(&self) -> &str {
        "perf_hooks"
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some(
            "(function (module, exports, require) { module.exports = { mine: true, theirs: require('node:perf_hooks') }; })",
        )
    }
}

on_both_paths! {
    fn of_what_a_script_exports_definitions_say_that_it_is_there(strategy) {
        let definitions = factory(strategy, Options::new().module(Counter)).type_definitions();
        assert!(definitions.contains("declare module \"counter\";\n"), "{definitions}");
        assert!(!definitions.contains("nap"), "{definitions}");
        // Of a companion that has none, what it defines is declared.
        assert!(definitions.contains("declare module \"counter/tools\" {\n  export const version: number;\n"), "{definitions}");
    }

    fn a_script_makes_the_module(strategy) {
        let mut rt = runtime(strategy, Options::new().module(Counter));
        assert_eq!(rt.eval::<i32>("const c = new (require('counter').Counter)(); c.next(); c.next()").unwrap(), 2);
        assert_eq!(rt.eval::<i32>("require('node:counter/tools').version + require('counter').tools.version").unwrap(), 6);
        assert!(rt.eval::<bool>("require('counter') === require('node:counter') && Object.keys(require('counter')).includes('next') === false").unwrap());
        assert!(rt.eval::<()>("require('counter').absent()").unwrap_err().message().contains("counter"));
        assert!(rt.eval::<bool>("require('module').builtinModules.includes('counter/tools')").unwrap());
    }

    fn a_preloaded_one_is_in_the_image(strategy) {
        let factory = factory(strategy, Options::new().module(Counter).preload_script("bake", "globalThis.c = new (require('counter').Counter)(); c.next()"));
        for _ in 0..3 {
            assert_eq!(factory.new_runtime().unwrap().eval::<i32>("c.next()").unwrap(), 2);
        }
    }

    fn it_may_build_on_the_one_it_replaces(strategy) {
        let mut rt = runtime(strategy, Options::new().module(Hooks));
        assert!(rt.eval::<bool>("const h = require('perf_hooks'); h.mine && typeof h.theirs.performance.now() === 'number'").unwrap());
    }

    fn plans_show_grants(strategy) {
        let plan = factory(strategy, Options::new().module(Counter)).plan();
        assert_eq!(plan.modules[0].grants, ["counter: up"]);
        assert!(plan.to_string().contains("grants      counter: up\n"), "{plan}");
        assert!(!factory(strategy, Options::new()).plan().to_string().contains("grants"));
    }

    fn host_code_stops_with_its_caller(strategy) {
        let factory = factory(strategy, Options::new().module(Counter));
        let mut rt = factory.spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(30)))).unwrap();
        assert!(rt.eval::<String>("require('counter').nap()").unwrap_err().is_timeout());
        let mut rt = factory.new_runtime().unwrap();
        let interrupt = rt.interrupt_handle();
        let thread = std::thread::spawn(move || { std::thread::sleep(Duration::from_millis(30)); interrupt.interrupt(); });
        assert!(rt.eval::<String>("require('counter').nap()").unwrap_err().is_interrupted());
        thread.join().unwrap();
        let first: (f64, f64) = rt.eval("[require('counter').entry(), require('counter').entry()]").unwrap();
        let second: f64 = rt.eval("require('counter').entry()").unwrap();
        assert!(first.0 == first.1 && second > first.0);
    }
}
