//! What the operations cost here: `cargo run --release -p jsmint-heap --example cost`.
//!
//! The tenant is as large as a baked JavaScript runtime, and as full of pointers: one word in four.
#![allow(unsafe_code, reason = "a tenant of a slot writes to memory through pointers")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jsmint_heap::{ByteCount, Capture, Image, Live, PointerRule, Pool, PoolOptions, Slot, allocator};

/// A list of blocks of 96 bytes, each with three pointers to others and data between them.
fn bake(size: usize) -> Slot<Live> {
    let slot = Slot::reserve(ByteCount::mib(256)).and_then(Slot::format).expect("a slot");
    let base = slot.base();
    let mut previous = [std::ptr::null_mut::<u8>(); 3];
    for n in 0..size / 112 {
        // SAFETY: H1, the slot is live and this function has it to itself; the words lie in the block.
        unsafe {
            let block = allocator::alloc(base, 96).cast::<u64>();
            for word in 0..12 {
                let pointer = previous[word % 3] as u64;
                block.add(word).write(if word % 4 == 0 { pointer } else { n as u64 * 0x9e37_79b9 });
            }
            previous.rotate_right(1);
            previous[0] = block.cast();
        }
    }
    slot
}

fn image(size: usize) -> Arc<Image> {
    let (first, second) = (bake(size), bake(size));
    let second = Capture::take(&second).expect("a capture");
    let first = Capture::take(&first).expect("a capture");
    Arc::new(Image::seal(first, PointerRule::SecondBake(&second)).expect("an image"))
}

/// The median of many rounds, each of `batch` calls.
fn median(rounds: usize, batch: u32, mut call: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            (0..batch).for_each(|_| call());
            start.elapsed() / batch
        })
        .collect();
    times.sort();
    times[rounds / 2]
}

fn main() {
    if !jsmint_heap::supported() {
        return println!("no slots on this platform");
    }
    for size in [300 << 10, 5 << 20] {
        let image = image(size);
        println!("\n{image:?}, {} pages", image.page_count());
        let options = PoolOptions::new().verify(false).keep_warm(1);
        let pool = Pool::new(options, Arc::clone(&image)).expect("a pool");

        let mut target = vec![0u64; image.words().len()];
        let copy = median(200, 20, || black_box(&mut target).copy_from_slice(black_box(image.words())));
        println!("{copy:>12.2?}  memcpy of the image");
        let restore = median(200, 20, || pool.give_back(pool.take().expect("a slot").occupy().abandon()));
        println!("{restore:>12.2?}  take, live, give back dirty: relocating restore of all pages");
        // SAFETY: H4, nothing is written.
        let untouched =
            median(200, 1000, || pool.give_back(unsafe { pool.take().expect("a slot").occupy().release_untouched() }));
        println!("{untouched:>12.2?}  take, live, give back untouched");
        let idle = median(200, 1000, || pool.give_back(pool.take().expect("a slot")));
        println!("{idle:>12.2?}  take, give back clean");
        let fill = median(50, 1, || {
            drop(Slot::reserve(ByteCount::mib(256)).and_then(|slot| slot.fill(&image)).expect("a slot"))
        });
        println!("{fill:>12.2?}  reserve, fill, unmap");
        let reserve = median(100, 1, || drop(Slot::reserve(ByteCount::mib(256)).expect("a slot")));
        println!("{reserve:>12.2?}  reserve, unmap");
        let live = bake(size);
        let capture = median(20, 1, || drop(Capture::take(&live).expect("a capture")));
        println!("{capture:>12.2?}  capture");
        let seal = median(20, 1, || {
            drop(Image::seal(Capture::take(&live).expect("a capture"), PointerRule::Range).expect("an image"));
        });
        println!("{seal:>12.2?}  capture, seal by range");
    }

    let slot = bake(300 << 10);
    let base = slot.base();
    for size in [16, 96, 504, 4096, 65536] {
        // SAFETY: H1, the slot is live and this thread has it to itself.
        let pair =
            median(100, 1000, || unsafe { allocator::free(base, black_box(allocator::alloc(base, black_box(size)))) });
        println!("{pair:>12.2?}  alloc and free of {size} bytes");
    }
}
