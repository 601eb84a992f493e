//! Modules made by `#[jsmint::module]`: names, conversions, errors, state and classes.

mod common;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

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

#[jsmint::module]
mod handed {
    /// A class that two modules export.
    #[js(class)]
    pub struct Handed(String);

    #[js(class, name = "Given")]
    impl Handed {
        #[js(getter)]
        pub fn text(&self) -> &str {
            &self.0
        }
    }

    pub fn hand_out(text: String) -> Handed {
        Handed(text)
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
#[jsmint::module(name = "greeter", aliases = ["node:greeter"], classes = [handed::Handed])]
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
        let factory = factory(strategy, Options::new().module(greeter.into_module()).module(handed::Module));
        let mut rt = factory.new_runtime().unwrap();
        for _ in 0..3 {
            assert_eq!(rt.eval::<String>("require('greeter').greet('you')").unwrap(), "Hello you!");
        }
        assert_eq!(thrown(&mut rt, "require('node:greeter').greet('you')"), "true|Error|3 are enough||");
        assert_eq!(rt.eval::<String>("require('greeter').Given.name + require('handed').handOut('!').text").unwrap(), "Given!");
        assert_eq!(rt.eval::<(u32, String)>("[require('greeter').MOST, require('greeter').shout('a')]").unwrap(), (3, "A".to_owned()));
        let mut other = factory.new_runtime().unwrap();
        assert_eq!(other.eval::<String>("require('greeter').greet('you')").unwrap(), "Hello you!");
        let both: usize = other.eval("require('greeter').witnesses()").unwrap();
        drop(rt);
        assert_eq!(other.eval::<usize>("require('greeter').witnesses()").unwrap(), both - 1);
    }
}

on_both_paths! {
    fn no_value_is_too_strange(strategy) {
        let mut rt = with_kit(strategy);
        let call = include_str!("common/hostile_values.js").trim_end();
        let functions = "Object.values(require('kit')).filter((f) => typeof f === 'function')";
        let calls: u32 = rt.eval(&format!("{call}({functions}, [])")).unwrap();
        assert!(calls > 30_000, "{calls}");
        assert_eq!(rt.eval::<f64>("require('kit').addUp(40, 2)").unwrap(), 42.0);
    }
}
