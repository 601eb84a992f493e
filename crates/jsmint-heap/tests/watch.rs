//! Restoring what was written to and nothing else: whatever tenants do, the next one finds the image.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, reason = "tenants write to memory through pointers, and a test forks")]

mod common;

use std::fs::{self, File};
use std::io::{Read, Write, pipe};
use std::sync::Arc;

use common::{RANGE, add_node, alloc, bake, capture, digest, filled, image, offset_of, read, write};
use jsmint_heap::{
    ByteCount, Faults, Image, Live, PAGE, PointerRule, Pool, PoolOptions, RestorePolicy, RestoreStrategy, Slot, State,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A pool that compares every slot with the image before it is kept.
fn pool(image: &Arc<Image>, strategy: RestoreStrategy) -> Pool {
    let options = PoolOptions::new().range(RANGE).verify(true).restore(RestorePolicy::new().strategy(strategy));
    Pool::new(options, Arc::clone(image)).expect("a pool")
}

fn watching(image: &Arc<Image>) -> Pool {
    pool(image, RestoreStrategy::Written)
}

/// Whether the kernel says that writes to a slot's memory are watched.
fn is_watched<S: State>(slot: &Slot<S>) -> bool {
    let start = format!("{:x}-", slot.base().as_ptr() as usize);
    let maps = fs::read_to_string("/proc/self/smaps").expect("the kernel's list of mappings");
    let mapping = maps.lines().skip_while(|line| !line.starts_with(&start));
    let flags = mapping.filter_map(|line| line.strip_prefix("VmFlags:")).next().expect("flags");
    flags.split_whitespace().any(|flag| flag == "uw")
}

/// Whether the kernel can watch and this process may ask it to.
fn can_watch() -> bool {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").expect("a version");
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse().unwrap_or(0));
    let version: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    // SAFETY: H11, no structures: a descriptor is asked for, and given back.
    version >= (6, 7)
        && unsafe {
            let descriptor = libc::syscall(libc::SYS_userfaultfd, libc::O_CLOEXEC | 1);
            descriptor >= 0 && libc::close(descriptor as i32) == 0
        }
}

/// An image with two long runs of zeros between what is stored.
fn image_with_gaps() -> Arc<Image> {
    let slot = bake(100, 1);
    for size in [1 << 20, 700 << 10] {
        alloc(&slot, size);
        (0..50).for_each(|n| add_node(&slot, 1_000, n));
    }
    let image = Image::seal(capture(&slot), PointerRule::Range).expect("an image");
    let zeros = image.words().chunk_by(|a, b| (*a == 0) == (*b == 0)).filter(|run| run[0] == 0 && run.len() > 64 << 10);
    assert_eq!(zeros.count(), 2);
    Arc::new(image)
}

fn scribble(slot: &Slot<Live>, offsets: impl IntoIterator<Item = usize>) {
    offsets.into_iter().for_each(|offset| write(slot, offset, !read(slot, offset)));
}

#[test]
fn slots_are_watched_where_the_kernel_can_and_that_is_wanted() {
    let image = image(20, 1);
    assert_eq!(is_watched(&watching(&image).take().expect("a slot")), can_watch());
    assert!(!is_watched(&pool(&image, RestoreStrategy::Full).take().expect("a slot")));
}

#[test]
fn every_page_alone_and_many_at_once_are_restored() {
    let image = image(6_000, 2);
    let pool = watching(&image);
    let fresh = digest(&filled(&image).occupy());
    let pages = image.page_count();
    assert!(pages > 140);
    for page in 1..pages {
        let slot = pool.take().expect("a slot").occupy();
        scribble(&slot, [page * PAGE + page * 8 % PAGE]);
        pool.give_back(slot.abandon());
    }
    // More stretches than the kernel tells in one call, of slots of their own: pages once told stay told.
    for stretches in [63, 64, 65, pages / 2] {
        let pool = watching(&image);
        let slot = pool.take().expect("a slot").occupy();
        scribble(&slot, (1..=stretches.min(pages / 2 - 1)).map(|n| n * 2 * PAGE));
        pool.give_back(slot.abandon());
        assert_eq!(digest(&pool.take().expect("a slot").occupy()), fresh);
    }
}

#[test]
fn what_a_system_call_writes_is_restored() {
    let image = image(500, 3);
    let pool = watching(&image);
    for offset in [PAGE, PAGE * 7 - 3, image.len().get() - 10_000] {
        let slot = pool.take().expect("a slot").occupy();
        // SAFETY: H1, accessible memory of a live slot that this test has to itself.
        let to = unsafe { std::slice::from_raw_parts_mut(slot.base().add(offset).as_ptr(), 9_000) };
        File::open("/proc/self/exe").and_then(|mut file| file.read_exact(to)).expect("this program's beginning");
        pool.give_back(slot.abandon());
    }
    assert_eq!(pool.stats().recycled, 3);
}

#[test]
fn heaps_grow_beyond_what_is_watched_and_come_back() {
    let image = image(200, 4);
    let pool = watching(&image);
    let fresh = digest(&filled(&image).occupy());
    for grow in [0, 10_000, 60_000, 200_000, 3_000_000, 0, 100_000, 9_000_000, 10, 400_000, 0] {
        let slot = pool.take().expect("a slot").occupy();
        assert_eq!(digest(&slot), fresh);
        let block = offset_of(&slot, alloc(&slot, grow + 8));
        scribble(&slot, (block..block + grow).step_by(1_000).chain([PAGE * 3, slot.used().get() - 8]));
        pool.give_back(slot.abandon());
    }
    assert_eq!((pool.stats().created, pool.stats().recycled), (1, 11));
}

#[test]
fn gaps_of_an_image_are_zero_again() {
    let image = image_with_gaps();
    for strategy in [RestoreStrategy::Full, RestoreStrategy::Written] {
        let pool = pool(&image, strategy);
        for step in [PAGE, 100_000, 7 * PAGE + 8, 8] {
            let slot = pool.take().expect("a slot").occupy();
            scribble(&slot, (PAGE..image.len().get()).step_by(step));
            pool.give_back(slot.abandon());
        }
        assert_eq!(pool.stats().recycled, 4);
    }
}

#[test]
fn large_pages_are_restored_like_small_ones() {
    let slot = bake(100, 5);
    (0..6_000).for_each(|n| add_node(&slot, 1_000, n));
    let image = Arc::new(Image::seal(capture(&slot), PointerRule::Range).expect("an image"));
    assert!(image.len() > ByteCount::mib(6));
    let pool = watching(&image);
    for step in [3 << 20, 1 << 20, 10 * PAGE, PAGE] {
        let slot = pool.take().expect("a slot").occupy();
        scribble(&slot, (PAGE..image.len().get()).step_by(step));
        pool.give_back(slot.abandon());
    }
    assert_eq!((pool.stats().created, pool.stats().recycled), (1, 4));
}

#[test]
fn a_watch_that_begins_anew_misses_nothing() {
    let image = image(60, 6);
    let pool = watching(&image);
    let pages = image.page_count();
    for life in 0..1_100 {
        let slot = pool.take().expect("a slot").occupy();
        // Some pages are written to in every life, some seldom, one just before and one just after all are forgotten.
        let page = [life / 100, life % 3, life * 7, life][life % 4] % (pages - 1) + 1;
        scribble(&slot, [page * PAGE, PAGE + 64]);
        pool.give_back(slot.abandon());
    }
    assert_eq!((pool.stats().created, pool.stats().recycled), (1, 1_100));
}

#[test]
fn a_slot_outlives_its_pool_and_is_still_restored() {
    let (image, other) = (image(100, 7), image(300, 8));
    let pool = watching(&image);
    let slot = pool.take().expect("a slot").occupy();
    drop(pool);
    scribble(&slot, [PAGE, PAGE * 5]);
    let slot = slot.abandon().restore(&image, RestorePolicy::new()).expect("a clean slot");
    slot.verify(&image).expect("a clean slot");
    // With another image the watch says nothing; nor does it when the first comes back.
    let mut slot = slot;
    for next in [&other, &image, &image, &other] {
        let live = slot.occupy();
        scribble(&live, [PAGE * 2, PAGE * 6]);
        slot = live.abandon().restore(next, RestorePolicy::new()).expect("a clean slot");
        slot.verify(next).expect("a clean slot");
    }
}

/// Begins a child process that says with its status whether `check` held; the result waits for it.
fn child(check: impl FnOnce() -> bool) -> impl FnOnce() -> bool {
    // SAFETY: H1, H9: a child has copies of all mappings, at the same bases, for itself; it never returns from here.
    let child = unsafe {
        match libc::fork() {
            0 => {
                libc::alarm(60);
                let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).unwrap_or(false);
                libc::_exit(if held { 0 } else { 1 })
            }
            child => child,
        }
    };
    move || {
        let mut status = -1;
        // SAFETY: H11, a number is what the kernel writes to.
        let waited = unsafe { libc::waitpid(child, &mut status, 0) };
        waited == child && status == 0
    }
}

#[test]
fn a_child_and_its_parent_do_not_restore_by_each_others_writes() {
    let image = image(100, 9);
    let pool = watching(&image);
    let slot = pool.take().expect("a slot").occupy();
    pool.give_back(pool.take().expect("an idle slot"));
    scribble(&slot, [PAGE * 2]);
    let (mut wait, mut go) = pipe().expect("a pipe");
    // Both count on from the same base, so each makes slots where the other does.
    let child = child(|| {
        wait.read_exact(&mut [0]).expect("a word from the parent");
        let many: Vec<_> = (0..4).map(|_| pool.take().expect("a slot").occupy()).collect();
        many.iter().for_each(|slot| scribble(slot, [PAGE * 3, PAGE * 4]));
        many.into_iter().for_each(|slot| pool.give_back(slot.abandon()));
        for _ in 0..3 {
            let slot = pool.take().expect("a slot").occupy();
            scribble(&slot, [PAGE, PAGE * 5]);
            pool.give_back(slot.abandon());
        }
        pool.stats().recycled == 7
    });
    let many: Vec<_> = (0..4).map(|_| pool.take().expect("a slot").occupy()).collect();
    many.iter().for_each(|slot| scribble(slot, [PAGE, PAGE * 6]));
    go.write_all(&[1]).expect("a word to the child");
    assert!(child(), "the child's slots are as they must be");
    many.into_iter().for_each(|slot| pool.give_back(slot.abandon()));
    scribble(&slot, [PAGE * 4]);
    pool.give_back(slot.abandon());
    assert_eq!(pool.stats().recycled, 5);
}

#[test]
fn a_slot_that_was_live_at_a_fork_is_restored_on_both_sides() {
    let image = image(100, 10);
    let pool = watching(&image);
    let slot = pool.take().expect("a slot").occupy();
    scribble(&slot, [PAGE * 2, PAGE * 5]);
    let live = |slot: Slot<Live>| {
        scribble(&slot, [PAGE * 4]);
        pool.give_back(slot.abandon());
        scribble(&pool.take().expect("a slot").occupy(), [PAGE]);
        pool.stats().recycled == 1
    };
    // The child has the memory but not the value: it takes one of its own.
    let base = slot.base();
    let slot = std::cell::Cell::new(Some(slot));
    let child = child(|| slot.take().is_some_and(|slot| slot.base() == base && live(slot)));
    assert!(child());
    assert!(slot.take().is_some_and(live));
}

#[test]
fn without_descriptors_everything_is_restored() {
    let image = image(100, 11);
    let child = child(|| {
        let limit = |n| libc::rlimit { rlim_cur: n, rlim_max: 1_000 };
        // SAFETY: H11, the structure that this call takes; the limit is this child's alone.
        unsafe { assert_eq!(libc::setrlimit(libc::RLIMIT_NOFILE, &limit(0)), 0) };
        let pool = watching(&image);
        // SAFETY: H11, as above.
        unsafe { assert_eq!(libc::setrlimit(libc::RLIMIT_NOFILE, &limit(1_000)), 0) };
        for page in 1..20 {
            let slot = pool.take().expect("a slot").occupy();
            assert!(!is_watched(&slot));
            scribble(&slot, [PAGE, page % image.page_count() * PAGE + PAGE / 2, slot.used().get() - 8]);
            pool.give_back(slot.abandon());
        }
        pool.stats().recycled == 19
    });
    assert!(child());
}

/// All words of a slot, as distances from its base where they are addresses in it.
fn words(slot: &Slot<Live>, len: usize) -> Vec<u64> {
    let base = slot.base().as_ptr() as u64;
    let word = |offset| match read(slot, offset) {
        word if slot.contains(word as usize) => word - base,
        word => word,
    };
    (PAGE..len).step_by(8).map(word).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn both_strategies_leave_the_same_bytes(
        gaps: bool,
        lives in vec((vec((0.0..1.0f64, 1..20_000usize), 0..12), vec(0..120_000usize, 0..4)), 1..6),
    ) {
        let image = if gaps { image_with_gaps() } else { image(300, 12) };
        let pools = [RestoreStrategy::Full, RestoreStrategy::Written].map(|strategy| pool(&image, strategy));
        for (stretches, nodes) in lives {
            let slots = pools.each_ref().map(|pool| pool.take().expect("a slot").occupy());
            let [full, written] = slots.each_ref().map(|slot| words(slot, image.reach().get()));
            prop_assert!(full == written);
            for (slot, pool) in slots.into_iter().zip(&pools) {
                nodes.iter().for_each(|&extra| add_node(&slot, extra, 1));
                let room = slot.used().get() - PAGE;
                for &(place, len) in &stretches {
                    let start = PAGE + (room as f64 * place) as usize / 8 * 8;
                    scribble(&slot, (start..(start + len).min(slot.used().get())).step_by(8));
                }
                pool.give_back(slot.abandon());
            }
        }
    }
}

#[test]
fn a_tenancy_without_faults_is_restored_by_what_is_known() {
    let image = image(2_000, 1);
    let pool = watching(&image);
    for life in 0..3_000_usize {
        let slot = pool.take().expect("a slot").occupy();
        let faults = Faults::so_far();
        // Most lives write to the same pages; now and then one writes to another.
        write(&slot, PAGE * 2 + life % 500 * 8, 1);
        if life % 97 == 0 {
            write(&slot, PAGE * (3 + life / 97 % 8), 2);
        }
        if faults.any_since() {
            pool.give_back(slot.abandon());
        } else {
            // SAFETY: H13: this thread wrote all there is, and had no faults.
            pool.give_back(unsafe { slot.abandon_faultless() });
        }
    }
}

#[test]
fn a_first_write_to_a_watched_page_is_a_fault() {
    let image = image(2_000, 1);
    let pool = watching(&image);
    let slot = pool.take().expect("a slot").occupy();
    if !is_watched(&slot) {
        return;
    }
    write(&slot, PAGE * 2, 1);
    // A thread may fault for many reasons, code that is run for the first time among them.
    let is_silent = (0..100).any(|n| {
        let faults = Faults::so_far();
        write(&slot, PAGE * 2 + 8, n);
        !faults.any_since()
    });
    let counts = (0..100).any(|_| !Faults::so_far().any_since());
    // Where the system does not count, every stretch may have had faults.
    assert_eq!(is_silent, counts);
    let faults = Faults::so_far();
    write(&slot, PAGE * 3, 1);
    assert!(faults.any_since(), "a page was written to for the first time");
}

#[test]
fn every_fault_of_a_burst_is_counted() {
    const PAGES: usize = 100_000;
    if (0..100).all(|_| Faults::so_far().any_since()) {
        return;
    }
    // SAFETY: H9, new memory of this test's own, of small pages, given back at the end.
    unsafe {
        let (access, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        let memory = libc::mmap(std::ptr::null_mut(), PAGES * PAGE, access, flags, -1, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        assert_eq!(libc::madvise(memory, PAGES * PAGE, libc::MADV_NOHUGEPAGE), 0);
        for page in 0..PAGES {
            let before = Faults::so_far();
            memory.cast::<u8>().add(page * PAGE).write_volatile(1);
            assert!(before.any_since(), "page {page}");
        }
        assert_eq!(libc::munmap(memory, PAGES * PAGE), 0);
    }
}
