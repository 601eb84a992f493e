//! What the suites share: every behaviour is tested on the cold path and on the image path, and the cold path is the
//! oracle.

#![allow(dead_code, unused_macros, reason = "each suite uses its part of it")]

use jsmint::{EngineFactory, Options, Runtime, Strategy};

/// Makes of one test two: one whose runtimes are set up one by one, one whose runtimes come from an image.
#[macro_export]
macro_rules! on_both_paths {
    ($($(#[$attribute:meta])* fn $name:ident($strategy:ident) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every test uses everything")]
            use super::*;

            fn body($strategy: jsmint::Strategy) $body

            $(#[$attribute])*
            #[test]
            fn cold() {
                body(jsmint::Strategy::Cold);
            }

            $(#[$attribute])*
            #[test]
            fn image() {
                body(jsmint::Strategy::Image);
            }
        }
    )*};
}

/// A factory with this strategy; every restore is verified.
#[track_caller]
pub(crate) fn factory(strategy: Strategy, options: Options) -> EngineFactory {
    EngineFactory::new(options.strategy(strategy).verify(true)).expect("the options are fine")
}

/// A runtime with this strategy.
#[track_caller]
pub(crate) fn runtime(strategy: Strategy, options: Options) -> Runtime {
    factory(strategy, options).new_runtime().expect("a slot is free")
}

/// What the expression throws: its code and its message.
#[track_caller]
pub(crate) fn thrown(rt: &mut Runtime, code: &str) -> (String, String) {
    let error = rt.eval::<()>(code).expect_err(code);
    let exception = error.exception().unwrap_or_else(|| panic!("{code}: {error}")).clone();
    (exception.code.unwrap_or_default(), exception.message)
}
