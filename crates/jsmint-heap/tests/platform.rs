//! What the platform offers is what it says.
#![allow(unsafe_code, reason = "the heap is used through raw pointers")]
#![allow(unexpected_cfgs, reason = "`jsmint_no_slots` is given by hand; Cargo knows only features")]

use jsmint_heap::{ByteCount, Capture, HeapError, Slot, allocator};

#[test]
fn images_are_there_where_they_are_promised() {
    let first_class =
        cfg!(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(jsmint_no_slots)));
    assert_eq!(jsmint_heap::supported(), first_class);
    let slot = Slot::reserve(ByteCount::mib(4)).and_then(Slot::format).expect("a slot can be had everywhere");
    match Capture::take(&slot) {
        Ok(_) => assert!(first_class),
        Err(error) => {
            assert!(!first_class);
            assert!(matches!(error, HeapError::Unsupported));
            assert!(error.to_string().contains("Linux"), "{error}");
        }
    }
}

#[test]
fn a_tenant_can_start_from_nothing_everywhere() {
    let slot = Slot::reserve(ByteCount::mib(4)).and_then(Slot::format).expect("a slot can be had everywhere");
    // SAFETY: H1, the slot is live and this test has it to itself.
    unsafe {
        let block = allocator::alloc(slot.base(), 3 << 20);
        assert!(!block.is_null() && allocator::usable_size(block) >= 3 << 20);
        block.write_bytes(7, 3 << 20);
        assert!(allocator::alloc(slot.base(), 2 << 20).is_null(), "the range is the limit");
        allocator::free(slot.base(), block);
    }
    // Cleared, it holds nothing of its tenant.
    let slot = slot.abandon().clear().and_then(Slot::format).expect("it can be formatted again");
    // SAFETY: H1, as above.
    unsafe { assert_eq!(*allocator::alloc_zeroed(slot.base(), 64), 0) };
}
