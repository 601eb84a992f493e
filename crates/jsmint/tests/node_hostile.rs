//! Functions of the modules that are built in, called with whatever may come: no crash, no panic, and a slot as clean
//! afterwards as before.

mod common;

use std::time::Duration;

use common::factory;
use jsmint::{ErrorKind, Limits, Options};

/// What calls them.
const FUZZ: &str = include_str!("node_hostile/call.js");

/// Runtimes that are tried, each with its seed; and calls in each.
const SEEDS: u32 = if cfg!(debug_assertions) { 50 } else { 400 };
const CALLS: u32 = 1000;

on_both_paths! {
    fn nothing_that_is_given_to_a_module_breaks_it(strategy) {
        let limits = Limits::new().memory(48 << 20).time(Duration::from_millis(1500));
        let factory = factory(strategy, Options::new().limits(limits).deterministic(1));
        let first = std::env::var("JSMINT_SEED").ok().and_then(|seed| seed.parse().ok());
        let seeds = first.map_or(1..=SEEDS, |seed: u32| seed..=seed);
        let mut finished = 0;
        for seed in seeds {
            let mut rt = factory.new_runtime().unwrap();
            rt.eval::<()>(FUZZ).unwrap();
            match rt.eval::<(u32, Vec<String>)>(&format!("fuzz({seed}, {CALLS})")) {
                Ok((functions, wrong)) => {
                    assert!(functions > 200, "only {functions} functions found");
                    assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
                    finished += 1;
                }
                // It may run out of what it was given, or damage what the test itself is made of.
                Err(error) => assert!(
                    matches!(error.kind(), ErrorKind::Timeout | ErrorKind::OutOfMemory | ErrorKind::Exception | ErrorKind::Conversion),
                    "seed {seed}: {error}"
                ),
            }
        }
        assert!(finished > first.map_or(SEEDS / 2, |_| 0), "only {finished} ran to their end");
        // The next runtime is as good as new.
        assert!(factory.new_runtime().unwrap().eval::<bool>("require('util').inspect({ a: [1] }) === '{ a: [ 1 ] }'").unwrap());
    }
}
