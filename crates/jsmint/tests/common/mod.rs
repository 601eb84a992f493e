//! What the suites share: every behaviour is tested on the cold path and on the image path, and the cold path is the
//! oracle.

#![allow(dead_code, unused_macros, reason = "each suite uses its part of it")]

use jsmint::{EngineFactory, Options, Runtime, Strategy};

/// Makes of one test two: one whose runtimes are set up one by one, one whose runtimes come from an image. In the image
/// path, verified, the tested runtime lives in a slot that a hostile tenant had before.
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

/// A runtime with this strategy. From an image, its slot has had a tenant before, so that it is a restored one.
#[track_caller]
pub(crate) fn runtime(strategy: Strategy, options: Options) -> Runtime {
    let factory = factory(strategy, options);
    if strategy == Strategy::Image {
        let mut tenant = factory.new_runtime().expect("a slot is free");
        let mess = "globalThis.mess = []; for (let i = 0; i < 2000; i++) mess.push({ i, text: 'x' + i });
            Object.prototype.evil = 1; Array.prototype.push = null; delete globalThis.JSON;";
        tenant.eval::<()>(mess).expect("a mess is easily made");
    }
    factory.new_runtime().expect("a slot is free")
}

/// A runtime with default options.
#[track_caller]
pub(crate) fn plain(strategy: Strategy) -> Runtime {
    runtime(strategy, Options::new())
}

/// Whether runtimes can be copied: where slots cannot lie at chosen addresses, they cannot.
pub(crate) fn can_fork() -> bool {
    EngineFactory::new(Options::new()).expect("a factory").stats().strategy == Strategy::Image
}
