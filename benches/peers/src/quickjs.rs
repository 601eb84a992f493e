//! rquickjs: a `Runtime` and a `Context` with all of the language, as most programs make them. What is compiled once stays
//! compiled only within a runtime, so `script` evaluates the source.

use jsmint_bench::Operation;
use jsmint_bench::spawn::{Case, FUNCTIONS, ORDER, SOURCE};
use rquickjs::{Context, Function, Runtime};

/// One runtime, ready to be used.
pub(crate) fn make() -> (Runtime, Context) {
    let runtime = Runtime::new().expect("memory");
    let context = Context::full(&runtime).expect("memory");
    (runtime, context)
}

pub(crate) fn lives(case: Case) -> Operation {
    let expected = crate::expected_json();
    Box::new(move || {
        let (_runtime, context) = make();
        if case == Case::Empty {
            return;
        }
        context.with(|scope| {
            if matches!(case, Case::Source | Case::Script) {
                assert_eq!(scope.eval::<i32, _>(SOURCE).expect("a number"), 42);
                return;
            }
            scope.eval::<(), _>(FUNCTIONS).expect("a script");
            let function = |name: &str| scope.globals().get::<_, Function<'_>>(name).expect("a function");
            if matches!(case, Case::Number | Case::ByName) {
                assert_eq!(function("number").call::<_, i32>((41,)).expect("a number"), 83);
            } else {
                let text: String = function("json").call((ORDER.as_str(),)).expect("a text");
                assert_eq!(text, expected);
            }
        });
    })
}
