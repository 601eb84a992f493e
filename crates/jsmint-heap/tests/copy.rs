//! Tenants that are copied to other slots, and that go back to what they were.
#![allow(unsafe_code, reason = "tenants write to memory through pointers")]

mod common;

use std::sync::Arc;

use common::{RANGE, add_node, alloc, bake, digest, free, image, read, write};
use jsmint_heap::{
    ByteCount, Checkpoint, Image, Live, Pool, PoolOptions, Program, RestorePolicy, RestoreStrategy, Slot, WakeError,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Words at the base that are not the tenant's to keep.
const TENANT_WORDS: usize = 24;

/// Where slots come from: nowhere, or a pool.
struct Source {
    image: Arc<Image>,
    pool: Option<Pool>,
}

impl Source {
    fn all() -> [Self; 3] {
        let image = image(300, 1);
        let pool = |strategy| {
            let options = PoolOptions::new().range(RANGE).verify(true).restore(RestorePolicy::new().strategy(strategy));
            Some(Pool::new(options, Arc::clone(&image)).expect("a pool"))
        };
        let pools = [None, pool(RestoreStrategy::Full), pool(RestoreStrategy::Written)];
        pools.map(|pool| Self { image: Arc::clone(&image), pool })
    }

    fn image(&self) -> Option<&Image> {
        self.pool.as_ref().map(|_| &*self.image)
    }

    fn take(&self) -> Slot<Live> {
        self.pool.as_ref().map_or_else(|| bake(300, 1), |pool| pool.take().expect("a slot").occupy())
    }

    fn copy(&self, slot: &mut Slot<Live>) -> Slot<Live> {
        let copied = match &self.pool {
            Some(pool) => pool.take().expect("a slot").occupy_as(slot, &self.image),
            None => Slot::reserve(RANGE).expect("a slot").occupy_as(slot),
        };
        copied.expect("a copy")
    }

    fn give_back(&self, slot: Slot<Live>) {
        if let Some(pool) = &self.pool {
            pool.give_back(slot.abandon());
        }
    }
}

/// All that is used, but for the words that belong to the mapping; pointers as distances.
fn words(slot: &Slot<Live>) -> Vec<u64> {
    let (base, range) = (slot.base().as_ptr() as u64, slot.range().get() as u64);
    let relative = |word: u64| if word.wrapping_sub(base) <= range { word - base } else { word };
    (TENANT_WORDS..slot.used().get() / 8).map(|at| relative(read(slot, at * 8))).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Add(usize, usize),
    Grow(usize),
    /// Writes to so many words of the first page on, each so far from the last.
    Scribble(usize, usize),
    Copy,
    Sleep,
    Checkpoint,
    /// Goes back to one of the checkpoints there are.
    RollBack(usize),
    Renew,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..40usize, 0..3000usize).prop_map(|(nodes, extra)| Step::Add(nodes, extra)),
        1 => (1..400_000usize).prop_map(Step::Grow),
        2 => (1..30usize, 8..9000usize).prop_map(|(count, apart)| Step::Scribble(count, apart)),
        2 => Just(Step::Copy),
        2 => Just(Step::Sleep),
        3 => Just(Step::Checkpoint),
        3 => (0..8usize).prop_map(Step::RollBack),
        1 => Just(Step::Renew),
    ]
}

/// This program, in which no tenant of these tests has any pointer.
fn program() -> Program {
    Program::of(program as *const () as usize).expect("the program")
}

/// Data blocks that may be written to anywhere: the tenant's nodes are checked by `digest`.
fn scribble(slot: &Slot<Live>, block: std::ptr::NonNull<u64>, len: usize, count: usize, apart: usize) {
    let start = common::offset_of(slot, block);
    for n in 0..count {
        let at = (n * apart % len) & !7;
        write(slot, start + at, read(slot, start + at).wrapping_add(0x0101));
    }
}

fn live(source: &Source, steps: &[Step]) {
    const DATA: usize = 100_000;
    let mut slot = source.take();
    let mut data = alloc(&slot, DATA);
    let mut checkpoints: Vec<(Checkpoint, Vec<u64>)> = Vec::new();
    for step in steps {
        match *step {
            Step::Add(nodes, extra) => (0..nodes).for_each(|n| add_node(&slot, extra, n as u64)),
            Step::Grow(size) => {
                let block = alloc(&slot, size);
                scribble(&slot, block, size, 20, 4096);
                free(&slot, block);
            }
            Step::Scribble(count, apart) => scribble(&slot, data, DATA, count, apart),
            Step::Copy => {
                let copy = source.copy(&mut slot);
                assert_eq!(words(&copy), words(&slot));
                assert_eq!(digest(&copy), digest(&slot));
                // Neither knows of the other.
                let before = words(&slot);
                (0..20).for_each(|n| add_node(&copy, 500, n));
                assert_eq!(words(&slot), before);
                source.give_back(copy);
            }
            Step::Sleep => {
                let (Some(image), Some(pool)) = (source.image(), &source.pool) else { continue };
                let bytes = slot.difference(image, &program());
                let fresh = pool.take().expect("a slot");
                // SAFETY: H14, from this image and this program.
                let mut woken = unsafe { fresh.wake(&bytes, image, &program()) }.expect("a tenant");
                assert_eq!(words(&woken), words(&slot));
                assert_eq!(digest(&woken), digest(&slot));
                assert_eq!(woken.difference(image, &program()), bytes);
                (0..20).for_each(|n| add_node(&woken, 500, n));
                source.give_back(woken);
            }
            Step::Checkpoint => checkpoints.push((slot.checkpoint(source.image()), words(&slot))),
            Step::RollBack(_) if checkpoints.is_empty() => {}
            Step::RollBack(which) => {
                let (checkpoint, then) = &checkpoints[which % checkpoints.len()];
                slot.roll_back(source.image(), checkpoint, RestorePolicy::new()).expect("as it was");
                assert_eq!(&words(&slot), then);
                digest(&slot);
            }
            Step::Renew => {
                source.give_back(slot);
                slot = source.take();
                data = alloc(&slot, DATA);
                checkpoints.clear();
            }
        }
    }
    source.give_back(slot);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn copies_are_equal_and_checkpoints_are_what_was(steps in vec(step(), 1..30)) {
        for source in Source::all() {
            live(&source, &steps);
        }
    }
}

/// What was put to sleep, and what it was.
fn asleep(source: &Source) -> (Vec<u8>, Vec<u64>) {
    let mut slot = source.take();
    (0..50).for_each(|n| add_node(&slot, 300, n));
    let data = alloc(&slot, 8);
    // A pointer into the program, as a function of the tenant's would be.
    write(&slot, common::offset_of(&slot, data), program as *const () as u64);
    let bytes = slot.difference(source.image().expect("an image"), &program());
    let words = words(&slot);
    source.give_back(slot);
    (bytes, words)
}

fn wake(source: &Source, bytes: &[u8]) -> Result<Slot<Live>, WakeError> {
    let pool = source.pool.as_ref().expect("a pool");
    // SAFETY: H14, from this image and this program, or checked, and nothing of it is run.
    unsafe { pool.take().expect("a slot").wake(bytes, &source.image, &program()) }
}

#[test]
fn whatever_the_bytes_nothing_is_written_elsewhere() {
    let [_, _, source] = Source::all();
    let (bytes, whole) = asleep(&source);
    let slot = wake(&source, &bytes).expect("a tenant");
    assert_eq!(words(&slot), whole);
    source.give_back(slot);
    for len in 0..bytes.len() {
        assert!(matches!(wake(&source, &bytes[..len]), Err(WakeError::Bad(_))), "{len} bytes are no tenant");
    }
    assert!(matches!(wake(&source, &[&bytes[..], &[0]].concat()), Err(WakeError::Bad(_))));
    let mut refused = 0;
    for at in 0..bytes.len().min(1_500) {
        for bit in [0, 7] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            match wake(&source, &flipped) {
                // Another number in its place, which only a check sum tells. The allocator's end may be another, too.
                Ok(slot) => drop(slot),
                Err(WakeError::Bad(_)) => refused += 1,
                Err(WakeError::Heap(error)) => assert!(!error.to_string().is_empty()),
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_harmless(bytes in vec(any::<u8>(), 0..400)) {
        let [_, source, _] = Source::all();
        drop(wake(&source, &bytes));
    }
}

#[test]
fn what_grew_since_is_zero_when_it_grows_again() {
    for source in Source::all() {
        let mut slot = source.take();
        let checkpoint = slot.checkpoint(source.image());
        for size in [10_000, 60_000, 5_000_000, 200_000] {
            let (len, word) = (size / 8, 0x7777_7777_7777_7777);
            // SAFETY: H1, the words of a block just allocated.
            let block = unsafe { std::slice::from_raw_parts_mut(alloc(&slot, size).as_ptr(), len) };
            block.fill(word);
            slot.roll_back(source.image(), &checkpoint, RestorePolicy::new()).expect("as it was");
            // SAFETY: H1, as above: a block that is all the heap has.
            let block = unsafe { jsmint_heap::allocator::alloc_zeroed(slot.base(), size).cast::<u64>() };
            assert!(!block.is_null(), "{size} {} used {}", source.pool.is_some(), slot.used());
            // SAFETY: H1, the words of that block.
            assert!((0..len).all(|at| unsafe { block.add(at).read() } == 0), "{size}");
            slot.roll_back(source.image(), &checkpoint, RestorePolicy::new()).expect("as it was");
        }
        source.give_back(slot);
    }
}

#[test]
fn a_copy_that_does_not_fit_is_refused_and_the_original_goes_on() {
    let mut slot = bake(300, 1);
    let before = digest(&slot);
    let small = Slot::reserve(ByteCount::kib(24)).expect("a slot");
    assert!(matches!(small.occupy_as(&mut slot), Err(jsmint_heap::HeapError::ImageTooLarge { .. })));
    assert_eq!(digest(&slot), before);
}

#[test]
#[should_panic(expected = "another tenancy")]
fn a_checkpoint_of_another_tenancy_is_refused() {
    let [_, _, source] = Source::all();
    let mut slot = source.take();
    let checkpoint = slot.checkpoint(source.image());
    source.give_back(slot);
    let mut slot = source.take();
    slot.roll_back(source.image(), &checkpoint, RestorePolicy::new()).expect("never");
}
