//! Images: finding pointers by two bakes or by range, and putting worlds elsewhere.

mod common;

use common::{add_node, alloc, bake, capture, digest, filled, heap, image, offset_of, read, write};
use jsmint_heap::{Capture, Image, Live, Mismatch, PointerRule, Slot};
use proptest::prelude::*;

fn seal(first: &Slot<Live>, rule: PointerRule<'_>) -> Image {
    Image::seal(capture(first), rule).expect("an image")
}

fn mismatch(first: Capture, second: &Capture) -> Mismatch {
    Image::seal(first, PointerRule::SecondBake(second)).expect_err("different worlds").mismatch().expect("a mismatch")
}

#[test]
fn two_bakes_and_range_alone_find_the_same_pointers() {
    let (first, second) = (bake(500, 1), bake(500, 1));
    let compared = seal(&first, PointerRule::SecondBake(&capture(&second)));
    let ranged = seal(&first, PointerRule::Range);
    assert_eq!(compared.pointers(), ranged.pointers());
    assert_eq!(compared.fingerprint(), ranged.fingerprint());
    let report = compared.report();
    assert!(report.pointers > 2 * 500, "{report:?}");
    assert_eq!((report.lone, report.coincidences, report.differing), (0, 0, 0));
}

#[test]
fn a_world_is_the_same_in_any_slot() {
    let origin = bake(500, 2);
    let expected = digest(&origin);
    let image = seal(&origin, PointerRule::SecondBake(&capture(&bake(500, 2))));
    let slots: Vec<_> = (0..5).map(|_| filled(&image).occupy()).collect();
    for slot in &slots {
        assert_eq!(digest(slot), expected);
        // Its allocator too is there: it goes on where the bake stopped.
        add_node(slot, 100, 7);
        add_node(slot, 1_000_000, 8);
        assert_eq!(digest(slot).len(), expected.len() + 2);
    }
    assert_eq!(digest(&origin), expected);
}

#[test]
fn an_image_can_be_taken_again_from_where_it_was_put() {
    let original = image(300, 3);
    let mut generation = seal(&filled(&original).occupy(), PointerRule::Range);
    for _ in 0..3 {
        assert_ne!(generation.base(), original.base());
        assert_eq!(generation.fingerprint(), original.fingerprint());
        assert_eq!(generation.pointers(), original.pointers());
        let slot = filled(&generation);
        slot.verify(&original).expect("the same as from the original");
        generation = seal(&slot.occupy(), PointerRule::Range);
    }
}

#[test]
fn a_live_world_forks() {
    let origin = filled(&image(300, 4)).occupy();
    add_node(&origin, 10_000, 1);
    let fork = filled(&seal(&origin, PointerRule::Range)).occupy();
    assert_eq!(digest(&fork), digest(&origin));
    add_node(&fork, 10, 2);
    add_node(&origin, 10, 3);
    assert_ne!(digest(&fork), digest(&origin));
}

#[test]
fn a_number_that_looks_like_a_pointer_is_told_apart_by_the_second_bake() {
    let (first, second) = (bake(50, 5), bake(50, 5));
    let lookalike = first.base().as_ptr() as u64 + 0x100;
    let offset = offset_of(&first, alloc(&first, 8));
    assert_eq!(offset_of(&second, alloc(&second, 8)), offset);
    write(&first, offset, lookalike);
    write(&second, offset, lookalike);

    let compared = seal(&first, PointerRule::SecondBake(&capture(&second)));
    assert_eq!(compared.report().coincidences, 1);
    assert_eq!(read(&filled(&compared).occupy(), offset), lookalike);

    let slot = filled(&seal(&first, PointerRule::Range)).occupy();
    assert_eq!(read(&slot, offset), slot.base().as_ptr() as u64 + 0x100, "documented: by range alone it is moved");
}

/// A table whose hash takes the high half of addresses has its entries elsewhere in the second bake.
#[test]
fn pointers_in_other_places_are_pointers_still() {
    let worlds = [bake(500, 6), bake(500, 6)];
    let mut table = 0;
    for (n, world) in worlds.iter().enumerate() {
        let block = alloc(world, 64 * 8);
        table = offset_of(world, block);
        for bucket in 0..64 {
            let entry = world.base().as_ptr() as u64 + 4096 + bucket as u64 * 32;
            write(world, table + bucket * 8, if bucket % 2 == n { entry } else { 0 });
        }
    }
    let image = seal(&worlds[0], PointerRule::SecondBake(&capture(&worlds[1])));
    assert_eq!((image.report().lone, image.report().differing), (32, 32));
    let slot = filled(&image).occupy();
    for bucket in 0..64 {
        let entry = slot.base().as_ptr() as u64 + 4096 + bucket as u64 * 32;
        assert_eq!(read(&slot, table + bucket * 8), if bucket % 2 == 0 { entry } else { 0 });
    }
    assert_eq!(digest(&slot), digest(&worlds[0]));
}

#[test]
fn a_pointer_to_the_end_of_the_slot_is_one() {
    let end = |slot: &Slot<Live>| slot.base().as_ptr() as u64 + slot.range().get() as u64;
    let (first, second) = (bake(50, 7), bake(50, 7));
    let mut offset = 0;
    for world in [&first, &second] {
        offset = offset_of(world, alloc(world, 16));
        write(world, offset, end(world));
        write(world, offset + 8, end(world) + 1);
    }
    // One beyond the end is a number like any other.
    for rule in [PointerRule::Range, PointerRule::SecondBake(&capture(&second))] {
        let slot = filled(&seal(&first, rule)).occupy();
        assert_eq!((read(&slot, offset), read(&slot, offset + 8)), (end(&slot), end(&first) + 1));
    }
}

#[test]
fn different_worlds_disagree_and_say_how() {
    let (first, longer) = (bake(500, 8), bake(600, 8));
    let expected = Mismatch::Lengths { first: first.used(), second: longer.used() };
    assert_eq!(mismatch(capture(&first), &capture(&longer)), expected);

    assert_eq!(mismatch(capture(&first), &capture(&first)), Mismatch::SameBase);

    // The same size, but other data. As many words may differ as seeds and hashes need, and no more.
    for (differing, agree) in [(64, true), (20_000, false)] {
        let worlds = [bake(50, 8), bake(50, 8)];
        let blocks = worlds.each_ref().map(|world| offset_of(world, alloc(world, 20_000 * 8)));
        for (world, (block, datum)) in worlds.iter().zip(blocks.into_iter().zip([3, 5])) {
            (0..20_000).for_each(|word| write(world, block + word * 8, if word < differing { datum } else { 7 }));
        }
        let [first, second] = worlds.each_ref().map(capture);
        if agree {
            let image = Image::seal(first, PointerRule::SecondBake(&second)).expect("an image");
            assert_eq!((image.report().differing, image.report().lone), (64, 0));
            continue;
        }
        let Mismatch::Contents { report, tolerated, offset, values } = mismatch(first, &second) else {
            panic!("the contents differ")
        };
        assert_eq!((offset, values, report.differing), (blocks[0], (3, 5), 20_000));
        assert_eq!(tolerated, report.nonzero / 8);
    }
}

/// However small a world is, this many words may differ.
#[test]
fn sixty_four_words_may_always_differ() {
    for (differing, agree) in [(64, true), (65, false)] {
        let captures = [3, 5].map(|datum| {
            let world = heap();
            let block = offset_of(&world, alloc(&world, differing * 8));
            (0..differing).for_each(|word| write(&world, block + word * 8, datum));
            capture(&world)
        });
        let [first, second] = captures;
        assert_eq!(Image::seal(first, PointerRule::SecondBake(&second)).is_ok(), agree, "{differing}");
    }
}

#[test]
fn what_was_freed_is_in_no_image() {
    let slot = bake(50, 9);
    let secret = 0x5ec2_e75e_c2e7_5ec2;
    let block = alloc(&slot, 4000);
    let offset = offset_of(&slot, block);
    (0..500).for_each(|word| write(&slot, offset + word * 8, secret));
    assert!(seal(&slot, PointerRule::Range).words().contains(&secret));
    common::free(&slot, block);
    assert_eq!(read(&slot, offset + 64), secret, "it is in the slot still");
    assert!(!seal(&slot, PointerRule::Range).words().contains(&secret));
}

#[test]
fn host_words_are_in_no_image() {
    let slot = bake(50, 10);
    let before = seal(&slot, PointerRule::Range).fingerprint();
    (0..jsmint_heap::HOST_WORDS).for_each(|word| write(&slot, word * 8, slot.base().as_ptr() as u64));
    let image = seal(&slot, PointerRule::Range);
    assert_eq!(image.fingerprint(), before);
    assert_eq!(image.words()[..jsmint_heap::HOST_WORDS], [0; jsmint_heap::HOST_WORDS]);
}

#[test]
fn large_holes_cost_nothing() {
    let slot = bake(50, 11);
    let hole = alloc(&slot, 8 << 20);
    let offset = offset_of(&slot, hole);
    (0..1 << 20).for_each(|word| write(&slot, offset + word * 8, u64::MAX));
    add_node(&slot, 100, 1);
    let last = alloc(&slot, 100_000);
    write(&slot, offset_of(&slot, last), 77);
    common::free(&slot, hole);

    let image = seal(&slot, PointerRule::Range);
    assert!(image.len().get() > 8 << 20);
    let clean = filled(&image);
    clean.verify(&image).expect("a clean slot");
    let copy = clean.occupy();
    assert_eq!(digest(&copy), digest(&slot));
    // The hole can be used, and is a hole again after.
    let block = alloc(&copy, 7 << 20);
    assert!(offset_of(&copy, block) < offset + (1 << 20));
    (0..7 << 17).for_each(|word| write(&copy, offset_of(&copy, block) + word * 8, u64::MAX));
    let restored = copy.abandon().restore(&image, Default::default()).expect("a clean slot");
    restored.verify(&image).expect("a clean slot");
}

#[test]
fn the_figures_of_an_image_agree() {
    let slot = bake(500, 12);
    let image = seal(&slot, PointerRule::Range);
    assert_eq!(image.words().len() * 8, image.len().get());
    assert_eq!(image.page_count() * 4096, image.len().get());
    assert_eq!(image.reach(), slot.used());
    assert_eq!(image.base(), slot.base().as_ptr() as u64);
    assert!(!image.is_empty());
    let marked: u32 = image.pointers().iter().map(|bits| bits.count_ones()).sum();
    assert_eq!(marked as usize, image.pointer_count());
    for (at, &word) in image.words().iter().enumerate() {
        let marked = image.pointers()[at / 64] >> (at % 64) & 1 == 1;
        assert_eq!(marked, slot.contains(word as usize), "word {at}");
    }
}

#[test]
fn images_differ_by_what_is_in_them() {
    let fingerprints = [image(50, 13), image(50, 14), image(51, 13), image(50, 13)].map(|image| image.fingerprint());
    assert_eq!(fingerprints[0], fingerprints[3]);
    let distinct: std::collections::HashSet<_> = fingerprints.into_iter().collect();
    assert_eq!(distinct.len(), 3);
}

#[test]
fn an_empty_heap_is_an_image_too() {
    let image = seal(&heap(), PointerRule::SecondBake(&capture(&heap())));
    let slot = filled(&image).occupy();
    add_node(&slot, 10, 10);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_world_survives_relocation(nodes in 0..800usize, seed: u64) {
        let image = image(nodes, seed);
        let slot = filled(&image);
        prop_assert_eq!(slot.verify(&image), Ok(()));
        prop_assert_eq!(digest(&slot.occupy()), digest(&bake(nodes, seed)));
    }
}
