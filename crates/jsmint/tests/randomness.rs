//! Randomness and time: fresh in every runtime, or decided by a seed and a clock that stands still.

mod common;

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use common::{factory, plain, runtime};
use jsmint::{EngineFactory, Options, Runtime, SpawnOptions, Strategy};

/// The start of the year 2000.
const BAKE: f64 = 946_684_800_000.0;

fn numbers(rt: &mut Runtime) -> Vec<f64> {
    rt.eval("Array.from({ length: 20 }, Math.random)").unwrap()
}

fn milliseconds() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as f64
}

on_both_paths! {
    fn random_numbers_differ_from_runtime_to_runtime(strategy) {
        // Asking while baking must not decide what runtimes get.
        let factory = factory(strategy, Options::new().preload_script("r.js", "var baked = [Math.random(), Math.random()]; var mine = Math.random"));
        let mut seen = HashSet::new();
        for _ in 0..12 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<u32>("baked.length").unwrap(), 2);
            for number in numbers(&mut rt).into_iter().chain(rt.eval::<Vec<f64>>("[mine(), Math.random()]").unwrap()) {
                assert!((0.0..1.0).contains(&number));
                assert!(seen.insert(number.to_bits()), "{number} came twice");
            }
        }
    }

    fn a_seed_decides(strategy) {
        let seeded = |seed| factory(strategy, Options::new().deterministic(seed));
        let (one, other) = (seeded(7), seeded(7));
        let expected = numbers(&mut one.new_runtime().unwrap());
        for factory in [&one, &other] {
            for _ in 0..3 {
                assert_eq!(numbers(&mut factory.new_runtime().unwrap()), expected);
            }
        }
        assert_ne!(numbers(&mut seeded(8).new_runtime().unwrap()), expected);
        // A spawn may choose for itself.
        assert_eq!(numbers(&mut factory(strategy, Options::new()).spawn(SpawnOptions::new().deterministic(7)).unwrap()), expected);
        assert_ne!(numbers(&mut one.spawn(SpawnOptions::new().deterministic(9)).unwrap()), expected);
        assert_eq!(HashSet::<u64>::from_iter(expected.iter().map(|number| number.to_bits())).len(), 20);
    }

    fn what_was_asked_while_baking_does_not_shift_the_sequence(strategy) {
        let seeded = |source: &str| factory(strategy, Options::new().deterministic(7).preload_script("r.js", source));
        let expected = numbers(&mut seeded("0").new_runtime().unwrap());
        assert_eq!(numbers(&mut seeded("for (let i = 0; i < 100; i++) Math.random()").new_runtime().unwrap()), expected);
    }

    fn random_looks_built_in(strategy) {
        let rt = &mut plain(strategy);
        let seen: (String, u32, bool, bool) = rt.eval("const d = Object.getOwnPropertyDescriptor(Math, 'random'); [Math.random.name, Math.random.length, d.enumerable, d.writable && d.configurable]").unwrap();
        assert_eq!(seen, ("random".to_owned(), 0, false, true));
        assert!(rt.eval::<bool>("try { new Math.random(); false } catch (e) { e instanceof TypeError }").unwrap());
    }

    fn time_is_that_of_the_system(strategy) {
        let factory = factory(strategy, Options::new().preload_script("t.js", "var baked = [Date.now(), new Date().getTime(), +new Date(Date()), performance.now(), performance.timeOrigin]"));
        std::thread::sleep(Duration::from_millis(3));
        let rt = &mut factory.new_runtime().unwrap();
        assert_eq!(rt.eval::<Vec<f64>>("baked").unwrap(), [BAKE, BAKE, BAKE, 0.0, BAKE]);
        let before = milliseconds();
        let now: Vec<f64> = rt.eval("[Date.now(), new Date().getTime(), new Date().valueOf()]").unwrap();
        let after = milliseconds();
        assert!(now.iter().all(|now| (before..=after).contains(now)), "{before} {now:?} {after}");
        // `Date()` has whole seconds.
        let text: f64 = rt.eval("+new Date(Date())").unwrap();
        assert!((before - 1000.0..=after + 1.0).contains(&text));
        let (first, second, origin): (f64, f64, f64) = rt.eval("const a = performance.now(); let i = 0; while (performance.now() - a < 2) i++; [a, performance.now(), performance.timeOrigin]").unwrap();
        assert!((0.0..5.0).contains(&first) && second >= first + 2.0 && second < 1000.0, "{first} {second}");
        assert!((before..=after + 1000.0).contains(&origin));
        assert!(rt.eval::<bool>("Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 50").unwrap());
        // Advancing is for clocks that stand still.
        rt.advance_clock(Duration::from_secs(1_000_000));
        assert!(rt.eval::<f64>("Date.now()").unwrap() < milliseconds() + 1000.0);
    }

    fn a_clock_that_stands_still(strategy) {
        let factory = factory(strategy, Options::new().deterministic(1));
        for _ in 0..2 {
            let rt = &mut factory.new_runtime().unwrap();
            let ask = "[Date.now(), +new Date(), performance.now(), performance.timeOrigin]";
            assert_eq!(rt.eval::<Vec<f64>>(ask).unwrap(), [BAKE, BAKE, 0.0, BAKE]);
            assert_eq!(rt.eval::<String>("new Date().toISOString()").unwrap(), "2000-01-01T00:00:00.000Z");
            std::thread::sleep(Duration::from_millis(2));
            assert_eq!(rt.eval::<Vec<f64>>(ask).unwrap(), [BAKE, BAKE, 0.0, BAKE]);
            rt.advance_clock(Duration::from_micros(1500));
            assert_eq!(rt.eval::<Vec<f64>>(ask).unwrap(), [BAKE + 1.0, BAKE + 1.0, 1.5, BAKE]);
            rt.advance_clock(Duration::from_micros(500));
            rt.advance_clock(Duration::from_secs(86_400));
            assert_eq!(rt.eval::<String>("new Date().toISOString()").unwrap(), "2000-01-02T00:00:00.002Z");
            assert_eq!(rt.eval::<f64>("performance.now()").unwrap(), 86_400_002.0);
        }
        assert!(factory.plan().deterministic && factory.plan().to_string().contains("stands still"));
    }

    fn dates_are_as_ever(strategy) {
        let rt = &mut runtime(strategy, Options::new().deterministic(1));
        for check in [
            "new Date(2020, 1, 29, 12, 30, 15, 500).getMilliseconds() === 500 && new Date(2020, 1, 29).getMonth() === 1",
            "new Date(99, 0).getFullYear() === 1999",
            "new Date('2020-02-29T00:00:00Z').getTime() === Date.UTC(2020, 1, 29)",
            "new Date(new Date(5)).getTime() === 5",
            "new Date(undefined).toString() === 'Invalid Date' && Number.isNaN(+new Date(NaN)) && +new Date(null) === 0",
            "Number.isNaN(+new Date(8.64e15 + 1)) && +new Date(8.64e15) === 8.64e15",
            "Date.parse('1970-01-01T00:00:01Z') === 1000",
            "typeof Date() === 'string' && Date(2020, 1) === Date() && Date() === new Date().toString()",
            "Date.name === 'Date' && Date.length === 7 && Date.now.name === 'now' && Date.UTC.length === 7 && Date.parse.length === 1",
            "Object.getOwnPropertyNames(Date).sort().join() === 'UTC,length,name,now,parse,prototype'",
            "['name', 'length'].every(key => { const d = Object.getOwnPropertyDescriptor(Date, key); return !d.writable && !d.enumerable && d.configurable })",
            "{ const d = Object.getOwnPropertyDescriptor(Date, 'prototype'); !d.writable && !d.enumerable && !d.configurable }",
            "{ const d = Object.getOwnPropertyDescriptor(globalThis, 'Date'); d.writable && !d.enumerable && d.configurable }",
            "{ const d = Object.getOwnPropertyDescriptor(Date, 'now'); d.writable && !d.enumerable && d.configurable }",
            "{ const d = Object.getOwnPropertyDescriptor(Date.prototype, 'constructor'); d.value === Date && d.writable && !d.enumerable && d.configurable }",
            "Object.getPrototypeOf(Date) === Function.prototype && typeof Date === 'function'",
            "new Date() instanceof Date && Object.prototype.toString.call(new Date()) === '[object Date]' && new Date().constructor === Date",
            "String(Date).includes('[native code]')",
            "JSON.stringify({ at: new Date(0) }) === '{\"at\":\"1970-01-01T00:00:00.000Z\"}'",
            "`${new Date(0)[Symbol.toPrimitive]('number')}` === '0' && new Date(5) - new Date(2) === 3",
            "{ class Day extends Date { constructor(...a) { super(...a); this.own = 1 } twice() { return this.getTime() * 2 } } const d = new Day(7), n = new Day(); d instanceof Day && d instanceof Date && d.twice() === 14 && d.own === 1 && n.getTime() === Date.now() && Day.now() === Date.now() }",
            "{ const d = Reflect.construct(Date, [3]); d.getTime() === 3 }",
            "{ function Other() {} Other.prototype = { mine: 1 }; const d = Reflect.construct(Date, [3], Other); d.mine === 1 && !(d instanceof Date) && Date.prototype.getTime.call(d) === 3 }",
            "{ const d = Reflect.construct(Date, [], Object); Object.getPrototypeOf(d) === Object.prototype && Date.prototype.getTime.call(d) === Date.now() }",
            "{ const Bound = Date.bind(null, 2020); new Bound(1).getMonth() === 1 }",
            "{ const P = new Proxy(Date, {}); new P(4).getTime() === 4 && typeof P() === 'string' }",
            "try { Date.prototype.getTime.call({}); false } catch (e) { e instanceof TypeError }",
            "try { new Date(Symbol()); false } catch (e) { e instanceof TypeError }",
            "try { new Date(1n); false } catch (e) { e instanceof TypeError }",
            "{ const mine = {}; try { new Date({ valueOf() { throw mine } }); false } catch (e) { e === mine } }",
            "new Date(2020, 0, { valueOf: () => 5 }).getDate() === 5",
            "Date.call({}, 1) === Date() && Date.apply(null) === Date()",
            "typeof structuredClone === 'undefined' || structuredClone(new Date(5)).getTime() === 5",
            "new Date(2020, 5).toLocaleDateString !== undefined && new Date(0).toUTCString() === 'Thu, 01 Jan 1970 00:00:00 GMT'",
        ] {
            assert_eq!(rt.eval::<bool>(check).map_err(|error| error.to_string()), Ok(true), "{check}");
        }
        // Nor can a script get at the engine's own clock.
        assert!(rt.eval::<bool>("new Date().constructor.now() === Date.now() && new (Object.getPrototypeOf(new Date()).constructor)().getTime() === Date.now()").unwrap());
        rt.eval::<()>("delete Date.prototype.constructor; Date.prototype.toString = () => 'hijacked'; Date.prototype.getTime = null").unwrap();
        assert!(rt.eval::<bool>("Date() !== 'hijacked' && Date().startsWith('Sat Jan 01 2000') || Date().startsWith('Fri Dec 31 1999')").unwrap());
    }

    fn performance_looks_built_in(strategy) {
        let rt = &mut plain(strategy);
        assert_eq!(rt.eval::<String>("Object.keys(performance).join() + typeof performance.now + performance.now.name").unwrap(), "functionnow");
        assert!(rt.eval::<bool>("const d = Object.getOwnPropertyDescriptor(globalThis, 'performance'); d.writable && d.configurable && d.enumerable").unwrap());
    }
}

#[test]
fn both_paths_have_the_same_seeded_numbers() {
    let of = |strategy| {
        let factory = EngineFactory::new(Options::new().strategy(strategy).deterministic(42)).unwrap();
        numbers(&mut factory.new_runtime().unwrap())
    };
    assert_eq!(of(Strategy::Cold), of(Strategy::Image));
}
