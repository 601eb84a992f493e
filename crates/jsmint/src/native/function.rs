//! Rust functions that scripts can call.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::types::{Signature, type_named};
use crate::error::Result;
use crate::raw::Value;
use crate::value::IntoJs;

/// A Rust function with up to six arguments that serde can deserialize and a result that it can serialize.
///
/// Implemented for closures such as `|a: i32, b: i32| Ok(a + b)`; `Marker` only keeps the implementations apart.
pub trait Function<Marker>: Send + Sync + 'static {
    /// How many arguments it takes: the `length` that scripts see.
    const ARITY: u8;

    /// Converts the arguments, calls it, and converts the result.
    ///
    /// # Errors
    ///
    /// What the conversions and the function itself report.
    fn call<'js>(&self, call: &Call<'_, 'js>) -> Result<Value<'js>>;

    /// What it takes and gives, as far as is known. Default: unknown.
    fn signature() -> Signature {
        Signature::new().rest("values", "unknown")
    }
}

macro_rules! arities {
    ($($arity:literal: $($name:ident $index:literal)*;)*) => {$(
        impl<Body, Output, $($name),*> Function<fn($($name),*) -> Output> for Body
        where
            Body: Fn($($name),*) -> Result<Output> + Send + Sync + 'static,
            Output: Serialize,
            $($name: DeserializeOwned,)*
        {
            const ARITY: u8 = $arity;

            fn call<'js>(&self, call: &Call<'_, 'js>) -> Result<Value<'js>> {
                self($(call.get::<$name>($index)?),*)?.into_js(call.scope())
            }

            #[allow(unused_mut, reason = "one macro for all lengths")]
            fn signature() -> Signature {
                let mut signature = Signature::new();
                $(
                    let name = stringify!($name).to_ascii_lowercase();
                    let type_script = type_named::<$name>();
                    signature = match type_script.strip_suffix(" | undefined") {
                        Some(given) => signature.optional(&name, given),
                        None => signature.parameter(&name, type_script),
                    };
                )*
                signature.returns(match type_named::<Output>().as_str() {
                    "undefined" => "void",
                    known => known,
                })
            }
        }
    )*};
}

arities! {
    0: ;
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
}
