//! Where there are slots and where there are none.
#![allow(unexpected_cfgs, reason = "`jsmint_no_slots` is given by hand; Cargo knows only features")]

use jsmint_heap::{ByteCount, HeapError, Slot};

#[test]
fn first_class_platforms_have_slots_and_others_say_so() {
    let first_class =
        cfg!(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(jsmint_no_slots),));
    match Slot::reserve(ByteCount::mib(1)) {
        Ok(_) => assert!(first_class && jsmint_heap::supported()),
        Err(error) => {
            assert!(!first_class && !jsmint_heap::supported());
            assert!(matches!(error, HeapError::Unsupported));
        }
    }
}
