//! Random programs: the first part of each is baked, the second runs in a runtime. On the cold path and in relocated and
//! restored slots the outcome is the same, down to the texts of errors.

use std::time::Duration;

use jsmint::{EngineFactory, Limits, Options, Runtime, Strategy as Path};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const PRELUDE: &str = include_str!("random/prelude.js");

/// How many programs, unless `PROPTEST_CASES` says so.
const PROGRAMS: u32 = 96;

fn variable() -> impl Strategy<Value = String> {
    (0..6_u8).prop_map(|n| format!("v[{n}]"))
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        (-5..300_i32).prop_map(|n| n.to_string()),
        prop::sample::select(vec![
            "0.1",
            "-0",
            "NaN",
            "2 ** 53",
            "1e21",
            "12345678901234567890n",
            "-3n",
            "true",
            "null",
            "undefined",
            "''",
            "'a1b2'",
            "'é😀'",
            "'length'",
            "symbols[0]",
            "symbols[1]",
            "Symbol.iterator",
            "[]",
            "{}.a",
            "/x+/g",
            "Math",
            "globalThis.nothing",
            "watched",
            "bytes",
            "floats",
            "maps[0]",
            "sets[1]",
            "Thing",
            "Sub",
            "log.length",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,6}".prop_map(|text| format!("'{text}'")),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![3 => variable(), 3 => literal()];
    leaf.prop_recursive(3, 24, 3, |inner| {
        let operators = vec![
            "+",
            "-",
            "*",
            "/",
            "%",
            "<",
            "===",
            "==",
            "&&",
            "||",
            "??",
            ",",
            "&",
            "<<",
            "instanceof",
            "in",
            ">>>",
        ];
        let one = vec![
            "typeof @",
            "-@",
            "!@",
            "~@",
            "[...@]",
            "({ ...@ })",
            "new Thing(@)",
            "new Sub(@)",
            "`<${@}>`",
            "Object(@)",
            "[@].flat()",
            "({ a: @ })",
            "(() => @)",
            "(function () { return @ })()",
            "new Date(@)",
            "String(@)",
            "JSON.stringify(@)",
            "Object.keys(@)",
            "(@)?.a",
            "(@)?.length",
            "(@).b",
            "(@)()",
            "new Map([[@, 1]])",
            "BigInt(@)",
            "(@)?.secret",
            "(@).own",
            "Object.freeze(@)",
            "Object.getPrototypeOf(@)",
            "walkers[0].next(@)",
            "Array.from(@)",
            "new Proxy(Object(@), {})",
            "class extends Thing { x = @ }",
            "weak.get(@)",
            "maps[1].get(@)",
            "Error(@)",
            "Object.entries(@).slice(0, 9)",
            "[@, @]",
            "later(@, String)",
            "new Set([@])",
            "eval('(' + index(@) + ')')",
            "[...String(@)].reverse().join('')",
            "String(@).replace(patterns[0], '<$1>')",
            "patterns[2].exec(@)",
            "new Function('x', 'return [x, ' + index(@) + ']')(1)",
            "Promise.resolve(@)",
        ];
        prop_oneof![
            (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            (prop::sample::select(one), inner.clone()).prop_map(|(form, x)| format!("({})", form.replace('@', &x))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})?.[key({b})]")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
        ]
    })
}

fn statement() -> impl Strategy<Value = String> {
    let forms = vec![
        "v[#] = cut(@);",
        "v[#][key(@)] = cut(@);",
        "note(@);",
        "v[#].push(cut(@));",
        "delete v[#][key(@)];",
        "maps[0].set(v[#], cut(@));",
        "maps[1].set(@, v[#]);",
        "maps[0].delete(@);",
        "sets[0].add(@);",
        "sets[0].forEach((x) => note(x));",
        "weak.set(v[#], @);",
        "note(weak.get(v[#]));",
        "throw @;",
        "for (let i = 0; i < 4; i++) { v[#] = cut(@); note(i); }",
        "for (const x of cut([...v[#]])) note(x);",
        "for (const k in v[#]) { note(k); if (log.length % 7 === 0) break; }",
        "if (@) { note(@); } else { v[#] = @; }",
        "try { note(@); } catch (e) { v[#] = e; } finally { note('finally'); }",
        "v[#] = new Thing(@); note(Thing.made());",
        "v[#] = new Sub(@); v[#].add(@); note(v[#].own);",
        "v[#].secret = @;",
        "note(walkers[1].next(@));",
        "note(walkers[0].return(@));",
        "later(@, (x) => { v[#] = cut(x); });",
        "later(gates[0].promise, (x) => note([x, @]));",
        "gates[0].resolve(@);",
        "gates[1].reject(@); gates[1].promise.catch(note);",
        "Promise.all([@, @]).then(note, note);",
        "queueMicrotask(() => { note(@); });",
        "v[#] = ((x) => () => (x = cut(x + 1), note(x)))(@); v[#](); v[#]();",
        "Object.defineProperty(v[#], key(@), { get() { return note('got'); }, enumerable: true, configurable: true });",
        "Object.freeze(v[#]);",
        "Object.setPrototypeOf(v[#], v[#]);",
        "v[#] = Object.create(v[#], { own: { value: @ } });",
        "v[#].sort(sorts.up);",
        "v[#].sort(sorts.down);",
        "note(cut([...v[#]]).map((x) => [x, @]));",
        "v[#].length = index(@);",
        "({ a: v[#], ...v[#] } = Object(@));",
        "[v[#], ...v[#]] = cut([...@]);",
        "v[#] = cut(v[#] + v[#]);",
        "v[#]++;",
        "note(String(v[#]).split(patterns[1]));",
        "note(patterns[0].exec(String(@)));",
        "patterns[1].lastIndex = index(@);",
        "bytes[index(@)] = @; note(floats[0]);",
        "floats[index(@) % 2] = Number(@); note([...bytes]);",
        "watched[key(@)] = @;",
        "delete watched[key(@)]; note(watched.watch);",
        "log.length > 50 && (log.length = 50);",
        "var w# = @; note(w#);",
        "const f# = function (a, b = @, ...c) { note([a, b, c.length, arguments.length]); return new.target; }; note(f#(@, undefined, 1));",
        "class C# extends Thing { static s = @; m() { return super.constructor.name + this.n; } } note(new C#(1).m()); v[#] = C#.s;",
        "Array.prototype.extra = @; note([].extra); delete Array.prototype.extra;",
        "Object.prototype[key(@)] ??= 1;",
        "label: { for (const x of [1, 2]) { if (x === index(@)) continue; break label; } note('through'); }",
        "switch (@) { case 1: note('one'); case 'a': note('a'); break; default: note(@); }",
        "v[#] = eval('v[#] = cut(v[#])'); note(@);",
        "v[#] = require('nothing');",
        "console.log(v[#]);",
        "v[#] = JSON.parse(JSON.stringify(@));",
        "note(new Error(@).message);",
    ];
    let pieces =
        (prop::sample::select(forms), prop::collection::vec(expression(), 4), prop::collection::vec(0..6_u8, 4));
    pieces.prop_map(|(form, expressions, numbers)| {
        let (mut expressions, mut numbers) = (expressions.iter().cycle(), numbers.iter().cycle());
        let mut text = String::new();
        let first = numbers.next().map_or(0, |&n| n);
        for letter in form.chars() {
            match letter {
                '@' => text += expressions.next().map_or("0", String::as_str),
                // Names keep their number, variables take one each.
                '#' if text.ends_with("v[") => text += &numbers.next().map_or(0, |&n| n).to_string(),
                '#' => text += &first.to_string(),
                _ => text.push(letter),
            }
        }
        text
    })
}

/// A part of a program: statements that fail one by one.
fn part(statements: &[String]) -> String {
    let attempt = |text: &String| match text.starts_with("throw") {
        true => format!("attempt(() => {{ {text} }});\n"),
        false => format!("try {{ {text} }} catch (error) {{ note(error); }}\n"),
    };
    statements.iter().map(attempt).collect()
}

fn factory(path: Path, baked: &str) -> Result<EngineFactory, jsmint::Error> {
    let limits = Limits::new().memory(48 << 20).time(Duration::from_secs(20));
    let options = Options::new().strategy(path).verify(true).deterministic(1).limits(limits).max_idle(1);
    EngineFactory::new(options.preload_script("prelude.js", PRELUDE).preload_script("baked.js", baked))
}

/// What running the second part, and looking at everything afterwards, gives.
fn outcome(rt: &mut Runtime, then: &str) -> Vec<String> {
    let show =
        "show([log, v, maps, sets, bytes, watched, Thing.made(), patterns, walkers[0].next(), walkers[1].next()])";
    let text = |result: jsmint::Result<String>| result.unwrap_or_else(|error| format!("{:?}: {error}", error.kind()));
    let first = text(rt.eval_named("then.js", &format!("{then}\n'done'")));
    let second = text(rt.eval_named("again.js", &format!("(() => {{\n{then}\n}})(); 'done'")));
    vec![first, second, text(rt.eval_named("show.js", show))]
}

#[test]
fn programs_end_alike_on_both_paths() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(PROGRAMS);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let program = (prop::collection::vec(statement(), 0..25), prop::collection::vec(statement(), 1..25));
    let mut lengths = (0_usize, 0_usize);
    let lengths_of = std::cell::RefCell::new(&mut lengths);
    let result = TestRunner::new(config).run(&program, |(baked, then)| {
        let (baked, then) = (part(&baked), part(&then));
        let expected = match factory(Path::Cold, &baked) {
            Ok(cold) => outcome(&mut cold.new_runtime().expect("a runtime"), &then),
            Err(cold) => {
                // What cannot be baked fails alike.
                let image = factory(Path::Image, &baked).expect_err("fails on the cold path");
                prop_assert_eq!(cold.to_string(), image.to_string());
                return Ok(());
            }
        };
        let image = factory(Path::Image, &baked).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut both = [image.new_runtime().expect("a slot"), image.new_runtime().expect("a slot")];
        for (slot, rt) in both.iter_mut().enumerate() {
            prop_assert_eq!(&outcome(rt, &then), &expected, "in slot {}", slot);
        }
        drop(both);
        let mut restored = image.new_runtime().expect("a slot");
        prop_assert_eq!(&outcome(&mut restored, &then), &expected, "in a slot that was restored");
        let mut lengths = lengths_of.borrow_mut();
        lengths.0 += 1;
        lengths.1 += expected[2].len();
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    // Most programs can be run, and do something.
    assert!(lengths.0 as u32 > cases / 2 && lengths.1 / lengths.0 > 300, "{lengths:?} of {cases}");
}
