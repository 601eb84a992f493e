//! Limits: memory, time, interruption, stack, sizes. What exceeds one is a typed error, and the host goes on.

mod common;

use std::time::{Duration, Instant};

use common::{factory, plain, runtime};
use jsmint::loader::Memory;
use jsmint::{Console, EngineFactory, ErrorKind, Limits, Options, Runtime, SpawnOptions, Strategy};

const MIB: usize = 1 << 20;

fn limited(strategy: Strategy, limits: Limits) -> Runtime {
    runtime(strategy, Options::new().limits(limits))
}

fn timed(strategy: Strategy) -> Runtime {
    limited(strategy, Limits::new().memory(64 * MIB).time(Duration::from_millis(30)))
}

/// Whether the runtime still works.
#[track_caller]
fn works(rt: &mut Runtime) {
    assert_eq!(rt.eval::<i32>("[1, 2, 3].map(x => x * 2).reduce((a, b) => a + b)").unwrap(), 12);
}

on_both_paths! {
    fn memory_ends(strategy) {
        for source in [
            "let all = []; for (;;) all.push({ a: [1, 2, 3] })",
            "let text = 'x'; for (;;) text += text + Math.sqrt(text.length)",
            "let all = []; for (;;) all.push(new ArrayBuffer(100000))",
            "let all = []; for (;;) all.push(new Uint8Array(1 << 16))",
            "let map = new Map(); for (let i = 0;; i++) map.set(i, 'value ' + i)",
            "let all = {}; for (let i = 0;; i++) all['key ' + i] = i",
            "let list = null; for (;;) list = { list }",
            "let all = []; for (let i = 0;; i++) all.push(Symbol.for('s' + i))",
            "let all = []; for (;;) all.push(() => all)",
            "let all = []; for (let n = 1n << 1000n;; n++) all.push(n * n)",
            "new Array(1e9).fill(0)",
            "'x'.repeat(2 ** 29).split('')",
            "let all = []; for (;;) all.push(Promise.resolve({}).then(() => {}))",
            "let deep = []; for (;;) deep = [deep, 'x'.repeat(1000)]",
        ] {
            let mut rt = limited(strategy, Limits::new().memory(8 * MIB));
            let error = rt.eval::<()>(source).unwrap_err();
            assert!(error.is_out_of_memory() || error.message().contains("string too long"), "{source}: {error:?}");
            assert!(error.is_limit() || error.is_exception());
            // What the range allows beyond the limit is a reserve for small requests.
            assert!(rt.memory_used() <= 8 * MIB + 3 * MIB, "{source}: {}", rt.memory_used());
        }
    }

    fn a_large_request_can_be_caught(strategy) {
        let mut rt = limited(strategy, Limits::new().memory(8 * MIB));
        let caught = "try { new ArrayBuffer(64 * 1024 * 1024); 'got it' } catch (e) { e.message }";
        assert_eq!(rt.eval::<String>(caught).unwrap(), "out of memory");
        let caught = "try { 'x'.repeat(64 * 1024 * 1024); 'got it' } catch (e) { e.message }";
        assert_eq!(rt.eval::<String>(caught).unwrap(), "out of memory");
        works(&mut rt);
        // Caught or not, the runtime goes on.
        assert!(rt.eval::<()>("new ArrayBuffer(64 * 1024 * 1024)").unwrap_err().is_out_of_memory());
        works(&mut rt);
    }

    fn many_small_requests_cannot_be_caught(strategy) {
        let mut rt = limited(strategy, Limits::new().memory(8 * MIB));
        let source = "let all = []; for (;;) { try { for (;;) all.push({}) } catch (e) { all.push(e) } finally { all.push(0) } }";
        assert!(rt.eval::<()>(source).unwrap_err().is_out_of_memory());
        // What was freed can be used again.
        rt.eval::<()>("all = null").unwrap();
        works(&mut rt);
        rt.eval::<()>("var list = []; for (let i = 0; i < 1000; i++) list.push({ i })").unwrap();
    }

    fn memory_per_spawn(strategy) {
        let factory = factory(strategy, Options::new().limits(Limits::new().memory(32 * MIB)));
        let fill = "new ArrayBuffer(16 * 1024 * 1024); 1";
        assert_eq!(factory.new_runtime().unwrap().eval::<i32>(fill).unwrap(), 1);
        let low = SpawnOptions::new().limits(Limits::new().memory(8 * MIB));
        assert!(factory.spawn(low).unwrap().eval::<i32>(fill).unwrap_err().is_out_of_memory());
        assert_eq!(factory.new_runtime().unwrap().eval::<i32>(fill).unwrap(), 1);
        let error = factory.spawn(SpawnOptions::new().limits(Limits::new().memory(64 * MIB))).unwrap_err();
        assert!(error.is_option() && error.message().contains(&(64 * MIB).to_string()) && error.message().contains("Limits::memory"), "{error}");
    }

    fn memory_of_conversions_counts(strategy) {
        let mut rt = limited(strategy, Limits::new().memory(8 * MIB));
        let error = rt.global().set("big", "x".repeat(16 * MIB)).unwrap_err();
        assert!(error.is_out_of_memory(), "{error:?}");
        let error = rt.global().set("big", jsmint::Bytes(vec![0; 16 * MIB])).unwrap_err();
        assert!(error.is_out_of_memory(), "{error:?}");
        let error = rt.global().set("big", vec![0.5; MIB]).unwrap_err();
        assert!(error.is_out_of_memory(), "{error:?}");
        works(&mut rt);
    }

    fn time_ends_everything(strategy) {
        for source in [
            "for (;;);",
            "for (;;) { try { for (;;); } catch { } finally { for (;;); } }",
            "try { for (;;); } finally { 'reached' }",
            "(function f() { try { f() } catch { f() } })()",
            "let i = 0; while (true) { i = [i].map(x => x + 1)[0] }",
            "(async () => { for (;;) await null })()",
            "(async () => { try { for (;;) await null } catch { } })()",
            "const spin = () => Promise.resolve().then(spin); spin(); 0",
            "const again = () => { queue.then(again, again).catch(again) }; const queue = Promise.resolve(); again(); for (;;);",
            "Promise.resolve().then(() => { for (;;); }).catch(() => 'caught').finally(() => { for (;;); })",
            "await new Promise(() => { for (;;); })",
            "(function* () { for (;;) yield 1 })().forEach?.(() => {}) ?? (() => { for (const x of (function* () { for (;;) yield 1 })()); })()",
            "for (const x of { [Symbol.iterator]() { return { next: () => ({ done: false }) , return() { for (;;); } } } });",
            "/^(a+)+$/.test('a'.repeat(40) + 'b')",
            "'a'.repeat(40).replace(/(a*)*b/, '')",
            "[5, 1, 3].sort(() => { for (;;); })",
            "JSON.stringify({ toJSON() { for (;;); } })",
            "JSON.parse('[1]', function () { for (;;); })",
            "new Proxy({}, { get() { for (;;); } }).x",
            "({ get x() { for (;;); } }).x",
            "`${{ toString() { for (;;); } }}`",
            "Array.from({ length: 4e9 }, () => 1)",
            "class A { static { for (;;); } }",
            "eval('for (;;);')",
            "new Function('for (;;);')()",
            "let x = 1n; for (;;) x ^= 3n;",
            "label: for (;;) { continue label }",
        ] {
            let mut rt = timed(strategy);
            let start = Instant::now();
            let error = rt.eval::<()>(source).unwrap_err();
            assert!(error.is_timeout(), "{source}: {error:?}");
            assert!(start.elapsed() < Duration::from_secs(2), "{source}: {:?}", start.elapsed());
            assert!(error.message().contains("30ms") && error.message().contains("Limits::time"), "{error}");
            works(&mut rt);
            works(&mut rt);
        }
    }

    fn nothing_of_a_script_runs_after_its_time(strategy) {
        let mut rt = timed(strategy);
        let source = "globalThis.seen = []; Promise.resolve().then(() => seen.push('job'));
            try { for (;;); } catch { seen.push('catch') } finally { seen.push('finally') } seen.push('after')";
        assert!(rt.eval::<()>(source).unwrap_err().is_timeout());
        let seen: Vec<String> = rt.global().get("seen").unwrap();
        assert!(seen.is_empty(), "{seen:?}");
        // Nor does it later: what was queued is gone, what is new is served.
        assert_eq!(rt.eval::<i32>("await Promise.resolve(1).then(x => x + 1)").unwrap(), 2);
        assert!(rt.global().get::<Vec<String>>("seen").unwrap().is_empty());
    }

    fn each_call_has_its_own_time(strategy) {
        let mut rt = limited(strategy, Limits::new().time(Duration::from_secs(1)));
        rt.eval::<()>("function spin(ms) { const end = performance.now() + ms; while (performance.now() < end); return ms }").unwrap();
        for _ in 0..4 {
            // Together they take longer than one may. What is left of one is for a machine that has other work.
            assert_eq!(rt.call::<i32, _>("spin", (300,)).unwrap(), 300);
        }
        assert!(rt.call::<i32, _>("spin", (10_000,)).unwrap_err().is_timeout());
        assert_eq!(rt.call::<i32, _>("spin", (300,)).unwrap(), 300);
    }

    fn time_per_spawn(strategy) {
        let factory = factory(strategy, Options::new());
        let short = SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(20)));
        assert!(factory.spawn(short).unwrap().eval::<()>("for (;;);").unwrap_err().is_timeout());
        let source = "let i = 0; const end = performance.now() + 60; while (performance.now() < end) i++; 1";
        assert_eq!(factory.new_runtime().unwrap().eval::<i32>(source).unwrap(), 1);
    }

    fn no_time_at_all_is_no_call(strategy) {
        let mut rt = limited(strategy, Limits::new().time(Duration::ZERO));
        assert!(rt.eval::<()>("for (;;);").unwrap_err().is_timeout());
    }

    fn time_of_a_bake_is_not_that_of_a_call(strategy) {
        let slow = "const end = Array.from({ length: 300000 }, (_, i) => i).map(x => x * 2).length; globalThis.ready = end";
        let options = Options::new().limits(Limits::new().time(Duration::from_millis(500))).preload_script("slow.js", slow);
        assert_eq!(runtime(strategy, options).eval::<i32>("ready").unwrap(), 300_000);
    }

    fn anyone_can_interrupt(strategy) {
        for source in ["for (;;);", "(async () => { for (;;) await null })()", "for (;;) { try { for (;;); } catch {} finally { for (;;); } }"] {
            let mut rt = plain(strategy);
            let handle = rt.interrupt_handle();
            let other = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                handle.interrupt();
                handle
            });
            let error = rt.eval::<()>(source).unwrap_err();
            assert!(error.is_interrupted() && error.is_limit(), "{source}: {error:?}");
            let handle = other.join().unwrap();
            works(&mut rt);
            // Before a call: that call fails, the next one does not.
            handle.interrupt();
            assert!(rt.eval::<i32>("1").unwrap_err().is_interrupted());
            works(&mut rt);
            drop(rt);
            handle.interrupt();
        }
    }

    fn an_interrupt_does_not_reach_the_next_tenant(strategy) {
        let factory = factory(strategy, Options::new());
        let rt = factory.new_runtime().unwrap();
        let handle = rt.interrupt_handle();
        drop(rt);
        let mut next = factory.new_runtime().unwrap();
        handle.interrupt();
        works(&mut next);
    }

    fn a_host_function_may_interrupt(strategy) {
        let mut rt = plain(strategy);
        let handle = rt.interrupt_handle();
        rt.function("stop", move || { handle.interrupt(); Ok(()) }).unwrap();
        assert!(rt.eval::<()>("try { stop(); for (;;); } catch { }").unwrap_err().is_interrupted());
        works(&mut rt);
    }

    fn stack_ends(strategy) {
        for source in [
            "(function f() { return f() + 1 })()",
            "const f = () => [1].map(f); f()",
            "class A { get x() { return this.x } } new A().x",
            "const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x",
            "let deep = []; for (let i = 0; i < 100000; i++) deep = [deep]; JSON.stringify(deep)",
            "let a = []; a[0] = { toString: () => String(a) }; String({ toString: () => a.join() })",
            "JSON.parse('['.repeat(100000) + ']'.repeat(100000))",
            "eval('('.repeat(100000) + ')'.repeat(100000))",
            "eval('['.repeat(100000))",
            "eval('{'.repeat(50000))",
            "eval('-'.repeat(100001) + '1')",
            "eval('!'.repeat(100000) + '1')",
            "eval('a=>'.repeat(100000) + '1')",
            "eval('if(1)'.repeat(100000) + '1')",
            "eval('1?'.repeat(100000) + '1' + ':1'.repeat(100000))",
            "eval('`${'.repeat(50000))",
            "new RegExp('('.repeat(100000) + ')'.repeat(100000))",
            "new RegExp('(?:'.repeat(100000) + ')'.repeat(100000))",
            "let f = () => 1; for (let i = 0; i < 100000; i++) f = f.bind(null); f()",
            "(function f() { new f })()",
            "(function f() { f.apply(null, [1]) })()",
            "function* g() { yield* g() } g().next()",
            "const o = { valueOf() { return +o } }; +o",
            "let a = []; for (let i = 0; i < 100000; i++) a = [a]; a.flat(Infinity)",
            "structuredClone === undefined || structuredClone([])",
            "let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); p.x",
            "let p = []; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); Array.isArray(p)",
            "let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); Object.getPrototypeOf(p)",
            "let e = new Error('x'); for (let i = 0; i < 100000; i++) e = new Error('x', { cause: e }); throw e",
            "let s = 'a'; for (let i = 0; i < 5000; i++) s = 'b' + s + 'c'; s.length; s.indexOf('a')",
        ] {
            let mut rt = plain(strategy);
            if let Err(error) = rt.eval::<jsmint::Handle>(source) {
                let known = error.is_limit() || error.is_exception() || error.is_syntax() || error.kind() == ErrorKind::Conversion;
                assert!(known, "{source}: {error:?}");
            }
            works(&mut rt);
        }
        let mut rt = plain(strategy);
        let error = rt.eval::<()>("(function f() { return f() + 1 })()").unwrap_err();
        assert!(error.is_stack_overflow() && error.is_limit());
        // As in Node, a script can catch it.
        assert_eq!(rt.eval::<String>("try { (function f() { f() })() } catch (e) { e.name + ': ' + e.message }").unwrap(),
            "RangeError: Maximum call stack size exceeded");
    }

    fn stack_ends_through_the_host(strategy) {
        let mut rt = plain(strategy);
        rt.enter(|scope| {
            let again = scope.function("again", 1, |call| call.value(0).call(&call.scope().undefined(), &[]))?;
            scope.global().set("again", again)
        }).unwrap();
        let error = rt.eval::<()>("(function f() { again(f) })()").unwrap_err();
        assert!(error.is_stack_overflow(), "{error:?}");
        works(&mut rt);
        assert_eq!(rt.eval::<String>("try { (function f() { again(f) })() } catch (e) { e.name }").unwrap(), "RangeError");
    }

    fn stack_of_a_spawn_can_be_smaller(strategy) {
        let depth = "let n = 0; (function f() { n++; f() })()";
        let factory = factory(strategy, Options::new());
        let depth_with = |limits: Limits| {
            let mut rt = factory.spawn(SpawnOptions::new().limits(limits)).unwrap();
            rt.eval::<()>(depth).unwrap_err();
            rt.eval::<u32>("n").unwrap()
        };
        let (small, large) = (depth_with(Limits::new().stack(64 << 10)), depth_with(Limits::new().stack(512 << 10)));
        assert!(small * 4 < large, "{small} {large}");
        assert!(small > 20, "{small}");
    }

    fn small_threads_do_not_crash(strategy) {
        let factory = factory(strategy, Options::new());
        for kilobytes in [384, 512, 1024, 4096] {
            let factory = factory.clone();
            let deep = "let n = 0; try { (function f() { n++; f() })() } catch { } n";
            std::thread::Builder::new().stack_size(kilobytes << 10).spawn(move || {
                let mut rt = factory.new_runtime().unwrap();
                let depth = rt.eval::<u32>(deep);
                assert!(depth.is_err() || depth.unwrap() > 0);
                let _ = rt.eval::<()>("JSON.parse('['.repeat(100000))");
                let _ = rt.eval::<()>("new RegExp('('.repeat(100000))");
                let _ = rt.eval::<()>("let deep = []; for (let i = 0; i < 100000; i++) deep = [deep]; JSON.stringify(deep)");
                let _ = rt.eval::<()>("eval('['.repeat(100000))");
                rt
            }).unwrap().join().map(|mut rt| works(&mut rt)).expect("no thread panics");
        }
    }

    fn sources_have_a_size(strategy) {
        let loader = Memory::new().file("/big.js", format!("module.exports = 1 //{}", "x".repeat(2000)))
            .file("/big.mjs", format!("export default 1 //{}", "x".repeat(2000))).file("/small.js", "module.exports = 1");
        let factory = factory(strategy, Options::new().loader(loader).limits(Limits::new().source(1000)));
        let mut rt = factory.new_runtime().unwrap();
        let long = format!("1 //{}", "x".repeat(1000));
        let error = rt.eval_named::<i32>("long.js", &long).unwrap_err();
        assert!(error.kind() == ErrorKind::TooLarge && error.message().contains("long.js") && error.message().contains("1000"), "{error}");
        assert_eq!(factory.compile("long.js", &long).unwrap_err().kind(), ErrorKind::TooLarge);
        for request in ["./big.js", "./big.mjs"] {
            let error = rt.require::<i32>(request).unwrap_err();
            assert_eq!(error.exception().unwrap().code.as_deref(), Some("ERR_SOURCE_TOO_LARGE"), "{error:?}");
            assert!(error.message().contains("Limits::source"), "{error}");
        }
        assert_eq!(rt.require::<i32>("./small.js").unwrap(), 1);
    }

    fn output_has_a_bound(strategy) {
        let console = Console::buffer();
        let mut rt = runtime(strategy, Options::new().console(console.clone()).limits(Limits::new().output(1000)));
        rt.eval::<()>("for (let i = 0; i < 100000; i++) console.log('line', i)").unwrap();
        let written = console.take();
        let bytes: usize = written.iter().map(|(_, text)| text.len() + 1).sum();
        assert!((990..1100).contains(&bytes), "{bytes}");
        assert!(written.last().unwrap().1.ends_with("(console output limit reached)"), "{:?}", written.last());
        rt.eval::<()>("console.error('more')").unwrap();
        assert!(console.take().is_empty());
    }

    fn limits_that_cannot_be_met(strategy) {
        for (limits, about) in [
            (Limits::new().memory(0), "memory"), (Limits::new().memory(1000), "memory"), (Limits::new().memory(usize::MAX), "memory"),
            (Limits::new().stack(0), "stack"), (Limits::new().stack(1000), "stack"),
        ] {
            let error = EngineFactory::new(Options::new().strategy(strategy).limits(limits.clone())).unwrap_err();
            assert!(error.is_option() && error.message().contains(about), "{limits:?}: {error:?}");
            let spawn = factory(strategy, Options::new()).spawn(SpawnOptions::new().limits(limits.clone()));
            let error = spawn.unwrap_err();
            assert!(error.is_option() && error.message().contains(about), "{limits:?}: {error:?}");
        }
        let big = "globalThis.big = new Uint8Array(4 * 1024 * 1024)";
        let options = || Options::new().strategy(strategy).preload_script("big.js", big);
        let error = EngineFactory::new(options().limits(Limits::new().memory(2 * MIB))).unwrap_err();
        assert!(error.message().contains("while preloading big.js") && error.is_out_of_memory(), "{error:?}");
        let factory = EngineFactory::new(options().limits(Limits::new().memory(64 * MIB))).unwrap();
        let error = factory.spawn(SpawnOptions::new().limits(Limits::new().memory(3 * MIB))).unwrap_err();
        assert!(error.is_option() && error.message().contains("image alone") || error.is_out_of_memory(), "{error:?}");
        let error = EngineFactory::new(Options::new().strategy(strategy).max_runtimes(0)).unwrap_err();
        assert!(error.is_option() && error.message().contains("max_runtimes"), "{error}");
    }
}

#[test]
fn no_more_runtimes_than_allowed() {
    let factory = factory(Strategy::Image, Options::new().max_runtimes(2));
    let one = factory.new_runtime().unwrap();
    let _other = factory.new_runtime().unwrap();
    let error = factory.new_runtime().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Exhausted);
    drop(one);
    works(&mut factory.new_runtime().unwrap());
}
