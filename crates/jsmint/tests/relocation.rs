//! State of every sort, made while baking, in more than fifty slots at once: each goes on exactly as it would have where
//! it was made.
//!
//! A case in `relocation/cases.js` is a line `//// name`, what is preloaded, a line `//// then`, and what each runtime
//! does with it, twice. The second part returns a text; the cold path says which.

#[path = "common/fingerprint.rs"]
mod fingerprint;

use std::thread;

use jsmint::{EngineFactory, Options, PointerSource, Runtime, Strategy};

/// Slots that are alive at once.
const SLOTS: usize = 52;

struct Case {
    name: &'static str,
    setup: &'static str,
    then: &'static str,
}

fn cases() -> Vec<Case> {
    let parts: Vec<_> = include_str!("relocation/cases.js").split("//// ").skip(1).collect();
    let case = |pair: &[&'static str]| {
        let (name, setup) = pair[0].split_once('\n').expect("a name and a script");
        let then = pair[1].strip_prefix("then\n").expect("what is done with it");
        Case { name, setup, then }
    };
    parts.chunks_exact(2).map(case).collect()
}

fn factory(case: &Case, strategy: Strategy) -> EngineFactory {
    let options = Options::new().strategy(strategy).verify(true).deterministic(3).preload_script(case.name, case.setup);
    EngineFactory::new(options).expect(case.name)
}

fn outcome(rt: &mut Runtime, case: &Case) -> String {
    let then = format!("(async () => {{\n{}}})()", case.then);
    let before: String = rt.eval(&then).expect(case.name);
    // Once more, after a collection: what is reachable only through what was relocated must still be found.
    rt.collect_garbage();
    let after: String = rt.eval(&then).expect(case.name);
    format!("{before}\n{after}")
}

#[test]
fn state_goes_on_in_every_slot() {
    let cases = cases();
    assert!(cases.len() >= 24, "{}", cases.len());
    for case in &cases {
        let expected = outcome(&mut factory(case, Strategy::Cold).new_runtime().expect("a runtime"), case);
        assert!(!expected.contains("undefined") && expected.len() > 8, "{}: {expected}", case.name);
        let factory = factory(case, Strategy::Image);
        let mut alive: Vec<_> = (0..SLOTS).map(|_| factory.new_runtime().expect("a slot")).collect();
        for (slot, rt) in alive.iter_mut().enumerate() {
            assert_eq!(outcome(rt, case), expected, "{} in slot {slot}", case.name);
        }
        drop(alive);
        // Slots that have been lived in are like new ones.
        let mut alive: Vec<_> = (0..SLOTS).map(|_| factory.new_runtime().expect("a slot")).collect();
        for (slot, rt) in alive.iter_mut().enumerate().step_by(7) {
            assert_eq!(outcome(rt, case), expected, "{} in used slot {slot}", case.name);
        }
        let stats = factory.stats();
        assert_eq!((stats.created, stats.live), (SLOTS as u64, SLOTS), "{}", case.name);
        assert_eq!(stats.pointer_source, Some(PointerSource::TwoBakes), "{}", case.name);
    }
}

#[test]
fn all_slots_are_the_same_world() {
    let expected = fingerprint::cold();
    let factory = fingerprint::factory(Strategy::Image);
    let mut alive: Vec<_> = (0..SLOTS).map(|_| factory.new_runtime().expect("a slot")).collect();
    for rt in &mut alive {
        fingerprint::assert_same(&expected, &fingerprint::of(rt), "relocated");
    }
}

#[test]
fn slots_go_on_in_other_threads() {
    let case = &cases()[0];
    let expected = outcome(&mut factory(case, Strategy::Cold).new_runtime().expect("a runtime"), case);
    let factory = factory(case, Strategy::Image);
    let alive: Vec<_> = (0..SLOTS).map(|_| factory.new_runtime().expect("a slot")).collect();
    let workers = alive.into_iter().map(|mut rt| {
        thread::spawn(move || {
            let first = outcome(&mut rt, &cases()[0]);
            (first, rt)
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        let (found, rt) = worker.join().expect("no panic");
        assert_eq!(found, expected);
        drop(rt);
    }
}
