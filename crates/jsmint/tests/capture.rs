//! What the log of calls keeps of a value, under both strategies.

use jsmint::capturing::{CaptureLimits, Rules, capture_arguments, capture_value};
use jsmint::{
    EngineFactory, ErrorKind, Exports, Handle, Limits, NativeModule, Options, Runtime, Scope, Strategy, Value, loader,
};

const STRATEGIES: [Strategy; 2] = [Strategy::Cold, Strategy::Image];

/// `require('probe').capture(value)` is what is kept of a value.
struct Probe;

impl NativeModule for Probe {
    fn name(&self) -> &str {
        "probe"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("capture", 1, "What is kept of a value.", |call| {
            let mut out = String::new();
            capture_value(&call.value(0), &Rules::default(), &mut out);
            call.scope().string(&out)
        });
        exports.raw("deep", 1, "The same, as deep as can be.", |call| {
            let mut out = String::new();
            let limits = CaptureLimits::new().depth(usize::MAX).total_bytes(1 << 16);
            capture_value(&call.value(0), &limited(limits), &mut out);
            call.scope().string(&out)
        });
    }
}

/// The value of a script, as an indirect `eval` gives it.
fn eval<'js>(scope: Scope<'js>, source: &str) -> jsmint::Result<Value<'js>> {
    scope.global().get("eval")?.call(&scope.undefined(), &[scope.string(source)?])
}

fn factory(strategy: Strategy) -> EngineFactory {
    let files = loader::Memory::new()
        .file("/app.js", "globalThis.baked = { map: new Map([['k', [1]]]), text: 'b' + 'ä', at: new Date(0), f() {} };")
        .file("/lib.mjs", "export const one = 1; export default class Leaf {}")
        .file(
            "/ring.mjs",
            "import * as me from './ring.mjs'; import { capture } from 'probe'; import * as lib from './lib.mjs';
            export const early = capture(me); export let late = 1; export function f() {} export const first = capture(lib);
            export * as lib from './lib.mjs'; globalThis.words = { early, first };",
        );
    let options = Options::new().strategy(strategy).loader(files).module(Probe).preload("./app.js").verify(true);
    EngineFactory::new(options.limits(Limits::new().memory(64 << 20))).expect("the options are fine")
}

/// What is kept of the value of an expression.
#[track_caller]
fn captured(rt: &mut Runtime, rules: &Rules, source: &str) -> (String, u64) {
    let kept = rt.enter(|scope| {
        let value = eval(scope, source)?;
        let mut out = String::from("before ");
        let cut = capture_value(&value, rules, &mut out);
        Ok((out["before ".len()..].to_owned(), cut))
    });
    kept.unwrap_or_else(|error| panic!("{source}: {error}"))
}

#[track_caller]
fn check(rules: &Rules, cases: &[(&str, &str)]) {
    for strategy in STRATEGIES {
        let factory = factory(strategy);
        for (source, expected) in cases {
            let mut rt = factory.new_runtime().expect("a runtime");
            let (text, _) = captured(&mut rt, rules, source);
            assert_eq!(&text, expected, "{strategy:?}: {source}");
            serde_json::from_str::<serde_json::Value>(&text)
                .unwrap_or_else(|error| panic!("{source}: {text}: {error}"));
        }
    }
}

fn limited(limits: CaptureLimits) -> Rules {
    Rules::new(limits, [""; 0])
}

#[test]
fn what_json_can_say_is_said_plainly() {
    check(
        &Rules::default(),
        &[
            ("null", "null"),
            ("true", "true"),
            ("false", "false"),
            ("0", "0"),
            ("42", "42"),
            ("-7", "-7"),
            ("1.5", "1.5"),
            ("1e21", "1e+21"),
            ("1e-7", "1e-7"),
            ("123456789012345680000", "123456789012345680000"),
            ("5e-324", "5e-324"),
            ("2**31", "2147483648"),
            ("''", "\"\""),
            ("'text'", "\"text\""),
            ("'\"\\\\\\n\\r\\t\\b\\f\\0\\x1f/\\u2028'", "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f/\u{2028}\""),
            ("'grün'", "\"grün\""),
            ("'日本 🎉'", "\"日本 🎉\""),
            ("'\\ud800'", "\"\u{fffd}\""),
            ("'\\udc00x'", "\"\u{fffd}x\""),
            ("'\\ud800\\ud800\\udc00'", "\"\u{fffd}\u{10000}\""),
            ("'abcdefghijklmnopqrstuvwxyz'.repeat(9).slice(20, 40)", "\"uvwxyzabcdefghijklmn\""),
            ("'ä日'.repeat(3).slice(1, 4)", "\"日ä日\""),
            ("[]", "[]"),
            ("[40, 2]", "[40,2]"),
            ("[[1], ['a', null]]", "[[1],[\"a\",null]]"),
            ("({})", "{}"),
            ("({ a: 1, 'b c': [2], 日: 'x' })", "{\"a\":1,\"b c\":[2],\"日\":\"x\"}"),
            ("({ b: 1, 2: 'two', a: 3, 1: 'one', 0: 0 })", "{\"0\":0,\"1\":\"one\",\"2\":\"two\",\"b\":1,\"a\":3}"),
            ("Object.create(null, { x: { value: 1, enumerable: true }, y: { value: 2 } })", "{\"x\":1}"),
            ("({ [Symbol('s')]: 1, a: 2 })", "{\"a\":2}"),
            ("({ a: 1, b: 2, c: 3 }, o => o) ({ x: 1 })", "{\"x\":1}"),
            ("JSON.parse('{\"__proto__\": 1}')", "{\"__proto__\":1}"),
            ("Object.freeze([1, 'b', [3]])", "[1,\"b\",[3]]"),
            ("Object.seal({ a: Object.freeze({ b: 1 }) })", "{\"a\":{\"b\":1}}"),
            ("Object.assign([1, 2], { extra: 3 })", "[1,2]"),
            ("const o = { a: 1, b: 2, c: 3 }; delete o.b; o", "{\"a\":1,\"c\":3}"),
            (
                "const o = {}; for (let i = 0; i < 40; i++) o['k' + i] = i; for (let i = 0; i < 38; i++) delete o['k' + i]; o",
                "{\"k38\":38,\"k39\":39}",
            ),
            ("globalThis.count = 5; var text = 'v'; ({ count, text })", "{\"count\":5,\"text\":\"v\"}"),
        ],
    );
}

#[test]
fn everything_else_begins_with_an_angle() {
    check(
        &Rules::default(),
        &[
            ("undefined", "\"<undefined>\""),
            ("NaN", "\"<NaN>\""),
            ("Infinity", "\"<Infinity>\""),
            ("-Infinity", "\"<-Infinity>\""),
            ("-0", "\"<-0>\""),
            ("'<undefined>'", "\"<<undefined>\""),
            ("'<'", "\"<<\""),
            ("({ '<class>': 1, '<': 2 })", "{\"<<class>\":1,\"<<\":2}"),
            ("123n", "\"<bigint 123>\""),
            ("-5n", "\"<bigint -5>\""),
            ("0n", "\"<bigint 0>\""),
            ("2n ** 31n", "\"<bigint 2147483648>\""),
            ("-(2n ** 63n)", "\"<bigint -9223372036854775808>\""),
            ("2n ** 64n", "\"<bigint 18446744073709551616>\""),
            ("10n ** 40n", "\"<bigint 10000000000000000000000000000000000000000>\""),
            ("-(10n ** 27n) - 1n", "\"<bigint -1000000000000000000000000001>\""),
            ("2n ** 5000n", "\"<bigint of 5024 bits>\""),
            ("(() => 1)", "\"<function>\""),
            ("(class A {})", "\"<function>\""),
            ("(async function* f() {})", "\"<function>\""),
            ("(function () {}).bind(1)", "\"<function>\""),
            ("Math.max", "\"<function>\""),
            ("console.log", "\"<function>\""),
            ("require", "\"<function>\""),
            ("({ f() {} })", "{\"f\":\"<function>\"}"),
            ("Symbol('sym \"x\"')", "\"<symbol sym \\\"x\\\">\""),
            ("Symbol()", "\"<symbol>\""),
            ("Symbol('')", "\"<symbol >\""),
            ("Symbol.iterator", "\"<symbol Symbol.iterator>\""),
            ("[1, , 3]", "[1,\"<hole>\",3]"),
            ("new Array(2)", "[\"<hole>\",\"<hole>\"]"),
            ("const a = [1]; a[3] = 4; a", "[1,\"<hole>\",\"<hole>\",4]"),
            ("const a = [1, 2, 3]; delete a[1]; a", "[1,\"<hole>\",3]"),
            (
                "const a = []; Object.defineProperty(a, 1, { get() { throw 1 }, enumerable: true }); a",
                "[\"<hole>\",\"<getter>\"]",
            ),
            ("({ get a() { throw 1 }, set b(x) {}, c: 1 })", "{\"a\":\"<getter>\",\"b\":\"<getter>\",\"c\":1}"),
            ("new Proxy({}, {})", "\"<proxy>\""),
            ("new Proxy([], {})", "\"<proxy>\""),
            ("new Proxy(() => 1, {})", "\"<proxy>\""),
            ("const r = Proxy.revocable({}, {}); r.revoke(); r.proxy", "\"<proxy>\""),
            (
                "const o = { a: 1 }; o.self = o; o.list = [o, { o }]; o",
                "{\"a\":1,\"self\":\"<cycle>\",\"list\":[\"<cycle>\",{\"o\":\"<cycle>\"}]}",
            ),
            ("const x = { n: 1 }; [x, x]", "[{\"n\":1},{\"n\":1}]"),
            ("new Date(Date.UTC(2026, 10, 23, 10))", "\"<date 2026-11-23T10:00:00.000Z>\""),
            ("new Date(NaN)", "\"<date invalid>\""),
            ("new Date(0.5)", "\"<date 1970-01-01T00:00:00.000Z>\""),
            ("/a\\/\"[b]/gi", "\"<regexp /a\\\\/\\\"[b]/gi>\""),
            ("new RegExp('')", "\"<regexp /(?:)/>\""),
            ("/(?<n>x)/dgimsuy", "\"<regexp /(?<n>x)/dgimsuy>\""),
            ("/(?<n>x)/v", "\"<regexp /(?<n>x)/v>\""),
            ("new Uint8Array([104, 101, 108, 108, 111])", "\"<bytes 5 aGVsbG8=>\""),
            ("new Uint8Array([104, 101, 108, 108, 111]).buffer", "\"<bytes 5 aGVsbG8=>\""),
            ("new Uint8Array([1, 104, 101, 2]).subarray(1, 3)", "\"<bytes 2 aGU=>\""),
            ("new DataView(new Uint8Array([1, 104, 101, 2]).buffer, 1, 2)", "\"<bytes 2 aGU=>\""),
            ("new Float64Array(1)", "\"<bytes 8 AAAAAAAAAAA=>\""),
            ("new Uint16Array([0x6568, 0x6c6c])", "\"<bytes 4 aGVsbA==>\""),
            ("new BigInt64Array([1n])", "\"<bytes 8 AQAAAAAAAAA=>\""),
            ("new Float16Array(1)", "\"<bytes 2 AAA=>\""),
            ("new Float32Array(1)", "\"<bytes 4 AAAAAA==>\""),
            ("new Uint8ClampedArray([300])", "\"<bytes 1 /w==>\""),
            ("new Int8Array([-1])", "\"<bytes 1 /w==>\""),
            ("new Int16Array(1)", "\"<bytes 2 AAA=>\""),
            ("new Int32Array(1)", "\"<bytes 4 AAAAAA==>\""),
            ("new Uint32Array(1)", "\"<bytes 4 AAAAAA==>\""),
            ("new BigUint64Array(1)", "\"<bytes 8 AAAAAAAAAAA=>\""),
            (
                "typeof SharedArrayBuffer === 'function' ? new Uint8Array(new SharedArrayBuffer(3)) : new Uint8Array(3)",
                "\"<bytes 3 AAAA>\"",
            ),
            ("new ArrayBuffer(0)", "\"<bytes 0>\""),
            ("const b = new ArrayBuffer(4); b.transfer(); b", "\"<bytes 0>\""),
            ("const v = new Uint8Array(4); v.buffer.transfer(); v", "\"<bytes 0>\""),
            ("const v = new DataView(new ArrayBuffer(4)); v.buffer.transfer(); v", "\"<bytes 0>\""),
            (
                "const b = new ArrayBuffer(4, { maxByteLength: 8 }); const v = new DataView(b, 1); b.resize(6); v",
                "\"<bytes 5 AAAAAAA=>\"",
            ),
            (
                "const b = new ArrayBuffer(4, { maxByteLength: 8 }); const v = new DataView(b, 1, 3); b.resize(2); v",
                "\"<bytes 0>\"",
            ),
            (
                "const b = new ArrayBuffer(4, { maxByteLength: 8 }); const v = new Uint8Array(b); b.resize(2); v",
                "\"<bytes 2 AAA=>\"",
            ),
            ("new Promise(() => {})", "\"<promise pending>\""),
            ("Promise.resolve(1)", "\"<promise fulfilled>\""),
            ("const p = Promise.reject(1); p.catch(() => {}); p", "\"<promise rejected>\""),
            ("new WeakMap()", "\"<weakmap>\""),
            ("new WeakSet()", "\"<weakset>\""),
            ("new WeakRef({})", "\"<weakref>\""),
            ("new FinalizationRegistry(() => {})", "\"<finalizationregistry>\""),
            ("(function* () {})()", "\"<generator>\""),
            ("(async function* () {})()", "\"<asyncgenerator>\""),
            ("new Map().entries()", "\"<map iterator>\""),
            ("new Set().values()", "\"<set iterator>\""),
            ("[].values()", "\"<array iterator>\""),
            ("''[Symbol.iterator]()", "\"<string iterator>\""),
            ("'a'.matchAll(/a/g)", "\"<regexp string iterator>\""),
            ("[].values().map(x => x)", "\"<iterator helper>\""),
            ("Iterator.concat([1])", "\"<iterator concat>\""),
            ("new DisposableStack", "\"<disposablestack>\""),
            ("new AsyncDisposableStack", "\"<asyncdisposablestack>\""),
            ("JSON.rawJSON('1')", "\"<rawjson>\""),
            (
                "Error.prepareStackTrace = (e, sites) => sites[0]; const site = new Error().stack; delete Error.prepareStackTrace; site",
                "\"<callsite>\"",
            ),
            ("class It extends Iterator { a = 1 } new It", "{\"<class>\":\"It\",\"a\":1}"),
            ("Iterator.from({ next() {} })", "\"<iterator wrap>\""),
            ("Object(1)", "{\"<boxed>\":1}"),
            ("Object('s')", "{\"<boxed>\":\"s\"}"),
            ("Object(true)", "{\"<boxed>\":true}"),
            ("Object(5n)", "{\"<boxed>\":\"<bigint 5>\"}"),
            ("Object(Symbol('x'))", "{\"<boxed>\":\"<symbol x>\"}"),
            ("new Map([['a', 1], [{ k: 1 }, new Map()]])", "{\"<map>\":[[\"a\",1],[{\"k\":1},{\"<map>\":[]}]]}"),
            ("new Set([1, 'x', [2]])", "{\"<set>\":[1,\"x\",[2]]}"),
            (
                "const m = new Map([[1, 1], [2, 2], [3, 3]]); const i = m.keys(); i.next(); m.delete(1); m.delete(2); m",
                "{\"<map>\":[[3,3]]}",
            ),
            ("const m = new Map(); m.set('me', m); m", "{\"<map>\":[[\"me\",\"<cycle>\"]]}"),
            (
                "const s = new Set(); for (let i = 0; i < 50; i++) s.add(i); for (let i = 0; i < 48; i++) s.delete(i); s",
                "{\"<set>\":[48,49]}",
            ),
        ],
    );
}

#[test]
fn classes_and_errors_are_named() {
    check(
        &Rules::default(),
        &[
            (
                "class Point { #hidden = 1; constructor() { this.x = 1 } get y() { return 2 } } new Point",
                "{\"<class>\":\"Point\",\"x\":1}",
            ),
            ("class Empty {} new Empty", "{\"<class>\":\"Empty\"}"),
            ("function Old() { this.a = 1 } new Old", "{\"<class>\":\"Old\",\"a\":1}"),
            ("class A { static get name() { throw 1 } } new A", "{}"),
            ("class A { static name() { throw 1 } } new A", "{}"),
            ("class A { static name = '<B' } new A", "{\"<class>\":\"<<B\"}"),
            ("new (class {})", "{}"),
            ("class A {} Object.create(new A)", "{\"<class>\":\"A\"}"),
            ("Object.create({ get constructor() { throw 1 } })", "{}"),
            ("Object.create(new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } }))", "{}"),
            ("Object.create({ constructor: new Proxy(class P {}, { get() { throw 1 } }) })", "{}"),
            ("class List extends Array {} List.of(1, 2)", "[1,2]"),
            ("class Dict extends Map {} new Dict([[1, 2]])", "{\"<map>\":[[1,2]]}"),
            ("(function () { return arguments })(1, 'b')", "{\"<class>\":\"Arguments\",\"0\":1,\"1\":\"b\"}"),
            ("(function (a) { a = 5; return arguments })(1, 'b')", "{\"<class>\":\"Arguments\",\"0\":5,\"1\":\"b\"}"),
            ("(function () { 'use strict'; return arguments })()", "{\"<class>\":\"Arguments\"}"),
            ("new Error('broken')", "{\"<error>\":\"Error\",\"message\":\"broken\"}"),
            ("new TypeError", "{\"<error>\":\"TypeError\",\"message\":\"\"}"),
            (
                "Object.assign(new Error('no'), { code: 'ENOENT', errno: -2 })",
                "{\"<error>\":\"Error\",\"message\":\"no\",\"code\":\"ENOENT\",\"errno\":-2}",
            ),
            (
                "new Error('outer', { cause: new RangeError('inner') })",
                "{\"<error>\":\"Error\",\"message\":\"outer\",\"cause\":{\"<error>\":\"RangeError\",\"message\":\"inner\"}}",
            ),
            (
                "new AggregateError([1, new Error('e')], 'all')",
                "{\"<error>\":\"AggregateError\",\"message\":\"all\",\"errors\":[1,{\"<error>\":\"Error\",\"message\":\"e\"}]}",
            ),
            (
                "class HttpError extends Error { constructor() { super('no'); this.status = 404 } } new HttpError",
                "{\"<error>\":\"Error\",\"<class>\":\"HttpError\",\"message\":\"no\",\"status\":404}",
            ),
            ("class E extends Error { name = 'E' } new E('m')", "{\"<error>\":\"E\",\"message\":\"m\"}"),
            (
                "class E extends Error { get name() { throw 1 } get message() { throw 2 } } new E",
                "{\"<error>\":\"Error\",\"<class>\":\"E\",\"message\":\"<getter>\"}",
            ),
            (
                "const e = new Error('x'); e.cause = e; e",
                "{\"<error>\":\"Error\",\"message\":\"x\",\"cause\":\"<cycle>\"}",
            ),
            (
                "new DOMException('m', 'AbortError')",
                "{\"<error>\":\"AbortError\",\"<class>\":\"DOMException\",\"message\":\"m\"}",
            ),
            (
                "try { null.x } catch (e) { e }",
                "{\"<error>\":\"TypeError\",\"message\":\"cannot read property 'x' of null\"}",
            ),
            (
                "baked",
                "{\"map\":{\"<map>\":[[\"k\",[1]]]},\"text\":\"bä\",\"at\":\"<date 1970-01-01T00:00:00.000Z>\",\"f\":\"<function>\"}",
            ),
        ],
    );
}

#[test]
fn modules_are_read_before_and_after_they_run() {
    for strategy in STRATEGIES {
        let mut rt = factory(strategy).new_runtime().expect("a runtime");
        rt.import::<()>("./ring.mjs").expect("the module loads");
        let ring: serde_json::Value = rt.eval("words").expect("what it has seen");
        let words = |at: &str| ring[at].as_str().map(str::to_owned).unwrap_or_default();
        assert_eq!(words("first"), "{\"<class>\":\"Module\",\"default\":\"<function>\",\"one\":1}");
        let early: serde_json::Value = serde_json::from_str(&words("early")).expect("valid JSON");
        let expected = serde_json::json!({
            "<class>": "Module", "early": "<uninitialized>", "f": "<function>", "first": "<uninitialized>",
            "late": "<uninitialized>", "lib": "<lazy>",
        });
        assert_eq!(early, expected);
    }
}

#[test]
fn what_is_over_the_limits_is_cut() {
    let limits = CaptureLimits::new();
    check(
        &limited(limits.string_bytes(16).items(3)),
        &[
            ("'a'.repeat(16)", "\"aaaaaaaaaaaaaaaa\""),
            ("'a'.repeat(20)", "\"<cut 4>aaaaaaaaaaaaaaaa\""),
            ("'<' + 'a'.repeat(20)", "\"<cut 5><<aaaaaaaaaaaaaaa\""),
            ("'ä'.repeat(20)", "\"<cut 12>ääääääää\""),
            ("'日'.repeat(20)", "\"<cut 30>日日日日日\""),
            ("'🎉'.repeat(20)", "\"<cut 64>🎉🎉🎉🎉\""),
            (
                "let s = ''; for (let i = 0; i < 3000; i++) s += 'part ' + i; s.slice(0, 8) + s.repeat(400)",
                "\"<cut 10355992>part 0papart 0pa\"",
            ),
            ("({ ['k'.repeat(20)]: 1 })", "{\"<cut 4>kkkkkkkkkkkkkkkk\":1}"),
            ("Symbol('s'.repeat(20))", "\"<cut 4><symbol ssssssssssssssss>\""),
            ("new RegExp('r'.repeat(20), 'g')", "\"<cut 4><regexp /rrrrrrrrrrrrrrrr/g>\""),
            ("new Uint8Array(20)", "\"<bytes 20 AAAAAAAAAAAAAAAA>\""),
            ("[1, 2, 3]", "[1,2,3]"),
            ("[1, 2, 3, 4, 5]", "[1,2,3,\"<cut 2>\"]"),
            ("new Array(1e9)", "[\"<hole>\",\"<hole>\",\"<hole>\",\"<cut 999999997>\"]"),
            ("const a = []; a[4294967294] = 1; a", "[\"<hole>\",\"<hole>\",\"<hole>\",\"<cut 4294967292>\"]"),
            ("({ a: 1, b: 2, c: 3 })", "{\"a\":1,\"b\":2,\"c\":3}"),
            ("({ a: 1, b: 2, c: 3, [Symbol()]: 0, d: 4, e: 5 })", "{\"a\":1,\"b\":2,\"c\":3,\"<cut>\":2}"),
            ("({ z: 1, 9: 9, 8: 8, 7: 7, 6: 6 })", "{\"6\":6,\"7\":7,\"8\":8,\"<cut>\":2}"),
            ("({ z: 1, 9: 9, y: 2, x: 3 })", "{\"9\":9,\"z\":1,\"y\":2,\"<cut>\":1}"),
            (
                "(function () { return arguments })(1, 2, 3, 4)",
                "{\"<class>\":\"Arguments\",\"0\":1,\"1\":2,\"2\":3,\"<cut>\":1}",
            ),
            ("class P { a = 1; b = 2; c = 3 } new P", "{\"<class>\":\"P\",\"a\":1,\"b\":2,\"c\":3}"),
            ("new Map([[1, 1], [2, 2], [3, 3], [4, 4]])", "{\"<map>\":[[1,1],[2,2],[3,3],\"<cut 1>\"]}"),
            ("new Set([1, 2, 3, 4, 5])", "{\"<set>\":[1,2,3,\"<cut 2>\"]}"),
        ],
    );
    check(
        &limited(limits.depth(1)),
        &[
            (
                "[[1, 2], { a: 1 }, new Map([[1, 2]]), new Set([1]), new Error('x'), new Date(0), Object(1)]",
                "[\"<array 2>\",\"<object>\",\"<map 1>\",\"<set 1>\",\"<error>\",\"<date 1970-01-01T00:00:00.000Z>\",{\"<boxed>\":1}]",
            ),
            ("new Map([[[1], {}]])", "{\"<map>\":[[\"<array 1>\",\"<object>\"]]}"),
        ],
    );
    check(&limited(limits.depth(0)), &[("[1]", "\"<array 1>\""), ("({})", "\"<object>\""), ("7", "7")]);
    check(
        &limited(limits.total_bytes(32)),
        &[
            ("'a'.repeat(100)", "\"<cut 69>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""),
            (
                "[[['a'.repeat(20), 'b'.repeat(20), 'c']], 'd']",
                "[[[\"aaaaaaaaaaaaaaaaaaaa\",\"<cut 15>bbbbb\",\"<cut 1>\"]],\"<cut 1>\"]",
            ),
            (
                "({ a: { b: 'x'.repeat(40), c: 1 }, d: 2 })",
                "{\"a\":{\"b\":\"<cut 19>xxxxxxxxxxxxxxxxxxxxx\",\"<cut>\":1},\"<cut>\":1}",
            ),
        ],
    );
}

#[test]
fn cut_bytes_are_counted() {
    let rules = limited(CaptureLimits::new().string_bytes(16).items(2).depth(2));
    let mut rt = factory(Strategy::Image).new_runtime().expect("a runtime");
    for (source, cut) in [
        ("[1, 'a']", 0),
        ("'a'.repeat(116)", 100),
        ("'日'.repeat(105)", 200),
        ("[1, 2, 3, 4]", 16),
        ("({ a: 1, b: 2, c: 3 })", 8),
        ("new Uint8Array(112)", 100),
        ("[[[1, 2, 3]]]", 24),
        ("[[{ a: 1 }]]", 8),
        ("2n ** 3198n", 400),
    ] {
        assert_eq!(captured(&mut rt, &rules, source).1, cut, "{source}");
    }
}

#[test]
fn secrets_are_kept_out() {
    let rules = Rules::new(CaptureLimits::new(), ["*password*", "authorization", "api*key", "*schlüssel", "7"]);
    check(
        &rules,
        &[
            (
                "({ user: 'u', password: 'p', userPasswordHash: [1], Authorization: 'Bearer', API_KEY: 1, apikeys: 2 })",
                "{\"user\":\"u\",\"password\":\"<redacted>\",\"userPasswordHash\":\"<redacted>\",\"Authorization\":\"<redacted>\",\"API_KEY\":\"<redacted>\",\"apikeys\":2}",
            ),
            ("({ get password() { throw 1 } })", "{\"password\":\"<redacted>\"}"),
            ("({ HAUSSCHLÜSSEL: 1, 'Schlüssel日': 2 })", "{\"HAUSSCHLÜSSEL\":\"<redacted>\",\"Schlüssel日\":2}"),
            (
                "new Map([['password', 'p'], ['x', 1], [{ password: 'p' }, 2]])",
                "{\"<map>\":[[\"password\",\"<redacted>\"],[\"x\",1],[{\"password\":\"<redacted>\"},2]]}",
            ),
            (
                "Object.assign(new Error('m'), { password: 'p' })",
                "{\"<error>\":\"Error\",\"message\":\"m\",\"password\":\"<redacted>\"}",
            ),
            ("({ ['pass' + 'wo' + 'rd'.repeat(1)]: { deep: 1 } })", "{\"password\":\"<redacted>\"}"),
            ("({ 7: 'x', 8: 'y' })", "{\"7\":\"<redacted>\",\"8\":\"y\"}"),
            ("['password']", "[\"password\"]"),
        ],
    );
    // A key that is too long to be compared is taken for a secret.
    let mut rt = factory(Strategy::Image).new_runtime().expect("a runtime");
    let (text, _) = captured(&mut rt, &rules, "({ ['x'.repeat(9000) + 'password']: 'p' })");
    assert!(text.ends_with(":\"<redacted>\"}"), "{text}");
}

#[test]
fn arguments_are_one_array() {
    for strategy in STRATEGIES {
        let mut rt = factory(strategy).new_runtime().expect("a runtime");
        rt.enter(|scope| {
            let rules = limited(CaptureLimits::new().items(3));
            let mut out = String::from("x");
            let values = [scope.int(40), scope.int(2)];
            assert_eq!(capture_arguments(&values, &rules, &mut out), 0);
            assert_eq!(out, "x[40,2]");
            out.clear();
            assert_eq!(capture_arguments(std::iter::empty::<&jsmint::Value<'_>>(), &rules, &mut out), 0);
            assert_eq!(out, "[]");
            out.clear();
            assert_eq!(capture_arguments((0..5).map(|index| scope.int(index)), &rules, &mut out), 16);
            assert_eq!(out, "[0,1,2,\"<cut 2>\"]");
            out.clear();
            let callback = eval(scope, "(x => x)")?;
            capture_arguments([&callback, &scope.undefined()], &rules, &mut out);
            assert_eq!(out, "[\"<function>\",\"<undefined>\"]");
            Ok(())
        })
        .expect("the call");
    }
}

#[test]
fn nothing_runs_whatever_a_script_has_done() {
    for strategy in STRATEGIES {
        let mut rt = factory(strategy).new_runtime().expect("a runtime");
        rt.enter(|scope| {
            let hostile = eval(scope, include_str!("capture/hostile.js"))?;
            let rules = Rules::new(CaptureLimits::new(), ["*secret*"]);
            let (mut first, mut second) = (String::new(), String::new());
            let cut = capture_value(&hostile, &rules, &mut first);
            assert_eq!(capture_value(&hostile, &rules, &mut second), cut);
            assert_eq!(first, second);
            serde_json::from_str::<serde_json::Value>(&first).unwrap_or_else(|error| panic!("{first}: {error}"));
            let spy = || scope.global().get("spy").map(|spy| spy.as_number());
            assert_eq!(spy()?, Some(0.0), "{first}");
            // The spy does count.
            assert!(hostile.get("withGetter")?.get("x").is_err());
            assert!(spy()? > Some(0.0));
            Ok(())
        })
        .expect("the script");
    }
}

#[test]
fn nothing_is_allocated_in_the_runtime() {
    let source = "globalThis.o = { a: ['x'.repeat(9) + 'ä日', new Map([[1, { b: 2n ** 90n }]])], r: /x/, e: new TypeError('t'),
        rope: 'l'.repeat(5000) + Math.random() + '日'.repeat(5000), class: new (class C { x = Symbol('s') }), d: new Date(1),
        bytes: new Uint8Array(9), 5: 1, 4: 2, p: Promise.resolve(), f() {}, args: (function () { return arguments })(1) }; o";
    for strategy in STRATEGIES {
        let options = Options::new().strategy(strategy).limits(Limits::new().memory(24 << 20));
        let mut rt = EngineFactory::new(options).expect("the options are fine").new_runtime().expect("a runtime");
        let value: Handle = rt.eval(source).expect("a value");
        let rules = Rules::new(CaptureLimits::new(), ["*secret*"]);
        let capture = |rt: &mut Runtime| {
            let mut out = String::new();
            rt.enter(|scope| Ok(capture_value(&value.value(scope)?, &rules, &mut out))).map(|_| out)
        };
        let before = capture(&mut rt).expect("memory");
        // As if the heap had reached its limit: any request would be noticed, and be the end of the entry.
        rt.fail_allocation(1);
        assert_eq!(capture(&mut rt).expect("no request for memory"), before, "{strategy:?}");
        let full = rt.enter(|scope| (0..20_000).try_for_each(|_| scope.array().map(std::mem::forget)));
        assert_eq!(full.map_err(|error| error.kind()), Err(ErrorKind::OutOfMemory), "{strategy:?}: memory was left");
        assert_eq!(capture(&mut rt).expect("no request for memory"), before, "{strategy:?}");
    }
}

#[test]
fn deep_values_are_read_where_the_stack_ends() {
    // In the catch, all of the stack that scripts may use is used.
    let source = "const { deep } = require('probe'); let value = null, kept = '';
        for (let i = 0; i < 40; i++) value = Object.assign(new Error('e', { cause: value }), { list: [value] });
        function down() { try { down() } catch { if (kept === '') kept = deep(value) } } down(); kept";
    for strategy in STRATEGIES {
        let kept: String = factory(strategy).new_runtime().and_then(|mut rt| rt.eval(source)).expect("the script");
        assert!(kept.contains("\"<array 1>\"") || kept.contains("\"<error>\""), "{kept}");
        serde_json::from_str::<serde_json::Value>(&kept).expect("valid JSON");
    }
}

#[test]
fn work_is_bounded() {
    let mut rt = factory(Strategy::Image).new_runtime().expect("a runtime");
    // Each element is the same object with many properties that are not shown.
    let source = "const o = {}; for (let i = 0; i < 50000; i++) Object.defineProperty(o, 'k' + i, { value: 1 });
        let list = [o]; for (let i = 0; i < 5; i++) list = Array(100).fill(list); list";
    let start = std::time::Instant::now();
    let (text, _) = rt
        .enter(|scope| {
            let value = eval(scope, source)?;
            let start = std::time::Instant::now();
            let mut out = String::new();
            let cut = capture_value(&value, &Rules::default(), &mut out);
            assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
            Ok((out, cut))
        })
        .unwrap_or_else(|error| panic!("{:?}: {error}", start.elapsed()));
    assert!(text.len() <= (8 << 10) + 128 + 6 * 40, "{}", text.len());
    serde_json::from_str::<serde_json::Value>(&text).expect("valid JSON");
}
