//! A tenant whose life can be checked: nodes that point to each other, with data between the pointers.
#![allow(unsafe_code, dead_code, reason = "each test file uses some of it; a tenant writes through pointers")]

use std::ptr::NonNull;
use std::slice;
use std::sync::Arc;

use jsmint_heap::{ByteCount, Capture, Clean, Image, Live, PointerRule, Slot, allocator};

pub(crate) const RANGE: ByteCount = ByteCount::mib(64);

/// Where a tenant keeps the address of its first node: its first block, which is at the same place in every bake, in the
/// rest of the first page.
const ROOT: usize = 272;

/// Words of a node: next, some other node, two plain numbers, its number, and its own size.
const NODE: usize = 6;

pub(crate) fn heap() -> Slot<Live> {
    Slot::reserve(RANGE).and_then(Slot::format).expect("a slot")
}

pub(crate) fn alloc(slot: &Slot<Live>, size: usize) -> NonNull<u64> {
    // SAFETY: H1, the slot is live; it is not `Sync`, so nobody else uses it.
    NonNull::new(unsafe { allocator::alloc(slot.base(), size) }).expect("memory").cast()
}

pub(crate) fn free(slot: &Slot<Live>, block: NonNull<u64>) {
    // SAFETY: H1, as above; the tests free their own blocks, each once.
    unsafe { allocator::free(slot.base(), block.as_ptr().cast()) }
}

/// The word at an offset of a slot's memory.
pub(crate) fn read(slot: &Slot<Live>, offset: usize) -> u64 {
    assert!(offset < slot.used().get());
    // SAFETY: H1, within the accessible part of a live slot.
    unsafe { slot.base().add(offset).cast::<u64>().read() }
}

pub(crate) fn write(slot: &Slot<Live>, offset: usize, word: u64) {
    assert!(offset < slot.used().get());
    // SAFETY: H1, within the accessible part of a live slot.
    unsafe { slot.base().add(offset).cast::<u64>().write(word) }
}

pub(crate) fn offset_of(slot: &Slot<Live>, block: NonNull<u64>) -> usize {
    block.as_ptr().addr() - slot.base().as_ptr().addr()
}

/// A tenant of `nodes` nodes, the same for the same `seed` but for where it lies.
pub(crate) fn bake(nodes: usize, seed: u64) -> Slot<Live> {
    let slot = heap();
    let root = alloc(&slot, 16);
    assert_eq!(offset_of(&slot, root), ROOT);
    write(&slot, ROOT, 0);
    write(&slot, ROOT + 8, 0);
    let mut random = seed;
    for _ in 0..nodes {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        add_node(&slot, (random >> 33) as usize % 200, random);
    }
    slot
}

/// Puts a node in front of the others, and frees a block of as many bytes in between, so that there are holes.
pub(crate) fn add_node(slot: &Slot<Live>, extra: usize, datum: u64) {
    let size = NODE * 8 + extra;
    let hole = alloc(slot, extra + 1);
    let node = alloc(slot, size);
    let (first, count) = (read(slot, ROOT), read(slot, ROOT + 8));
    let other = if count % 3 == 0 { node.as_ptr() as u64 } else { first };
    // SAFETY: H1, the words of a block just allocated.
    let words = unsafe { slice::from_raw_parts_mut(node.as_ptr(), size / 8) };
    words.fill(datum);
    words[..NODE].copy_from_slice(&[first, other, datum, !datum, count, size as u64]);
    write(slot, ROOT, node.as_ptr() as u64);
    write(slot, ROOT + 8, count + 1);
    free(slot, hole);
}

/// Walks the nodes, checks each, and says what they hold in a way that does not depend on the base.
pub(crate) fn digest(slot: &Slot<Live>) -> Vec<[u64; NODE]> {
    let base = slot.base().as_ptr() as u64;
    let (mut at, mut left) = (read(slot, ROOT), read(slot, ROOT + 8));
    let mut nodes = Vec::new();
    while at != 0 {
        assert!(slot.contains(at as usize), "{at:#x} is not in {slot:?}");
        let offset = (at - base) as usize;
        let mut node: [u64; NODE] = std::array::from_fn(|word| read(slot, offset + word * 8));
        left -= 1;
        assert_eq!((node[2], node[4]), (!node[3], left));
        at = node[0];
        for pointer in &mut node[..2] {
            assert!(*pointer == 0 || slot.contains(*pointer as usize));
            *pointer = pointer.wrapping_sub(if *pointer == 0 { 0 } else { base });
        }
        nodes.push(node);
    }
    assert_eq!(left, 0);
    nodes
}

pub(crate) fn capture(slot: &Slot<Live>) -> Capture {
    Capture::take(slot).expect("a capture")
}

/// The image of [`bake`], its pointers found by a second bake.
pub(crate) fn image(nodes: usize, seed: u64) -> Arc<Image> {
    let (first, second) = (bake(nodes, seed), bake(nodes, seed));
    let second = capture(&second);
    Arc::new(Image::seal(capture(&first), PointerRule::SecondBake(&second)).expect("an image"))
}

pub(crate) fn filled(image: &Image) -> Slot<Clean> {
    Slot::reserve(RANGE).and_then(|slot| slot.fill(image)).expect("a slot")
}
