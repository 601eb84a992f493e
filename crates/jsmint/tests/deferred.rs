//! Calls of the host that are answered later.

mod common;

use std::sync::{Arc, Mutex};

use common::factory;
use jsmint::{
    Call, Error, ErrorKind, Exports, JsException, Limits, NativeModule, Options, PendingCall, Result, Runtime,
    Strategy, Value,
};
use serde_json::json;

/// A module all of whose calls are answered later, and what it was told that a runtime no longer waits for.
#[derive(Clone, Default)]
struct Remote(Arc<Mutex<Vec<(u64, u64)>>>);

impl Remote {
    fn moot(&self) -> Vec<u64> {
        self.moot_by_runtime().into_iter().map(|(_, id)| id).collect()
    }

    fn moot_by_runtime(&self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn later<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    call.defer()
}

impl NativeModule for Remote {
    fn name(&self) -> &str {
        "remote"
    }

    fn define(&self, exports: &mut Exports) {
        exports.raw("get", 1, "", later).raw("put", 2, "", later);
        exports.raw("who", 0, "", |call| Ok(call.scope().number(call.runtime() as f64)));
        exports.raw("named", 1, "", |call| call.defer_with(json!([{ "key": call.get::<String>(0)? }])));
    }

    fn moot(&self, runtime: u64, calls: &[PendingCall]) {
        assert!(calls.iter().all(|call| call.module == "remote"));
        self.0.lock().unwrap().extend(calls.iter().map(|call| (runtime, call.id)));
    }
}

fn runtime(strategy: Strategy) -> (Runtime, Remote) {
    let remote = Remote::default();
    let rt = factory(strategy, Options::new().module(remote.clone())).new_runtime().unwrap();
    (rt, remote)
}

const ASK: &str = "const { get, put } = require('remote'); const log = [];
    async function ask(key) { try { log.push(await get(key)); } catch (e) { log.push(e.name + ': ' + e.message + (e.code ?? '')); } }";

fn log(rt: &mut Runtime) -> String {
    rt.eval("log.join()").unwrap()
}

on_both_paths! {
    fn a_script_goes_on_when_its_call_is_answered(strategy) {
        let (mut rt, _) = runtime(strategy);
        rt.eval::<()>(&format!("{ASK} ask('a'); ask('b'); put('c', {{ deep: [1, null] }}).then(v => log.push(v)); 0")).unwrap();
        let calls = rt.pending_calls();
        let told: Vec<_> = calls.iter().map(|call| (call.id, call.function.as_str(), call.arguments.clone())).collect();
        assert_eq!(told, [(1, "get", json!(["a"])), (2, "get", json!(["b"])), (3, "put", json!(["c", { "deep": [1, null] }]))]);
        assert_eq!(log(&mut rt), "");
        rt.settle(2, Ok("second")).unwrap();
        rt.settle(1, Err::<(), _>(Error::script(JsException::new("RangeError", "no such key").with_code("ENOKEY")))).unwrap();
        assert_eq!(rt.pending_calls().len(), 1);
        rt.settle(3, Ok(json!({ "x": 1 }))).unwrap();
        assert_eq!(log(&mut rt), "second,RangeError: no such keyENOKEY,[object Object]");
        assert!(rt.pending_calls().is_empty());
        for id in [0, 1, 2, 3, 4] {
            let error = rt.settle(id, Ok(1)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
        }
    }

    fn what_nobody_has_answered_is_named_where_a_promise_is_waited_for(strategy) {
        let (mut rt, _) = runtime(strategy);
        let error = rt.eval::<()>("require('remote').get('a')").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pending);
        assert!(error.to_string().contains("1 calls of the host are") && error.to_string().contains("Runtime::settle"), "{error}");
    }

    fn an_answer_that_does_not_convert_leaves_the_call_pending(strategy) {
        let (mut rt, _) = runtime(strategy);
        rt.eval::<()>(&format!("{ASK} ask('a'); 0")).unwrap();
        let mut other = common::plain(strategy);
        let foreign: jsmint::Handle = other.eval("({})").unwrap();
        assert!(rt.settle(1, Ok(foreign)).is_err());
        assert_eq!(rt.pending_calls().len(), 1);
        rt.settle(1, Ok(5)).unwrap();
        assert_eq!(log(&mut rt), "5");
    }

    fn what_the_script_throws_then_is_the_error_of_the_answer(strategy) {
        let (mut rt, _) = runtime(strategy);
        rt.eval::<()>("require('remote').get('a').then(v => { throw new TypeError('not ' + v) }); 0").unwrap();
        let error = rt.settle(1, Ok("this")).unwrap_err();
        assert!(error.to_string().contains("TypeError: not this"), "{error}");
        assert!(rt.pending_calls().is_empty());
        rt.eval::<()>("require('remote').get('b').then(v => { for (;;); }); 0").unwrap();
        rt.interrupt_handle().interrupt();
        assert_eq!(rt.settle(2, Ok(1)).unwrap_err().kind(), ErrorKind::Interrupted);
        assert_eq!(rt.pending_calls().len(), 1, "an entry that never began answers nothing");
    }

    fn arguments_that_are_no_data_are_refused(strategy) {
        let (mut rt, _) = runtime(strategy);
        assert!(rt.eval::<()>("require('remote').get(() => 1)").is_err());
        assert!(rt.eval::<()>("const a = {}; a.a = a; require('remote').get(a)").is_err());
        assert!(rt.pending_calls().is_empty());
        rt.eval::<()>("require('remote').named('k'); 0").unwrap();
        assert_eq!(rt.pending_calls()[0].arguments, json!([{ "key": "k" }]));
    }

    fn a_script_cannot_fill_the_host_with_calls(strategy) {
        let limits = Limits::new().memory(16 << 20);
        let factory = factory(strategy, Options::new().module(Remote::default()).limits(limits));
        let mut rt = factory.new_runtime().unwrap();
        let error = rt.eval::<()>("const { get } = require('remote'); for (;;) get('x')").unwrap_err();
        assert!(error.to_string().contains("10000 calls"), "{error}");
        assert_eq!(rt.pending_calls().len(), 10_000);
        let mut rt = factory.new_runtime().unwrap();
        let error = rt.eval::<()>("const { get } = require('remote'); const t = 'x'.repeat(1 << 20); for (;;) get(t)").unwrap_err();
        assert!(error.to_string().contains("calls of the host are pending") && rt.pending_calls().len() < 16, "{error}");
    }

    fn while_baking_nothing_can_be_answered_later(strategy) {
        let options = Options::new().module(Remote::default()).preload_script("a.js", "require('remote').get(1)");
        let error = jsmint::EngineFactory::new(options.strategy(strategy)).unwrap_err();
        assert!(error.to_string().contains("not while baking"), "{error}");
    }

    fn forks_wait_each_for_an_answer_of_their_own(strategy) {
        if !common::can_fork() {
            return;
        }
        let (mut rt, remote) = runtime(strategy);
        rt.eval::<()>(&format!("{ASK} ask('a'); 0")).unwrap();
        let mut fork = rt.fork().unwrap();
        rt.settle(1, Ok("left")).unwrap();
        fork.settle(1, Ok("right")).unwrap();
        assert_eq!((log(&mut rt), log(&mut fork)), ("left".into(), "right".into()));
        fork.eval::<()>("ask('b'); 0").unwrap();
        fork.eval::<()>("ask('c'); 0").unwrap();
        assert_eq!(rt.pending_calls().len(), 0);
        let number = fork.number();
        assert_ne!(number, rt.number());
        assert_eq!(fork.eval::<f64>("require('remote').who()").unwrap(), number as f64);
        drop((rt, fork));
        assert_eq!(remote.moot_by_runtime(), [(number, 2), (number, 3)]);
    }

    fn a_rollback_takes_calls_and_answers_back(strategy) {
        let (mut rt, remote) = runtime(strategy);
        rt.eval::<()>(&format!("{ASK} ask('a'); 0")).unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        for round in 0..3 {
            rt.settle(1, Ok(round)).unwrap();
            assert_eq!(log(&mut rt), round.to_string());
            rt.eval::<()>("ask('b'); 0").unwrap();
            // Numbers are not used again.
            assert_eq!(rt.pending_calls()[0].id, 2 + round);
            rt.rollback(&checkpoint).unwrap();
            assert_eq!(remote.moot(), [2 + round]);
            assert_eq!(rt.pending_calls().iter().map(|call| call.id).collect::<Vec<_>>(), [1]);
        }
        drop(rt);
        assert_eq!(remote.moot(), [1]);
    }

    fn calls_of_a_function_that_was_added(strategy) {
        let (mut rt, _) = runtime(strategy);
        rt.enter(|scope| scope.global().set("fetch", scope.function("fetch", 1, |call| call.defer())?)).unwrap();
        rt.eval::<()>("let got; fetch('/a').then(v => { got = v }); 0").unwrap();
        let call = rt.pending_calls().remove(0);
        assert_eq!((call.module.as_str(), call.function.as_str()), ("", "fetch"));
        rt.settle(call.id, Ok([1, 2])).unwrap();
        assert_eq!(rt.eval::<String>("got.join()").unwrap(), "1,2");
    }
}

#[test]
fn what_sleeps_is_not_moot_and_goes_on_where_it_wakes() {
    let remote = Remote::default();
    let factory = factory(Strategy::Auto, Options::new().module(remote.clone()));
    if factory.stats().strategy == Strategy::Cold {
        return;
    }
    let mut rt = factory.new_runtime().unwrap();
    rt.eval::<()>(&format!("{ASK} ask('a'); ask('b'); 0")).unwrap();
    rt.settle(1, Ok("one")).unwrap();
    let snapshot = rt.hibernate().unwrap();
    rt.eval::<()>("ask('c'); 0").unwrap();
    drop(rt);
    assert_eq!(remote.moot(), [3], "what was asked since");
    for _ in 0..2 {
        let mut woken = factory.resume(&snapshot).unwrap();
        assert_eq!(woken.pending_calls().iter().map(|call| call.id).collect::<Vec<_>>(), [2]);
        woken.settle(2, Ok("two")).unwrap();
        assert_eq!(log(&mut woken), "one,two");
        woken.eval::<()>("ask('d'); 0").unwrap();
        assert_eq!(woken.pending_calls()[0].id, 3);
        drop(woken);
        assert_eq!(remote.moot(), [3]);
    }
    drop(factory.resume(&snapshot).unwrap());
    assert_eq!(remote.moot(), [2], "it was woken, and dropped without an answer");
}
