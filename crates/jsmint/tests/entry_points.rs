//! Functions that are looked up while baking.

mod common;

use common::factory;
use jsmint::{EngineFactory, ErrorKind, Limits, Options, Runtime, Strategy};

const APP: &str = "
    function add(a, b) { return a + b; }
    var app = { rate: 3, price(n) { return n * this.rate; }, async later(n) { await null; return n + 1; } };
    function whoAmI() { 'use strict'; return typeof this; }
    function fail(name) { throw new RangeError(`no ${name}`); }
    function spin() { for (;;); }
    let calls = 0;
    function count() { return ++calls; }
";

fn options() -> Options {
    let all = ["add", "app.price", "app.later", "whoAmI", "fail", "spin", "count"];
    all.iter().fold(Options::new().preload_script("app.js", APP), |options, target| options.entry_point(*target))
}

fn runtime(factory: &EngineFactory) -> Runtime {
    factory.new_runtime().expect("a slot is free")
}

on_both_paths! {
    fn it_is_called_as_by_name(strategy) {
        let factory = factory(strategy, options());
        let entry = |target| factory.entry_point(target).expect("it was named");
        for _ in 0..3 {
            let mut rt = runtime(&factory);
            assert_eq!(entry("add").call::<i32, _>(&mut rt, (1, 2)).unwrap(), 3);
            assert_eq!(entry("add").call::<String, _>(&mut rt, ("a", "b")).unwrap(), "ab");
            assert_eq!(entry("app.price").call::<i32, _>(&mut rt, (7,)).unwrap(), 21);
            assert_eq!(entry("app.later").call::<i32, _>(&mut rt, (41,)).unwrap(), 42);
            assert_eq!(entry("whoAmI").call::<String, _>(&mut rt, ()).unwrap(), rt.call::<String, _>("whoAmI", ()).unwrap());
            let error = entry("fail").call::<(), _>(&mut rt, ("luck",)).unwrap_err();
            assert_eq!(error.to_string(), rt.call::<(), _>("fail", ("luck",)).unwrap_err().to_string());
            // What it keeps is the runtime's.
            assert_eq!(entry("count").call::<i32, _>(&mut rt, ()).unwrap(), 1);
            assert_eq!(rt.call::<i32, _>("count", ()).unwrap(), 2);
        }
        assert_eq!(entry("app.price").target(), "app.price");
        assert_eq!(format!("{:?}", entry("add")), "EntryPoint(\"add\")");
    }

    fn whatever_scripts_do_it_is_the_function_of_the_bake(strategy) {
        let factory = factory(strategy, options());
        let (add, price) = (factory.entry_point("add").unwrap(), factory.entry_point("app.price").unwrap());
        for _ in 0..3 {
            let mut rt = runtime(&factory);
            rt.eval::<()>("add = () => 'mine'; app.price = null; app = undefined; delete globalThis.fail").unwrap();
            rt.collect_garbage();
            rt.eval::<()>("const rubbish = []; for (let i = 0; i < 20000; i++) rubbish.push({ i, f() { return i } })").unwrap();
            rt.collect_garbage();
            assert_eq!(add.call::<i32, _>(&mut rt, (1, 2)).unwrap(), 3);
            assert_eq!(price.call::<i32, _>(&mut rt, (7,)).unwrap(), 21);
        }
    }

    fn limits_hold_and_the_runtime_goes_on(strategy) {
        let limits = Limits::new().time(std::time::Duration::from_millis(50));
        let factory = factory(strategy, options().limits(limits));
        let mut rt = runtime(&factory);
        let error = factory.entry_point("spin").unwrap().call::<(), _>(&mut rt, ()).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(factory.entry_point("add").unwrap().call::<i32, _>(&mut rt, (1, 2)).unwrap(), 3);
    }

    fn mistakes_say_what_there_is(strategy) {
        let first = factory(strategy, options());
        let error = first.entry_point("substract").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let message = error.message();
        assert!(message.contains("add, app.price") && message.contains("Options::entry_point(\"substract\")"), "{message}");
        let none = factory(strategy, Options::new());
        assert!(none.entry_point("add").unwrap_err().message().contains("there are: none"));
        // Another factory's runtimes have their own, though they have the same options.
        let second = factory(strategy, options());
        let error = first.entry_point("add").unwrap().call::<i32, _>(&mut runtime(&second), (1, 2)).unwrap_err();
        assert!(error.kind() == ErrorKind::NotFound && error.message().contains("another factory"), "{error}");
        for (target, hint) in [("app.rate", "no function"), ("gone", "there is no function"), ("JSON.gone.f", "no function")] {
            let options = Options::new().preload_script("app.js", APP).entry_point(target).strategy(strategy);
            let error = EngineFactory::new(options).unwrap_err();
            let message = error.message();
            assert_eq!(error.kind(), ErrorKind::NotFound, "{message}");
            assert!(message.starts_with(&format!("while looking for the entry point {target:?}")), "{message}");
            assert!(message.contains(hint), "{message}");
        }
        let options = Options::new().preload_script("a.js", "var text = 'abc'").entry_point("text.trim").strategy(strategy);
        let error = EngineFactory::new(options).unwrap_err();
        assert!(error.kind() == ErrorKind::Bake && error.message().contains("an object is to be kept"), "{error}");
        assert!(first.plan().to_string().contains("app.later") && first.plan().entry_points.len() == 7);
    }

    fn copies_of_a_runtime_have_it_too(strategy) {
        if strategy == Strategy::Cold && !common::can_fork() {
            return;
        }
        let factory = factory(strategy, options());
        let count = factory.entry_point("count").unwrap();
        let mut rt = runtime(&factory);
        let checkpoint = rt.checkpoint().unwrap();
        assert_eq!(count.call::<i32, _>(&mut rt, ()).unwrap(), 1);
        let mut copy = rt.fork().unwrap();
        assert_eq!(count.call::<i32, _>(&mut copy, ()).unwrap(), 2);
        assert_eq!(count.call::<i32, _>(&mut rt, ()).unwrap(), 2);
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(count.call::<i32, _>(&mut rt, ()).unwrap(), 1);
    }
}

#[test]
fn a_runtime_that_slept_has_it() {
    if !common::can_fork() {
        return;
    }
    let factory = factory(Strategy::Image, options());
    let count = factory.entry_point("count").unwrap();
    let mut rt = runtime(&factory);
    count.call::<i32, _>(&mut rt, ()).unwrap();
    let snapshot = rt.hibernate().unwrap();
    drop(rt);
    let mut rt = factory.resume(&snapshot).unwrap();
    assert_eq!(count.call::<i32, _>(&mut rt, ()).unwrap(), 2);
}

#[test]
fn files_have_entry_points() {
    let loader =
        jsmint::loader::Memory::new().file("/app.js", "exports.hello = (name) => `Hello ${name}`; exports.n = 1");
    let options = Options::new().loader(loader).entry_point("./app.js#hello");
    let factory = factory(Strategy::Auto, options);
    let hello = factory.entry_point("./app.js#hello").unwrap();
    assert_eq!(hello.call::<String, _>(&mut runtime(&factory), ("you",)).unwrap(), "Hello you");
}
