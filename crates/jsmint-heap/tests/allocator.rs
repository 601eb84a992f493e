//! The allocator against a model of what an allocator promises.
#![allow(unsafe_code, reason = "an allocator hands out raw memory")]

mod common;

use std::ptr::NonNull;

use common::{capture, heap};
use jsmint_heap::{ByteCount, Image, Live, PointerRule, Slot, allocator};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Alloc(usize),
    Zeroed(usize),
    Realloc(usize, usize),
    Free(usize),
    FailAfter(u32),
    FailFrom(u32),
    Paged(bool),
    Spare(usize),
}

fn size() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..64usize, 4 => 0..600usize, 2 => 0..20_000usize, 1 => 0..600_000usize, 2 => 3_500..4_200usize]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => size().prop_map(Step::Alloc),
        1 => size().prop_map(Step::Zeroed),
        4 => (any::<usize>(), size()).prop_map(|(which, size)| Step::Realloc(which, size)),
        4 => any::<usize>().prop_map(Step::Free),
        1 => (0..4u32).prop_map(Step::FailAfter),
        1 => (0..2u32).prop_map(Step::FailFrom),
        1 => any::<bool>().prop_map(Step::Paged),
        1 => any::<usize>().prop_map(Step::Spare),
    ]
}

/// A block as the model knows it: filled with a byte of its own.
#[derive(Clone, Copy)]
struct Block {
    at: NonNull<u8>,
    size: usize,
    mark: u8,
}

/// A heap, and what it must hold.
struct Model {
    slot: Slot<Live>,
    blocks: Vec<Block>,
    marks: u8,
    has_spare: bool,
}

impl Model {
    fn new(slot: Slot<Live>) -> Self {
        Self { slot, blocks: Vec::new(), marks: 0, has_spare: false }
    }

    fn bytes(block: &Block) -> &[u8] {
        // SAFETY: H1, a block of the heap that has not been freed, and all of it was written when it was made.
        unsafe { std::slice::from_raw_parts(block.at.as_ptr(), block.size) }
    }

    /// Marks the whole block with a new byte; it must lie in the slot, be aligned and large enough.
    fn adopt(&mut self, at: *mut u8, size: usize) {
        let Some(at) = NonNull::new(at) else { return };
        self.marks = self.marks.wrapping_add(1);
        // SAFETY: H1, H7, a block just obtained, of at least `size` bytes.
        unsafe {
            let usable = allocator::usable_size(at.as_ptr());
            assert!(usable >= size && at.addr().get().is_multiple_of(allocator::ALIGN));
            assert!(self.slot.contains(at.addr().get()) && self.slot.contains(at.addr().get() + usable - 1));
            at.write_bytes(self.marks, usable);
            self.blocks.push(Block { at, size: usable, mark: self.marks });
        }
    }

    fn run(&mut self, step: &Step) {
        let base = self.slot.base();
        let pick = |which: usize, blocks: &[Block]| (!blocks.is_empty()).then(|| which % blocks.len());
        // SAFETY: H1, the slot is live and this model has it to itself; blocks are its own and freed once.
        unsafe {
            match *step {
                Step::Alloc(size) => self.adopt(allocator::alloc(base, size), size),
                Step::Zeroed(size) => {
                    let block = allocator::alloc_zeroed(base, size);
                    if !block.is_null() {
                        assert!(std::slice::from_raw_parts(block, size).iter().all(|&byte| byte == 0));
                    }
                    self.adopt(block, size);
                }
                Step::Realloc(which, size) => {
                    let Some(which) = pick(which, &self.blocks) else { return };
                    let Block { at, size: old, mark } = self.blocks[which];
                    let moved = allocator::realloc(base, at.as_ptr(), size);
                    if size == 0 || !moved.is_null() {
                        self.blocks.swap_remove(which);
                    }
                    if !moved.is_null() {
                        let kept = std::slice::from_raw_parts(moved, old.min(size));
                        assert!(kept.iter().all(|&byte| byte == mark));
                        self.adopt(moved, size);
                    }
                }
                Step::Free(which) => {
                    let Some(which) = pick(which, &self.blocks) else { return };
                    allocator::free(base, self.blocks.swap_remove(which).at.as_ptr());
                }
                Step::FailAfter(n) => allocator::fail_after(base, n),
                Step::FailFrom(n) => allocator::fail_from(base, n),
                Step::Paged(paged) => allocator::set_paged(base, paged),
                Step::Spare(which) => {
                    let Some(which) = pick(which, &self.blocks) else { return };
                    let Block { at, .. } = self.blocks[which];
                    if !self.has_spare && !at.addr().get().is_multiple_of(4096) {
                        self.has_spare = true;
                        self.blocks.swap_remove(which);
                        allocator::set_spare(base, at.as_ptr());
                    }
                }
            }
        }
    }

    /// The same heap in another slot, with the same expectations.
    fn fork(&self) -> Self {
        let image = Image::seal(capture(&self.slot), PointerRule::Range).expect("an image");
        let slot = common::filled(&image).occupy();
        let there = |block: &Block| slot.base().as_ptr().wrapping_add(self.offset(block));
        let moved = |block: &Block| Block { at: NonNull::new(there(block)).expect("an address"), ..*block };
        let blocks = self.blocks.iter().map(moved).collect();
        Self { slot, blocks, marks: self.marks, has_spare: self.has_spare }
    }

    fn offset(&self, block: &Block) -> usize {
        block.at.addr().get() - self.slot.base().addr().get()
    }

    fn layout(&self) -> Vec<(usize, usize)> {
        self.blocks.iter().map(|block| (self.offset(block), block.size)).collect()
    }

    fn check(&mut self) {
        for block in &self.blocks {
            assert!(Self::bytes(block).iter().all(|&byte| byte == block.mark), "a block's contents have changed");
        }
        self.blocks.sort_by_key(|block| block.at);
        for pair in self.blocks.windows(2) {
            assert!(pair[0].at.addr().get() + pair[0].size <= pair[1].at.addr().get(), "blocks overlap");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn blocks_are_apart_and_keep_their_contents(steps in vec(step(), 1..200)) {
        let mut model = Model::new(heap());
        // Pages do not go back to the free lists, nor does a spare block.
        for step in steps.iter().filter(|step| !matches!(step, Step::Paged(_) | Step::Spare(_))) {
            model.run(step);
        }
        model.check();
        // And the heap is whole: after everything is freed it is one block again.
        // SAFETY: H1, as in the model.
        unsafe {
            let base = model.slot.base();
            allocator::fail_from(base, 0);
            model.blocks.drain(..).for_each(|block| allocator::free(base, block.at.as_ptr()));
            let used = model.slot.used();
            let all = allocator::alloc(base, (used.get() - jsmint_heap::HEADER_SIZE) / 8 * 7 - 64);
            prop_assert!(!all.is_null());
            prop_assert_eq!(model.slot.used(), used, "freed blocks were not joined");
        }
    }

    #[test]
    fn a_heap_goes_on_elsewhere_as_it_would_have_here(
        before in vec(step(), 1..200),
        after in vec(step(), 1..100),
    ) {
        let mut here = Model::new(heap());
        before.iter().for_each(|step| here.run(step));
        // SAFETY: H1, as in the model. What is set for the mapping would not be in the image.
        unsafe {
            allocator::fail_from(here.slot.base(), 0);
            allocator::set_paged(here.slot.base(), false);
        }
        let mut there = here.fork();
        prop_assert_ne!(there.slot.base(), here.slot.base());
        for step in &after {
            here.run(step);
            there.run(step);
            prop_assert_eq!(here.layout(), there.layout());
        }
        here.check();
        there.check();
    }

    #[test]
    fn a_heap_of_little_range_runs_out_and_stays_usable(steps in vec(step(), 1..200)) {
        let slot = Slot::reserve(ByteCount::kib(512)).and_then(Slot::format).expect("a slot");
        let mut model = Model::new(slot);
        for step in &steps {
            model.run(step);
        }
        model.check();
        prop_assert!(model.slot.used() <= ByteCount::kib(512));
    }
}

/// H8, at every place where an allocation can fail.
#[test]
fn a_failed_allocation_leaves_the_heap_unchanged() {
    let steps: Vec<Step> = (0..60usize)
        .flat_map(|n| [Step::Alloc(n * 37), Step::Realloc(n * 7, n * 91 + 200), Step::Zeroed(n), Step::Free(n * 3)])
        .collect();
    let mut failures = 0;
    for n in 1..=150 {
        let mut model = Model::new(heap());
        // SAFETY: H1, the model's slot is live and nobody else has it.
        unsafe { allocator::fail_after(model.slot.base(), n) };
        for step in &steps {
            let before = (model.blocks.len(), model.slot.used());
            let image = (n % 10 == 0).then(|| words(&model.slot));
            model.run(step);
            let failed = match step {
                Step::Alloc(_) | Step::Zeroed(_) => model.blocks.len() == before.0,
                _ => false,
            };
            if failed {
                failures += 1;
                assert_eq!(model.slot.used(), before.1);
                assert!(image.is_none_or(|image| image == words(&model.slot)));
            }
        }
        model.check();
    }
    assert!(failures > 50, "{failures}");
}

fn words(slot: &Slot<Live>) -> Vec<u64> {
    let image = Image::seal(capture(slot), PointerRule::Range).expect("an image");
    image.words().to_vec()
}

#[test]
fn a_failed_reallocation_leaves_the_block_where_and_as_it_was() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let block = allocator::alloc(base, 100);
        block.write_bytes(0xab, 100);
        let before = words(&slot);
        allocator::fail_after(base, 1);
        assert!(allocator::realloc(base, block, 10_000).is_null());
        assert_eq!(words(&slot), before);
        assert!(allocator::realloc(base, block, usize::MAX).is_null());
        assert!(allocator::realloc(base, block, RANGE_AND_MORE).is_null());
        assert_eq!(words(&slot), before);
        assert!(!allocator::realloc(base, block, 10_000).is_null());
    }
}

const RANGE_AND_MORE: usize = common::RANGE.get() + 1;

#[test]
fn faults_come_when_they_are_asked_for() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    let succeeds = || unsafe { !allocator::alloc(base, 8).is_null() };
    let allocates = |n: usize| -> Vec<bool> { (0..n).map(|_| succeeds()).collect() };
    // SAFETY: H1, as above.
    unsafe {
        allocator::fail_after(base, 2);
        assert_eq!(allocates(4), [true, false, true, true]);
        allocator::fail_from(base, 2);
        assert_eq!(allocates(4), [true, false, false, false]);
        allocator::fail_from(base, 0);
        assert_eq!(allocates(2), [true, true]);
        // Shrinking asks for no memory, so it is neither counted nor refused.
        let block = allocator::alloc(base, 100);
        allocator::fail_after(base, 1);
        assert_eq!(allocator::realloc(base, block, 40), block);
        assert_eq!(allocates(2), [false, true]);
    }
}

#[test]
fn null_is_handled_as_in_c() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        allocator::free(base, std::ptr::null_mut());
        assert_eq!(allocator::usable_size(std::ptr::null()), 0);
        let block = allocator::realloc(base, std::ptr::null_mut(), 40);
        assert!(allocator::usable_size(block) >= 40);
        assert!(allocator::realloc(base, block, 0).is_null());
        assert_eq!(allocator::alloc(base, 40), block, "a size of 0 has freed it");
        assert!(allocator::alloc(base, usize::MAX).is_null());
        assert!(!allocator::alloc(base, 0).is_null());
    }
}

#[test]
fn blocks_of_nearly_a_page_are_pages_while_that_is_wanted_and_from_then_on_while_some_are_free() {
    const PAGE: usize = 4096;
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let is_page = |block: *mut u8| block.addr().is_multiple_of(PAGE);
        assert!(!is_page(allocator::alloc(base, PAGE)));
        allocator::set_paged(base, true);
        let pages: Vec<_> = (0..40).map(|n| allocator::alloc(base, PAGE - n)).collect();
        assert!(pages.iter().all(|&page| is_page(page) && allocator::usable_size(page) == PAGE));
        assert!(!is_page(allocator::alloc(base, PAGE / 2)) && !is_page(allocator::alloc(base, PAGE + 1)));
        allocator::set_paged(base, false);
        // Sixteen at a time: eight are left of the third time.
        let left = std::iter::from_fn(|| Some(allocator::alloc(base, PAGE)).filter(|&block| is_page(block)));
        assert_eq!(left.count(), 8);
        allocator::free(base, pages[7]);
        assert!(!is_page(allocator::alloc(base, 100)));
        assert_eq!(allocator::alloc(base, PAGE), pages[7]);
        // A page that becomes smaller stays; one that becomes larger is free for others.
        assert_eq!(allocator::realloc(base, pages[7], 10), pages[7]);
        pages[7].write_bytes(5, PAGE);
        let larger = allocator::realloc(base, pages[7], PAGE * 2);
        assert!(std::slice::from_raw_parts(larger, PAGE).iter().all(|&byte| byte == 5));
        assert_eq!(allocator::alloc(base, PAGE), pages[7]);
    }
}

#[test]
fn pages_do_not_take_memory_beyond_the_limit() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        allocator::set_limit(base, ByteCount::mib(1));
        allocator::set_paged(base, true);
        while !allocator::alloc(base, 4000).is_null() {
            if allocator::is_exhausted(base) {
                break;
            }
        }
        assert!(slot.used() <= ByteCount::mib(1) + ByteCount::kib(16), "{}", slot.used());
        assert!(slot.used() > ByteCount::kib(1000));
    }
}

#[test]
fn the_last_block_grows_where_it_is() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let block = allocator::alloc(base, 6000);
        for size in (7000..20 << 20).step_by(100_000) {
            assert_eq!(allocator::realloc(base, block, size), block);
            assert!(slot.used().get() < size + (64 << 10), "{} for {size}", slot.used());
        }
    }
}

#[test]
fn a_limit_holds_until_it_is_lifted() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        allocator::set_limit(base, ByteCount::mib(1));
        while !allocator::alloc(base, 10_000).is_null() {}
        assert!(slot.used() <= ByteCount::mib(1) && slot.used() > ByteCount::kib(1000));
        assert!(!allocator::is_exhausted(base), "a large request that fails is the tenant's business");
        assert!(!allocator::alloc(base, 16).is_null(), "what is there can be used");
        allocator::set_limit(base, ByteCount::mib(2));
        assert!(!allocator::alloc(base, 500_000).is_null());
        allocator::set_limit(base, ByteCount::mib(4096));
        while !allocator::alloc(base, 500_000).is_null() {}
        assert!(slot.used() <= slot.range() && slot.used() > slot.range() - ByteCount::mib(1));
    }
}

#[test]
fn the_limit_rings_an_alarm_and_the_last_of_the_reserve_is_lent() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let word = allocator::alloc(base, 16).cast::<u32>();
        word.write(10_000);
        allocator::set_alarm(base, word as usize - base.as_ptr() as usize);
        let buffer = allocator::alloc(base, 50_000);
        allocator::set_limit(base, ByteCount::mib(1));
        while !allocator::alloc(base, 50_000).is_null() {}
        assert_eq!(word.read(), 10_000, "a large request that fails rings nothing");
        // What is there may grow as far as 1 MiB, which a new block may not.
        let buffer = allocator::realloc(base, buffer, 900_000);
        assert!(!buffer.is_null() && word.read() == 0 && allocator::is_exhausted(base));
        assert!(allocator::realloc(base, buffer, 1_500_000).is_null());
        word.write(10_000);
        while !allocator::alloc(base, 4_000).is_null() {}
        assert_eq!(word.read(), 0);
        allocator::lend(base, true);
        assert!(!allocator::alloc(base, 4_000).is_null(), "lent");
        allocator::lend(base, false);
        while !allocator::alloc(base, 4_000).is_null() {}
        assert!(allocator::alloc(base, 4_000).is_null());
        assert!(slot.used() <= ByteCount::mib(1) + ByteCount::bytes(allocator::RESERVE));
    }
}

#[test]
fn small_requests_beyond_the_limit_are_served_and_noted() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        allocator::set_limit(base, ByteCount::mib(1));
        while !allocator::is_exhausted(base) {
            assert!(!allocator::alloc(base, 4_000).is_null());
        }
        assert!(slot.used() > ByteCount::mib(1), "the reserve is what is beyond");
        assert!(allocator::alloc(base, 100_000).is_null());
        assert!(allocator::take_exhausted(base) && !allocator::is_exhausted(base));
        while !allocator::alloc(base, 4_000).is_null() {}
        assert!(slot.used() <= ByteCount::mib(1) + ByteCount::bytes(allocator::RESERVE));
        // From a request on, as if the limit had been set then.
        let other = heap();
        allocator::exhaust_after(other.base(), 3);
        assert!(!allocator::alloc(other.base(), 100_000).is_null());
        assert!(!allocator::alloc(other.base(), 100_000).is_null());
        assert!(allocator::alloc(other.base(), 100_000).is_null());
        assert!(allocator::is_exhausted(other.base()));
        assert!(!allocator::alloc(other.base(), 100).is_null());
    }
}

#[test]
fn host_words_are_the_first_of_the_slot() {
    let slot = heap();
    let words = allocator::host_words(slot.base());
    assert_eq!(words.addr(), slot.base().addr().get());
    assert_eq!(words, slot.host_words().as_ptr());
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        assert_eq!(*words, [0; jsmint_heap::HOST_WORDS]);
        *words = std::array::from_fn(|n| usize::MAX - n);
        assert!(!allocator::alloc(slot.base(), 1 << 20).is_null());
        assert_eq!((*words)[15], usize::MAX - 15);
    }
}

#[test]
fn a_spare_block_is_used_again_and_again_and_touches_no_list() {
    let slot = heap();
    let base = slot.base();
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let spare = allocator::alloc(base, 536);
        let other = allocator::alloc(base, 536);
        allocator::set_spare(base, spare);
        let room = allocator::usable_size(spare);
        let lists = || std::slice::from_raw_parts(base.as_ptr().add(4096), 4096).to_vec();
        let before = lists();
        for size in [room, room / 2 + 1, 536] {
            let block = allocator::alloc(base, size);
            assert_eq!(block, spare, "{size}");
            // It serves for what it is large enough for, however small.
            assert_eq!(allocator::realloc(base, block, 1), spare);
            assert_eq!(allocator::realloc(base, block, room), spare);
            allocator::free(base, block);
        }
        assert_eq!(before, lists());
        for size in [room + 1, room / 2, 0] {
            assert_ne!(allocator::alloc(base, size), spare, "{size}");
        }
        // While it is in use, others are found elsewhere; what outgrows it leaves it to the next.
        assert_eq!(allocator::alloc(base, 536), spare);
        assert_ne!(allocator::alloc(base, 536), spare);
        spare.write_bytes(5, room);
        let larger = allocator::realloc(base, spare, room + 1);
        assert!(larger != spare && std::slice::from_raw_parts(larger, room).iter().all(|&byte| byte == 5));
        assert_eq!(allocator::alloc(base, 536), spare);
        allocator::set_spare(base, other);
        assert_ne!(allocator::alloc(base, 536), other);
    }
}
