//! Timers in the event loop of a runtime: what the host sees of them.

mod common;

use std::thread;
use std::time::{Duration, Instant};

use common::{factory, runtime};
use jsmint::{ErrorKind, Limits, Options, SpawnOptions};

on_both_paths! {
    fn a_virtual_clock_moves_to_what_is_due(strategy) {
        let mut rt = runtime(strategy, Options::new().deterministic(7));
        let begin = Instant::now();
        rt.eval::<()>("
            var seen = []; const start = Date.now();
            for (const delay of [3_600_000, 1000, 60_000]) setTimeout(() => seen.push([delay, Date.now() - start]), delay);
            const ticks = setInterval(() => { seen.push('tick'); if (seen.length > 2) clearInterval(ticks) }, 20_000);
        ").unwrap();
        rt.run_until_idle().unwrap();
        let seen: String = rt.eval("JSON.stringify(seen)").unwrap();
        assert_eq!(seen, r#"[[1000,1000],"tick","tick",[60000,60000],[3600000,3600000]]"#);
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert_eq!(rt.run_due().unwrap(), None);
    }

    fn a_promise_that_waits_for_a_timer_is_waited_for(strategy) {
        let mut rt = runtime(strategy, Options::new());
        assert_eq!(rt.eval::<String>("new Promise((done) => setTimeout(done, 20, 'late'))").unwrap(), "late");
        rt.eval::<()>("async function handle() { await require('timers/promises').setTimeout(5); return 42 }").unwrap();
        assert_eq!(rt.call::<i32, _>("handle", ()).unwrap(), 42);
        assert_eq!(rt.eval::<i32>("await new Promise((done) => setImmediate(done, 1))").unwrap(), 1);
        assert_eq!(rt.eval::<()>("new Promise(() => {})").unwrap_err().kind(), ErrorKind::Pending);
        // One that keeps nothing alive is not waited for.
        let error = rt.eval::<()>("new Promise((done) => setTimeout(done, 5).unref())").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pending);
    }

    fn a_loop_that_never_ends_is_stopped(strategy) {
        let limits = Limits::new().time(Duration::from_millis(60));
        for source in ["setInterval(() => {}, 1)", "(function again() { setImmediate(again) })()", "setTimeout(() => {}, 1e6)"] {
            let mut rt = runtime(strategy, Options::new().limits(limits.clone()));
            rt.eval::<()>(&format!("{source}; undefined")).unwrap();
            let begin = Instant::now();
            assert!(rt.run_until_idle().unwrap_err().is_timeout(), "{source}");
            assert!(begin.elapsed() < Duration::from_secs(5));
            assert_eq!(rt.eval::<i32>("1 + 1").unwrap(), 2);
        }
    }

    fn waiting_can_be_interrupted(strategy) {
        let mut rt = runtime(strategy, Options::new());
        rt.eval::<()>("setTimeout(() => {}, 1e8); undefined").unwrap();
        let handle = rt.interrupt_handle();
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(30));
            handle.interrupt();
        });
        assert_eq!(rt.run_until_idle().unwrap_err().kind(), ErrorKind::Interrupted);
        stopper.join().unwrap();
        assert_eq!(rt.eval::<i32>("1 + 1").unwrap(), 2);
    }

    fn what_a_callback_throws_is_an_error_and_the_others_stay(strategy) {
        let mut rt = runtime(strategy, Options::new().deterministic(1));
        rt.eval::<()>("
            var seen = [];
            setTimeout(() => { throw new TypeError('first') }, 1); setTimeout(() => seen.push('second'), 2);
            setImmediate(() => { throw new RangeError('at once') }); undefined
        ").unwrap();
        let mut thrown = |_| rt.run_until_idle().unwrap_err().exception().unwrap().message.clone();
        assert_eq!([0, 1].map(&mut thrown), ["at once", "first"]);
        rt.run_until_idle().unwrap();
        assert_eq!(rt.eval::<Vec<String>>("seen").unwrap(), ["second"]);
        rt.eval::<()>("setTimeout(async () => { throw new Error('rejected') }, 1); undefined").unwrap();
        assert!(rt.run_until_idle().unwrap_err().message().contains("rejected"));
    }

    fn a_host_with_a_loop_of_its_own_is_told_how_long_to_wait(strategy) {
        let mut rt = runtime(strategy, Options::new().deterministic(1));
        assert_eq!(rt.run_due().unwrap(), None);
        rt.eval::<()>("var n = 0; setTimeout(() => n++, 50); setImmediate(() => n += 10); undefined").unwrap();
        assert_eq!(rt.run_due().unwrap(), Some(Duration::from_millis(50)));
        assert_eq!(rt.eval::<i32>("n").unwrap(), 10);
        rt.advance_clock(Duration::from_millis(20));
        assert_eq!(rt.run_due().unwrap(), Some(Duration::from_millis(30)));
        rt.advance_clock(Duration::from_millis(30));
        assert_eq!(rt.run_due().unwrap(), None);
        assert_eq!(rt.eval::<i32>("n").unwrap(), 11);
    }

    fn timers_of_the_bake_run_in_every_runtime(strategy) {
        let options = Options::new().deterministic(1);
        let factory = factory(strategy, options.preload_script("app.js", "var n = 0; setTimeout(() => n++, 500); setInterval(() => n += 10, 300).unref()"));
        for _ in 0..3 {
            let mut rt = factory.new_runtime().unwrap();
            rt.run_until_idle().unwrap();
            assert_eq!(rt.eval::<i32>("n").unwrap(), 11);
        }
    }

    fn runtimes_do_not_see_each_others_timers(strategy) {
        let factory = factory(strategy, Options::new());
        let spawn = || factory.spawn(SpawnOptions::new().deterministic(1)).unwrap();
        let (mut one, mut other) = (spawn(), spawn());
        one.eval::<()>("var n = 0; var timer = +setTimeout(() => n++, 10); undefined").unwrap();
        other.eval::<()>("for (let id = 0; id < 100; id++) clearTimeout(id)").unwrap();
        assert_eq!(other.run_due().unwrap(), None);
        drop(other);
        one.run_until_idle().unwrap();
        assert_eq!(one.eval::<i32>("n").unwrap(), 1);
    }

    fn many_timers_run_in_order(strategy) {
        let mut rt = runtime(strategy, Options::new().deterministic(1));
        let source = "
            var seen = []; const all = [];
            for (let i = 0; i < 5000; i++) { const at = (i * 7919) % 1000 + 1; all.push(setTimeout(() => seen.push([at, i]), at)); }
            for (let i = 0; i < 5000; i += 3) clearTimeout(all[i]);
            undefined";
        rt.eval::<()>(source).unwrap();
        rt.run_until_idle().unwrap();
        let sorted: bool = rt.eval("seen.every(([at, i], n) => n === 0 || seen[n - 1][0] < at || (seen[n - 1][0] === at && seen[n - 1][1] < i))").unwrap();
        assert!(sorted);
        assert_eq!(rt.eval::<i32>("seen.length").unwrap(), 3333);
    }
}
