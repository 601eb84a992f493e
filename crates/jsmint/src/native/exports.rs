//! What a native module exports.

use std::fmt;

use serde::Serialize;

use super::call::{Body, Call};
use super::class::{Class, ClassExport, Describe};
use super::function::Function;
use super::types::{Signature, Types, type_named};
use crate::error::Result;
use crate::raw::{FunctionKind, Scope, Value};
use crate::value::IntoJs;

type Constant = dyn for<'js> Fn(Scope<'js>) -> Result<Value<'js>> + Send + Sync;

/// One export.
pub(super) enum Export {
    Function(FunctionExport),
    Constant(ConstantExport),
    Class(ClassExport),
}

/// A function.
pub(super) struct FunctionExport {
    pub(super) name: String,
    pub(super) arity: u8,
    pub(super) docs: String,
    pub(super) kind: FunctionKind,
    pub(super) signature: Option<Box<Describe>>,
    pub(super) body: Box<Body>,
}

/// A constant.
pub(super) struct ConstantExport {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) type_script: Box<dyn Fn(&mut Types) -> String + Send + Sync>,
    pub(super) make: Box<Constant>,
}

impl Export {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Function(function) => &function.name,
            Self::Constant(constant) => &constant.name,
            Self::Class(class) => class.name,
        }
    }
}

/// What a native module exports: filled in by [`NativeModule::define`](crate::NativeModule::define), once per factory.
#[derive(Default)]
pub struct Exports {
    pub(super) list: Vec<Export>,
}

impl Exports {
    /// A function with converted arguments and result: `exports.function("add", "a + b", |a: f64, b: f64| Ok(a + b))`.
    ///
    /// Its TypeScript types are those that the names of its Rust types tell; [`signature`](Self::signature) says better.
    pub fn function<Marker, F: Function<Marker>>(&mut self, name: &str, docs: &str, function: F) -> &mut Self {
        self.raw(name, F::ARITY, docs, move |call| function.call(call)).signature(|_| F::signature())
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
        let function = FunctionExport { name: name.into(), arity, docs: docs.into(), kind, signature: None, body };
        self.list.push(Export::Function(function));
        self
    }

    /// A constant, made while baking.
    pub fn constant<T: Serialize + Send + Sync + 'static>(&mut self, name: &str, value: T) -> &mut Self {
        let make = constant_of(move |scope| (&value).into_js(scope));
        let type_script = Box::new(|_: &mut Types| type_named::<T>());
        self.list.push(Export::Constant(ConstantExport { name: name.into(), docs: String::new(), type_script, make }));
        self
    }

    /// A class, whose instances stand for values of `T`.
    pub fn class<T: Class>(&mut self) -> &mut Self {
        self.list.push(Export::Class(ClassExport::of::<T>()));
        self
    }

    /// Says what the last function takes and gives, for TypeScript. Asked only when definitions are written.
    ///
    /// ```
    /// # use jsmint::{Exports, types::Signature};
    /// # fn define(exports: &mut Exports) {
    /// exports
    ///     .raw("first", 1, "The first element.", |call| call.value(0).get_index(0))
    ///     .signature(|_| Signature::new().parameter("list", "unknown[]").returns("unknown"));
    /// # }
    /// ```
    pub fn signature<F>(&mut self, signature: F) -> &mut Self
    where
        F: Fn(&mut Types) -> Signature + Send + Sync + 'static,
    {
        if let Some(Export::Function(last)) = self.list.last_mut() {
            last.signature = Some(Box::new(signature));
        }
        self
    }

    /// Says what the last constant is, in words and for TypeScript.
    pub fn describe_constant<F>(&mut self, docs: &str, type_script: F) -> &mut Self
    where
        F: Fn(&mut Types) -> String + Send + Sync + 'static,
    {
        if let Some(Export::Constant(last)) = self.list.last_mut() {
            last.docs = docs.into();
            last.type_script = Box::new(type_script);
        }
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
