//! Boa: a `Context` as it comes. Its scripts are parsed for one context, so `script` evaluates the source.

use boa_engine::{Context, JsString, JsValue, Source, js_string};
use jsmint_bench::Operation;
use jsmint_bench::spawn::{Case, FUNCTIONS, ORDER, SOURCE};

/// One context, ready to be used.
pub(crate) fn make() -> Context {
    Context::default()
}

fn eval(context: &mut Context, source: &str) -> JsValue {
    context.eval(Source::from_bytes(source)).expect("a script")
}

pub(crate) fn lives(case: Case) -> Operation {
    let expected = JsString::from(crate::expected_json());
    Box::new(move || {
        let mut context = make();
        if case == Case::Empty {
            return;
        }
        if matches!(case, Case::Source | Case::Script) {
            assert_eq!(eval(&mut context, SOURCE).as_number(), Some(42.0));
            return;
        }
        eval(&mut context, FUNCTIONS);
        let (name, argument) = match case {
            Case::Number | Case::ByName => (js_string!("number"), JsValue::from(41)),
            _ => (js_string!("json"), JsValue::from(JsString::from(ORDER.as_str()))),
        };
        let function = context.global_object().get(name, &mut context).expect("a property");
        let function = function.as_callable().expect("a function");
        let result = function.call(&JsValue::undefined(), &[argument], &mut context).expect("a result");
        match case {
            Case::Number | Case::ByName => assert_eq!(result.as_number(), Some(83.0)),
            _ => assert_eq!(result.as_string(), Some(expected.clone())),
        }
    })
}
