//! Rust types that know what they are in TypeScript.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::syntax::array_of;
use super::table::Types;
use crate::raw::Value;
use crate::value::{Bytes, Date, Rest};

/// A Rust type that knows what it is in TypeScript.
///
/// Derive it for structs and enums that cross by serde; serde's attributes for names, for what is left out and for how
/// enums are written are understood.
///
/// ```
/// use serde::Serialize;
///
/// /// A place on the map.
/// #[derive(Serialize, jsmint::TypeScript)]
/// struct Place {
///     name: String,
///     #[serde(rename = "lat")]
///     latitude: f64,
///     note: Option<String>,
/// }
/// ```
pub trait TypeScript {
    /// The type as TypeScript writes it. Types with names are declared in `types`.
    fn type_script(types: &mut Types) -> String;
}

macro_rules! plain {
    ($($text:literal: $($name:ty),*;)*) => {$($(
        impl TypeScript for $name {
            fn type_script(_types: &mut Types) -> String {
                $text.to_owned()
            }
        }
    )*)*};
}

plain! {
    "boolean": bool;
    "number": f32, f64, i8, i16, i32, u8, u16, u32, isize, usize;
    // Beyond 2^53 they are BigInts.
    "number | bigint": i64, u64, i128, u128;
    "string": char, str, String;
    "undefined": ();
    "Uint8Array": Bytes;
    "Date": Date;
    "any": Value<'_>;
    "unknown": serde_json::Value;
    "Record<string, unknown>": serde_json::Map<String, serde_json::Value>;
}

macro_rules! wrappers {
    ($($name:ty),*) => {$(
        impl<T: TypeScript + ?Sized> TypeScript for $name {
            fn type_script(types: &mut Types) -> String {
                T::type_script(types)
            }
        }
    )*};
}

wrappers! { &T, &mut T, Box<T>, Rc<T>, Arc<T> }

impl<T: TypeScript + ToOwned + ?Sized> TypeScript for Cow<'_, T> {
    fn type_script(types: &mut Types) -> String {
        T::type_script(types)
    }
}

impl<T: TypeScript> TypeScript for Option<T> {
    fn type_script(types: &mut Types) -> String {
        format!("{} | undefined", T::type_script(types))
    }
}

macro_rules! arrays {
    ($($name:ty),*) => {$(
        impl<T: TypeScript> TypeScript for $name {
            fn type_script(types: &mut Types) -> String {
                array_of(&T::type_script(types))
            }
        }
    )*};
}

arrays! { Vec<T>, VecDeque<T>, [T], BTreeSet<T>, Rest<T> }

impl<T: TypeScript, const N: usize> TypeScript for [T; N] {
    fn type_script(types: &mut Types) -> String {
        array_of(&T::type_script(types))
    }
}

impl<T: TypeScript, S> TypeScript for HashSet<T, S> {
    fn type_script(types: &mut Types) -> String {
        array_of(&T::type_script(types))
    }
}

impl<K, V: TypeScript> TypeScript for BTreeMap<K, V> {
    fn type_script(types: &mut Types) -> String {
        format!("Record<string, {}>", V::type_script(types))
    }
}

impl<K, V: TypeScript, S> TypeScript for HashMap<K, V, S> {
    fn type_script(types: &mut Types) -> String {
        format!("Record<string, {}>", V::type_script(types))
    }
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<$($name: TypeScript),*> TypeScript for ($($name,)*) {
            fn type_script(types: &mut Types) -> String {
                let parts: Vec<String> = vec![$($name::type_script(types)),*];
                format!("[{}]", parts.join(", "))
            }
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) }
