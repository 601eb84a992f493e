//! Values between Rust and JavaScript.
//!
//! Any type that serde knows crosses in both directions, without a detour through JSON text:
//!
//! | Rust | to JavaScript | from JavaScript |
//! |---|---|---|
//! | `()` | `undefined`; `null` within other values, as `null` in a `serde_json::Value` | anything; the value is ignored |
//! | `bool` | boolean | boolean |
//! | integers up to 64 bits | number if exact (up to 2^53 - 1), otherwise BigInt | integral number or BigInt in range |
//! | `i128`, `u128` | as above; above 2^127 - 1 an error | as above; what does not fit 128 bits with sign is an error |
//! | `f32`, `f64` | number | number |
//! | `char`, `&str`, `String` | string | string; lone surrogates become U+FFFD |
//! | [`Bytes`] | `Uint8Array` | `ArrayBuffer`, typed array |
//! | [`Date`] | `Date` | `Date` |
//! | `Option<T>` | `undefined` or `T` | `None` for `null` and `undefined` |
//! | `Vec<T>`, slices, tuples, sets | array | array, `Set`, the elements of a typed array, the bytes of an `ArrayBuffer` |
//! | `HashMap`, `BTreeMap` | object with string keys | object's own enumerable properties, `Map` |
//! | structs | object | properties by name, inherited and computed ones too |
//! | enums | as serde's externally tagged JSON | the same |
//! | [`Value`](crate::Value) | itself | itself |
//!
//! Functions, symbols and values nested deeper than 128 are an error with kind
//! [`Conversion`](crate::ErrorKind::Conversion). A value that would take more memory in Rust than its runtime may hold, because
//! it has the same part in many places, is one with kind [`TooLarge`](crate::ErrorKind::TooLarge).

mod arguments;
mod bytes;
mod date;
mod de;
mod from;
mod into;
mod rest;
mod ser;

pub use arguments::IntoArguments;
pub use bytes::Bytes;
pub use date::Date;
pub use from::FromJs;
pub use into::IntoJs;
pub use rest::Rest;

/// How deep values may be nested on the way across.
const DEPTH: usize = 128;
