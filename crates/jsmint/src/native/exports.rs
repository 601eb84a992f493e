//! What a native module exports.

use std::fmt;

use serde::Serialize;

use super::call::Call;
use super::function::Function;
use crate::error::Result;
use crate::raw::{FunctionKind, Scope, Value};
use crate::value::IntoJs;

pub(super) type Body = dyn for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync;
type Constant = dyn for<'js> Fn(Scope<'js>) -> Result<Value<'js>> + Send + Sync;

/// One export.
pub(crate) enum Export {
    Function { name: String, arity: u8, docs: String, kind: FunctionKind, body: Box<Body> },
    Constant { name: String, make: Box<Constant> },
}

impl Export {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Function { name, .. } | Self::Constant { name, .. } => name,
        }
    }
}

/// What a native module exports: filled in by [`NativeModule::define`](crate::NativeModule::define), once per factory.
#[derive(Default)]
pub struct Exports {
    pub(crate) list: Vec<Export>,
}

impl Exports {
    /// A function with converted arguments and result: `exports.function("add", "a + b", |a: f64, b: f64| Ok(a + b))`.
    pub fn function<Marker, F: Function<Marker>>(&mut self, name: &str, docs: &str, function: F) -> &mut Self {
        self.raw(name, F::ARITY, docs, move |call| function.call(call))
    }

    /// A function that takes its arguments apart itself. `arity` is the `length` that scripts see.
    pub fn raw<F>(&mut self, name: &str, arity: u8, docs: &str, body: F) -> &mut Self
    where
        F: for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static,
    {
        self.push(name, arity, docs, FunctionKind::Function, Box::new(body))
    }

    /// A function that can be called with `new`, too; its `this` is `new.target`.
    pub(crate) fn constructor<F>(&mut self, name: &str, arity: u8, docs: &str, body: F) -> &mut Self
    where
        F: for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static,
    {
        self.push(name, arity, docs, FunctionKind::Constructor, Box::new(body))
    }

    fn push(&mut self, name: &str, arity: u8, docs: &str, kind: FunctionKind, body: Box<Body>) -> &mut Self {
        self.list.push(Export::Function { name: name.into(), arity, docs: docs.into(), kind, body });
        self
    }

    /// A constant, made while baking.
    pub fn constant<T: Serialize + Send + Sync + 'static>(&mut self, name: &str, value: T) -> &mut Self {
        let make = constant_of(move |scope| (&value).into_js(scope));
        self.list.push(Export::Constant { name: name.into(), make });
        self
    }
}

/// Makes the compiler see a closure as one that works for every brand.
fn constant_of(make: impl for<'js> Fn(Scope<'js>) -> Result<Value<'js>> + Send + Sync + 'static) -> Box<Constant> {
    Box::new(make)
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.list.iter().map(Export::name)).finish()
    }
}
