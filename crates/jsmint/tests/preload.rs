//! What is made while baking works in every runtime, and what cannot be baked is refused.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use common::{factory, runtime};
use jsmint::loader::Memory;
use jsmint::{EngineFactory, Error, ErrorKind, Exports, NativeModule, Options, PointerSource, Result, Strategy};

/// Runs `check` in several runtimes of a factory that preloaded `source`: slots made anew, and one that was used.
fn in_many(strategy: Strategy, source: &str, check: &str) {
    let factory = factory(strategy, Options::new().preload_script("preload.js", source));
    let mut live = Vec::new();
    for round in 0..6 {
        let mut rt = factory.new_runtime().unwrap();
        for _ in 0..2 {
            let outcome = rt.eval::<bool>(check);
            assert!(outcome.as_ref().is_ok_and(|good| *good), "round {round}: {check}: {outcome:?}");
        }
        if round < 3 {
            live.push(rt);
        }
    }
}

on_both_paths! {
    fn closures(strategy) {
        in_many(strategy, "let n = 0; function outer(by) { let total = 0; return () => { n++; return total += by } } var two = outer(2), five = outer(5);",
            "{ const before = two(); before % 2 === 0 && two() === before + 2 && five() % 5 === 0 && n >= 3 }");
    }

    fn collections_keyed_by_objects(strategy) {
        in_many(strategy, "var keys = []; var map = new Map(), set = new Set(), weak = new WeakMap(), weakSet = new WeakSet(), ref;
            for (let i = 0; i < 500; i++) { const key = i % 3 ? { i } : i % 2 ? () => i : Symbol('s' + i); keys.push(key); map.set(key, i); set.add(key); if (typeof key !== 'symbol') { weak.set(key, i); weakSet.add(key) } }
            map.set(NaN, 'nan').set('text', 1).set(1n, 'big').set(-0, 'zero'); ref = new WeakRef(keys[1]);",
            "keys.every((key, i) => map.get(key) === i && set.has(key) && (typeof key === 'symbol' || weak.get(key) === i && weakSet.has(key)))
                && map.get(NaN) === 'nan' && map.get(0) === 'zero' && map.get(1n) === 'big' && !map.has({}) && ref.deref() === keys[1]
                && [...map.keys()][7] === keys[7]");
        // They go on working: deleting, adding, growing, iterating.
        in_many(strategy, "var keys = Array.from({ length: 300 }, (_, i) => ({ i })); var map = new Map(keys.map(key => [key, key.i]));",
            "for (const key of keys.slice(0, 100)) { map.delete(key); map.set(key, 'again ' + key.i) } for (let i = 0; i < 1000; i++) map.set({}, i);
            keys.every((key, i) => map.get(key) === (i < 100 ? 'again ' + i : i))");
    }

    /// Memory that held addresses, of the stack and of code too, is used again for texts that end anywhere in it.
    fn texts_over_what_were_addresses(strategy) {
        in_many(strategy, "const say = (length, seed) => Array.from({ length }, (_, i) => 'abcdefgh'[(seed + i) % 8]).join('');
            const work = depth => { try { return depth && [...new Map([[depth, [1, 2].map(String)]])].concat(work(depth - 1)) } finally { /a(b)?/g.exec('xab'); JSON.parse('[{}]') } };
            function* each(n) { while (n) yield n-- } Promise.resolve(1).then(() => work(3)); work(30); [...each(9)].sort();
            var texts = []; for (let round = 0; round < 40; round++) { work(round); for (let length = 0; length < 60; length++) texts.push(say(length, round)) }",
            "texts.every((text, i) => text === say(i % 60, Math.floor(i / 60)))");
    }

    fn weak_entries_die_after_the_bake(strategy) {
        let factory = factory(strategy, Options::new().preload_script("w.js", "var key = {}; var weak = new WeakMap([[key, 'value']]); var ref = new WeakRef(key);"));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<String>("weak.get(key)").unwrap(), "value");
            rt.eval::<()>("key = null").unwrap();
            rt.collect_garbage();
            assert!(rt.eval::<bool>("ref.deref() === undefined").unwrap());
        }
    }

    fn private_fields_and_classes(strategy) {
        in_many(strategy, "class Counter { #n = 40; static #made = 0; constructor() { Counter.#made++ } get n() { return this.#n } up() { this.#n++; return this } static made() { return Counter.#made } static has(o) { return #n in o } #secret() { return 'x' } tell() { return this.#secret() } }
            class Sub extends Counter { #n = 'own'; both() { return this.#n + this.n } } var counter = new Counter(), sub = new Sub();",
            "counter.n >= 40 && counter.up().n >= 41 && Counter.made() >= 2 && new Counter().n === 40 && Counter.has(sub) && !Counter.has({}) && sub.both() === 'own40' && sub.tell() === 'x'");
    }

    fn suspended_generators(strategy) {
        let source = "function* count() { let n = 0; try { while (true) { const got = yield n++; if (got) n += got } } finally { globalThis.closed = n } }
            var generator = count(); generator.next(); generator.next(); var iterator = [1, 2, 3][Symbol.iterator](); iterator.next(); var entries = new Map([[1, 2], [3, 4]]).entries(); entries.next();
            function* nested() { yield* [1, 2, 3].values(); yield* count() } var outer = nested(); outer.next();";
        let factory = factory(strategy, Options::new().preload_script("g.js", source));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            let seen: Vec<i32> = rt.eval("[generator.next().value, generator.next(10).value, iterator.next().value, entries.next().value[0], outer.next().value, outer.next().value, outer.next().value]").unwrap();
            assert_eq!(seen, [2, 13, 2, 3, 2, 3, 0]);
            assert_eq!(rt.eval::<i32>("generator.return(7).value + closed").unwrap(), 21);
        }
    }

    fn suspended_async_functions_and_pending_promises(strategy) {
        let source = "var resolve, reject; var promise = new Promise((yes, no) => { resolve = yes; reject = no }); var log = [];
            promise.then(value => log.push('then ' + value));
            var running = (async () => { log.push('started'); const value = await promise; log.push('got ' + value); await null; return value * 2 })();
            async function* stream() { for (;;) yield await gate() } var gates = []; const gate = () => new Promise(open => gates.push(open)); var items = stream(); var item = items.next();
            var any = Promise.race([promise, new Promise(() => {})]); var all = Promise.all([promise, 5]);";
        let factory = factory(strategy, Options::new().preload_script("p.js", source));
        for round in 1..4 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<Vec<String>>("log").unwrap(), ["started"]);
            assert_eq!(rt.eval::<i32>("promise").unwrap_err().kind(), ErrorKind::Pending);
            rt.eval::<()>(&format!("resolve({round})")).unwrap();
            assert_eq!(rt.eval::<i32>("running").unwrap(), round * 2);
            assert_eq!(rt.eval::<(i32, Vec<i32>)>("[await any, await all]").unwrap(), (round, vec![round, 5]));
            assert_eq!(rt.eval::<Vec<String>>("log").unwrap(), ["started".to_owned(), format!("then {round}"), format!("got {round}")]);
            assert_eq!(rt.eval::<i32>("gates[0](9); (await item).value").unwrap(), 9);
        }
        let error = factory.new_runtime().unwrap().eval::<i32>("reject(new RangeError('no')); running").unwrap_err();
        assert!(error.message().contains("no"), "{error}");
    }

    fn everything_else_an_engine_can_hold(strategy) {
        in_many(strategy, "var all = { date: new Date(5), re: /a(?<n>b)/gu, big: 2n ** 200n, sym: Symbol.for('shared'), own: Symbol('own'), buffer: new Uint8Array([1, 2, 3]).buffer, view: new DataView(new ArrayBuffer(8)), f64: new Float64Array([1.5, -0, NaN]),
            proxy: new Proxy({ a: 1 }, { get: (t, k) => k in t ? t[k] : 'made ' + String(k) }), bound: Math.max.bind(null, 5), frozen: Object.freeze({ x: [1] }), error: new TypeError('e', { cause: 1 }),
            accessor: { get half() { return this.whole / 2 }, whole: 8 }, sparse: [, 1, , 2], args: (function () { return arguments })(1, 2), nul: Object.create(null), text: 'x'.repeat(1000) + '\\u{1F600}', rope: 'a' + 'b'.repeat(500) + String(Math.sqrt(2)),
            template: ((s) => s)`a${1}b`, global: globalThis, shared: new SharedArrayBuffer(16), iter: 'ab'[Symbol.iterator](), fin: new FinalizationRegistry(() => {}), evald: eval('(x) => x + 1'), made: new Function('a', 'return a * 2') };
            all.re.lastIndex = 1; all.self = all;",
            "all.date.getTime() === 5 && all.re.source === 'a(?<n>b)' && all.re.lastIndex === 1 && 'ab'.match(/a(?<n>b)/u).groups.n === 'b' && all.big === 2n ** 200n && all.sym === Symbol.for('shared') && all.own.description === 'own'
            && new Uint8Array(all.buffer)[2] === 3 && all.view.byteLength === 8 && Object.is(all.f64[1], -0) && all.proxy.b === 'made b' && all.bound(3) === 5 && Object.isFrozen(all.frozen) && all.error instanceof TypeError && all.error.cause === 1
            && all.accessor.half === 4 && !(0 in all.sparse) && all.sparse.length === 4 && all.args.length === 2 && Object.getPrototypeOf(all.nul) === null && all.text.codePointAt(1000) === 0x1F600 && all.rope.length > 500 && all.template.raw[1] === 'b'
            && all.global === globalThis && all.shared.byteLength === 16 && all.evald(1) === 2 && all.made(4) === 8 && all.self === all && all instanceof Object && [] instanceof Array");
    }

    fn steps_are_taken_in_order(strategy) {
        let app = Memory::new().file("/a.js", "order.push('a'); exports.name = 'a'; exports.only = 'a'").file("/b.js", "order.push('b'); require('./a'); exports.name = 'b'");
        let options = Options::new().loader(app)
            .preload_script("first.js", "var order = ['first']")
            .preload("./a.js")
            .warm_up(|rt| rt.eval::<()>("order.push('warm')"))
            .preload("./b.js")
            .preload_script("last.js", "order.push('last')");
        let factory = factory(strategy, options);
        assert_eq!(factory.plan().preloaded, ["first.js", "./a.js", "./b.js", "last.js"]);
        let mut rt = factory.new_runtime().unwrap();
        assert_eq!(rt.eval::<Vec<String>>("order").unwrap(), ["first", "a", "warm", "b", "last"]);
        // Functions are found in what was preloaded last.
        rt.eval::<()>("require('./a').who = () => 'a'; require('./b').who = () => 'b'; require('./a').mine = () => 'a'").unwrap();
        assert_eq!(rt.call::<String, _>("who", ()).unwrap() + &rt.call::<String, _>("mine", ()).unwrap(), "ba");
        assert_eq!(rt.call::<String, _>("./a.js#who", ()).unwrap(), "a");
        rt.eval::<()>("globalThis.who = () => 'global'").unwrap();
        assert_eq!(rt.call::<String, _>("who", ()).unwrap(), "global");
    }

    fn warming_up_leaves_what_it_made(strategy) {
        let calls = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&calls);
        let options = Options::new().preload_script("cache.js", "var cache = new Map(); var slow = n => { if (!cache.has(n)) cache.set(n, n * n); return cache.get(n) }")
            .warm_up(move |rt| { counter.fetch_add(1, Ordering::SeqCst); for n in 0..10 { rt.call::<i32, _>("slow", (n,))?; } Ok(()) });
        let factory = factory(strategy, options);
        let baked = calls.load(Ordering::SeqCst);
        assert_eq!(factory.new_runtime().unwrap().eval::<u32>("cache.size").unwrap(), 10);
        factory.new_runtime().unwrap();
        let more = calls.load(Ordering::SeqCst) - baked;
        assert_eq!(more, if strategy == Strategy::Cold { 2 } else { 0 });
    }

    fn errors_while_preloading_name_what(strategy) {
        let make = |options: Options| EngineFactory::new(options.strategy(strategy)).unwrap_err();
        let app = || Memory::new().file("/throws.js", "\nthrow new RangeError('bad day')").file("/syntax.js", "let a = ;").file("/inner.js", "require('./throws')").file("/late.js", "Promise.reject(new Error('lost'))")
            .file("/spin.js", "null.x");
        let error = make(Options::new().loader(app()).preload("./throws.js"));
        assert_eq!(error.message(), "while preloading ./throws.js: RangeError: bad day");
        assert_eq!(error.exception().unwrap().location.as_ref().map(|place| (place.file.as_str(), place.line)), Some(("/throws.js", 2)));
        assert!(make(Options::new().loader(app()).preload("./inner.js")).message().starts_with("while preloading ./inner.js: RangeError"));
        let error = make(Options::new().loader(app()).preload("./syntax.js"));
        assert!(error.is_syntax() && error.message().contains("./syntax.js") && error.message().contains("/syntax.js:1"), "{error:?}");
        let error = make(Options::new().loader(app()).preload("./gone.js"));
        assert!(error.message().starts_with("while preloading ./gone.js: ") && error.message().contains("Cannot find module"), "{error}");
        let error = make(Options::new().preload_script("setup.js", "nonsense()"));
        assert!(error.message().starts_with("while preloading setup.js: ReferenceError"), "{error}");
        // A rejection that nothing handles is an error, as in a call.
        let error = make(Options::new().loader(app()).preload("./late.js"));
        assert!(error.message().contains("./late.js") && error.message().contains("unhandled rejection: Error: lost"), "{error}");
        let error = make(Options::new().preload_script("stuck.js", "await new Promise(() => {})"));
        assert!(error.kind() == ErrorKind::Pending && error.message().contains("stuck.js"), "{error}");
        let error = make(Options::new().preload_script("late.js", "(async () => { throw new Error('lost') })()"));
        assert!(error.message().contains("late.js") && error.message().contains("lost"), "{error}");
        // What the host says in a warm-up is passed on.
        let error = make(Options::new().warm_up(|_| Err(Error::new(ErrorKind::Io, "no template"))));
        assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "no template"));
        let error = make(Options::new().warm_up(|rt| rt.eval::<()>("throw new Error('cold')")));
        assert!(error.message().contains("cold"), "{error}");
    }

    fn closures_of_the_host_cannot_be_baked(strategy) {
        let error = EngineFactory::new(Options::new().strategy(strategy).warm_up(|rt| rt.function("f", || Ok(1)))).unwrap_err();
        assert!(error.kind() == ErrorKind::Bake && error.message().contains("NativeModule"), "{error:?}");
    }

    fn handles_made_while_baking_belong_to_no_runtime(strategy) {
        let kept: Arc<Mutex<Option<jsmint::Handle>>> = Arc::default();
        let keep = Arc::clone(&kept);
        let options = Options::new().warm_up(move |rt| { *keep.lock().unwrap() = Some(rt.eval("() => 1")?); Ok(()) });
        let factory = factory(strategy, options);
        let mut rt = factory.new_runtime().unwrap();
        let handle = kept.lock().unwrap().clone().unwrap();
        assert_eq!(handle.call::<i32, _>(&mut rt, ()).unwrap_err().kind(), ErrorKind::NotFound);
    }

    fn bakes_do_not_depend_on_when_or_where(strategy) {
        let source = "var seen = [Math.random(), Math.random(), Date.now(), new Date().toISOString(), performance.now(), performance.timeOrigin];
            var objects = []; for (let i = 0; i < 1000; i++) objects.push({ r: Math.random(), key: Symbol(), f: () => i });";
        let options = move || Options::new().preload_script("s.js", source).require_agreement(true);
        let one = factory(strategy, options());
        std::thread::sleep(std::time::Duration::from_millis(5));
        let other = std::thread::spawn(move || factory(strategy, options())).join().unwrap();
        let seen = |factory: &EngineFactory| factory.new_runtime().unwrap().eval::<Vec<serde_json::Value>>("seen").unwrap();
        assert_eq!(seen(&one), seen(&other));
        assert_eq!(seen(&one)[3], "2000-01-01T00:00:00.000Z");
        if strategy == Strategy::Image {
            assert_eq!(one.stats().pointer_source, Some(PointerSource::TwoBakes));
            let different = factory(strategy, Options::new().preload_script("s.js", "1"));
            assert_ne!(one.stats().fingerprint, different.stats().fingerprint);
        }
    }

    fn jobs_are_done_before_the_seal(strategy) {
        let source = "var done = 0, caught = 0; (async () => { for (let i = 0; i < 100; i++) await null; done = 1 })(); Promise.resolve().then(() => import('nothing')).catch(e => { caught = 1 })";
        assert_eq!(runtime(strategy, Options::new().preload_script("j.js", source)).eval::<i32>("done + caught").unwrap(), 2);
    }

    fn hostile_preloads_still_give_sound_runtimes(strategy) {
        in_many(strategy, "delete Array.prototype.push; Object.prototype.evil = 1; Array.prototype[Symbol.iterator] = null; globalThis.JSON = undefined; Function.prototype.call = null; delete globalThis.Map;
            Object.defineProperty(Object.prototype, 'then', { get() { return undefined }, configurable: true }); Promise.prototype.then = null; Error.prepareStackTrace = () => { throw 1 };",
            "typeof JSON === 'undefined' && ({}).evil === 1");
    }

    fn large_preloads(strategy) {
        let mut source = String::from("var table = {};\n");
        for n in 0..4000 {
            source.push_str(&format!("table.f{n} = function (a) {{ const list = [a, {n}, 'text {n}']; return list.length + {n}; }};\n"));
        }
        let factory = factory(strategy, Options::new().preload_script("bundle.js", source));
        for _ in 0..3 {
            assert_eq!(factory.new_runtime().unwrap().eval::<u32>("Object.keys(table).reduce((sum, key) => sum + table[key](0), 0)").unwrap(), 8_010_000);
        }
    }
}

/// A module whose answer differs from bake to bake.
struct Fickle(AtomicU32);

impl NativeModule for Fickle {
    fn name(&self) -> &'static str {
        "fickle"
    }

    fn define(&self, exports: &mut Exports) {
        let counter = AtomicU32::new(self.0.load(Ordering::SeqCst));
        exports.function("next", "", move || Ok(counter.fetch_add(1, Ordering::SeqCst)));
    }
}

/// Two bakes whose objects differ in number and in what lies between them: the image's pointers cannot be proved by comparing.
fn fickle() -> Options {
    let source = "var list = []; const more = require('fickle').next(); var between = []; for (let i = 0; i < 100 + more * 2000; i++) { list.push({ i }); if (more) between.push(i + 0.5, 'text ' + i); } var map = new Map(list.map(item => [item, item.i]))";
    Options::new()
        .strategy(Strategy::Image)
        .verify(true)
        .module(Fickle(AtomicU32::new(0)))
        .preload_script("fickle.js", source)
}

#[test]
fn bakes_that_disagree_fall_back() {
    let factory = EngineFactory::new(fickle()).unwrap();
    let Some(PointerSource::RangeAlone(difference)) = factory.stats().pointer_source else {
        panic!("{:?}", factory.stats());
    };
    assert!(!difference.is_empty());
    for _ in 0..4 {
        let mut rt = factory.new_runtime().unwrap();
        assert!(rt.eval::<bool>("list.length > 100 && list.every(item => map.get(item) === item.i)").unwrap());
        rt.eval::<()>("for (let i = 0; i < 1000; i++) list.push({ i }); map.clear()").unwrap();
    }
}

#[test]
fn bakes_that_must_agree_fail_and_say_what_differs() -> Result<()> {
    let error = EngineFactory::new(fickle().require_agreement(true)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Bake);
    assert!(
        error.message().starts_with("two bakes of the same options disagree: ") && error.message().len() > 60,
        "{error}"
    );
    // A later option wins.
    EngineFactory::new(fickle().require_agreement(true).require_agreement(false))?;
    Ok(())
}
