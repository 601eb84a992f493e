//! Memory under jsmint: slots of addresses that can be captured, restored and relocated.
//!
//! This crate is memory and nothing else; it has never heard of JavaScript. A tenant (whoever lives in a slot) gets an
//! allocator whose whole state lies in the slot, so that the tenant *is* its slot's bytes: copy them and you have copied
//! the tenant, put them back and you have undone it.
//!
//! # A slot
//!
//! ```text
//!   base = (high << 32) | LOW                    every slot has the same low 32 bits
//!    │
//!    │ header          blocks of the allocator        committed, untouched
//! ╌╌╌┼──────────────┬───────────────────────────────┬──────────────────────┬────────────────────────────────┬╌╌╌
//!    │ tenant words │ used and free blocks,         │ zero                 │ reserved only, no access       │
//!    │ allocator    │ the last one a sentinel       │                      │                                │
//! ╌╌╌┼──────────────┴───────────────────────────────┴──────────────────────┴────────────────────────────────┴╌╌╌
//! guard            ▲                               ▲                      ▲                                ▲ guard
//!              HEADER_SIZE                       used                 committed                          range
//! ```
//!
//! The header is two pages. It begins with the *tenant words*: [host words](HOST_WORDS) for whoever embeds the tenant, and
//! what belongs to this mapping rather than to the tenant (how much is committed, the limit). No image contains them. The
//! rest of the first page is for the first blocks that fit: these words are written to in every life, so what else is
//! should lie with them. The second page has the allocator's free lists.
//!
//! # The states of a slot
//!
//! ```text
//!              reserve                fill(image)              occupy
//!    (nothing) ───────▶ Slot<Empty> ─────────────▶ Slot<Clean> ──────────▶ Slot<Live>
//!                        ▲     │                    ▲    ▲    ◀──────────    ▲   │
//!                        │     │ format             │    │ release_untouched │   │ abandon
//!                        │     └────────────────────┼────┼───────────────────┘   │
//!                        │                          │    └───────────────────┐   ▼
//!                        └──────────────────────────┼───── clear ───────── Slot<Dirty>
//!                                                   └──── restore(image) ─────┘
//! ```
//!
//! Each transition consumes the slot. Dropping a slot in any state gives its addresses back.
//!
//! # Invariants
//!
//! The code cites them by number wherever it relies on them.
//!
//! * **H1** A slot has one base for life; it owns the addresses from its base to its range, and nobody else does.
//! * **H2** An image is used only at a base congruent to its own modulo 4 GiB.
//! * **H3** The allocator's state is part of the image: all of it lies in the header, in block headers and in free pages.
//! * **H4** Clean means byte-equal to the relocated image, and zero beyond it as far as memory is committed.
//! * **H5** A sealed image is never written.
//! * **H6** Nothing in a slot points outside it but into the program's own code and constants, and the tenant words.
//! * **H7** The size of a block follows from its address alone.
//! * **H8** A failed allocation leaves the heap unchanged.
//!
//! * **H9** A mapping that is no slot (an image's, a watch's page) has one owner, which knows its extent and unmaps it.
//! * **H10** Code for a feature of the processor runs only where that was detected, or where all processors of the target
//!   have it.
//! * **H11** A structure given to the kernel is the one its interface names, and what it points to is there for the call.
//! * **H12** A bitmap of pointers has one element for each 64 words; whoever copies by it has as many at both ends.
//! * **H13** A tenancy without a page fault has written to no watched page that was not written to before it.
//! * **H14** Of a tenant at rest, all that points into its slot is a whole, aligned word; which of its words do is told by
//!   their values alone. What it keeps of the program are addresses of functions, and of aligned data.
//!
//! A `Slot<Live>` is written through raw pointers by its tenant while the Rust value exists; therefore no function of
//! this crate keeps a reference into a slot beyond its own return.
//!
//! # Layers
//!
//! A module names those left of it, never right:
//!
//! ```text
//! size < error < platform, header, relocate < faults, program, allocator < capture, delta < image, lease < slot < pool
//! ```
//!
//! Up to `capture` they know a slot as a base that their caller vouches for; its life, and so all safe functions, begin
//! with `slot`.
//!
//! # Example
//!
//! ```
//! use jsmint_heap::{ByteCount, Capture, Image, PointerRule, Pool, PoolOptions, Slot, allocator};
//! # if !jsmint_heap::supported() { return Ok(()); }
//!
//! // Bake: a tenant that keeps a pointer to a number.
//! let bake = Slot::reserve(ByteCount::mib(16))?.format()?;
//! let root = unsafe {
//!     let number = allocator::alloc(bake.base(), 8).cast::<u64>();
//!     let root = allocator::alloc(bake.base(), 8).cast::<*mut u64>();
//!     number.write(42);
//!     root.write(number);
//!     root as usize - bake.base().as_ptr() as usize
//! };
//! let image = Image::seal(Capture::take(&bake)?, PointerRule::Range)?;
//!
//! // Mint: the same tenant at other addresses, as often as wanted.
//! let pool = Pool::new(PoolOptions::new(), image.into())?;
//! let slot = pool.take()?.occupy();
//! let number = unsafe { **slot.base().as_ptr().add(root).cast::<*mut u64>() };
//! assert_eq!(number, 42);
//! pool.give_back(slot.abandon());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![allow(unsafe_code, reason = "this crate is one of the two addresses of unsafe code in the workspace")]

pub mod allocator;
mod capture;
mod delta;
mod error;
mod faults;
mod header;
mod image;
mod lease;
mod platform;
mod pool;
mod program;
mod relocate;
mod size;
mod slot;

pub use capture::Capture;
pub use delta::BadDelta;
pub use error::HeapError;
pub use faults::Faults;
pub use header::{HEADER_SIZE, HOST_WORDS};
pub use image::{Disagreement, Image, Mismatch, PointerRule, SealReport};
pub use pool::{Pool, PoolOptions, PoolStats, Returned};
pub use program::Program;
pub use size::{ByteCount, MAX_RANGE, PAGE};
pub use slot::{
    Checkpoint, Clean, Difference, Dirty, Empty, Live, RestorePolicy, RestoreStrategy, Slot, State, WakeError,
    WrittenPage,
};

/// Whether images can be had here: slots at chosen addresses, on Linux on x86-64 or aarch64, with addresses left to map.
///
/// Where it is `false` slots are plain memory, for tenants that start from nothing, and [`Capture::take`] returns
/// [`HeapError::Unsupported`]. It asks the system each time (two system calls).
#[must_use]
pub fn supported() -> bool {
    platform::HAS_IMAGES && Slot::reserve(ByteCount::mib(1)).is_ok()
}
