//! The console, compared with what Node 20 prints (`fixtures/console/record.js` recorded it).

mod common;

use common::{factory, runtime};
use jsmint::{Console, Level, Limits, Options, SpawnOptions};
use serde::Deserialize;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/console/");

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{FIXTURES}{name}")).expect("the fixture is in the tree")
}

#[derive(Deserialize)]
struct Case {
    line: u32,
    expression: String,
    text: String,
}

#[derive(Deserialize)]
struct ConsoleCase {
    line: u32,
    script: String,
    stdout: String,
    stderr: String,
}

fn rows<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    fixture(name).lines().map(|line| serde_json::from_str(line).expect("a row of JSON")).collect()
}

/// Fails with all differences, of which there are `0` if there is none.
fn none(differences: &[String], of: usize) {
    assert!(of > 60, "only {of} cases");
    assert!(differences.is_empty(), "{} of {of} differ:\n{}", differences.len(), differences.join("\n"));
}

on_both_paths! {
    fn values_look_as_in_node(strategy) {
        let console = Console::buffer();
        let mut rt = runtime(strategy, Options::new().console(console.clone()));
        rt.eval_named::<()>("helpers.js", &fixture("helpers.js")).unwrap();
        rt.eval::<()>("Object.assign(globalThis, { inspect: require('util').inspect, format: require('util').format })").unwrap();
        let cases: Vec<Case> = rows("expected.jsonl");
        let mut differences = Vec::new();
        for Case { line, expression, text } in &cases {
            let outcome = rt.eval_named::<()>(&format!("case-{line}.js"), &format!("console.log(({expression}\n))"));
            let written: String = console.take().into_iter().map(|(_, text)| text).collect();
            if outcome.is_err() || written != *text {
                differences.push(format!("{line}: {expression}\n  node {text}\n  here {written} {outcome:?}"));
            }
        }
        none(&differences, cases.len());
    }

    fn methods_print_as_in_node(strategy) {
        let console = Console::buffer();
        let factory = factory(strategy, Options::new().console(console.clone()));
        let cases: Vec<ConsoleCase> = rows("expected_console.jsonl");
        let mut differences = Vec::new();
        for ConsoleCase { line, script, stdout, stderr } in &cases {
            let mut rt = factory.new_runtime().unwrap();
            rt.eval_named::<()>("helpers.js", &fixture("helpers.js")).unwrap();
            let outcome = rt.eval_named::<()>(&format!("console-case-{line}.js"), &format!("{{{script}\n}}"));
            let (mut out, mut err) = (String::new(), String::new());
            for (level, text) in console.take() {
                let stream = if level.is_error() { &mut err } else { &mut out };
                stream.push_str(&text);
                stream.push('\n');
            }
            if outcome.is_err() || out != *stdout || err != *stderr {
                differences.push(format!("{line}: {script}\n  node {stdout:?} {stderr:?}\n  here {out:?} {err:?} {outcome:?}"));
            }
        }
        none(&differences, cases.len());
    }

    fn each_runtime_has_its_sink_and_its_bound(strategy) {
        let factory = factory(strategy, Options::new());
        let (one, other) = (Console::buffer(), Console::buffer());
        let mut first = factory.spawn(SpawnOptions::new().console(one.clone())).unwrap();
        let limits = Limits::new().output(20);
        let mut second = factory.spawn(SpawnOptions::new().console(other.clone()).limits(limits)).unwrap();
        first.eval::<()>("console.log('mine'); console.warn('w'); console.error({ a: 1 })").unwrap();
        second.eval::<()>("for (let i = 0; i < 100; i++) console.log('0123456789')").unwrap();
        let expected = [(Level::Log, "mine"), (Level::Warn, "w"), (Level::Error, "{ a: 1 }")];
        assert_eq!(one.take(), expected.map(|(level, text)| (level, text.to_owned())));
        let written = other.take();
        assert_eq!(written.len(), 2);
        assert!(written[1].1.ends_with("(console output limit reached)"), "{written:?}");
        // A default console goes nowhere, and says nothing of it.
        factory.new_runtime().unwrap().eval::<()>("console.log(1)").unwrap();
    }

    fn a_callback_gets_each_message(strategy) {
        let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let sink = std::sync::Arc::clone(&seen);
        let console = Console::callback(move |level, text| sink.lock().unwrap().push((level, text.to_owned())));
        runtime(strategy, Options::new().console(console)).eval::<()>("console.info('a\\nb')").unwrap();
        assert_eq!(*seen.lock().unwrap(), [(Level::Info, "a\nb".to_owned())]);
    }

    fn hostile_values_run_nothing_and_make_nothing_throw(strategy) {
        #[derive(Deserialize)]
        struct Outcome {
            lines: usize,
            counted: u32,
        }
        let console = Console::buffer();
        let limits = Limits::new().output(1 << 30);
        let factory = factory(strategy, Options::new().console(console.clone()).limits(limits));
        let hostile = factory.compile("hostile.js", &fixture("hostile.js")).unwrap();
        let cases = fixture("hostile_cases.js");
        // Values of millions of parts take minutes without optimisation.
        let large = ["<<", "0000", "length: 100", "length: 300", "i < 1"];
        let is_small = |line: &&str| !cfg!(debug_assertions) || !large.iter().any(|sign| line.contains(sign));
        let cases = cases.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).filter(is_small);
        let cases: Vec<_> = cases.collect();
        let mut differences = Vec::new();
        for case in &cases {
            let mut rt = factory.new_runtime().unwrap();
            rt.run::<()>(&hostile).unwrap();
            let outcome = rt.eval::<Outcome>(&format!("logEveryWay(console, ({case}\n))"));
            let written = console.take().len();
            if !matches!(outcome, Ok(Outcome { lines, counted: 0 }) if lines == written) {
                let error = outcome.map(|outcome| outcome.counted);
                differences.push(format!("{case}\n  {written} lines written, {error:?}"));
            }
        }
        none(&differences, cases.len());
    }

    fn nothing_makes_it_throw(strategy) {
        let mut rt = runtime(strategy, Options::new().console(Console::buffer()));
        let hostile = "
            const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
            const throwing = () => { throw new Error('no') };
            const values = [proxy, new Proxy({}, { get: throwing, ownKeys: throwing, getPrototypeOf: throwing }),
                { get a() { throw 1 } }, Object.create(null), { [Symbol.toStringTag]: throwing }, Symbol('s'),
                { toString: throwing, [Symbol.toPrimitive]: throwing }, Object.defineProperty(new Error(), 'stack', { get: throwing }),
                (() => { let o = {}; for (let i = 0; i < 5000; i++) o = { o }; return o })()];
            Array.prototype.push = throwing; Map.prototype.get = throwing; String.prototype.split = throwing;
            Object.defineProperty(Object.prototype, 'get', { get: throwing });
            for (const value of values) for (const method of ['log', 'table', 'dir', 'group', 'count', 'timeLog', 'assert', 'trace'])
                console[method](value, value);
            console.log('%s %d %i %f %j %o %O %c', ...values);
            'done'";
        assert_eq!(rt.eval::<String>(hostile).unwrap(), "done");
    }
}
