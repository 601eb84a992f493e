//! Arguments of a call: a tuple of anything that can become a value, or a vector of values.

use super::into::IntoJs;
use crate::error::Result;
use crate::raw::{Scope, Value};

/// The arguments of a call: `()`, a tuple of up to eight, or a `Vec<Value>`.
pub trait IntoArguments<'js> {
    /// Converts all of them, in order.
    ///
    /// # Errors
    ///
    /// As [`IntoJs::into_js`].
    fn into_arguments(self, scope: Scope<'js>) -> Result<Vec<Value<'js>>>;
}

impl<'js> IntoArguments<'js> for Vec<Value<'js>> {
    fn into_arguments(self, _scope: Scope<'js>) -> Result<Vec<Value<'js>>> {
        Ok(self)
    }
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<'js, $($name: IntoJs<'js>),*> IntoArguments<'js> for ($($name,)*) {
            #[allow(non_snake_case, unused_variables, reason = "one macro for all lengths")]
            fn into_arguments(self, scope: Scope<'js>) -> Result<Vec<Value<'js>>> {
                let ($($name,)*) = self;
                Ok(vec![$($name.into_js(scope)?),*])
            }
        }
    )*};
}

tuples! { () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
