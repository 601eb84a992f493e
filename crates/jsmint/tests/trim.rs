//! Giving memory back while a runtime lives.

mod common;

use common::factory;
use jsmint::{Options, Runtime};

/// Leaves holes between what stays.
const WORK: &str = "
    globalThis.kept = [];
    for (let n = 0; n < 300; n++) {
        kept.push('kept ' + n + '.'.repeat(n * 13));
        new Uint8Array(30000).fill(n);
        globalThis.rubbish = { n, text: 'x'.repeat(5000 + n), before: n % 50 ? globalThis.rubbish : null };
    }
    globalThis.rubbish = null;
    globalThis.tail = new Uint8Array(8 << 20).fill(7);
    globalThis.tail = null;
";
const CHECK: &str = "kept.length + ':' + kept.every((text, n) => text === 'kept ' + n + '.'.repeat(n * 13))";

fn work(rt: &mut Runtime) {
    rt.eval::<()>(WORK).expect("enough memory");
}

on_both_paths! {
    fn what_is_in_use_stays_and_memory_comes_back(strategy) {
        let factory = factory(strategy, Options::new());
        // Slots are verified each time, and the next tenant finds nothing of this.
        for _ in 0..20 {
            let mut rt = factory.new_runtime().unwrap();
            assert_eq!(rt.eval::<String>("typeof kept").unwrap(), "undefined");
            work(&mut rt);
            for _ in 0..2 {
                assert!(rt.trim().unwrap() > 8 << 20);
                assert_eq!(rt.eval::<String>(CHECK).unwrap(), "300:true");
            }
            rt.eval::<()>("more = []; for (let n = 0; n < 1000; n++) more.push(new Uint8Array(n))").unwrap();
            assert!(rt.eval::<bool>("more.every((part) => part.every((byte) => byte === 0))").unwrap());
            assert_eq!(rt.eval::<String>(CHECK).unwrap(), "300:true");
        }
    }

    fn lives_between_do_not_matter(strategy) {
        let factory = factory(strategy, Options::new());
        for n in 0..200 {
            let mut rt = factory.new_runtime().unwrap();
            if n % 3 == 0 {
                rt.trim().unwrap();
            }
            assert_eq!(rt.eval::<i32>("var n = 41; n + 1;").unwrap(), 42);
            if n % 5 == 0 {
                work(&mut rt);
                rt.trim().unwrap();
            }
        }
    }

    fn what_went_before_can_be_gone_back_to(strategy) {
        let factory = factory(strategy, Options::new());
        let mut rt = factory.new_runtime().unwrap();
        work(&mut rt);
        let Ok(checkpoint) = rt.checkpoint() else { return };
        rt.trim().unwrap();
        rt.eval::<()>("kept = null").unwrap();
        rt.trim().unwrap();
        rt.rollback(&checkpoint).unwrap();
        assert_eq!(rt.eval::<String>(CHECK).unwrap(), "300:true");
        rt.trim().unwrap();
        if common::can_fork() {
            assert_eq!(rt.fork().unwrap().eval::<String>(CHECK).unwrap(), "300:true");
        }
        assert_eq!(rt.eval::<String>(CHECK).unwrap(), "300:true");
    }
}
