//! Random programs with forks, rollbacks and sleep thrown in, against the same programs without.

mod common;

use common::factory;
use jsmint::{EngineFactory, Options, PendingCall, Runtime, Strategy};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Strategy as Generator;

const PRELOAD: &str = r"
    const log = [], objects = [{}], closures = [], map = new Map(), weak = new WeakMap(), set = new Set(), its = [], waiting = [];
    class Node { #kids = []; constructor(n) { this.n = n; } add(k) { this.#kids.push(k); return this; } sum() { return this.n + this.#kids.reduce((a, k) => a + k.sum(), 0); } }
    let tree = new Node(1);
    function* walk(n) { try { for (let i = 0; ; i++) n += (yield n * i) ?? 1; } finally { log.push('closed ' + n); } }
    async function wait(n) { try { log.push('got ' + await ask(n) + n); } catch (e) { log.push(e.message); } }
    const at = (list, n) => list[n % list.length];
    const ops = [
        n => { objects.push({ n, ['k' + n % 7]: objects.length }); },
        n => { const o = at(objects, n); o['p' + n % 5] = 'x'.repeat(n % 300); delete o['p' + (n + 1) % 5]; },
        n => { let own = n; closures.push(step => own += step); },
        n => closures.length && at(closures, n)(n % 10),
        n => { map.set(at(objects, n), n); if (n % 3 == 0) map.delete(at(objects, n + 1)); },
        n => { weak.set(at(objects, n), [n]); set.add(n % 50); set.delete(n % 11); },
        n => { its.push(walk(n % 100)); return its.at(-1).next().value; },
        n => its.length && at(its, n).next(n % 13).value,
        n => its.length && n % 4 == 0 ? its.splice(n % its.length, 1)[0].return(n).value : 0,
        n => { tree = n % 5 ? tree.add(new Node(n)) : new Node(n).add(tree); return tree.sum(); },
        n => { new Promise(resolve => waiting.push(resolve)).then(v => log.push(v)); },
        n => { if (waiting.length) waiting.splice(n % waiting.length, 1)[0](n); },
        n => { wait(n); },
        n => { setTimeout(() => log.push('timer ' + n), n % 100); },
        n => { const bytes = new Uint8Array(n * 17 % 20000).fill(n); objects.push({ bytes, view: new DataView(bytes.buffer) }); },
        n => { if (objects.length > 20) objects.splice(1, n % 10); },
        n => { try { at(objects, n).missing.property; } catch (e) { log.push(e.name); } },
        n => { const r = /(\d)(\d)?/g; r.lastIndex = n % 3; log.push(String(r.exec('a12b3' + n))); },
        n => BigInt(n) ** 20n % 1000007n + '',
        n => Math.random() + n,
        n => { globalThis['g' + n % 9] = Symbol.for('s' + n % 4); },
    ];
    function act(op, n) { return String(at(ops, op)(n)); }
    function told() {
        const entries = [...map].map(([k, v]) => [k.n ?? 'none', v]);
        const sums = objects.map(o => [Object.keys(o).join(), o.bytes?.reduce((a, b) => a + b, 0), weak.get(o)?.[0]]);
        const names = Object.keys(globalThis).filter(k => /^g\d/.test(k)).map(k => String(globalThis[k]));
        return JSON.stringify([log, entries, sums, [...set], closures.map(f => f(0)), tree.sum(), waiting.length, names]);
    }
";

#[derive(Clone, Debug)]
enum Step {
    Act(u8, u16),
    /// Answers one of the calls that are pending.
    Answer(u8),
    RunDue,
    Collect,
    Trim,
    Tell,
    Fork,
    Sleep,
    /// Does all this, and takes it back.
    Detour(Vec<Step>),
}

fn step() -> impl Generator<Value = Step> {
    let plain = prop_oneof![
        12 => (any::<u8>(), any::<u16>()).prop_map(|(op, n)| Step::Act(op, n)),
        2 => any::<u8>().prop_map(Step::Answer),
        1 => Just(Step::RunDue),
        1 => Just(Step::Collect),
        1 => Just(Step::Trim),
        2 => Just(Step::Tell),
        2 => Just(Step::Fork),
        2 => Just(Step::Sleep),
    ];
    plain.prop_recursive(2, 20, 8, |inner| vec(inner, 1..8).prop_map(Step::Detour))
}

fn options() -> Options {
    Options::new().preload_script("ops.js", PRELOAD).module(Asker).deterministic(11)
}

struct Asker;

impl jsmint::NativeModule for Asker {
    fn name(&self) -> &str {
        "asker"
    }

    fn define(&self, exports: &mut jsmint::Exports) {
        exports.raw("ask", 1, "", |call| call.defer());
    }
}

fn start(factory: &EngineFactory) -> Runtime {
    let mut rt = factory.new_runtime().expect("a runtime");
    rt.eval::<()>("const { ask } = require('asker')").expect("asker");
    rt
}

/// What a step that is no trick comes to.
fn plain(rt: &mut Runtime, step: &Step) -> String {
    match step {
        Step::Act(op, n) => format!("{:?}", rt.call::<String, _>("act", (op, n)).map_err(|error| error.to_string())),
        Step::Answer(which) => {
            // By what was asked: numbers go on where calls were taken back.
            let calls = rt.pending_calls();
            let Some(PendingCall { id, arguments, .. }) = calls.get(usize::from(*which) % calls.len().max(1)) else {
                return String::new();
            };
            let answer = if which % 3 == 0 {
                Err(jsmint::Error::new(jsmint::ErrorKind::Io, "no answer"))
            } else {
                Ok(arguments.to_string())
            };
            format!("{arguments} {:?}", rt.settle(*id, answer).map_err(|error| error.to_string()))
        }
        Step::RunDue => format!("{:?}", rt.run_due().map_err(|error| error.to_string())),
        Step::Collect => {
            rt.collect_garbage();
            String::new()
        }
        Step::Trim => {
            rt.trim().expect("the system takes it");
            String::new()
        }
        _ => rt.call("told", ()).expect("a digest"),
    }
}

fn live(
    factory: &EngineFactory,
    can_sleep: bool,
    mut rt: Runtime,
    steps: &[Step],
    results: &mut Vec<String>,
) -> Runtime {
    for step in steps {
        match step {
            Step::Fork => rt = rt.fork().expect("a fork"),
            Step::Sleep if can_sleep => {
                let snapshot = rt.hibernate().expect("a snapshot");
                rt = factory.resume(&snapshot).expect("a runtime");
            }
            Step::Sleep => {}
            Step::Detour(steps) => {
                let checkpoint = rt.checkpoint().expect("a checkpoint");
                // Where a fork or a sleep is in it, it is another runtime that went on.
                let mut fork = rt.fork().expect("a fork");
                for step in steps {
                    plain(&mut rt, step);
                }
                fork = live(factory, can_sleep, fork, steps, &mut Vec::new());
                drop(fork);
                rt.rollback(&checkpoint).expect("as it was");
            }
            step => results.push(plain(&mut rt, step)),
        }
    }
    rt
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("JSMINT_ROUNDS").map_or(24, |rounds| rounds.parse().expect("a number"))
    ))]

    #[test]
    fn what_happens_in_between_is_not_seen(steps in vec(step(), 1..60)) {
        let cold = factory(Strategy::Cold, options());
        let mut expected = Vec::new();
        let mut rt = start(&cold);
        for step in steps.iter().filter(|step| !matches!(step, Step::Fork | Step::Sleep | Step::Detour(_))) {
            expected.push(plain(&mut rt, step));
        }
        expected.push(plain(&mut rt, &Step::Tell));
        for strategy in [Strategy::Cold, Strategy::Auto] {
            let factory = factory(strategy, options());
            let can_sleep = factory.stats().strategy == Strategy::Image;
            let mut results = Vec::new();
            let mut rt = live(&factory, can_sleep, start(&factory), &steps, &mut results);
            results.push(plain(&mut rt, &Step::Tell));
            prop_assert_eq!(&results, &expected);
        }
    }
}
