//! The call log as an embedder sees it: what is recorded, for which runtime, by which policy, and that scripts cannot tell.
#![cfg(feature = "call-log")]

#[macro_use]
mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{factory, runtime};
use jsmint::call_log::{Direction, Full, LogError, LogErrorKind, MemorySink, Outcome, Policy, Record, RecordBuf, Sink};
use jsmint::class::{Class, Instance, Members};
use jsmint::{CallLog, EngineFactory, Exports, Handle, Limits, NativeModule, Options, SpawnOptions, Strategy};
use serde_json::{Value, json};

/// A module whose functions do what calls can do.
struct Tools;

impl NativeModule for Tools {
    fn name(&self) -> &str {
        "tools"
    }

    fn aliases(&self) -> Vec<String> {
        vec!["node:tools".into()]
    }

    fn define(&self, exports: &mut Exports) {
        exports.function("add", "", |a: f64, b: f64| Ok(a + b));
        exports.function("fail", "", |text: String| -> jsmint::Result<()> {
            Err(jsmint::Error::new(jsmint::ErrorKind::NotFound, text))
        });
        exports.function("panic", "", |text: String| -> jsmint::Result<()> { panic!("{text}") });
        exports.raw("call", 1, "", |call| call.value(0).call(&call.scope().undefined(), &[call.value(1)]));
        exports.raw("mutate", 1, "", |call| {
            call.value(0).set("n", call.scope().int(2))?;
            Ok(call.value(0))
        });
        exports.raw("same", 1, "", |call| Ok(call.value(0)));
    }
}

/// A class with a member of each kind.
struct Tin(f64);

impl Class for Tin {
    const NAME: &'static str = "Tin";

    fn define(members: &mut Members<Self>) {
        members.constructor(1, "", |call| call.get(0).map(Self));
        members.method("open", 0, "", |call| Instance::<Self>::this(call)?.with(|tin| Ok(call.scope().number(tin.0))));
        members.static_method("empty", 0, "", |call| Ok(call.scope().int(0)));
        members.getter("label", 0, "", |call| call.scope().string("tin"));
        members.setter("label", 1, "", |call| Ok(call.scope().undefined()));
    }
}

/// A module with a class.
struct Tins;

impl NativeModule for Tins {
    fn name(&self) -> &str {
        "tins"
    }

    fn define(&self, exports: &mut Exports) {
        exports.class::<Tin>();
    }
}

fn options() -> (Options, MemorySink) {
    let (log, sink) = CallLog::memory();
    (Options::new().module(Tools).call_log(log), sink)
}

/// What a record says in short.
fn short(record: &RecordBuf) -> String {
    let RecordBuf { direction, module, function, arguments, result, error_name, error_message, outcome, .. } = record;
    let name = if module.is_empty() { function.clone() } else { format!("{module}.{function}") };
    let end = match outcome {
        Outcome::Returned => format!("= {result}"),
        Outcome::Dropped => format!("{} lost", record.lost),
        _ => format!("{} {error_name}: {error_message}", outcome.word()),
    };
    format!("{} {name}{arguments} {end}", direction.word())
}

fn shorts(sink: &MemorySink) -> Vec<String> {
    sink.records().iter().map(short).collect()
}

on_both_paths! {
    fn both_directions_are_recorded_and_nested(strategy) {
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        drop(sink.take());
        rt.eval::<()>("
            const { add, call } = require('tools');
            function inner(x) { return add(x, 1); }
            function outer(x) { return call(inner, x) + call((y) => y, 1); }
        ").expect("definitions");
        assert_eq!(rt.call::<i32, _>("outer", (40,)).ok(), Some(42));
        let records = sink.records();
        assert_eq!(records.iter().map(short).collect::<Vec<_>>(), [
            r#"js->host tools.require["tools"] = {"exports":{"add":"<function>","fail":"<function>","panic":"<function>","call":"<function>","mutate":"<function>","same":"<function>"}}"#,
            r#"host->js eval["<<eval>"] = "<undefined>""#,
            "js->host tools.add[40,1] = 41",
            "host->js inner[40] = 41",
            r#"js->host tools.call["<function>",40] = 41"#,
            "host->js (anonymous)[1] = 1",
            r#"js->host tools.call["<function>",1] = 1"#,
            "host->js outer[40] = 42",
        ]);
        // Sequence by ending, calls by beginning, each call within the one that was under way.
        let of = |at: usize| (records[at].sequence, records[at].call, records[at].parent);
        assert_eq!((0..8).map(of).collect::<Vec<_>>(), [
            (1, 2, 1), (2, 1, 0), (3, 6, 5), (4, 5, 4), (5, 4, 3), (6, 8, 7), (7, 7, 3), (8, 3, 0),
        ]);
        assert!(records.iter().all(|record| record.runtime == rt.number() && record.factory == records[0].factory));
        assert!(records.iter().all(|record| record.start_unix_ns > 1_700_000_000_000_000_000 && record.duration_ns > 0));
        let duration = |at: usize| records[at].duration_ns;
        assert!(duration(7) >= duration(4) + duration(6) && duration(4) >= duration(3) && duration(3) >= duration(2));
    }

    fn members_are_named_with_their_class(strategy) {
        let (log, sink) = CallLog::memory();
        let mut rt = runtime(strategy, Options::new().module(Tins).call_log(log.redact_call("tins", "Tin.o*")));
        rt.eval::<()>("var { Tin } = require('tins')").expect("definitions");
        drop(sink.take());
        rt.eval::<()>("const tin = new Tin(5); tin.open(); Tin.empty(); tin.label; tin.label = 1; if (tin.open.name !== 'open') throw tin.open").expect("it runs");
        let names: Vec<_> = sink.records().iter().map(|record| record.function.clone()).collect();
        assert_eq!(names, ["Tin", "Tin.open", "Tin.empty", "get Tin.label", "set Tin.label", "eval"]);
        assert!(!sink.records()[1].result.contains('5'), "{}", sink.records()[1].result);
    }

    fn all_entries_are_recorded(strategy) {
        let (log, sink) = CallLog::memory();
        let app = jsmint::loader::Memory::new().file("/a.js", "exports.n = 1").file("/b.mjs", "export const n = 2");
        let factory = factory(strategy, Options::new().loader(app).call_log(log));
        let script = factory.compile("script.js", "1 + 1").expect("a script");
        let mut rt = factory.new_runtime().expect("a runtime");
        rt.eval_named::<i32>("named.js", "1").expect("a value");
        rt.run::<i32>(&script).expect("a value");
        rt.require::<Value>("./a.js").expect("a value");
        rt.import::<Value>("./b.mjs").expect("a value");
        let double: Handle = rt.eval("(function double(n) { return 2 * n })").expect("a function");
        assert_eq!(double.call::<i32, _>(&mut rt, (21,)).ok(), Some(42));
        assert_eq!(shorts(&sink), [
            r#"host->js eval["named.js"] = 1"#,
            r#"host->js run["script.js"] = 2"#,
            r#"host->js require["./a.js"] = {"n":1}"#,
            r#"host->js import["./b.mjs"] = {"<class>":"Module","n":2}"#,
            r#"host->js eval["<<eval>"] = "<function>""#,
            "host->js double[21] = 42",
        ]);
    }

    fn promise_jobs_belong_to_the_entry_that_they_run_in(strategy) {
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        rt.eval::<()>("var { add } = require('tools')").expect("definitions");
        drop(sink.take());
        assert_eq!(rt.eval::<i32>("(async () => add(await 1, await 2))()").ok(), Some(3));
        rt.eval::<()>("Promise.resolve(5).then((n) => add(n, n)); undefined").expect("it runs");
        let records = sink.records();
        assert_eq!(records.iter().map(short).collect::<Vec<_>>(), [
            "js->host tools.add[1,2] = 3",
            r#"host->js eval["<<eval>"] = 3"#,
            "js->host tools.add[5,5] = 10",
            r#"host->js eval["<<eval>"] = "<undefined>""#,
        ]);
        assert_eq!((records[0].parent, records[2].parent), (records[1].call, records[3].call));
    }

    fn every_outcome_has_its_word(strategy) {
        let (log, sink) = CallLog::memory();
        let limits = Limits::new().time(Duration::from_millis(30));
        let mut rt = runtime(strategy, Options::new().module(Tools).call_log(log).limits(limits));
        rt.eval::<()>("var tools = require('tools'); function forever() { for (;;); }").expect("definitions");
        drop(sink.take());
        assert!(rt.eval::<()>("tools.fail('nothing there')").is_err());
        assert!(rt.eval::<()>("tools.panic('oh')").is_err());
        assert!(rt.eval::<()>("tools.call(() => { throw new RangeError('too far') })").is_err());
        assert!(rt.eval::<()>("tools.call(forever)").is_err_and(|error| error.is_timeout()));
        assert!(rt.eval::<i32>("'no number'").is_err());
        assert!(rt.eval::<i32>("Promise.reject(new TypeError('later'))").is_err());
        let records = shorts(&sink);
        let timeout = "the call took longer than its time limit of 30ms; allow more with Limits::time";
        let expected = [
            r#"js->host tools.fail["nothing there"] threw Error: nothing there"#.to_owned(),
            r#"host->js eval["<<eval>"] threw Error: nothing there"#.to_owned(),
            r#"js->host tools.panic["oh"] panicked : oh"#.to_owned(),
            r#"host->js eval["<<eval>"] threw InternalError: native function panicked: oh"#.to_owned(),
            "host->js (anonymous)[\"<undefined>\"] threw RangeError: too far".to_owned(),
            r#"js->host tools.call["<function>"] threw RangeError: too far"#.to_owned(),
            r#"host->js eval["<<eval>"] threw RangeError: too far"#.to_owned(),
        ];
        assert_eq!(records[..7], expected);
        for record in &records[7..10] {
            assert!(record.contains("interrupted"), "{record}");
        }
        assert!(records[9].ends_with(timeout), "{}", records[9]);
        // The call returned; that the result is no number is the host's affair.
        assert_eq!(records[10], r#"host->js eval["<<eval>"] = "no number""#);
        assert_eq!(records[11], r#"host->js eval["<<eval>"] threw TypeError: later"#);
        assert_eq!(records.len(), 12);
    }

    fn arguments_are_those_before_the_call(strategy) {
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        rt.eval::<()>("const o = { n: 1 }; require('tools').mutate(o)").expect("it runs");
        assert!(shorts(&sink).contains(&r#"js->host tools.mutate[{"n":1}] = {"n":2}"#.to_owned()), "{:?}", shorts(&sink));
    }

    fn functions_made_at_run_time_are_recorded(strategy) {
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        drop(sink.take());
        rt.function("twice", |n: i32| Ok(2 * n)).expect("a function");
        assert_eq!(rt.eval::<i32>("twice(21)").ok(), Some(42));
        assert_eq!(shorts(&sink)[0], "js->host twice[21] = 42");
    }

    fn what_happens_while_baking_is_not_recorded(strategy) {
        let (options, sink) = options();
        let options = options.preload_script("app.js", "var sum = require('tools').add(1, 2)").warm_up(|rt| rt.eval("sum"));
        let factory = factory(strategy, options);
        let mut rt = factory.new_runtime().expect("a runtime");
        assert_eq!(shorts(&sink), Vec::<String>::new());
        assert_eq!(rt.eval::<i32>("sum").ok(), Some(3));
        assert_eq!(sink.records().len(), 1);
    }

    fn each_spawn_can_have_a_log_of_its_own_or_none(strategy) {
        let (options, factory_sink) = options();
        let (log, own_sink) = CallLog::memory();
        let factory = factory(strategy, options);
        let run = |options| {
            let mut rt = factory.spawn(options).expect("a runtime");
            assert_eq!(rt.eval::<i32>("require('tools').add(1, 2)").ok(), Some(3));
        };
        run(SpawnOptions::new().call_log(log));
        assert_eq!((factory_sink.records().len(), own_sink.take().len()), (0, 3));
        run(SpawnOptions::new().call_log(CallLog::disabled()));
        assert_eq!((factory_sink.records().len(), own_sink.take().len()), (0, 0));
        run(SpawnOptions::new());
        assert_eq!((factory_sink.take().len(), own_sink.take().len()), (3, 0));
        // A log for one spawn does not need one of the factory.
        let factory = common::factory(strategy, Options::new());
        let (log, own_sink) = CallLog::memory();
        factory.spawn(SpawnOptions::new().call_log(log)).expect("a runtime").eval::<()>("1").expect("a value");
        assert_eq!(own_sink.records().len(), 1);
    }

    fn the_last_option_wins(strategy) {
        let ((first, first_sink), (second, second_sink)) = (CallLog::memory(), CallLog::memory());
        let mut rt = runtime(strategy, Options::new().call_log(first.clone()).call_log(second));
        rt.eval::<()>("1").expect("a value");
        assert_eq!(first_sink.records().len(), 0);
        assert!(!second_sink.records().is_empty());
        let mut rt = runtime(strategy, Options::new().call_log(first).call_log(CallLog::disabled()));
        rt.eval::<()>("1").expect("a value");
        assert_eq!(first_sink.records().len(), 0);
    }

    fn factories_and_runtimes_are_told_apart(strategy) {
        let (log, sink) = CallLog::memory();
        let make = || factory(strategy, Options::new().call_log(log.clone()));
        let (one, other) = (make(), make());
        for factory in [&one, &one, &other] {
            let mut rt = factory.new_runtime().expect("a runtime");
            rt.eval::<()>("1").expect("a value");
            rt.eval::<()>("2").expect("a value");
        }
        let ids: Vec<_> = sink.records().iter().map(|record| (record.factory, record.runtime, record.sequence)).collect();
        assert_eq!(ids.iter().map(|id| (id.1, id.2)).collect::<Vec<_>>(), [(1, 1), (1, 2), (2, 1), (2, 2), (1, 1), (1, 2)]);
        assert!(ids[0].0 == ids[3].0 && ids[0].0 != ids[4].0);
    }

    fn keys_calls_and_texts_are_redacted(strategy) {
        let (log, sink) = CallLog::memory();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = log.redact_keys(["password", "*token*"]).redact_call("tools", "fa*").redact_with({
            let seen = Arc::clone(&seen);
            move |place, text| {
                seen.lock().expect("no panic").push(format!("{:?} {}", place.part, place.function));
                *text = text.replace("4111", "****");
                if text.contains("spoil") {
                    *text = "{".to_owned();
                }
            }
        });
        let mut rt = runtime(strategy, Options::new().module(Tools).call_log(log));
        let source = "
            const { same, fail } = require('tools');
            same({ user: 'ada', Password: 'x', deep: [{ accessToken: 'y' }], card: '4111' });
            same('spoil');
            try { fail('a secret') } catch {}
        ";
        drop(sink.take());
        rt.eval::<()>(source).expect("it runs");
        let hidden = r#"{"user":"ada","Password":"<redacted>","deep":[{"accessToken":"<redacted>"}],"card":"****"}"#;
        assert_eq!(shorts(&sink)[1..4], [
            format!("js->host tools.same[{hidden}] = {hidden}"),
            r#"js->host tools.same["<redacted>"] = "<redacted>""#.to_owned(),
            r#"js->host tools.fail["<redacted>"] threw Error: <redacted>"#.to_owned(),
        ]);
        let seen = seen.lock().expect("no panic");
        assert!(seen.contains(&"Arguments same".to_owned()) && seen.contains(&"Result same".to_owned()), "{seen:?}");
    }

    fn a_lost_runtime_has_its_records(strategy) {
        let (options, sink) = options();
        let factory = factory(strategy, options);
        let mut lost = 0;
        for n in 1..200 {
            drop(sink.take());
            let mut rt = factory.new_runtime().expect("a runtime");
            rt.eval::<()>("var { call } = require('tools')").expect("definitions");
            rt.refuse_allocation(n);
            let result = rt.eval::<()>("call(() => call(() => Array.from({ length: 999 }, (_, n) => ({ n }))))");
            rt.refuse_allocation(0);
            if rt.is_lost() {
                lost += 1;
                assert!(result.is_err());
            }
            drop(rt);
            let records = sink.records();
            let sequence: Vec<_> = records.iter().map(|record| record.sequence).collect();
            assert_eq!(sequence, (1..=records.len() as u64).collect::<Vec<_>>());
            let last = records.last().expect("the entry itself");
            assert_eq!(last.function, "eval");
            if result.is_err() {
                assert_ne!(last.outcome, Outcome::Returned, "{}", short(last));
            }
        }
        assert!(lost > 10, "{lost}");
    }
}

/// A sink that can be told to fail.
#[derive(Clone, Debug, Default)]
struct Moody {
    records: Arc<Mutex<Vec<RecordBuf>>>,
    fails: Arc<AtomicBool>,
    waits: Arc<AtomicUsize>,
}

impl Sink for Moody {
    fn describe(&self) -> String {
        "moody".to_owned()
    }

    fn ready(&self) -> Result<(), LogError> {
        if self.fails.load(Ordering::Relaxed) { Err(LogError::new(LogErrorKind::Write, "not today")) } else { Ok(()) }
    }

    fn record(&self, record: &Record<'_>, full: Full) -> Result<(), LogError> {
        if full == Full::Wait {
            self.waits.fetch_add(1, Ordering::Relaxed);
        }
        if full != Full::Exceed {
            self.ready()?;
        }
        self.records.lock().expect("no panic").push(record.to_owned());
        Ok(())
    }
}

fn moody(strategy: Strategy, policy: Policy) -> (EngineFactory, Moody) {
    let sink = Moody::default();
    let log = CallLog::to(sink.clone()).policy(policy);
    (factory(strategy, Options::new().module(Tools).call_log(log)), sink)
}

on_both_paths! {
    fn what_is_dropped_is_counted_and_the_count_is_a_record(strategy) {
        for policy in [Policy::Drop, Policy::Block] {
            let (factory, sink) = moody(strategy, policy);
            let mut rt = factory.new_runtime().expect("a runtime");
            rt.eval::<()>("var { add } = require('tools')").expect("definitions");
            sink.fails.store(true, Ordering::Relaxed);
            assert_eq!(rt.eval::<i32>("add(1, 1) + add(2, 2)").ok(), Some(6));
            sink.fails.store(false, Ordering::Relaxed);
            assert_eq!(rt.eval::<i32>("add(3, 3)").ok(), Some(6));
            sink.fails.store(true, Ordering::Relaxed);
            assert_eq!(rt.eval::<i32>("add(4, 4)").ok(), Some(8));
            drop(rt);
            let records = sink.records.lock().expect("no panic");
            let said: Vec<_> = records.iter().map(|record| (short(record), record.sequence)).collect();
            let said: Vec<_> = said.iter().map(|(text, sequence)| (text.as_str(), *sequence)).collect();
            assert_eq!(said[2..], [
                ("js->host (dropped)[] 3 lost", 5),
                ("js->host tools.add[3,3] = 6", 6),
                (r#"host->js eval["<<eval>"] = 6"#, 7),
                ("js->host (dropped)[] 2 lost", 9),
            ]);
            assert_eq!(sink.waits.load(Ordering::Relaxed) > 0, policy == Policy::Block);
        }
    }

    fn what_must_be_recorded_fails_where_it_cannot_be(strategy) {
        let (factory, sink) = moody(strategy, Policy::Require);
        let mut rt = factory.new_runtime().expect("a runtime");
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let fails = Arc::clone(&sink.fails);
        rt.function("count", move |fail: bool| {
            fails.store(fail, Ordering::Relaxed);
            Ok(counted.fetch_add(1, Ordering::Relaxed) as u32)
        }).expect("a function");
        assert_eq!(rt.eval::<u32>("count(false)").ok(), Some(0));
        // The sink fails while the call runs: it has run, and fails all the same.
        let error = rt.eval::<String>("try { count(true) } catch (error) { error.message }").expect_err("the log");
        assert_eq!((error.kind(), error.to_string().contains("not today")), (jsmint::ErrorKind::CallLog, true), "{error}");
        assert_eq!(calls.load(Ordering::Relaxed), 2);
        // The sink is known to have failed: the call does not run.
        let error = rt.eval::<u32>("count(false)").expect_err("the log");
        assert_eq!(error.kind(), jsmint::ErrorKind::CallLog);
        assert_eq!(calls.load(Ordering::Relaxed), 2);
        sink.fails.store(false, Ordering::Relaxed);
        assert_eq!(rt.eval::<u32>("count(false)").ok(), Some(2));
    }

    fn scripts_cannot_tell(strategy) {
        let source = "
            const tools = require('tools');
            const out = [];
            for (const name of Object.keys(tools)) out.push(name, tools[name].name, tools[name].length, typeof tools[name]);
            const thrown = { some: 'object' };
            try { tools.call(() => { throw thrown }) } catch (error) { out.push(error === thrown) }
            try { tools.fail('x') } catch (error) { out.push(String(error), error.stack) }
            try { tools.panic('x') } catch (error) { out.push(String(error)) }
            const spied = [];
            const spy = new Proxy({}, new Proxy({}, { get: (_, trap) => { spied.push(trap) } }));
            const getter = { get a() { spied.push('a'); return 1 }, toJSON() { spied.push('toJSON') } };
            out.push(tools.same(spy) === spy, tools.same(getter) === getter);
            const order = [];
            const log = (x) => { order.push(x); return x };
            out.push(tools.add(log(1), log(2)), order);
            out.push(Object.is(tools.same(-0), -0), tools.same(undefined), tools.call.toString());
            Promise.resolve().then(() => order.push('job'));
            out.push(tools.call(() => order.length));
            ({ out, spied });
        ";
        let run = |log: CallLog| {
            let mut rt = runtime(strategy, Options::new().module(Tools).call_log(log));
            rt.eval::<Value>(source).expect("it runs")
        };
        let (log, sink) = CallLog::memory();
        let told = run(log);
        assert_eq!(told, run(CallLog::disabled()));
        // Neither getters nor traps nor `toJSON` ran.
        assert_eq!(told["spied"], json!([]));
        assert!(sink.records().len() > 10);
    }

    fn values_are_told_apart(strategy) {
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        rt.eval::<()>("var { same } = require('tools')").expect("definitions");
        let cases = [
            ("undefined", r#""<undefined>""#),
            ("null", "null"),
            ("NaN", r#""<NaN>""#),
            ("-0", r#""<-0>""#),
            ("12345678901234567890n", r#""<bigint 12345678901234567890>""#),
            ("() => 1", r#""<function>""#),
            ("[1, [function f() {}]]", r#"[1,["<function>"]]"#),
            ("'<function>'", r#""<<function>""#),
            ("(() => { const a = {}; a.self = a; return a })()", r#"{"self":"<cycle>"}"#),
            ("new Date(0)", r#""<date 1970-01-01T00:00:00.000Z>""#),
            ("new Uint8Array([104, 101, 108, 108, 111])", r#""<bytes 5 aGVsbG8=>""#),
        ];
        for (source, expected) in cases {
            drop(sink.take());
            rt.eval::<()>(&format!("same({source}); undefined")).expect("it runs");
            assert_eq!(sink.records()[0].result, expected, "{source}");
            assert_eq!(sink.records()[0].arguments, format!("[{expected}]"), "{source}");
        }
        assert!(sink.records().iter().all(|record| record.direction != Direction::ScriptToHost || record.cut_bytes == 0));
        drop(sink.take());
        rt.eval::<()>("same('x'.repeat(1e6)); undefined").expect("it runs");
        let record = &sink.records()[0];
        assert!(record.arguments.len() < 1200 && record.cut_bytes > 1_990_000, "{}", record.cut_bytes);
    }
}

/// A sink that breaks.
#[derive(Debug)]
struct Broken;

impl Sink for Broken {
    fn describe(&self) -> String {
        "broken".to_owned()
    }

    fn wants_begin(&self) -> bool {
        true
    }

    fn begin(&self, _begin: &jsmint::call_log::Begin<'_>) {
        panic!("at the beginning");
    }

    fn record(&self, _record: &Record<'_>, _full: Full) -> Result<(), LogError> {
        panic!("at the end");
    }
}

on_both_paths! {
    fn what_breaks_in_a_sink_is_no_affair_of_the_script(strategy) {
        let mut rt = runtime(strategy, Options::new().module(Tools).call_log(CallLog::to(Broken)));
        assert_eq!(rt.eval::<i32>("require('tools').add(40, 2)").ok(), Some(42));
        let (log, sink) = CallLog::memory();
        let log = log.redact_with(|_, text| if text.contains("secret") { panic!("unsure") });
        let mut rt = runtime(strategy, Options::new().module(Tools).call_log(log));
        drop(sink.take());
        assert_eq!(rt.eval::<String>("require('tools').same('secret')").ok().as_deref(), Some("secret"));
        let records = sink.records();
        assert_eq!(short(&records[1]), r#"js->host tools.same["<redacted>"] = "<redacted>""#);
        assert_eq!((records[1].parent, records[2].parent), (records[2].call, 0));
    }

    fn names_are_bounded_and_looked_at(strategy) {
        let (log, sink) = CallLog::memory();
        let log = log.redact_with(|place, text| if place.function == "call" { *text = text.replace("hush", "***") });
        let mut rt = runtime(strategy, Options::new().module(Tools).call_log(log));
        rt.eval::<()>("
            const { call } = require('tools');
            call(Object.defineProperty(() => 1, 'name', { value: 'x'.repeat(5e6) }));
            call(Object.defineProperty(() => 1, 'name', { get() { throw new Error('ran') } }));
            const error = Object.assign(new Error('m'), { name: 'hush' + 'y'.repeat(1e6) });
            try { call(() => { throw error }) } catch {}
        ").expect("it runs");
        let records = sink.records();
        assert!(records.iter().all(|record| record.function.len() <= 256 && record.error_name.len() <= 1024));
        let failed = records.iter().find(|record| record.function == "call" && record.outcome == Outcome::Threw);
        assert!(failed.is_some_and(|record| record.error_name.starts_with("***y")));
    }

    fn a_conversion_that_panics_ends_its_entry(strategy) {
        struct Bomb;
        impl<'de> serde::Deserialize<'de> for Bomb {
            fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                panic!("boom")
            }
        }
        let (options, sink) = options();
        let mut rt = runtime(strategy, options);
        drop(sink.take());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(rt.eval::<Bomb>("1"))));
        assert!(panicked.is_err());
        rt.eval::<()>("2").expect("a value");
        let records = sink.records();
        assert_eq!((records[0].outcome, records[1].outcome), (Outcome::Panicked, Outcome::Returned));
        assert_eq!(records[1].parent, 0);
    }

    fn time_without_end_is_no_limit(strategy) {
        let mut rt = runtime(strategy, Options::new().limits(Limits::new().time(Duration::MAX)));
        assert_eq!(rt.eval::<i32>("1 + 1").ok(), Some(2));
    }
}
