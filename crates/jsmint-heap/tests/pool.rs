//! Pools: the bound, the order, what is kept, and many threads.
#![allow(unsafe_code, reason = "releasing a slot as untouched is a promise")]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use common::{RANGE, add_node, digest, filled, image, write};
use jsmint_heap::{HeapError, Image, Pool, PoolOptions};

fn options() -> PoolOptions {
    PoolOptions::new().range(RANGE).verify(true)
}

fn pool(options: PoolOptions, image: &Arc<Image>) -> Pool {
    Pool::new(options, Arc::clone(image)).expect("a pool")
}

#[test]
fn a_pool_never_has_more_slots_than_allowed() {
    let pool = pool(options().max_slots(3), &image(20, 1));
    let mut slots: Vec<_> = (0..3).map(|_| pool.take().expect("a slot").occupy()).collect();
    let error = pool.take().expect_err("one too many");
    assert!(matches!(error, HeapError::Exhausted { allowed: 3 }), "{error}");
    assert!(error.to_string().contains("all 3 slots"));
    assert_eq!(pool.warm_up(5).expect("none made"), 0);

    // Either way a place becomes free: given back, or merely dropped.
    pool.give_back(slots.pop().expect("a slot").abandon());
    slots.push(pool.take().expect("the one given back").occupy());
    drop(slots.pop());
    slots.push(pool.take().expect("a new one").occupy());
    assert!(pool.take().is_err());
    let stats = pool.stats();
    assert_eq!((stats.live, stats.idle, stats.created, stats.recycled), (3, 0, 4, 1));
}

#[test]
fn the_last_to_come_back_goes_first() {
    let pool = pool(options(), &image(20, 2));
    let (first, second) = (pool.take().expect("a slot"), pool.take().expect("a slot"));
    let bases = (first.base(), second.base());
    pool.give_back(first);
    pool.give_back(second.occupy().abandon());
    let (first, second) = (pool.take().expect("a slot"), pool.take().expect("a slot"));
    assert_eq!((second.base(), first.base()), bases);
}

#[test]
fn every_tenant_finds_the_image() {
    let image = image(100, 3);
    let pool = pool(options(), &image);
    for life in 0..50 {
        let slot = pool.take().expect("a slot").occupy();
        assert_eq!(digest(&slot).len(), 100);
        add_node(&slot, life * 5_000, 1);
        pool.give_back(slot.abandon());
    }
    let stats = pool.stats();
    assert_eq!((stats.taken, stats.created, stats.recycled, stats.untouched, stats.live), (50, 1, 50, 0, 0));
    assert_eq!(pool.image().fingerprint(), image.fingerprint());
}

#[test]
fn an_untouched_slot_is_not_restored() {
    let pool = pool(options(), &image(100, 4));
    for _ in 0..3 {
        let slot = pool.take().expect("a slot").occupy();
        // SAFETY: H4, a host word is all that is written.
        pool.give_back(unsafe {
            (*slot.host_words().as_ptr())[3] = 5;
            slot.release_untouched()
        });
        pool.give_back(pool.take().expect("a slot"));
    }
    let stats = pool.stats();
    assert_eq!((stats.taken, stats.untouched, stats.recycled), (6, 6, 0));
}

#[test]
fn idle_slots_are_bounded_warmed_and_trimmed() {
    let pool = pool(options().max_idle(2).keep_warm(1), &image(20, 5));
    assert_eq!((pool.stats().idle, pool.stats().created), (1, 1));
    let slots: Vec<_> = (0..5).map(|_| pool.take().expect("a slot")).collect();
    for (n, slot) in slots.into_iter().enumerate() {
        match n % 2 {
            0 => pool.give_back(slot.occupy().abandon()),
            _ => pool.give_back(slot),
        }
    }
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.live, stats.unmapped), (2, 0, 3));
    assert_eq!(pool.warm_up(6).expect("slots"), 6);
    pool.trim(4);
    assert_eq!(pool.stats().idle, 4);
    pool.trim(0);
    assert_eq!((pool.stats().idle, pool.stats().unmapped), (0, 9));
}

#[test]
fn a_slot_from_elsewhere_is_not_kept() {
    let image = image(20, 6);
    let (pool, other) = (pool(options(), &image), pool(options(), &image));
    pool.give_back(filled(&image));
    pool.give_back(other.take().expect("a slot"));
    pool.give_back(other.take().expect("a slot").occupy().abandon());
    assert_eq!((pool.stats().idle, other.stats().live), (0, 0));
}

#[test]
fn corruption_is_noticed_and_the_pool_goes_on() {
    let pool = pool(options(), &image(20, 7));
    let slot = pool.take().expect("a slot").occupy();
    write(&slot, 5000, !0);
    // SAFETY: none: the promise of H4 is broken on purpose, and the slot is verified at once.
    let slot = unsafe { slot.release_untouched() };
    let panic = catch_unwind(AssertUnwindSafe(|| pool.give_back(slot))).expect_err("a panic");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains("differs from its image at offset 0x1388"), "{message}");
    assert_eq!((pool.stats().live, pool.stats().idle), (0, 0));
    assert_eq!(digest(&pool.take().expect("a slot").occupy()).len(), 20);
}

#[test]
fn a_world_outlives_its_pool() {
    let pool = pool(options(), &image(20, 8));
    let slot = pool.take().expect("a slot").occupy();
    drop(pool);
    add_node(&slot, 1, 1);
    assert_eq!(digest(&slot).len(), 21);
}

#[test]
fn many_threads_share_a_pool() {
    let image = image(100, 9);
    let fresh = digest(&filled(&image).occupy());
    let pool = pool(options().max_slots(6).max_idle(3), &image);
    thread::scope(|scope| {
        for seed in 0..4u64 {
            let (pool, fresh) = (&pool, &fresh);
            scope.spawn(move || {
                for life in 0..100u64 {
                    let slot = pool.take().expect("fewer threads than slots").occupy();
                    assert_eq!(&digest(&slot), fresh);
                    add_node(&slot, (seed * 31 + life) as usize * 50, life);
                    match life % 10 {
                        0 => drop(slot),
                        _ => pool.give_back(slot.abandon()),
                    }
                }
            });
        }
    });
    let stats = pool.stats();
    assert_eq!((stats.taken, stats.live), (400, 0));
    assert!(stats.idle <= 3);
    assert_eq!(stats.created, 40 + stats.unmapped + stats.idle as u64);
}

#[test]
fn the_only_slot_goes_from_thread_to_thread() {
    let pool = pool(options().max_slots(1).max_idle(1), &image(20, 11));
    for _ in 0..8 {
        let live = || pool.give_back(pool.take().expect("the only slot").occupy().abandon());
        thread::scope(|scope| scope.spawn(live).join().expect("no panic"));
    }
    assert_eq!((pool.stats().created, pool.stats().recycled), (1, 8));
}

#[test]
fn as_many_threads_as_slots_are_never_refused() {
    let pool = pool(options().verify(false).max_slots(4).max_idle(4), &image(20, 12));
    thread::scope(|scope| {
        for thread in 0..4 {
            let pool = &pool;
            scope.spawn(move || {
                for life in 0..3_000 {
                    let slot = pool.take().expect("no more threads than slots");
                    match (life + thread) % 3 {
                        0 => pool.give_back(slot.occupy().abandon()),
                        _ => pool.give_back(slot),
                    }
                }
            });
        }
    });
    assert_eq!((pool.stats().taken, pool.stats().live), (12_000, 0));
}

#[test]
fn a_refusal_leaves_the_pool_as_it_was() {
    let image = image(5_000, 10);
    let too_small = image.reach() - jsmint_heap::ByteCount::kib(128);
    let pool = pool(options().range(too_small), &image);
    assert!(matches!(pool.take(), Err(HeapError::ImageTooLarge { .. })));
    assert_eq!(pool.stats(), Default::default());
    assert!(Pool::new(options().range(too_small).keep_warm(1), image).is_err());
}
