//! Modules made by `#[jsmint::module]`: names, conversions, errors, state and classes.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{factory, runtime};
use jsmint::convert::Rest;
use jsmint::{Bytes, Call, Error, Handle, JsException, Options, Runtime, Scope, Strategy, Value};
use serde::{Deserialize, Serialize};

/// What went wrong in a way of its own.
#[derive(Debug)]
struct Locked;

impl From<Locked> for Error {
    fn from(_: Locked) -> Self {
        let mut exception = JsException::new("DatabaseError", "locked").with_code("SQLITE_BUSY");
        exception.cause = Some(Box::new(JsException::new("RangeError", "too busy").with_code("EBUSY")));
        Self::script(exception)
    }
}

/// A bit of everything.
#[jsmint::module(name = "kit", aliases = ["node:kit-alias"])]
mod kit {
    use super::*;

    /// The version.
    pub const VERSION: &str = "1.2.3";
    #[js(name = "answer")]
    pub const THE_ANSWER: u32 = 42;
    #[js(skip)]
    pub const HIDDEN: u32 = 1;

    #[derive(Serialize, Deserialize, jsmint::TypeScript)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    /// The sum.
    pub fn add_up(a: f64, b: f64) -> f64 {
        a + b
    }

    #[js(name = "delete")]
    pub fn remove(text: &str, part: Option<&str>) -> String {
        text.replace(part.unwrap_or(" "), "")
    }

    pub fn mirror(point: Point) -> Point {
        Point { x: point.y, y: point.x }
    }

    pub fn maximum(first: i32, Rest(others): Rest<i32>) -> i32 {
        others.into_iter().fold(first, i32::max)
    }

    pub fn optional(a: u8, b: Option<u8>, c: Option<Vec<u8>>) -> (u8, Option<u8>, usize) {
        (a, b, c.map_or(0, |c| c.len()))
    }

    pub fn sum_bytes(data: &[u8]) -> u64 {
        data.iter().map(|&byte| u64::from(byte)).sum()
    }

    pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
        a == b
    }

    pub fn reverse(Bytes(mut bytes): Bytes) -> Bytes {
        bytes.reverse();
        Bytes(bytes)
    }

    pub fn copied<'js>(scope: Scope<'js>, data: &[u8], more: Option<&[u8]>) -> jsmint::Result<Value<'js>> {
        scope.uint8_array(&[data, more.unwrap_or(&[])].concat())
    }

    pub fn twice<'js>(scope: Scope<'js>, function: Value<'js>, start: Value<'js>) -> jsmint::Result<Value<'js>> {
        let first = function.call(&scope.undefined(), &[start])?;
        function.call(&scope.undefined(), &[first])
    }

    pub fn maybe<'js>(value: Option<Value<'js>>) -> Option<Value<'js>> {
        value
    }

    pub fn all(call: &Call<'_, '_>) -> usize {
        call.len()
    }

    pub fn kept(handle: Handle) -> Handle {
        handle
    }

    pub fn nothing() {}

    pub fn own_error() -> Result<(), Locked> {
        Err(Locked)
    }

    pub fn standard_error(text: &str) -> Result<f64, std::num::ParseFloatError> {
        text.parse()
    }

    pub fn text_error() -> Result<(), String> {
        Err("only words".to_owned())
    }

    pub fn boxed_error(own: bool) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if own { Err(Box::new(Error::from(Locked))) } else { Err(Box::new(Outer(std::fmt::Error))) }
    }

    #[derive(Debug)]
    pub struct Outer(std::fmt::Error);
    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("outer")
        }
    }
    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[cfg(any())]
    pub fn never(nonsense: Nonsense) {}

    pub fn r#type() -> &'static str {
        hidden()
    }

    fn hidden() -> &'static str {
        "raw"
    }

    #[js(skip)]
    pub fn skipped<T>(value: T) -> T {
        value
    }
}

fn with_kit(strategy: Strategy) -> Runtime {
    assert_eq!((kit::HIDDEN, kit::skipped(2)), (1, 2));
    runtime(strategy, Options::new().module(kit::Module))
}

/// What a script sees of the error that a piece of code throws: name, message, code, and the cause's name and message.
fn thrown(rt: &mut Runtime, code: &str) -> String {
    let describe =
        "(e) => [e instanceof Error, e.name, e.message, e.code ?? '', e.cause ? String(e.cause) : ''].join('|')";
    rt.eval(&format!("try {{ {code}; 'nothing' }} catch (e) {{ ({describe})(e) }}")).unwrap()
}

on_both_paths! {
    fn functions_have_names_lengths_and_conversions(strategy) {
        let mut rt = with_kit(strategy);
        let names: Vec<String> = rt.eval("Object.keys(require('kit'))").unwrap();
        assert_eq!(names.join(","), "addUp,delete,mirror,maximum,optional,sumBytes,sameBytes,reverse,copied,twice,maybe,all,kept,nothing,ownError,standardError,textError,boxedError,type,VERSION,answer");
        let lengths: Vec<u8> = rt.eval("const k = require('kit'); [k.addUp, k.delete, k.maximum, k.optional, k.twice, k.all, k.copied].map(f => f.length)").unwrap();
        assert_eq!(lengths, [2, 1, 1, 1, 2, 0, 1]);
        assert_eq!(rt.eval::<String>("k.addUp.name + k.delete.name").unwrap(), "addUpdelete");
        assert_eq!(rt.eval::<(String, u32)>("[k.VERSION, require('node:kit-alias').answer]").unwrap(), ("1.2.3".to_owned(), 42));
        for (code, wanted) in [
            ("k.addUp(40, 2)", "42"),
            ("k.delete('a b c')", "\"abc\""),
            ("k.delete('a b c', 'b ')", "\"a c\""),
            ("k.mirror({ x: 1, y: 2 })", "{\"x\":2,\"y\":1}"),
            ("[k.maximum(1), k.maximum(1, 5, 3)]", "[1,5]"),
            ("[k.optional(1), k.optional(1, null, undefined), k.optional(1, 2, [3, 4])]", "[[1,null,0],[1,null,0],[1,2,2]]"),
            ("[k.sumBytes(new Uint8Array([1, 2, 250])), k.sumBytes(new Uint8Array([1, 2, 3]).buffer)]", "[253,6]"),
            ("k.sumBytes(new Uint8Array([1, 2, 3]).subarray(1))", "5"),
            ("const same = new Uint8Array(3); [k.sameBytes(same, same), k.sameBytes(same, new Uint8Array(2))]", "[true,false]"),
            ("Array.from(k.reverse(new Uint8Array([1, 2])))", "[2,1]"),
            ("[Array.from(k.copied(new Uint8Array([1]))), Array.from(k.copied(new Uint8Array([1]), new Uint8Array([2])))]", "[[1],[1,2]]"),
            ("k.twice(x => x * 3, 2)", "18"),
            ("[k.maybe(), k.maybe(null), k.maybe('x')].map(String)", "[\"undefined\",\"undefined\",\"x\"]"),
            ("k.all(1, 2, 3)", "3"),
            ("const kept = {}; k.kept(kept) === kept", "true"),
            ("String(k.nothing())", "\"undefined\""),
            ("k.type()", "\"raw\""),
        ] {
            assert_eq!(rt.eval::<String>(&format!("JSON.stringify((() => {{ {} }})())", returning(code))).unwrap(), wanted, "{code}");
        }
    }

    fn wrong_arguments_are_type_errors_that_say_which(strategy) {
        let mut rt = with_kit(strategy);
        rt.eval::<()>("var k = require('kit')").unwrap();
        for (code, wanted) in [
            ("k.addUp(1)", "argument 2 (b) is missing"),
            ("k.addUp('1', 2)", "argument 1 (a): invalid type: string"),
            ("k.optional(1, 300)", "argument 2 (b): invalid value: integer `300`, expected u8"),
            ("k.maximum(1, 2, 'x')", "argument 3 (others): invalid type: string"),
            ("k.sumBytes('text')", "argument 1 (data): invalid type: string, expected an ArrayBuffer or a typed array"),
            ("k.sameBytes(new Uint8Array(1), [1])", "argument 2 (b): invalid type: object"),
            ("k.delete(1)", "argument 1 (text): invalid type"),
            ("k.mirror({ x: 1 })", "argument 1 (point): missing field `y`"),
            ("k.reverse([1])", "argument 1 (bytes): "),
        ] {
            let seen = thrown(&mut rt, code);
            assert!(seen.starts_with(&format!("true|TypeError|{wanted}")), "{code}: {seen}");
        }
        // What the script's own code throws meanwhile stays what it is.
        let seen = thrown(&mut rt, "k.mirror({ get x() { throw new RangeError('mine') } })");
        assert_eq!(seen, "true|RangeError|mine||");
    }

    fn errors_are_error_objects(strategy) {
        let mut rt = with_kit(strategy);
        rt.eval::<()>("var k = require('kit')").unwrap();
        assert_eq!(thrown(&mut rt, "k.ownError()"), "true|DatabaseError|locked|SQLITE_BUSY|RangeError: too busy");
        assert_eq!(rt.eval::<String>("try { k.ownError() } catch (e) { e.cause.code }").unwrap(), "EBUSY");
        assert_eq!(thrown(&mut rt, "k.standardError('x')"), "true|Error|invalid float literal||");
        assert_eq!(rt.eval::<f64>("k.standardError('1.5')").unwrap(), 1.5);
        assert_eq!(thrown(&mut rt, "k.textError()"), "true|Error|only words||");
        assert!(thrown(&mut rt, "k.boxedError(false)").starts_with("true|Error|outer||Error: "));
        assert_eq!(thrown(&mut rt, "k.boxedError(true)"), "true|DatabaseError|locked|SQLITE_BUSY|RangeError: too busy");
        assert!(thrown(&mut rt, "k.twice(() => { throw new SyntaxError('theirs') })").contains("SyntaxError|theirs"));
    }
}

/// A piece of code whose last statement is returned.
fn returning(code: &str) -> String {
    match code.rsplit_once("; ") {
        Some((before, last)) => format!("const k = require('kit'); {before}; return {last}"),
        None => format!("const k = require('kit'); return {code}"),
    }
}

#[jsmint::module]
mod notes_of_one {
    use std::cell::RefCell;

    #[derive(Default)]
    pub struct Notes(RefCell<Vec<String>>);

    #[js(state)]
    fn open() -> Result<Notes, std::io::Error> {
        Ok(Notes(RefCell::new(vec!["first".to_owned()])))
    }

    pub fn add(notes: &Notes, note: String) -> usize {
        notes.0.borrow_mut().push(note);
        notes.0.borrow().len()
    }

    pub fn all(notes: &Notes, separator: Option<&str>) -> String {
        notes.0.borrow().join(separator.unwrap_or(","))
    }
}

#[jsmint::module(state = Total)]
mod totals {
    #[derive(Default)]
    pub struct Total(std::cell::Cell<f64>);

    pub fn add(total: &Total, by: f64) -> f64 {
        total.0.set(total.0.get() + by);
        total.0.get()
    }
}

/// Greets.
#[derive(Clone)]
struct Greeter {
    greeting: String,
    greeted: std::cell::Cell<u32>,
    alive: Arc<AtomicUsize>,
}

/// Greetings.
#[jsmint::module(name = "greeter", aliases = ["node:greeter"])]
impl Greeter {
    /// The most.
    pub const MOST: u32 = 3;

    /// Greets somebody.
    pub fn greet(&self, name: &str) -> Result<String, String> {
        self.greeted.set(self.greeted.get() + 1);
        if self.greeted.get() > Self::MOST {
            return Err(format!("{} are enough", Self::MOST));
        }
        Ok(format!("{} {name}!", self.greeting))
    }

    pub fn witnesses(&self) -> usize {
        Arc::strong_count(&self.alive)
    }

    pub fn shout(text: String) -> String {
        text.to_uppercase()
    }
}

on_both_paths! {
    fn every_runtime_has_its_own_state(strategy) {
        let factory = factory(strategy, Options::new().module(notes_of_one::Module).module(totals::Module));
        let (mut a, mut b) = (factory.new_runtime().unwrap(), factory.new_runtime().unwrap());
        assert_eq!(a.eval::<usize>("require('notes-of-one').add('second')").unwrap(), 2);
        assert_eq!(a.eval::<String>("require('notes-of-one').all()").unwrap(), "first,second");
        assert_eq!(b.eval::<String>("require('notes-of-one').all('-')").unwrap(), "first");
        assert_eq!(a.eval::<f64>("require('totals').add(2); require('totals').add(3)").unwrap(), 5.0);
        assert_eq!(b.eval::<f64>("require('totals').add(1)").unwrap(), 1.0);
    }

    fn a_module_can_be_a_value_that_every_runtime_has_a_clone_of(strategy) {
        let alive = Arc::new(AtomicUsize::new(0));
        let greeter = Greeter { greeting: "Hello".to_owned(), greeted: std::cell::Cell::new(0), alive: Arc::clone(&alive) };
        let factory = factory(strategy, Options::new().module(greeter.into_module()));
        let mut rt = factory.new_runtime().unwrap();
        for _ in 0..3 {
            assert_eq!(rt.eval::<String>("require('greeter').greet('you')").unwrap(), "Hello you!");
        }
        assert_eq!(thrown(&mut rt, "require('node:greeter').greet('you')"), "true|Error|3 are enough||");
        assert_eq!(rt.eval::<(u32, String)>("[require('greeter').MOST, require('greeter').shout('a')]").unwrap(), (3, "A".to_owned()));
        let mut other = factory.new_runtime().unwrap();
        assert_eq!(other.eval::<String>("require('greeter').greet('you')").unwrap(), "Hello you!");
        let both: usize = other.eval("require('greeter').witnesses()").unwrap();
        drop(rt);
        assert_eq!(other.eval::<usize>("require('greeter').witnesses()").unwrap(), both - 1);
    }
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
}
