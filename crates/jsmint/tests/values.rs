//! The table of conversions, both ways, row by row, and what does not convert.

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use common::plain;
use jsmint::convert::{FromJs, IntoJs};
use jsmint::{Bytes, Date, Error, ErrorKind, Handle, Runtime, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a Rust value looks like to a script: `test(x)` must be true.
#[track_caller]
fn to_js<T: for<'js> IntoJs<'js>>(rt: &mut Runtime, value: T, test: &str) {
    rt.global().set("x", value).unwrap();
    assert_eq!(rt.eval::<bool>(test).map_err(|error| error.to_string()), Ok(true), "{test}, x is {:?}", describe(rt));
}

fn describe(rt: &mut Runtime) -> String {
    rt.eval("typeof x === 'bigint' ? `${x}n` : `${typeof x} ${JSON.stringify(x) ?? String(x)}`").unwrap()
}

#[track_caller]
fn from_js<T: DeserializeOwned + PartialEq + Debug>(rt: &mut Runtime, source: &str, expected: T) {
    assert_eq!(rt.eval::<T>(&format!("({source})")).map_err(|error| error.to_string()), Ok(expected), "{source}");
}

/// There and back again.
#[track_caller]
fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(rt: &mut Runtime, value: T) {
    rt.global().set("x", &value).unwrap();
    assert_eq!(rt.global().get::<T>("x").map_err(|error| error.to_string()), Ok(value));
}

#[track_caller]
fn refused<T: DeserializeOwned + Debug>(rt: &mut Runtime, source: &str, message: &str) {
    let error = rt.eval::<T>(&format!("({source})")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conversion, "{source}: {error:?}");
    assert!(error.message().contains(message), "{source}: {error}");
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone, Default)]
struct Order {
    id: u32,
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(rename = "unitPrice")]
    unit_price: f64,
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
enum Shape {
    Point,
    Circle(f64),
    Line(i32, i32),
    Box { width: f64, height: f64 },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Event {
    Started,
    UserJoined { name: String, age: u8 },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    One(i32),
    Many { all: Vec<i32> },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Anything {
    Number(f64),
    Text(String),
    List(Vec<Anything>),
    Named { name: String },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Flat {
    id: u32,
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
    #[serde(flatten)]
    order: Order,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Wrapper(Vec<u8>);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Pair(i32, String);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Nothing;

on_both_paths! {
    fn nothing_and_booleans(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, (), "x === undefined");
        to_js(rt, Nothing, "x === undefined");
        to_js(rt, vec![()], "x[0] === null");
        to_js(rt, serde_json::json!({ "note": null, "list": [null] }), "x.note === null && x.list[0] === null");
        to_js(rt, true, "x === true");
        for source in ["undefined", "null", "1", "'x'", "{}", "() => 1", "Symbol()", "10n"] {
            rt.eval::<()>(&format!("({source})")).unwrap();
        }
        from_js(rt, "false", false);
        for source in ["0", "''", "undefined", "null", "new Boolean(true)"] {
            refused::<bool>(rt, source, "boolean");
        }
    }

    fn integers(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, -5i8, "x === -5");
        to_js(rt, i32::MIN, "x === -(2 ** 31)");
        to_js(rt, u32::MAX, "x === 2 ** 32 - 1");
        to_js(rt, (1i64 << 53) - 1, "x === Number.MAX_SAFE_INTEGER");
        to_js(rt, 1i64 << 53, "x === 2n ** 53n");
        to_js(rt, -((1i64 << 53) - 1), "x === Number.MIN_SAFE_INTEGER");
        to_js(rt, -(1i64 << 53), "x === -(2n ** 53n)");
        to_js(rt, i64::MIN, "x === -(2n ** 63n)");
        to_js(rt, u64::MAX, "x === 2n ** 64n - 1n");
        to_js(rt, i128::MIN, "x === -(2n ** 127n)");
        to_js(rt, i128::MAX, "x === 2n ** 127n - 1n");
        to_js(rt, u128::from(u64::MAX) + 1, "x === 2n ** 64n");
        to_js(rt, 7u128, "x === 7");
        to_js(rt, -7isize, "x === -7");
        from_js(rt, "255", 255u8);
        from_js(rt, "-128.0", -128i8);
        from_js(rt, "2 ** 53 - 1", (1u64 << 53) - 1);
        from_js(rt, "2n ** 64n - 1n", u64::MAX);
        from_js(rt, "-(2n ** 63n)", i64::MIN);
        from_js(rt, "2n ** 127n - 1n", i128::MAX);
        from_js(rt, "-(2n ** 127n)", i128::MIN);
        from_js(rt, "2n ** 127n - 1n", u128::MAX / 2);
        from_js(rt, "5n", 5u8);
        from_js(rt, "5n", 5.0f64);
        for source in ["256", "-1", "1.5", "NaN", "Infinity", "'1'", "null", "undefined", "true", "256n", "[]", "-(2n ** 200n)", "2n ** 128n"] {
            refused::<u8>(rt, source, "");
        }
        refused::<u64>(rt, "2n ** 64n", "");
        refused::<i64>(rt, "2n ** 63n", "");
        refused::<u128>(rt, "-1n", "");
        refused::<i128>(rt, "2n ** 127n", "");
        refused::<u128>(rt, "2n ** 127n", "128 bits");
        let error = rt.global().set("x", u128::MAX).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conversion);
        // Beyond 2^53 a number is not exact, so it is no integer.
        refused::<i64>(rt, "2 ** 53", "");
        refused::<u64>(rt, "1e300", "");
        for number in [i64::MIN, -1, 0, 1, i64::MAX] {
            round(rt, number);
        }
        for number in [0, 1, u128::from(u64::MAX) + 1, u128::MAX / 2] {
            round(rt, number);
        }
        round(rt, i128::MIN);
    }

    fn floats(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, 1.5, "x === 1.5");
        to_js(rt, -0.0, "Object.is(x, -0)");
        to_js(rt, f64::NAN, "Number.isNaN(x)");
        to_js(rt, f64::NEG_INFINITY, "x === -Infinity");
        to_js(rt, 0.1f32, "x === Math.fround(0.1)");
        to_js(rt, 3.0, "x === 3 && 1 / x > 0");
        from_js(rt, "7", 7.0f64);
        from_js(rt, "7", 7.0f32);
        from_js(rt, "2 ** 60", 2f64.powi(60));
        from_js(rt, "5e-324", 5e-324);
        assert!(rt.eval::<f64>("-0").unwrap().is_sign_negative());
        assert!(rt.eval::<f64>("NaN").unwrap().is_nan());
        for number in [f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, -1e100, 4_294_967_296.0, 9_007_199_254_740_993.0] {
            round(rt, number);
        }
        refused::<f64>(rt, "'1'", "string");
        refused::<f64>(rt, "null", "");
    }

    fn text(strategy) {
        let rt = &mut plain(strategy);
        for text in ["", "plain", "ünï", "日本", "😀", "a\0b", "\u{feff}x", "\u{2028}"] {
            to_js(rt, text, &format!("x === {}", serde_json::to_string(text).unwrap()));
            round(rt, text.to_owned());
        }
        to_js(rt, '😀', "x === '\\u{1F600}' && x.length === 2");
        from_js(rt, "'é'", 'é');
        refused::<char>(rt, "'ab'", "");
        from_js(rt, "'a' + 'b'.repeat(3000) + Math.abs(-1)", format!("a{}1", "b".repeat(3000)));
        from_js(rt, "'\\ud800'", "\u{fffd}".to_owned());
        from_js(rt, "'a\\udc00b\\ud83d'", "a\u{fffd}b\u{fffd}".to_owned());
        for source in ["1", "null", "undefined", "{}", "['a']", "Symbol('s')", "new String('x')"] {
            refused::<String>(rt, source, "");
        }
        let long = "y".repeat(1 << 20);
        round(rt, long);
    }

    fn bytes(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, Bytes(vec![0, 255, 7]), "x instanceof Uint8Array && x.length === 3 && x[1] === 255 && x.buffer.byteLength === 3");
        to_js(rt, Bytes(Vec::new()), "x instanceof Uint8Array && x.length === 0");
        to_js(rt, vec![1u8, 2], "Array.isArray(x) && x.length === 2");
        for source in ["new Uint8Array([1, 2, 3])", "new Uint8Array([1, 2, 3]).buffer", "new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4)", "new Uint8ClampedArray([1, 2, 3])",
            "new Int8Array([1, 2, 3])"] {
            from_js(rt, source, Bytes(vec![1, 2, 3]));
        }
        from_js(rt, "new Uint16Array([258])", Bytes(vec![2, 1]));
        from_js(rt, "new ArrayBuffer(0)", Bytes(Vec::new()));
        from_js(rt, "new Uint8Array([1, 2])", vec![1u8, 2]);
        from_js(rt, "new Uint8Array([1, 2])", Wrapper(vec![1, 2]));
        from_js(rt, "[1, 2]", Wrapper(vec![1, 2]));
        refused::<Bytes>(rt, "[1, 2]", "Uint8Array");
        refused::<Bytes>(rt, "'text'", "");
        refused::<Bytes>(rt, "{}", "");
        // A buffer that is gone has no bytes; a view that is out of bounds is none.
        from_js(rt, "(() => { const b = new ArrayBuffer(4); b.transfer(); return b })()", Bytes(Vec::new()));
        refused::<Bytes>(rt, "(() => { const b = new ArrayBuffer(8, { maxByteLength: 16 }), view = new Uint8Array(b, 4); b.resize(2); return view })()", "");
        round(rt, Bytes((0..=255).collect()));
    }

    fn numbers_in_typed_arrays(strategy) {
        let rt = &mut plain(strategy);
        // As numbers, a typed array gives its elements.
        from_js(rt, "new Float64Array([1.5, -2])", vec![1.5, -2.0]);
        from_js(rt, "new Int16Array([-1, 300])", vec![-1, 300]);
        from_js(rt, "new BigUint64Array([5n, 2n ** 64n - 1n])", vec![5, u64::MAX]);
        from_js(rt, "new Uint32Array([2 ** 32 - 1])", vec![u32::MAX]);
    }

    fn dates(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, Date(1000.0), "x instanceof Date && x.getTime() === 1000 && x.toISOString() === '1970-01-01T00:00:01.000Z'");
        to_js(rt, Date(f64::NAN), "x instanceof Date && Number.isNaN(x.getTime())");
        from_js(rt, "new Date(5)", Date(5.0));
        from_js(rt, "new Date(-1.5)", Date(-1.0));
        from_js(rt, "new (class Sub extends Date {})(7)", Date(7.0));
        assert!(rt.eval::<Date>("new Date(NaN)").unwrap().0.is_nan());
        // What a script has made of Date is no matter.
        from_js(rt, "(Date.prototype.getTime = () => 9, Date.prototype.valueOf = () => 9, new Date(3))", Date(3.0));
        from_js(rt, "new Date(5)", 5.0f64);
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_234_567);
        assert_eq!(Date::from(time), Date(1_234_567.0));
        assert_eq!(Date(1_234_567.0).to_system_time(), Some(time));
        assert_eq!(Date(-500.0).to_system_time(), SystemTime::UNIX_EPOCH.checked_sub(Duration::from_millis(500)));
        assert_eq!(Date(f64::NAN).to_system_time(), None);
        round(rt, vec![Date(1.0), Date(-1.0)]);
        round(rt, HashMap::from([("at".to_owned(), Some(Date(1e12)))]));
        refused::<Date>(rt, "'2000-01-01'", "");
    }

    fn options(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, None::<i32>, "x === undefined");
        to_js(rt, Some(5), "x === 5");
        to_js(rt, Some(Some("a")), "x === 'a'");
        from_js(rt, "null", None::<i32>);
        from_js(rt, "undefined", None::<i32>);
        from_js(rt, "0", Some(0));
        from_js(rt, "[1, null, undefined, , 2]", vec![Some(1), None, None, None, Some(2)]);
        refused::<Option<i32>>(rt, "'x'", "");
    }

    fn lists(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, vec![vec![1, 2], vec![]], "Array.isArray(x) && x[0][1] === 2 && x[1].length === 0");
        to_js(rt, (1, "a", [true; 2]), "x.length === 3 && x[1] === 'a' && x[2][1] === true");
        to_js(rt, BTreeSet::from([3, 1]), "Array.isArray(x) && x.join() === '1,3'");
        to_js(rt, Pair(1, "b".into()), "Array.isArray(x) && x[1] === 'b'");
        from_js(rt, "[1, 2, 3]", (1, 2, 3));
        from_js(rt, "[1, 'b']", Pair(1, "b".into()));
        from_js(rt, "new Set([2, 1, 2])", vec![2, 1]);
        from_js(rt, "new Set(['a'])", BTreeSet::from(["a".to_owned()]));
        from_js(rt, "new (class extends Array {})(1, 2)", vec![1, 2]);
        from_js(rt, "[[1, 'a'], [2, 'b']]", vec![(1, "a".to_owned()), (2, "b".to_owned())]);
        refused::<(i32, i32)>(rt, "[1]", "");
        refused::<(i32, i32)>(rt, "[1, 2, 3]", "");
        refused::<Vec<i32>>(rt, "{ length: 2, 0: 1, 1: 2 }", "");
        refused::<Vec<i32>>(rt, "'12'", "");
        refused::<Vec<i32>>(rt, "[1, 'x']", "");
        refused::<Vec<i32>>(rt, "new Array(4294967295)", "");
        // An iterator that a script has replaced is not asked.
        from_js(rt, "((all) => { Array.prototype[Symbol.iterator] = Set.prototype[Symbol.iterator] = Set.prototype.forEach = null; return all })([new Set([1])])", vec![vec![1]]);
        round(rt, (0..10_000).collect::<Vec<u32>>());
    }

    fn maps(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, BTreeMap::from([("b", 1), ("a", 2)]), "Object.keys(x).join() === 'a,b' && x.b === 1 && Object.getPrototypeOf(x) === Object.prototype");
        to_js(rt, BTreeMap::from([(10, "ten"), (-1, "minus")]), "x[10] === 'ten' && x['-1'] === 'minus'");
        to_js(rt, BTreeMap::from([("__proto__", 1)]), "Object.keys(x).join() === '__proto__' && Object.getPrototypeOf(x) === Object.prototype");
        from_js(rt, "{ a: 1, b: 2 }", BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
        from_js(rt, "{ 1: 'x', [-2]: 'y' }", BTreeMap::from([(1, "x".to_owned()), (-2, "y".to_owned())]));
        from_js(rt, "{ '18446744073709551615': 1 }", HashMap::from([(u64::MAX, 1)]));
        from_js(rt, "{ true: 1, false: 2 }", BTreeMap::from([(true, 1), (false, 2)]));
        from_js(rt, "new Map([['a', 1]])", HashMap::from([("a".to_owned(), 1)]));
        from_js(rt, "new Map([[1, 'x'], [2n, 'y']])", BTreeMap::from([(1, "x".to_owned()), (2, "y".to_owned())]));
        from_js(rt, "new Map([[[1, 2], true]])", HashMap::from([((1, 2), true)]));
        from_js(rt, "Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })", HashMap::from([("own".to_owned(), 2)]));
        from_js(rt, "{ a: 1, [Symbol('s')]: 2 }", HashMap::from([("a".to_owned(), 1)]));
        from_js(rt, "{ get a() { return 5 } }", HashMap::from([("a".to_owned(), 5)]));
        from_js(rt, "new Proxy({ a: 1 }, { get: () => 7 })", HashMap::from([("a".to_owned(), 7)]));
        refused::<HashMap<i32, i32>>(rt, "{ a: 1 }", "");
        refused::<HashMap<String, i32>>(rt, "[1]", "");
        refused::<HashMap<String, i32>>(rt, "'x'", "");
        let error = rt.global().set("x", HashMap::from([(vec![1], 1)])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conversion);
        for key in [BTreeMap::from([(u64::MAX, 1)]), BTreeMap::from([(0, 1)])] {
            round(rt, key);
        }
        round(rt, BTreeMap::from([(i128::MIN, 1)]));
        round(rt, BTreeMap::from([(true, 1)]));
        round(rt, BTreeMap::from([('c', 1)]));
        round(rt, HashMap::from([(String::new(), vec![Some(1.5), None])]));
    }

    fn structs(strategy) {
        let rt = &mut plain(strategy);
        let order = Order { id: 7, note: Some("n".into()), tags: vec!["a".into()], unit_price: 2.5 };
        to_js(rt, order.clone(), "Object.keys(x).join() === 'id,note,tags,unitPrice' && x.unitPrice === 2.5");
        round(rt, order);
        from_js(rt, "{ id: 1, unitPrice: 0, extra: () => 1 }", Order { id: 1, ..Order::default() });
        from_js(rt, "{ id: 1, unitPrice: 0, note: null, tags: undefined }", Order { id: 1, ..Order::default() });
        from_js(rt, "new (class { id = 3; get unitPrice() { return 1.5 } })", Order { id: 3, unit_price: 1.5, ..Order::default() });
        from_js(rt, "Object.create({ id: 4, unitPrice: 1 })", Order { id: 4, unit_price: 1.0, ..Order::default() });
        refused::<Order>(rt, "{ id: 1 }", "unitPrice");
        refused::<Order>(rt, "{ id: '1', unitPrice: 0 }", "");
        refused::<Order>(rt, "null", "Order");
        refused::<Order>(rt, "[1, null, [], 2]", "");
        refused::<Order>(rt, "() => 1", "function");
        let error = rt.eval::<Order>("({ get id() { throw new RangeError('mine') } })").unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Exception, "RangeError: mine"));
        from_js(rt, "null", Nothing);
        let flat = Flat { id: 1, rest: BTreeMap::from([("a".into(), 1), ("b".into(), 2)]), order: Order { id: 9, ..Order::default() } };
        rt.global().set("x", flat).unwrap();
        assert_eq!(rt.eval::<(i32, i32)>("[x.a, x.unitPrice]").unwrap(), (1, 0));
        #[derive(Deserialize, Debug, PartialEq)]
        struct Rest { id: u32, #[serde(flatten)] rest: HashMap<String, serde_json::Value> }
        from_js(rt, "{ id: 1, a: [1], b: 'x' }", Rest { id: 1, rest: HashMap::from([("a".into(), serde_json::json!([1])), ("b".into(), "x".into())]) });
        #[derive(Deserialize, Debug, PartialEq)]
        #[serde(deny_unknown_fields)]
        struct Strict { id: u32 }
        from_js(rt, "{ id: 1 }", Strict { id: 1 });
    }

    fn enums(strategy) {
        let rt = &mut plain(strategy);
        to_js(rt, Shape::Point, "x === 'Point'");
        to_js(rt, Shape::Circle(1.5), "x.Circle === 1.5 && Object.keys(x).length === 1");
        to_js(rt, Shape::Line(1, 2), "x.Line[1] === 2");
        to_js(rt, Shape::Box { width: 1.0, height: 2.0 }, "x.Box.height === 2");
        to_js(rt, Event::UserJoined { name: "A".into(), age: 3 }, "x.type === 'userJoined' && x.age === 3");
        to_js(rt, Adjacent::One(1), "x.t === 'One' && x.c === 1");
        for shape in [Shape::Point, Shape::Circle(2.0), Shape::Line(1, 2), Shape::Box { width: 1.0, height: 2.5 }] {
            round(rt, shape.clone());
            round(rt, vec![Some(shape)]);
        }
        round(rt, Event::Started);
        round(rt, Event::UserJoined { name: "B".into(), age: 200 });
        round(rt, Adjacent::Many { all: vec![1, 2] });
        round(rt, Anything::List(vec![Anything::Number(1.5), Anything::Text("x".into()), Anything::Named { name: "n".into() }, Anything::List(vec![])]));
        round(rt, BTreeMap::from([("k".to_owned(), Shape::Point)]));
        from_js(rt, "{ Circle: 2n }", Shape::Circle(2.0));
        refused::<Shape>(rt, "'Nope'", "Nope");
        refused::<Shape>(rt, "'Circle'", "");
        refused::<Shape>(rt, "{ Point: 1, Circle: 2 }", "one property");
        refused::<Shape>(rt, "{}", "one property");
        refused::<Shape>(rt, "{ Line: [1] }", "");
        refused::<Shape>(rt, "5", "");
        refused::<Event>(rt, "{ type: 'nope' }", "");
        refused::<Anything>(rt, "{ nope: 1 }", "");
    }

    fn what_has_no_place_in_rust(strategy) {
        let rt = &mut plain(strategy);
        for source in ["() => 1", "class {}", "Symbol('s')", "{ f: () => 1 }", "[Symbol.iterator]"] {
            refused::<serde_json::Value>(rt, source, "");
        }
        refused::<serde_json::Value>(rt, "(() => { const me = {}; me.me = me; return me })()", "nested deeper than 128");
        refused::<serde_json::Value>(rt, "(() => { const me = []; me.push(me); return me })()", "nested deeper than 128");
        // Maps are read by calls, which may run out of stack before, in debug builds.
        assert!(rt.eval::<serde_json::Value>("const me = new Map(); me.set('me', me)").is_err());
        refused::<serde_json::Value>(rt, "(() => { let deep = 1; for (let i = 0; i < 129; i++) deep = [deep]; return deep })()", "nested deeper than 128");
        rt.eval::<serde_json::Value>("(() => { let deep = 1; for (let i = 0; i < 127; i++) deep = [deep]; return deep })()").unwrap();
        #[derive(Deserialize, Debug)]
        struct Node { #[allow(dead_code, reason = "only its depth counts")] next: Option<Box<Node>> }
        refused::<Node>(rt, "(() => { const me = {}; me.next = me; return me })()", "nested deeper than 128");
        #[derive(Deserialize, Debug)]
        enum Chain { #[allow(dead_code, reason = "only its depth counts")] Next(Box<Chain>) }
        refused::<Chain>(rt, "(() => { const me = {}; me.Next = me; return me })()", "nested deeper than 128");
        // Proxies may lie about anything and may throw; nothing crashes.
        for source in ["new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 32 : 1 })", "new Proxy({}, { ownKeys: () => { throw new Error('no') } })", "new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) })",
            "Proxy.revocable({}, {}).proxy", "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()", "new Proxy(() => 1, {})", "new Proxy(new Map([[1, 2]]), {})", "new Proxy(new Date(), {})"] {
            let _ = rt.eval::<serde_json::Value>(&format!("({source})"));
        }
        assert_eq!(rt.eval::<i32>("1").unwrap(), 1);
    }

    fn what_has_no_place_in_javascript(strategy) {
        let rt = &mut plain(strategy);
        let mut deep = serde_json::json!(1);
        for _ in 0..129 { deep = serde_json::json!([deep]); }
        assert!(rt.global().set("x", &deep).unwrap_err().message().contains("nested deeper than 128"));
        struct Fails;
        impl Serialize for Fails {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> { Err(serde::ser::Error::custom("not today")) }
        }
        let error = rt.global().set("x", vec![Fails]).unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Conversion, "not today"));
    }

    fn what_is_shared_is_not_copied_without_end(strategy) {
        use std::time::{Duration, Instant};
        let limits = jsmint::Limits::new().memory(8 << 20).time(Duration::from_secs(60));
        let mut rt = common::runtime(strategy, jsmint::Options::new().limits(limits));
        rt.eval::<()>("var text = 'x'.repeat(1 << 20); var texts = new Array(1000).fill(text); var tree = [1]; for (let i = 0; i < 100; i++) tree = [tree, tree];
            var node = {}; for (let i = 0; i < 100; i++) node = { left: node, right: node }; var bytes = new Array(100).fill(new Uint8Array(1 << 20))").unwrap();
        for source in ["texts", "tree", "new Array(4294967295)", "({ [text]: texts })", "new Map([['a', texts]])",
            "new Set([texts, tree])", "node"] {
            let start = Instant::now();
            let error = rt.eval::<serde_json::Value>(source).unwrap_err();
            assert_eq!(error.kind(), jsmint::ErrorKind::TooLarge, "{source}: {error}");
            assert!(start.elapsed() < Duration::from_secs(20), "{source}");
        }
        assert_eq!(rt.eval::<Vec<Bytes>>("bytes").unwrap_err().kind(), jsmint::ErrorKind::TooLarge);
        // Each conversion has its own, and what shares nothing has room.
        for _ in 0..50 {
            assert_eq!(rt.eval::<Vec<String>>("new Array(5).fill(text)").unwrap().len(), 5);
        }
        assert_eq!(rt.eval::<Vec<f64>>("Array.from({ length: 100000 }, (_, i) => i)").unwrap().len(), 100_000);
        assert_eq!(rt.eval::<Vec<u8>>("new Uint8Array(1 << 20)").unwrap().len(), 1 << 20);
        // It ends with its entry.
        let mut rt = common::runtime(strategy, jsmint::Options::new().limits(jsmint::Limits::new().memory(1000 << 20).time(Duration::from_millis(30))));
        let start = Instant::now();
        assert!(rt.eval::<Vec<()>>("new Array(200000000)").unwrap_err().is_timeout());
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    fn changing_while_being_read(strategy) {
        let rt = &mut plain(strategy);
        from_js(rt, "(() => { const list = [1, 2, 3]; Object.defineProperty(list, 0, { get() { list.length = 1; return 9 } }); return list })()", vec![Some(9), None, None]);
        from_js(rt, "(() => { const o = { get a() { delete o.b; return 1 }, b: 2 }; return o })()", BTreeMap::from([("a".to_owned(), Some(1)), ("b".to_owned(), None)]));
        let map = "(() => { const map = new Map(); map.set('a', { toJSON: 1, get x() { map.clear(); return 1 } }).set('b', { x: 2 }); return map })()";
        from_js(rt, map, BTreeMap::from([("a".to_owned(), HashMap::from([("toJSON".to_owned(), 1), ("x".to_owned(), 1)])), ("b".to_owned(), HashMap::from([("x".to_owned(), 2)]))]));
    }

    fn live_values_and_handles(strategy) {
        let rt = &mut plain(strategy);
        let text = rt.enter(|scope| {
            let object = scope.object()?;
            object.set("list", vec![1, 2].into_js(scope)?)?;
            object.set("self", object.clone())?;
            assert!(object.get("self")?.is_same(&object) && object.has("list")? && object.keys()? == ["list", "self"]);
            assert_eq!((object.get("list")?.length()?, object.get("list")?.type_of(), object.get("nope")?.is_undefined()), (2, "object", true));
            let value: Value<'_> = Value::from_js(object.get("list")?)?;
            Vec::<i32>::from_js(value.clone())?;
            assert!(scope.null().is_null() && scope.boolean(true).as_bool() == Some(true) && scope.number(1.5).as_number() == Some(1.5) && scope.int(3).as_int() == Some(3));
            assert_eq!(scope.big_int(1 << 100)?.as_big_int()?, Some(1 << 100));
            assert_eq!(scope.string("x")?.as_text()?, Some("x".to_owned()));
            assert_eq!(scope.number(1.0).as_text()?, None);
            assert_eq!(scope.undefined().get("x").unwrap_err().exception().map(|thrown| thrown.name.clone()).as_deref(), Some("TypeError"));
            value.to_text()
        });
        assert_eq!(text.unwrap(), "1,2");
        let handle: Handle = rt.eval("({ n: 1 })").unwrap();
        rt.global().set("back", &handle).unwrap();
        rt.eval::<()>("back.n++").unwrap();
        assert_eq!(rt.enter(|scope| i32::from_js(handle.value(scope)?.get("n")?)).unwrap(), 2);
        let (f, n): (i32, i32) = rt.call("Array.of", (1, 2)).unwrap();
        assert_eq!((f, n), (1, 2));
        assert_eq!(rt.call::<Vec<i32>, _>("Array.of", (1, 2, 3, 4, 5, 6, 7, 8)).unwrap().len(), 8);
    }
}

/// Values as JSON has them, with what JavaScript cannot tell apart left out.
fn json() -> impl proptest::strategy::Strategy<Value = serde_json::Value> {
    use proptest::prelude::*;
    let number = prop_oneof![
        any::<i64>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<f64>()
            .prop_filter("finite, and no integer that would come back as one", |f| f.is_finite() && f.fract() != 0.0)
            .prop_map(serde_json::Value::from),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        number,
        any::<String>().prop_map(serde_json::Value::from)
    ];
    leaf.prop_recursive(6, 128, 12, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..12).prop_map(serde_json::Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..12)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Objects compare without their order, since JavaScript puts integer keys first.
#[test]
fn json_comes_back_as_it_went() {
    let rt = std::cell::RefCell::new(plain(jsmint::Strategy::Auto));
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        cases: 300,
        failure_persistence: None,
        ..Default::default()
    });
    runner
        .run(&json(), |value| {
            let mut rt = rt.borrow_mut();
            rt.global().set("x", &value).map_err(fail)?;
            let back: serde_json::Value = rt.global().get("x").map_err(fail)?;
            proptest::prop_assert_eq!(&back, &value);
            // What JSON can say of it is what the engine says of it.
            let big = "JSON.stringify(x, (_, v) => typeof v === 'bigint' ? 'big' : v)";
            rt.eval::<Option<String>>(big).map_err(fail)?;
            Ok(())
        })
        .unwrap();
}

fn fail(error: Error) -> proptest::test_runner::TestCaseError {
    proptest::test_runner::TestCaseError::fail(error.to_string())
}
