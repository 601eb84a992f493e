//! Long lives of a factory: a process that mints runtimes for days grows by nothing, and ten thousand at once are fine.
//!
//! `JSMINT_SOAK=1000000 cargo test --release --test soak` lives as many lives, instead of 20,000, and has 10,000 runtimes
//! alive at once, instead of 2,000.

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::sync::Mutex;
    use std::time::Duration;

    use jsmint::{Console, EngineFactory, Handle, Limits, Options, SpawnOptions, loader};

    /// The two tests measure the whole process, so one waits for the other.
    static ALONE: Mutex<()> = Mutex::new(());

    /// How many lives, if the environment says so.
    fn asked() -> Option<usize> {
        std::env::var("JSMINT_SOAK").ok().map(|text| text.parse().expect("JSMINT_SOAK is a number"))
    }

    /// What the process has of the system.
    #[derive(Clone, Copy, Debug)]
    struct Footprint {
        /// Resident memory, in bytes.
        resident: usize,
        files: usize,
        threads: usize,
        mappings: usize,
    }

    fn footprint() -> Footprint {
        let status = fs::read_to_string("/proc/self/status").expect("/proc");
        let number = |key: &str| -> usize {
            let line = status.lines().find(|line| line.starts_with(key)).expect(key);
            line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect(key)
        };
        Footprint {
            resident: number("VmRSS:") << 10,
            files: fs::read_dir("/proc/self/fd").expect("/proc").count(),
            threads: number("Threads:"),
            mappings: fs::read_to_string("/proc/self/maps").expect("/proc").lines().count(),
        }
    }

    fn options() -> Options {
        let files = loader::Memory::new()
            .file("/app.js", "let n = 0; exports.handle = (x) => ({ n: ++n, x, late: require('./late.js')(x) });")
            .file("/late.js", "module.exports = (x) => x + 1;")
            .file("/bad.js", "throw new Error('no')");
        Options::new().loader(files).preload("./app.js").limits(Limits::new().memory(24 << 20)).verify(false)
    }

    /// A life of one of several sorts.
    fn live(factory: &EngineFactory, number: usize) {
        let spawn = |options: SpawnOptions| factory.spawn(options).expect("a slot is free");
        let mut rt = spawn(SpawnOptions::new().console(Console::buffer()));
        match number % 12 {
            0 => {}
            1 => {
                let text: String = rt
                    .eval("const kept = Array.from({ length: 50 }, (_, i) => ({ i })); `${kept.length}`")
                    .expect("works");
                assert_eq!(text, "50");
            }
            2 => {
                let reply: serde_json::Value = rt.call("handle", (number,)).expect("works");
                assert_eq!((&reply["n"], &reply["late"]), (&1.into(), &(number + 1).into()));
            }
            3 => assert!(rt.eval::<()>("throw new Error('no')").expect_err("throws").is_exception()),
            4 => assert!(rt.eval::<()>("let a = ;").expect_err("no script").is_syntax()),
            5 => {
                let big = vec![0_u8; 1 << 16];
                rt.function("host", move |x: f64| Ok(x + big.len() as f64)).expect("a function");
                assert_eq!(rt.eval::<f64>("host(1)").expect("works"), 65537.0);
            }
            6 => {
                let handle: Handle = rt.eval("let n = 0; () => ++n").expect("works");
                assert_eq!(handle.call::<i32, _>(&mut rt, ()).expect("works"), 1);
                drop(rt);
                drop(handle);
            }
            7 => rt.eval::<()>("console.log({ a: [1, new Map([[1, 2]])] }); new Promise(() => {}); 0").expect("works"),
            8 => assert!(rt.require::<()>("./bad.js").is_err()),
            9 => rt.eval::<()>("globalThis.buffer = new Uint8Array(300000).fill(1); 0").expect("works"),
            10 if number % 240 == 10 => {
                let mut rt = spawn(SpawnOptions::new().limits(Limits::new().memory(4 << 20)));
                assert!(rt.eval::<()>("const hog = []; for (;;) hog.push({})").expect_err("full").is_out_of_memory());
            }
            11 if number % 240 == 11 => {
                let mut rt =
                    spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(2)).memory(4 << 20)));
                assert!(rt.eval::<()>("for (;;) {}").expect_err("late").is_timeout());
            }
            _ => assert!(rt.eval::<()>("Promise.reject(new Error('lost')); 0").is_err()),
        }
    }

    #[test]
    fn lives_leave_nothing_behind() {
        let _alone = ALONE.lock();
        let factory = EngineFactory::new(options()).expect("the options are fine");
        let lives = asked().unwrap_or(20_000);
        let mut early = footprint();
        for number in 0..lives {
            // By then the allocator, and the sanitizer if there is one, have grown to what they need.
            if number == lives / 4 {
                early = footprint();
            }
            live(&factory, number);
        }
        let late = footprint();
        assert_eq!((late.files, late.threads, late.mappings), (early.files, early.threads, early.mappings));
        // Less than a byte for each life, and the measure's own unsteadiness.
        assert!(late.resident < early.resident + (256 << 10), "{early:?} then {late:?}");
        let stats = factory.stats();
        assert!(stats.created <= 2 && stats.live == 0, "{stats:?}");
        assert!(stats.recycled as usize >= lives * 9 / 10, "{stats:?}");
    }

    #[test]
    fn thousands_live_at_once() {
        let _alone = ALONE.lock();
        let alive = asked().map_or(2_000, |_| 10_000);
        let factory = EngineFactory::new(options().max_runtimes(alive)).expect("the options are fine");
        let image = factory.stats().image_bytes;
        let before = footprint();
        let mut runtimes: Vec<_> = (0..alive).map(|_| factory.new_runtime().expect("a slot")).collect();
        assert!(factory.new_runtime().is_err(), "one more than may live");
        for (number, rt) in runtimes.iter_mut().enumerate() {
            rt.eval::<()>(&format!("var mine = {number}; var list = [mine, {{ mine }}]")).expect("works");
        }
        for (number, rt) in runtimes.iter_mut().enumerate() {
            assert_eq!(rt.eval::<usize>("list[1].mine").expect("works"), number);
        }
        let each = (footprint().resident - before.resident) / alive;
        println!("{alive} runtimes alive: {each} bytes each, the image has {image}");
        assert!(each <= image + (64 << 10), "{each} bytes for each runtime, the image has {image}");
        // It returns what they had.
        drop(runtimes);
        factory.trim();
        let after = footprint();
        assert!(after.resident < before.resident + (image + (64 << 10)) * alive / 20, "{before:?} then {after:?}");
        assert!(after.mappings <= before.mappings + 8, "{before:?} then {after:?}");
    }
}
