//! Slots: where they lie, and that clean means clean.
#![allow(unsafe_code, reason = "tenants write to memory through pointers")]

mod common;

use std::collections::HashSet;
use std::fs;

use common::{RANGE, add_node, alloc, bake, digest, filled, image, offset_of, read, write};
use jsmint_heap::{
    ByteCount, Clean, HOST_WORDS, HeapError, Image, MAX_RANGE, RestorePolicy, RestoreStrategy, Slot, State, allocator,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// The kernel's mappings that touch a slot or its guards: start and end as offsets from the base, and access.
fn mappings<S: State>(slot: &Slot<S>) -> Vec<(i64, i64, String)> {
    let base = slot.base().as_ptr() as i64;
    let near = -(1 << 20)..slot.range().get() as i64 + (1 << 20);
    let maps = fs::read_to_string("/proc/self/maps").expect("the kernel's list of mappings");
    let parse = |line: &str| {
        let (addresses, rest) = line.split_once(' ')?;
        let (start, end) = addresses.split_once('-')?;
        let [start, end] = [start, end].map(|at| i64::from_str_radix(at, 16).unwrap_or(0) - base);
        (near.contains(&start) && near.contains(&end)).then(|| (start, end, rest[..4].to_owned()))
    };
    maps.lines().filter_map(parse).collect()
}

fn restore(slot: Slot<jsmint_heap::Dirty>, image: &Image) -> Slot<Clean> {
    slot.restore(image, RestorePolicy::new().strategy(RestoreStrategy::Full)).expect("a clean slot")
}

#[test]
fn bases_differ_and_share_their_low_half() {
    let slots: Vec<_> = (0..100).map(|_| Slot::reserve(RANGE).expect("a slot")).collect();
    let bases: HashSet<usize> = slots.iter().map(|slot| slot.base().as_ptr() as usize).collect();
    assert_eq!(bases.len(), slots.len());
    let low: HashSet<u32> = bases.iter().map(|&base| base as u32).collect();
    assert_eq!(low.len(), 1);
    let low = low.into_iter().next().expect("a low half");
    assert!(low > 1 << 31 && low.checked_add(MAX_RANGE.get() as u32).is_some(), "{low:#x}");
}

#[test]
fn a_slot_lies_between_guards_and_takes_no_memory_until_it_must() {
    let slot = Slot::reserve(RANGE).expect("a slot");
    let range = RANGE.get() as i64;
    let [(start, end, access)] = &mappings(&slot)[..] else { panic!("{:?}", mappings(&slot)) };
    assert!(*start < 0 && *end > range && access == "---p");

    let slot = filled(&image(50, 1));
    let [before, accessible, after] = &mappings(&slot)[..] else { panic!("{:?}", mappings(&slot)) };
    assert!(before.0 < 0 && before.1 == 0 && before.2 == "---p");
    assert!(accessible.0 == 0 && accessible.1 < 1 << 20 && accessible.2 == "rw-p");
    assert!(after.1 > range && after.2 == "---p");
}

#[test]
fn a_dropped_slot_leaves_nothing() {
    let slot = filled(&image(50, 2)).occupy();
    let base = format!("{:x}-", slot.base().as_ptr() as usize);
    let listed = || fs::read_to_string("/proc/self/maps").expect("the list of mappings").contains(&base);
    assert!(listed());
    drop(slot);
    assert!(!listed());
}

#[test]
fn ranges_that_no_slot_can_have_are_refused() {
    for asked in [ByteCount::ZERO, ByteCount::kib(23), MAX_RANGE + ByteCount::bytes(1)] {
        let error = Slot::reserve(asked).expect_err("a bad range");
        assert!(matches!(error, HeapError::BadRange { asked: said } if said == asked), "{error}");
        assert!(error.to_string().contains(&asked.to_string()));
    }
    for asked in [ByteCount::kib(24), ByteCount::bytes(50_001), MAX_RANGE] {
        let slot = Slot::reserve(asked).and_then(Slot::format).expect("a slot");
        assert!(slot.range() >= asked);
    }
}

#[test]
fn ten_thousand_slots_live_side_by_side() {
    let image = image(5, 3);
    let mut slots: Vec<_> = (0..10_000).map(|_| filled(&image).occupy()).collect();
    let bases: HashSet<_> = slots.iter().map(|slot| slot.base()).collect();
    assert_eq!(bases.len(), 10_000);
    for slot in slots.iter().step_by(997) {
        add_node(slot, 10, 10);
        assert_eq!(digest(slot).len(), 6);
    }
    assert_eq!(digest(&slots.swap_remove(1)).len(), 5);
}

#[test]
fn a_slot_can_go_to_another_thread() {
    let image = image(100, 4);
    let slot = filled(&image).occupy();
    let slot = std::thread::spawn(move || {
        add_node(&slot, 10, 10);
        slot
    });
    let slot = slot.join().expect("no panic");
    assert_eq!(digest(&slot).len(), 101);
    restore(slot.abandon(), &image).verify(&image).expect("a clean slot");
}

#[test]
fn restoring_undoes_everything_and_ends_at_the_image() {
    let image = image(200, 5);
    let fresh = digest(&filled(&image).occupy());
    let mut slot = filled(&image);
    for extra in [0, 1_000, 100_000, 3_000_000, 0, 5_000_000, 10] {
        let live = slot.occupy();
        assert_eq!(digest(&live), fresh);
        write(&live, 8, 1);
        (0..5).for_each(|n| add_node(&live, extra, n));
        slot = restore(live.abandon(), &image);
        slot.verify(&image).expect("a clean slot");
        let accessible = mappings(&slot)[1].1;
        assert!(accessible <= image.reach().get() as i64 + (512 << 10), "{accessible} are kept after {extra}");
    }
}

#[test]
fn little_growth_is_kept_and_much_is_given_back() {
    let image = image(200, 6);
    for (grow, keep, kept) in [(200_000, 256, true), (300_000, 64, false), (300_000, 1024, true), (200_000, 0, false)] {
        let live = filled(&image).occupy();
        let block = alloc(&live, grow);
        let offset = offset_of(&live, block);
        (0..grow / 8).for_each(|word| write(&live, offset + word * 8, u64::MAX));
        let policy = RestorePolicy::new().keep(ByteCount::kib(keep));
        let slot = live.abandon().restore(&image, policy).expect("a clean slot");
        // Asked of the kernel before `verify` reads the memory and so makes it present.
        let present = resident(&slot) > image.len().get() + LARGEST_PAGE;
        assert_eq!(present, kept, "{grow} bytes grown, {keep} KiB to keep");
        slot.verify(&image).expect("a clean slot");
    }
}

/// What cannot be given back may be this much.
const LARGEST_PAGE: usize = 64 << 10;

/// How much memory the slot has, in bytes, as the kernel counts it.
fn resident<S: State>(slot: &Slot<S>) -> usize {
    let start = format!("{:x}-", slot.base().as_ptr() as usize);
    let maps = fs::read_to_string("/proc/self/smaps").expect("the kernel's list of mappings");
    let mapping = maps.lines().skip_while(|line| !line.starts_with(&start));
    let rss = mapping.filter_map(|line| line.strip_prefix("Rss:")).next().expect("a size");
    rss.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

#[test]
fn a_slot_can_change_its_image() {
    let images = [image(50, 7), image(2_000, 8), image(10, 9)];
    let mut slot = filled(&images[0]);
    for image in images.iter().chain(&images).rev() {
        let live = slot.occupy();
        add_node(&live, 10_000, 1);
        slot = restore(live.abandon(), image);
        slot.verify(image).expect("a clean slot");
        assert_eq!(slot.image(), image.fingerprint());
    }
}

#[test]
fn a_cleared_slot_has_no_memory_and_takes_any_image() {
    let (small, large) = (image(50, 10), image(2_000, 11));
    let live = filled(&large).occupy();
    let base = live.base();
    let empty = live.abandon().clear().expect("an empty slot");
    assert_eq!(empty.base(), base);
    assert!(mappings(&empty).iter().all(|mapping| mapping.2 == "---p"));
    let clean = empty.fill(&small).expect("a clean slot");
    clean.verify(&small).expect("a clean slot");
    let live = clean.occupy().abandon().clear().and_then(Slot::format).expect("an empty heap");
    assert_eq!(live.used(), ByteCount::kib(16));
}

#[test]
fn an_image_must_fit() {
    let image = image(5_000, 12);
    let error = Slot::reserve(ByteCount::kib(256)).and_then(|slot| slot.fill(&image)).expect_err("too large");
    assert!(matches!(error, HeapError::ImageTooLarge { .. }), "{error}");
    let small = Slot::reserve(ByteCount::kib(256)).and_then(Slot::format).expect("a slot");
    assert!(small.abandon().restore(&image, RestorePolicy::new()).is_err());
    // A slot of exactly the size is enough.
    let slot = Slot::reserve(image.reach()).and_then(|slot| slot.fill(&image)).expect("a slot");
    slot.verify(&image).expect("a clean slot");
}

#[test]
fn host_words_faults_and_limits_end_with_the_tenancy() {
    let image = image(50, 13);
    let mut slot = filled(&image);
    for untouched in [true, false, true] {
        let live = slot.occupy();
        // SAFETY: H1, the slot is live and this test has it to itself; H4, only what is allowed is written.
        slot = unsafe {
            assert_eq!(*live.host_words().as_ptr(), [0; HOST_WORDS]);
            *live.host_words().as_ptr() = [usize::MAX; HOST_WORDS];
            allocator::set_limit(live.base(), ByteCount::kib(1));
            if untouched {
                live.release_untouched()
            } else {
                allocator::fail_from(live.base(), 1);
                assert!(allocator::alloc(live.base(), 8).is_null());
                restore(live.abandon(), &image)
            }
        };
        slot.verify(&image).expect("a clean slot");
    }
    alloc(&slot.occupy(), 1 << 20);
}

#[test]
fn verifying_finds_what_is_not_as_it_must_be() {
    let image = image(100, 14);
    let last = image.len().get() - 8;
    let offsets = [8 * HOST_WORDS, 8 * HOST_WORDS + 72, 4096, 4096 + 16, last, last + 8, last + 60_000];
    for offset in offsets {
        let live = filled(&image).occupy();
        // SAFETY: H1, within the committed part of the slot. H4 is broken on purpose, to see that it is noticed.
        let (clean, before) = unsafe {
            let word = live.base().as_ptr().add(offset).cast::<u64>();
            let before = word.read();
            word.write(before ^ 1);
            (live.release_untouched(), before)
        };
        if offset < 8 * 24 {
            // The mapping's own words are set anew, so this one has been put right.
            assert_eq!(clean.verify(&image), Ok(()), "{offset}");
            continue;
        }
        let difference = clean.verify(&image).expect_err("a difference");
        assert_eq!((difference.offset, difference.expected, difference.found), (offset, before, before ^ 1));
        assert!(difference.to_string().contains(&format!("{offset:#x}")));
    }
}

#[test]
fn a_slot_says_what_it_is() {
    let slot = bake(10, 15);
    let said = format!("{slot:?}");
    assert!(said.starts_with("Slot<Live>(0x") && said.ends_with("256 KiB of 64 MiB)"), "{said}");
    assert!(slot.contains(slot.base().as_ptr() as usize) && !slot.contains(slot.base().as_ptr() as usize - 1));
    assert!(!slot.contains(slot.base().as_ptr() as usize + RANGE.get()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a tenant does with its memory, the next one finds the image.
    #[test]
    fn no_tenant_leaves_a_trace(
        nodes in 0..300usize,
        lives in vec(vec((0..60_000usize, any::<u64>()), 0..40), 1..5),
        scribbles in vec((0.0..1.0f64, any::<u64>()), 0..20),
        keep in 0..300usize,
    ) {
        let image = image(nodes, 16);
        let policy = RestorePolicy::new().keep(ByteCount::kib(keep));
        let mut slot = filled(&image);
        for life in lives {
            let live = slot.occupy();
            prop_assert_eq!(digest(&live).len(), nodes);
            life.iter().for_each(|&(extra, datum)| add_node(&live, extra, datum));
            // Beyond the header page anything may have been written.
            for &(where_, word) in &scribbles {
                let offset = 4096 + ((live.used().get() - 4096 - 8) as f64 * where_) as usize / 8 * 8;
                write(&live, offset, word);
                prop_assert_eq!(read(&live, offset), word);
            }
            slot = live.abandon().restore(&image, policy).expect("a clean slot");
            prop_assert_eq!(slot.verify(&image), Ok(()));
        }
    }
}
