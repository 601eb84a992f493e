//! Classes made by `#[jsmint::module]`: instances, misuse, and when their values are dropped.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::{factory, runtime};
use jsmint::{Options, Runtime, Scope, Strategy, Value};

/// What a script sees of the error that a piece of code throws: name, message, code, and the cause's name and message.
fn thrown(rt: &mut Runtime, code: &str) -> String {
    let describe =
        "(e) => [e instanceof Error, e.name, e.message, e.code ?? '', e.cause ? String(e.cause) : ''].join('|')";
    rt.eval(&format!("try {{ {code}; 'nothing' }} catch (e) {{ ({describe})(e) }}")).unwrap()
}

static COUNTERS: AtomicUsize = AtomicUsize::new(0);

#[jsmint::module(name = "counting")]
mod counting {
    use super::*;

    /// Counts up.
    #[js(class)]
    pub struct Counter {
        count: u32,
        step: u32,
    }

    impl Drop for Counter {
        fn drop(&mut self) {
            COUNTERS.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn counter(count: u32) -> Counter {
        COUNTERS.fetch_add(1, Ordering::SeqCst);
        Counter { count, step: 1 }
    }

    #[js(class)]
    impl Counter {
        /// Starts somewhere.
        #[js(constructor)]
        pub fn new(start: Option<u32>) -> Result<Self, String> {
            if start == Some(13) {
                return Err("not from there".to_owned());
            }
            Ok(counter(start.unwrap_or(0)))
        }

        /// The same as `new`.
        pub fn starting_at(start: u32) -> Self {
            counter(start)
        }

        /// Adds.
        pub fn add(&mut self, times: Option<u32>) -> u32 {
            self.count += self.step * times.unwrap_or(1);
            self.count
        }

        pub fn plus(&self, other: &Counter) -> Counter {
            counter(self.count + other.count)
        }

        pub fn take_from(&mut self, other: &mut Counter) {
            self.count += std::mem::take(&mut other.count);
        }

        pub fn call<'js>(&self, scope: Scope<'js>, function: Value<'js>) -> jsmint::Result<Value<'js>> {
            function.call(&scope.undefined(), &[scope.number(self.count.into())])
        }

        /// How far it is.
        #[js(getter)]
        pub fn count(&self) -> u32 {
            self.count
        }

        #[js(getter)]
        pub fn step(&self) -> u32 {
            self.step
        }

        #[js(setter)]
        pub fn set_step(&mut self, step: u32) {
            self.step = step;
        }

        pub fn split(&self, parts: u32) -> Vec<Counter> {
            (0..parts).map(|_| counter(self.count / parts)).collect()
        }

        /// Ends it.
        pub fn close(self) -> u32 {
            self.count
        }

        pub fn name(&self) -> &str {
            "counter"
        }

        fn private(&self) {}
    }

    /// What scripts cannot make.
    #[js(class, name = "Given")]
    pub struct Handed(String);

    #[js(class)]
    impl Handed {
        #[js(getter)]
        pub fn text(&self) -> String {
            self.0.clone()
        }
    }

    pub fn hand_out(text: String) -> Option<Handed> {
        (!text.is_empty()).then_some(Handed(text))
    }

    pub fn total(first: &Counter, second: &Counter) -> u32 {
        first.private();
        first.count + second.count
    }
}

/// Counters are counted by one test at a time.
static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn alone() -> std::sync::MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn with_counters(strategy: Strategy) -> Runtime {
    let mut rt = runtime(strategy, Options::new().module(counting::Module));
    rt.eval::<()>("var { Counter, Given, handOut, total } = require('counting')").unwrap();
    rt
}

on_both_paths! {
    fn classes_look_like_classes(strategy) {
        let _alone = alone();
        let mut rt = with_counters(strategy);
        for (code, wanted) in [
            ("typeof Counter + Counter.name + Counter.length", "functionCounter0"),
            ("Object.getOwnPropertyNames(Counter.prototype).join()", "add,plus,takeFrom,call,count,step,split,close,name,constructor"),
            ("Object.keys(Counter.prototype).length", "0"),
            ("const c = new Counter(40); c.add() + c.add()", "83"),
            ("const c = new Counter(40); c.step = 5; c.add(2); [c.count, c.step].join()", "50,5"),
            ("const c = new Counter(); [c instanceof Counter, Object.getPrototypeOf(c) === Counter.prototype, Object.keys(c).length].join()", "true,true,0"),
            ("Counter.startingAt(7).plus(new Counter(3)).count", "10"),
            ("const c = new Counter(1), d = new Counter(2); c.takeFrom(d); [c.count, d.count].join()", "3,0"),
            ("new Counter(9).split(3).map(c => c.count).join()", "3,3,3"),
            ("new Counter(5).name()", "counter"),
            ("new Counter(2).call(n => n * 2)", "4"),
            // Methods that only look may be nested.
            ("const c = new Counter(2); c.call(() => c.call(n => n + 1))", "3"),
            ("class Mine extends Counter { add() { return super.add() * 10 } }; const m = new Mine(1); [m.add(), m instanceof Mine, m instanceof Counter].join()", "20,true,true"),
            ("const c = Reflect.construct(Counter, [4], Array); [c instanceof Array, Object.getOwnPropertyDescriptor(Counter.prototype, 'count').get.call(c)].join()", "true,4"),
            ("total(new Counter(1), new Counter(2))", "3"),
            ("[handOut('x').text, handOut('x') instanceof Given, String(handOut(''))].join()", "x,true,undefined"),
            ("Object.prototype.toString.call(new Counter())", "[object Object]"),
            ("const c = new Counter(3); c.mine = 1; [c.mine, c.count].join()", "1,3"),
            ("JSON.stringify(new Counter(3))", "{}"),
        ] {
            let body = code.rsplit_once("; ").map_or_else(|| format!("return {code}"), |(a, b)| format!("{a}; return {b}"));
            assert_eq!(rt.eval::<String>(&format!("String((() => {{ {body} }})())")).unwrap(), wanted, "{code}");
        }
    }

    fn misuse_is_a_type_error(strategy) {
        let _alone = alone();
        let mut rt = with_counters(strategy);
        rt.eval::<()>("var get = Object.getOwnPropertyDescriptor(Counter.prototype, 'count').get").unwrap();
        for (code, wanted) in [
            ("Counter()", "Class constructor Counter cannot be invoked without 'new'|ERR_CONSTRUCT_CALL_REQUIRED"),
            ("new Given()", "Illegal constructor|ERR_ILLEGAL_CONSTRUCTOR"),
            ("Counter.prototype.add.call({})", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("Counter.prototype.add.call(undefined)", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("Counter.prototype.add.call(Object.create(new Counter()))", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("new Proxy(new Counter(), {}).add()", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("Counter.prototype.count", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("get.call(handOut('x'))", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("get.call(Math.max)", "Value of \"this\" must be of type Counter|ERR_INVALID_THIS"),
            ("new Counter().plus({})", "argument 1 (other): expected an instance of Counter|ERR_INVALID_ARG_TYPE"),
            ("total(new Counter(), handOut('x'))", "argument 2 (second): expected an instance of Counter|ERR_INVALID_ARG_TYPE"),
            ("const c = new Counter(5); c.close(); c.count", "this Counter is closed|ERR_INVALID_STATE"),
            ("const c = new Counter(5); c.close(); c.close()", "this Counter is closed|ERR_INVALID_STATE"),
            ("const c = new Counter(5); c.close(); new Counter().plus(c)", "this Counter is closed|ERR_INVALID_STATE"),
            ("const c = new Counter(5); c.call(() => c.add())", "this Counter is in use: a call of it has not returned yet|ERR_INVALID_STATE"),
            ("const c = new Counter(5); c.call(() => c.close())", "this Counter is in use: a call of it has not returned yet|ERR_INVALID_STATE"),
            ("const c = new Counter(5); c.takeFrom(c)", "this Counter is in use: a call of it has not returned yet|ERR_INVALID_STATE"),
        ] {
            let seen = thrown(&mut rt, code);
            assert_eq!(seen, format!("true|TypeError|{wanted}|"), "{code}");
        }
        assert_eq!(thrown(&mut rt, "new Counter(13)"), "true|Error|not from there||");
        assert!(thrown(&mut rt, "new Counter('x')").starts_with("true|TypeError|argument 1 (start): "));
        // An argument that is read by a script may use the instance.
        assert_eq!(rt.eval::<u32>("const c = new Counter(1); try { c.add({ valueOf() {} }) } catch {} c.add(1)").unwrap(), 2);
    }

    fn values_are_dropped_when_closed_lost_or_with_the_runtime(strategy) {
        let _alone = alone();
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 0);
        let mut rt = with_counters(strategy);
        rt.eval::<()>("var kept = new Counter(1)").unwrap();
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 1);
        assert_eq!(rt.eval::<u32>("new Counter(7).close()").unwrap(), 7);
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 1);
        // Lost instances do not pile up, and those that are kept stay.
        rt.eval::<()>("var list = []; for (let i = 0; i < 10000; i++) { const c = new Counter(i * 100); if (i % 100 == 0) list.push(c) }").unwrap();
        let alive = COUNTERS.load(Ordering::SeqCst);
        assert!((101..=300).contains(&alive), "{alive}");
        assert!(rt.eval::<bool>("list.every((c, i) => c.count === i * 10000) && kept.count === 1").unwrap());
        // Those in cycles are lost once the engine has collected them.
        rt.eval::<()>("list = null; for (let i = 0; i < 1000; i++) { const c = new Counter(1); c.self = c }").unwrap();
        assert!(COUNTERS.load(Ordering::SeqCst) >= 1000);
        rt.collect_garbage();
        rt.eval::<()>("for (let i = 0; i < 3000; i++) new Counter(1)").unwrap();
        let alive = COUNTERS.load(Ordering::SeqCst);
        assert!(alive < 2500, "{alive}");
        drop(rt);
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 0);
    }

    fn instances_are_refused_while_baking(strategy) {
        let _alone = alone();
        let options = || Options::new().strategy(strategy).module(counting::Module);
        let failed = jsmint::EngineFactory::new(options().preload_script("p.js", "new (require('counting').Counter)()"));
        let message = failed.unwrap_err().message().to_owned();
        assert!(message.contains("while preloading p.js") && message.contains("an image cannot hold"), "{message}");
        // The class itself may be in the image, and its prototype changed there.
        let script = "var { Counter } = require('counting'); Counter.prototype.twice = function () { return this.count * 2 }; class Mine extends Counter {}; globalThis.Mine = Mine";
        let factory = factory(strategy, options().preload_script("p.js", script));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<u32>("new Counter(4).twice() + new Mine(1).add() + Counter.startingAt(3).twice()").unwrap(), 16);
        }
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 0);
    }

    fn runtimes_move_with_their_instances(strategy) {
        let _alone = alone();
        let mut rt = with_counters(strategy);
        rt.eval::<()>("var c = new Counter(1)").unwrap();
        let mut rt = std::thread::spawn(move || { rt.eval::<()>("c.add(5)").unwrap(); rt }).join().unwrap();
        assert_eq!(rt.eval::<u32>("c.count").unwrap(), 6);
    }

    fn no_value_is_too_strange(strategy) {
        let _alone = alone();
        let mut rt = with_counters(strategy);
        let call = include_str!("common/hostile_values.js").trim_end();
        let script = format!("
            const functions = Object.values(require('counting'));
            for (const {{ prototype }} of [Counter, Given])
                for (const {{ value, get, set }} of Object.values(Object.getOwnPropertyDescriptors(prototype)))
                    functions.push(...[value, get, set].filter((f) => typeof f === 'function'));
            const c = new Counter(1), closed = new Counter(2);
            closed.close();
            {call}(functions, [c, closed, new Proxy(c, {{}}), Object.create(c), Counter, Counter.prototype, handOut('x')])");
        let calls: u32 = rt.eval(&script).unwrap();
        assert!(calls > 50_000, "{calls}");
        assert_eq!(rt.eval::<u32>("new Counter(40).add(2)").unwrap(), 42);
        drop(rt);
        assert_eq!(COUNTERS.load(Ordering::SeqCst), 0);
    }
}
