//! The neck: the only folder of this crate that names the engine or the heap, or writes `unsafe`.
//!
//! Everything right of it works with [`Scope`] and [`Value`], which cannot be misused from safe code.
//!
//! Invariants, cited by every `unsafe` block:
//!
//! * **R1** A world is entered by one thread at a time, through `&mut World`; entries within that entry come only from
//!   the engine calling the door, with the scope of that entry. (Worlds may be entered within each other.)
//! * **R2** Every entry sets the stack top: a runtime may have moved to another thread.
//! * **R3** No Rust pointer is stored in a JavaScript object; functions are numbers, host objects are indices.
//! * **R4** A [`Value`] owns exactly one reference of its JavaScript value and gives it back once.
//! * **R5** An exception is pending in the engine if and only if the engine's call said so, and is taken at once.
//! * **R6** No panic crosses into C: every function that C calls catches it.
//! * **R7** At the seal there is no queued job that was not asked for, no pending exception, and no buffer whose memory
//!   lies outside the slot.
//! * **R8** The words that a spawn sets are exactly: the host word of page 0, the stack limits, the collector's
//!   threshold, the allocator's limit and the word it rings.
//! * **R9** Dropping a world runs no JavaScript and never calls `JS_FreeRuntime`: its memory is restored or unmapped.
//! * **R10** An abandoned world is never looked at again: its scope gives no context, and its values are not freed.
//! * **R11** What sleeps was put to sleep in this build of the program, in a world of an image with the same contents: it is
//!   read from nothing but what a factory's key has signed, and that the two agree is checked.
//!
//! ```text
//!   Rust                                   slot (jsmint-heap)
//!   ┌────────────┐   host word, page 0     ┌──────┬───────────────────────────────┐
//!   │ Host       │ ◀────────────────────── │ page │ JSRuntime  JSContext  objects │
//!   │  door      │                         │  0   │   opaque ─▶ page 0            │
//!   │  limits    │   entered for 'js       └──────┴───────────────────────────────┘
//!   │  rejected  │ ──────────────────────▶ Scope<'js>, Value<'js>
//!   └────────────┘
//! ```

#![allow(unsafe_code, reason = "the neck: one of the two addresses of unsafe code")]

mod abandon;
mod allowance;
mod array_buffer;
mod asleep;
pub(crate) mod bare;
mod call;
mod carried;
mod deadline;
mod defer;
mod deferred;
mod dirt;
mod door;
mod engine;
mod entry;
mod eval;
mod exception;
mod fork;
mod graph;
mod held;
mod holdings;
mod hooks;
mod host;
mod image;
mod import;
mod inspect;
mod instance;
mod instances;
mod jobs;
mod kept;
mod luggage;
mod name;
mod native;
mod nursery;
mod origin;
#[cfg(feature = "call-log")]
mod own;
mod property;
mod roots;
mod saved;
mod scope;
mod text;
mod value;
mod world;

#[cfg(feature = "call-log")]
pub(crate) use abandon::is_abandonment;
pub(crate) use asleep::{Asleep, ImageIdentity, Program, program};
pub use deadline::Deadline;
pub use deferred::PendingCall;
pub use dirt::{Contents, DirtyPage};
pub(crate) use door::{Door, FunctionKind, Import, NamedFunction, RawCall};
pub(crate) use engine::version as engine_version;
pub(crate) use eval::{Code, EvalKind};
pub(crate) use fork::Checkpoint;
#[cfg(feature = "call-log")]
pub(crate) use host::Recording;
pub(crate) use host::{Host, HostSettings};
pub(crate) use image::{Bake, BakeReport, Mint, MintOptions, PointerProof};
pub use inspect::PromiseState;
pub(crate) use instances::HostValue;
pub(crate) use luggage::Functions;
pub(crate) use origin::Origin;
#[cfg(feature = "call-log")]
pub(crate) use own::{Digits, Key, KeyName, Kind, Object, Own, Part, Seen, Settled, Slot, Text};
pub(crate) use roots::Intrinsic;
pub use saved::SavedState;
pub use scope::Scope;
pub use value::Value;
pub(crate) use world::{Birth, World, image_supported};
