//! What the log of calls keeps of arbitrary values, which scripts have made as hostile as they can.

use jsmint::capturing::{CaptureLimits, Rules, capture_arguments, capture_value};
use jsmint::{EngineFactory, Options, Strategy as How};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

/// Functions that make what is hostile, and `shape`, which describes a value by its descriptors alone.
const PRELUDE: &str = include_str!("capture/prelude.js");

/// Expressions that hold no others.
fn leaf() -> impl Strategy<Value = String> {
    let fixed = [
        "undefined",
        "null",
        "true",
        "NaN",
        "-0",
        "Infinity",
        "12345678901234567890n",
        "-1n",
        "1e300",
        "0.1",
        "Symbol('s')",
        "Symbol()",
        "Symbol.iterator",
        "() => ran()",
        "class { static get name() { return ran() } }",
        "function* () {}",
        "px({})",
        "px([])",
        "px(() => 1)",
        "px(new Map)",
        "revoked()",
        "new Date(NaN)",
        "new Date(1e12)",
        "/a\\/b/giu",
        "new Uint8Array(300)",
        "new Float64Array([NaN])",
        "detached(new Uint8Array(8))",
        "new DataView(new ArrayBuffer(3))",
        "Promise.resolve(px({}))",
        "new Promise(() => {})",
        "new WeakMap",
        "new WeakSet",
        "new WeakRef({})",
        "gen()",
        "[].values()",
        "new Map([[1, 2]]).entries()",
        "'\\ud800'",
        "'\\udc00\\ud800x'",
        "'<cut 3>'",
        "'<'",
        "''",
        "'long '.repeat(1000)",
        "'日'.repeat(700) + String(1)",
        "rope(2000)",
        "'x'.repeat(1 << 18)",
        "'\\0\\x01\"\\\\'.repeat(300)",
        "new Array(1e8)",
        "globalThis",
        "Object.prototype",
        "Array.prototype",
        "Error.prototype",
        "Map.prototype",
        "arguments",
        "Object(1)",
        "Object('<x')",
        "Object(Symbol('s'))",
        "new Loud",
        "new LoudError('m')",
        "new LoudMap([[1, new Loud]])",
        "new LoudSet([1])",
        "LoudList.of(1)",
        "Object.create(px({}))",
        "Object.create(null)",
        "accessors()",
        "cyclic()",
        "many(300)",
        "indices(300)",
        "holes()",
        "new AggregateError([1], 'all')",
        "new DOMException('m', 'n')",
        "wide()",
        "Iterator.from({ next() { return ran() } })",
        "(async () => {})()",
        "hidden(500)",
        "JSON.rawJSON ? JSON.rawJSON('1') : 1",
    ];
    prop_oneof![
        3 => prop::sample::select(fixed.to_vec()).prop_map(|text| format!("({text})")),
        1 => any::<f64>().prop_map(|number| if number.is_finite() { format!("({number:e})") } else { "NaN".to_owned() }),
        1 => ".{0,20}".prop_map(|text| serde_json::to_string(&text).unwrap_or_default()),
    ]
}

fn key() -> BoxedStrategy<String> {
    prop_oneof![
        Just("'a'".to_owned()),
        Just("'password'".to_owned()),
        Just("'__proto__'".to_owned()),
        Just("'constructor'".to_owned()),
        Just("'<cut>'".to_owned()),
        Just("'k'.repeat(2000)".to_owned()),
        Just("'日本'".to_owned()),
        Just("Symbol.toPrimitive".to_owned()),
        (0_u32..5).prop_map(|index| index.to_string()),
        ".{0,5}".prop_map(|text| serde_json::to_string(&text).unwrap_or_default()),
    ]
    .boxed()
}

/// Expressions of any sort.
fn expression() -> impl Strategy<Value = String> {
    leaf().prop_recursive(5, 40, 6, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..6).prop_map(|items| items.join(", "));
        let pairs = prop::collection::vec((key(), inner.clone()), 0..6);
        prop_oneof![
            list.clone().prop_map(|list| format!("[{list}]")),
            list.clone().prop_map(|list| format!("Object.freeze([{list}])")),
            list.clone().prop_map(|list| format!("new Set([{list}])")),
            list.clone().prop_map(|list| format!("(function () {{ return arguments }})({list})")),
            (list, inner.clone()).prop_map(|(list, last)| format!("sparse([{list}], {last})")),
            pairs.clone().prop_map(|pairs| {
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("[{key}]: {value}")).collect();
                format!("({{ {} }})", pairs.join(", "))
            }),
            pairs.clone().prop_map(|pairs| {
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("[{key}, {value}]")).collect();
                format!("new Map([{}])", pairs.join(", "))
            }),
            (pairs, inner.clone()).prop_map(|(pairs, cause)| {
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("[{key}, {value}]")).collect();
                format!("extend(new RangeError('m', {{ cause: {cause} }}), [{}])", pairs.join(", "))
            }),
            inner.clone().prop_map(|value| format!("Object.seal(extend(new Loud, [['v', {value}]]))")),
            inner.prop_map(|value| format!("twice({value})")),
        ]
    })
}

fn limits() -> impl Strategy<Value = CaptureLimits> {
    let small = (0_usize..8, 0_usize..12, 0_usize..200, 0_usize..2000).prop_map(|(depth, items, string, total)| {
        CaptureLimits::new().depth(depth).items(items).string_bytes(string).total_bytes(total)
    });
    let large = Just(CaptureLimits::new().depth(32).items(1000).string_bytes(1 << 20).total_bytes(1 << 20));
    prop_oneof![2 => small, 1 => Just(CaptureLimits::new()), 1 => large]
}

fn factory(how: How) -> EngineFactory {
    EngineFactory::new(Options::new().strategy(how).deterministic(1)).expect("the options are fine")
}

fn try_one(
    factory: &EngineFactory,
    source: &str,
    limits: CaptureLimits,
    break_globals: bool,
    most: usize,
) -> Result<(), TestCaseError> {
    let mut rt = factory.new_runtime().expect("a runtime");
    let rules = Rules::new(limits, ["pass*"]);
    let breaking = if break_globals { "breakGlobals();" } else { "" };
    let source =
        format!("{PRELUDE};\n(function () {{ const made = {source}; {breaking} return made; }})('an argument')");
    let mut kept = None;
    let ended = rt.enter(|scope| {
        let global = scope.global();
        let value = global.get("eval")?.call(&scope.undefined(), &[scope.string(&source)?])?;
        let shape = global.get("shape")?;
        let before = shape.call(&scope.undefined(), std::slice::from_ref(&value))?.to_text()?;
        // Making a value may run what it is made of.
        let spy = || global.get("spy").map(|spy| spy.as_number());
        let ran = spy()?;
        let [mut first, mut second, mut list] = [const { String::new() }; 3];
        let cut = capture_value(&value, &rules, &mut first);
        assert_eq!(capture_value(&value, &rules, &mut second), cut);
        capture_arguments([&value, &value], &rules, &mut list);
        assert_eq!(spy()?, ran, "something ran: {first}");
        assert_eq!(shape.call(&scope.undefined(), std::slice::from_ref(&value))?.to_text()?, before, "it changed");
        kept = Some((first, second, list));
        Ok(())
    });
    // Promises of the value may be rejected when the entry ends; nothing else may go wrong.
    let (first, second, list) = kept.ok_or_else(|| TestCaseError::fail(format!("{ended:?}")))?;
    prop_assert_eq!(&first, &second);
    prop_assert!(first.len() <= most, "{} bytes are more than {}", first.len(), most);
    for text in [&first, &list] {
        // The parser's own limit of nesting is 128.
        let parsed = serde_json::from_str::<serde_json::Value>(text);
        prop_assert!(parsed.is_ok(), "{:?}: {}", parsed, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_kept_without_running_anything((source, limits, broken) in (expression(), limits(), any::<bool>())) {
        thread_local!(static FACTORY: EngineFactory = factory(How::Image));
        let most = most(limits);
        FACTORY.with(|factory| try_one(factory, &source, limits, broken, most))?;
    }

    #[test]
    fn what_json_can_say_is_the_same_value(json in json()) {
        thread_local!(static FACTORY: EngineFactory = factory(How::Image));
        let limits = CaptureLimits::new().depth(32).items(1000).string_bytes(1 << 20).total_bytes(1 << 20);
        let text = json.to_string();
        let kept = FACTORY.with(|factory| {
            factory.new_runtime()?.enter(|scope| {
                let parse = scope.global().get("JSON")?.get("parse")?;
                let mut out = String::new();
                let cut = capture_value(&parse.call(&scope.undefined(), &[scope.string(&text)?])?, &Rules::new(limits, [""; 0]), &mut out);
                assert_eq!(cut, 0);
                Ok(out)
            })
        });
        let kept = kept.expect("the text parses");
        prop_assert_eq!(plain(serde_json::from_str(&kept).expect("valid JSON")), json);
    }
}

#[test]
fn both_paths_keep_the_same() {
    let (cold, image) = (factory(How::Cold), factory(How::Image));
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..12 {
        let source = expression().new_tree(&mut runner).expect("an expression").current();
        let source = format!("{PRELUDE};\n(function () {{ return {source} }})(1)");
        let kept = [&cold, &image].map(|factory| {
            let mut out = String::new();
            factory
                .new_runtime()
                .and_then(|mut rt| {
                    rt.enter(|scope| {
                        let value = scope.global().get("eval")?.call(&scope.undefined(), &[scope.string(&source)?])?;
                        Ok(capture_value(&value, &Rules::default(), &mut out))
                    })
                })
                .unwrap_or_else(|error| panic!("{source}: {error}"));
            out
        });
        assert_eq!(kept[0], kept[1], "{source}");
    }
}

/// The most bytes that these limits allow.
fn most(limits: CaptureLimits) -> usize {
    // The builder has no getters: what it shows is for people, and enough for a test.
    let shown = format!("{limits:?}");
    let field = |name: &str| {
        let rest = shown.split_once(&format!("{name}: ")).map_or("", |(_, rest)| rest);
        rest.split(|character: char| !character.is_ascii_digit())
            .next()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0)
    };
    field("total_bytes") + 128 + 40 * field("depth")
}

/// Values that JSON can say, but for numbers that it says in more than one way.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i32>().prop_map(serde_json::Value::from),
        "[<a-zä日🎉\"\\\\\\n]{0,8}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[<a-zä]{0,6}", inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The value that the text of a value of [`json`] stands for.
fn plain(kept: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    let text = |text: String| text.strip_prefix("<<").map_or(text.clone(), |rest| format!("<{rest}"));
    match kept {
        Value::String(string) => Value::String(text(string)),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (text(key), plain(value))).collect(),
        other => other,
    }
}
