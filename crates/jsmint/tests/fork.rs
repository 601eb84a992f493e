//! Runtimes that are forked and rolled back: whatever they hold, what they do next is what they would have done.

mod common;
#[path = "common/states.rs"]
mod states;

use common::{factory, runtime};
use jsmint::{EngineFactory, ErrorKind, Handle, Limits, Options, Runtime, Strategy};
use serde_json::Value;
use states::{Program, options, programs, run};

/// What each part gives where nothing happens in between.
fn uninterrupted(factory: &EngineFactory, program: &Program) -> Vec<Result<Value, String>> {
    let mut runtime = factory.new_runtime().expect("a runtime");
    program.parts.iter().map(|part| run(&mut runtime, part)).collect()
}

fn check(strategy: Strategy, between: impl Fn(Runtime, &[String]) -> Runtime) {
    let oracle = factory(Strategy::Cold, options());
    let factory = factory(strategy, options());
    for program in programs() {
        let expected = uninterrupted(&oracle, &program);
        assert!(expected.iter().all(Result::is_ok), "{}: {expected:?}", program.name);
        let mut runtime = factory.new_runtime().expect("a runtime");
        for (number, part) in program.parts.iter().enumerate() {
            assert_eq!(run(&mut runtime, part), expected[number], "{}, part {number}", program.name);
            runtime.collect_garbage();
            runtime = between(runtime, &program.parts[number + 1..]);
        }
    }
}

on_both_paths! {
    fn a_fork_goes_on_as_its_original_would(strategy) {
        if !common::can_fork() {
            return;
        }
        check(strategy, |mut runtime, _| runtime.fork().expect("a fork"));
    }

    fn an_original_goes_on_whatever_its_fork_does(strategy) {
        if !common::can_fork() {
            return;
        }
        check(strategy, |mut runtime, rest| {
            let mut fork = runtime.fork().expect("a fork");
            let mut second = fork.fork().expect("a fork of a fork");
            for part in rest {
                assert_eq!(run(&mut fork, part), run(&mut second, part));
            }
            fork.eval::<()>("for (const name of Object.keys(globalThis)) delete globalThis[name]").expect("it runs");
            runtime
        });
    }

    fn what_was_rolled_back_has_not_happened(strategy) {
        check(strategy, |mut runtime, rest| {
            let checkpoint = runtime.checkpoint().expect("a checkpoint");
            for _ in 0..2 {
                for part in rest {
                    drop(run(&mut runtime, part));
                }
                let mess = "globalThis.mess = Array.from({ length: 3000 }, (_, n) => ({ n })); delete Object.prototype.toString;
                    for (const name of Object.keys(globalThis)) delete globalThis[name]; throw new Error('mess')";
                assert!(runtime.eval::<()>(mess).is_err());
                runtime.collect_garbage();
                runtime.rollback(&checkpoint).expect("it was so before");
            }
            runtime
        });
    }

    fn checkpoints_nest_and_come_in_any_order(strategy) {
        let mut rt = runtime(strategy, Options::new());
        rt.eval::<()>("const trail = []").unwrap();
        let mut points = Vec::new();
        for n in 0..5 {
            points.push(rt.checkpoint().unwrap());
            rt.eval::<()>(&format!("trail.push('{n}'.repeat({n} * 5000))")).unwrap();
        }
        for n in [4, 1, 3, 3, 0, 2] {
            rt.rollback(&points[n]).unwrap();
            let lengths: Vec<usize> = rt.eval("trail.map(text => text.length)").unwrap();
            assert_eq!(lengths, (0..n).map(|n| n * 5000).collect::<Vec<_>>());
            // Those that were taken later are still good.
            rt.eval::<()>("trail.length = 0").unwrap();
        }
    }

    fn a_checkpoint_of_another_runtime_is_refused(strategy) {
        if !common::can_fork() {
            return;
        }
        let factory = factory(strategy, Options::new());
        let mut one = factory.new_runtime().unwrap();
        let checkpoint = one.checkpoint().unwrap();
        let mut fork = one.fork().unwrap();
        let mut other = factory.new_runtime().unwrap();
        for runtime in [&mut fork, &mut other] {
            let error = runtime.rollback(&checkpoint).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert_eq!(runtime.eval::<i32>("1 + 1").unwrap(), 2);
        }
        drop(one);
        let mut next = factory.new_runtime().unwrap();
        assert_eq!(next.rollback(&checkpoint).unwrap_err().kind(), ErrorKind::NotFound);
    }

    fn forks_have_numbers_of_their_own_and_count(strategy) {
        if !common::can_fork() {
            return;
        }
        let factory = factory(strategy, Options::new());
        let mut rt = factory.new_runtime().unwrap();
        let forks: Vec<Runtime> = (0..3).map(|_| rt.fork().unwrap()).collect();
        let mut numbers: Vec<u64> = forks.iter().chain([&rt]).map(Runtime::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((numbers.len(), factory.stats().spawned), (4, 4));
    }

    fn handles_work_in_forks_and_after_rollbacks(strategy) {
        if !common::can_fork() {
            return;
        }
        let mut rt = runtime(strategy, Options::new());
        let before: Handle = rt.eval("let n = 0; () => ++n").unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        let mut fork = rt.fork().unwrap();
        assert_eq!(before.call::<i32, _>(&mut rt, ()).unwrap(), 1);
        assert_eq!(before.call::<i32, _>(&mut rt, ()).unwrap(), 2);
        assert_eq!(before.call::<i32, _>(&mut fork, ()).unwrap(), 1);
        let since: Handle = rt.eval("() => 'since'").unwrap();
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(before.call::<i32, _>(&mut rt, ()).unwrap(), 1);
        for runtime in [&mut rt, &mut fork] {
            assert_eq!(since.call::<String, _>(runtime, ()).unwrap_err().kind(), ErrorKind::NotFound);
        }
        // What nobody keeps any more is let go of, wherever it is.
        rt.eval::<()>("let kept = { big: 1 }; const ref = new WeakRef(kept)").unwrap();
        let kept: Handle = rt.eval("kept").unwrap();
        let mut fork = rt.fork().unwrap();
        drop(kept);
        for runtime in [&mut rt, &mut fork] {
            runtime.eval::<()>("kept = null").unwrap();
            runtime.eval::<()>("").unwrap();
            assert!(runtime.eval::<bool>("ref.deref() === undefined").unwrap());
        }
    }

    fn functions_of_the_host_are_those_of_both(strategy) {
        if !common::can_fork() {
            return;
        }
        let mut rt = runtime(strategy, Options::new());
        rt.function("add", |a: i32, b: i32| Ok(a + b)).unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        rt.function("twice", |a: i32| Ok(a * 2)).unwrap();
        let mut fork = rt.fork().unwrap();
        assert_eq!(fork.eval::<i32>("add(twice(20), 2)").unwrap(), 42);
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(rt.eval::<String>("typeof twice + add(1, 2)").unwrap(), "undefined3");
        rt.function("thrice", |a: i32| Ok(a * 3)).unwrap();
        assert_eq!(rt.eval::<i32>("thrice(3)").unwrap(), 9);
        assert_eq!(fork.eval::<i32>("twice(3)").unwrap(), 6);
    }

    fn randomness_differs_in_forks_unless_a_seed_decides_it(strategy) {
        if !common::can_fork() {
            return;
        }
        let draw = "Array.from({ length: 4 }, () => Math.random()).join()";
        let mut rt = runtime(strategy, Options::new());
        rt.eval::<String>(draw).unwrap();
        let mut fork = rt.fork().unwrap();
        assert_ne!(rt.eval::<String>(draw).unwrap(), fork.eval::<String>(draw).unwrap());

        let mut rt = runtime(strategy, Options::new().deterministic(3));
        rt.eval::<String>(draw).unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        let mut fork = rt.fork().unwrap();
        let drawn = rt.eval::<String>(draw).unwrap();
        assert_eq!(drawn, fork.eval::<String>(draw).unwrap());
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(drawn, rt.eval::<String>(draw).unwrap());
    }

    fn time_goes_on_unless_it_is_virtual(strategy) {
        if !common::can_fork() {
            return;
        }
        let second = std::time::Duration::from_secs(1);
        let mut rt = runtime(strategy, Options::new().deterministic(1));
        let checkpoint = rt.checkpoint().unwrap();
        let now: f64 = rt.eval("Date.now()").unwrap();
        rt.advance_clock(second);
        let mut fork = rt.fork().unwrap();
        fork.advance_clock(second);
        assert_eq!(fork.eval::<f64>("Date.now()").unwrap(), now + 2000.0);
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(rt.eval::<f64>("Date.now()").unwrap(), now);

        let mut rt = runtime(strategy, Options::new());
        let before: f64 = rt.eval("performance.now(); globalThis.start = performance.now()").unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        std::thread::sleep(second / 50);
        rt.rollback(&checkpoint).unwrap();
        let mut fork = rt.fork().unwrap();
        for runtime in [&mut rt, &mut fork] {
            assert!(runtime.eval::<f64>("performance.now()").unwrap() >= before + 20.0);
        }
    }

    fn what_was_used_of_the_limits_stays_used(strategy) {
        if !common::can_fork() {
            return;
        }
        let console = jsmint::Console::buffer();
        let options = Options::new().console(console.clone()).limits(Limits::new().output(100));
        let mut rt = runtime(strategy, options);
        rt.eval::<()>("console.log('x'.repeat(59))").unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        let mut fork = rt.fork().unwrap();
        for _ in 0..3 {
            rt.rollback(&checkpoint).unwrap();
            rt.eval::<()>("console.log('y'.repeat(29))").unwrap();
        }
        fork.eval::<()>("console.log('z'.repeat(80))").unwrap();
        let written: String = console.take().into_iter().map(|(_, text)| text).collect();
        let count = |letter| written.matches(letter).count();
        assert!(count('y') <= 41 && count('z') <= 41, "{written}");

        let limits = Limits::new().memory(16 << 20);
        let mut rt = runtime(strategy, Options::new().limits(limits));
        rt.eval::<()>("globalThis.a = new Uint8Array(6 << 20).fill(1)").unwrap();
        let mut fork = rt.fork().unwrap();
        for runtime in [&mut fork, &mut rt] {
            let error = runtime.eval::<()>("globalThis.b = []; for (;;) b.push({})").unwrap_err();
            assert!(error.is_out_of_memory(), "{error}");
            assert_eq!(runtime.eval::<i32>("delete globalThis.b; a[5 << 20]").unwrap(), 1);
        }
    }

    fn a_lost_runtime_is_found_again(strategy) {
        if !common::can_fork() {
            return;
        }
        let mut rt = runtime(strategy, Options::new());
        rt.eval::<()>("const list = [1, 2, 3]; function sum() { return list.reduce((a, b) => a + b) }").unwrap();
        let checkpoint = rt.checkpoint().unwrap();
        let mut lost = 0;
        for n in 1..60 {
            rt.refuse_allocation(n);
            drop(rt.eval::<i32>("list.push({ a: [n => n, /x/] }); (() => { try { null.x } catch (e) { return e.stack } })(); 1"));
            rt.refuse_allocation(0);
            lost += u32::from(rt.is_lost());
            if rt.is_lost() {
                assert!(rt.fork().unwrap_err().is_out_of_memory() && rt.checkpoint().unwrap_err().is_out_of_memory());
            }
            rt.rollback(&checkpoint).unwrap();
            assert!(!rt.is_lost());
            assert_eq!(rt.eval::<i32>("sum()").unwrap(), 6);
        }
        assert!(lost > 0, "the test would show nothing");
    }

    fn as_many_forks_as_runtimes_may_be(strategy) {
        if !common::can_fork() {
            return;
        }
        let factory = factory(strategy, Options::new().max_runtimes(3));
        let mut rt = factory.new_runtime().unwrap();
        let forks: Vec<_> = (0..2).map(|_| rt.fork().unwrap()).collect();
        if strategy == Strategy::Image {
            let error = rt.fork().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Exhausted);
            assert!(error.to_string().contains("Options::max_runtimes"), "{error}");
        }
        drop(forks);
        assert_eq!(rt.fork().unwrap().eval::<i32>("40 + 2").unwrap(), 42);
    }
}

#[test]
fn where_slots_lie_anywhere_a_fork_is_refused_and_a_rollback_is_not_cold() {
    if common::can_fork() {
        return;
    }
    let mut rt = factory(Strategy::Cold, Options::new()).new_runtime().unwrap();
    rt.eval::<()>("let n = 1").unwrap();
    assert_eq!(rt.fork().unwrap_err().kind(), ErrorKind::Unsupported);
    let checkpoint = rt.checkpoint().unwrap();
    rt.eval::<()>("n = 2").unwrap();
    rt.rollback(&checkpoint).unwrap();
    assert_eq!(rt.eval::<i32>("n").unwrap(), 1);
}

#[test]
fn many_forks_of_one_state_on_many_threads() {
    if !common::can_fork() {
        return;
    }
    let factory = factory(
        Strategy::Auto,
        Options::new().preload_script("f.js", "const log = []; function add(x) { return log.push(x) }"),
    );
    let mut rt = factory.new_runtime().unwrap();
    rt.call::<i32, _>("add", ("first",)).unwrap();
    let forks: Vec<Runtime> = (0..200).map(|_| rt.fork().unwrap()).collect();
    std::thread::scope(|scope| {
        for mut fork in forks {
            scope.spawn(move || {
                assert_eq!(fork.call::<i32, _>("add", (fork.number(),)).unwrap(), 2);
                let mut again = fork.fork().unwrap();
                assert_eq!(again.eval::<u64>("log[1]").unwrap(), fork.number());
            });
        }
    });
    assert_eq!(rt.eval::<String>("log.join()").unwrap(), "first");
}
