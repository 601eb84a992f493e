//! Classes of native modules.

use std::any::TypeId;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use parking_lot::ReentrantMutex;

use super::call::{Body, Call};
use super::types::{Signature, Types};
use crate::error::{Error, ErrorKind, JsException, Result};
use crate::raw::{FunctionKind, HostValue, Intrinsic, SavedState, Scope, Value};

/// A Rust type whose values scripts hold as instances of a class. Usually made by
/// [`#[js(class)]`](macro@crate::module#classes).
///
/// An instance holds a number; the value lies in a table of its runtime. It is dropped when a method takes it by value;
/// at some time after the script has let the instance go; and at the latest with its runtime. Instances cannot be made
/// while baking: an image holds no values of the host.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no class",
    note = "a class is a struct with `#[js(class)]`, and an impl block with the same",
    note = "if it is the module's state that is wanted, declare it: `#[jsmint::module(state = {Self})]`"
)]
pub trait Class: Sized + Send + 'static {
    /// The name that scripts see.
    const NAME: &'static str;

    /// What the class is for. Default: nothing.
    fn docs() -> &'static str {
        ""
    }

    /// Fills in the members. Called once per factory.
    fn define(members: &mut Members<Self>);

    /// What is to be kept of an instance's value where its runtime is forked, at a checkpoint, and where it is put to sleep:
    /// [the value](SavedState::of), or [nothing](SavedState::anew), and then the instance is closed there, as if a method had
    /// taken the value.
    ///
    /// # Errors
    ///
    /// Whatever is returned fails that, and leaves the runtime as it is. Default: refused.
    fn save(&self) -> Result<SavedState> {
        let message = format!(
            "an instance of the class {} is in use, which does not say what becomes of it in another runtime, or at another \
             time; let go of it first, or mark functions of it with `#[js(save)]` and `#[js(load)]`",
            Self::NAME
        );
        Err(Error::new(ErrorKind::Unsupported, message))
    }

    /// Makes a value of what [`save`](Self::save) has kept. Default: refused.
    ///
    /// # Errors
    ///
    /// Whatever is returned fails the fork, the way back to the checkpoint, or the waking.
    fn load(saved: &SavedState) -> Result<Self> {
        let _ = saved;
        let message =
            format!("the class {} does not say how its values are made again; implement Class::load", Self::NAME);
        Err(Error::new(ErrorKind::Unsupported, message))
    }
}

/// What sort of member it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    Constructor,
    Method,
    Static,
    Getter,
    Setter,
}

pub(super) type Describe = dyn Fn(&mut Types) -> Signature + Send + Sync;

/// One member.
pub(super) struct Member {
    pub(super) kind: MemberKind,
    pub(super) name: String,
    pub(super) arity: u8,
    pub(super) docs: String,
    pub(super) signature: Option<Box<Describe>>,
    pub(super) body: Box<Body>,
}

impl Member {
    /// The `name` that scripts see of the function.
    pub(super) fn function_name(&self) -> String {
        match self.kind {
            MemberKind::Getter => format!("get {}", self.name),
            MemberKind::Setter => format!("set {}", self.name),
            _ => self.name.clone(),
        }
    }

    /// Its name with that of its class, as in `Counter.add`; a constructor's is that of the class.
    #[cfg(feature = "call-log")]
    pub(super) fn full_name(&self, class: &str) -> Option<String> {
        match self.kind {
            MemberKind::Constructor => None,
            MemberKind::Getter => Some(format!("get {class}.{}", self.name)),
            MemberKind::Setter => Some(format!("set {class}.{}", self.name)),
            MemberKind::Method | MemberKind::Static => Some(format!("{class}.{}", self.name)),
        }
    }

    /// How the engine calls it.
    pub(super) fn function_kind(&self) -> FunctionKind {
        match self.kind {
            MemberKind::Constructor => FunctionKind::Constructor,
            _ => FunctionKind::Function,
        }
    }
}

/// A class without its type.
pub(super) struct ClassExport {
    pub(super) name: &'static str,
    pub(super) docs: &'static str,
    pub(super) id: TypeId,
    pub(super) members: Vec<Member>,
    /// Whether scripts cannot make instances.
    is_abstract: bool,
    save: fn(&HostValue) -> Option<Result<SavedState>>,
    load: fn(&SavedState) -> Result<HostValue>,
}

impl ClassExport {
    pub(super) fn is_abstract(&self) -> bool {
        self.is_abstract
    }

    pub(super) fn of<T: Class>() -> Self {
        let mut members = Members { list: Vec::new(), class: PhantomData };
        T::define(&mut members);
        let is_abstract = !members.list.iter().any(|member| member.kind == MemberKind::Constructor);
        if is_abstract {
            let body: Box<Body> = Box::new(|_| Err(type_error("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor")));
            members.push(MemberKind::Constructor, T::NAME, 0, "", body);
        }
        Self {
            name: T::NAME,
            docs: T::docs(),
            id: TypeId::of::<T>(),
            members: members.list,
            is_abstract,
            save: save::<T>,
            load: load::<T>,
        }
    }

    /// What is to be kept of a value; `None` where it is of another class.
    pub(super) fn save(&self, value: &HostValue) -> Option<Result<SavedState>> {
        (self.save)(value)
    }

    /// The value of what was kept.
    pub(super) fn load(&self, saved: &SavedState) -> Result<HostValue> {
        (self.load)(saved)
    }

    /// The key under which a runtime knows the prototype.
    fn key(id: TypeId) -> String {
        format!("{id:?}")
    }

    /// Makes the class in a runtime: its constructor, with the functions that `function` makes of members' indices.
    pub(super) fn make<'js>(
        &self,
        scope: Scope<'js>,
        mut function: impl FnMut(usize) -> Result<Value<'js>>,
    ) -> Result<Value<'js>> {
        let prototype = scope.object()?;
        let mut constructor = scope.undefined();
        for (index, member) in self.members.iter().enumerate() {
            if member.kind == MemberKind::Constructor {
                constructor = function(index)?;
            }
        }
        for (index, member) in self.members.iter().enumerate() {
            match member.kind {
                MemberKind::Constructor => {}
                MemberKind::Method => prototype.define(&member.name, function(index)?, false)?,
                MemberKind::Static => constructor.define(&member.name, function(index)?, false)?,
                // With its setter, wherever that stands.
                MemberKind::Getter => {
                    let setter = self.find(MemberKind::Setter, &member.name);
                    let setter = setter.map_or_else(|| Ok(scope.undefined()), &mut function)?;
                    prototype.define_accessor(&member.name, function(index)?, setter)?;
                }
                MemberKind::Setter if self.find(MemberKind::Getter, &member.name).is_none() => {
                    prototype.define_accessor(&member.name, scope.undefined(), function(index)?)?;
                }
                MemberKind::Setter => {}
            }
        }
        constructor.set_constructor_of(&prototype)?;
        scope.intrinsic(Intrinsic::Classes)?.define(&Self::key(self.id), prototype, true)?;
        Ok(constructor)
    }

    fn find(&self, kind: MemberKind, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.kind == kind && member.name == name)
    }
}

/// The members of a class: filled in by [`Class::define`].
pub struct Members<T> {
    list: Vec<Member>,
    class: PhantomData<fn() -> T>,
}

/// Makes the compiler see a closure as one that works for every brand.
fn body_of(body: impl for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static) -> Box<Body> {
    Box::new(body)
}

macro_rules! members {
    ($($(#[$docs:meta])* $method:ident $kind:ident;)*) => {$(
        $(#[$docs])*
        pub fn $method<F>(&mut self, name: &str, arity: u8, docs: &str, body: F) -> &mut Self
        where
            F: for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static,
        {
            self.push(MemberKind::$kind, name, arity, docs, Box::new(body))
        }
    )*};
}

impl<T: Class> Members<T> {
    /// What `new` calls. Without one, scripts cannot make instances, only be given them.
    pub fn constructor<F>(&mut self, arity: u8, docs: &str, body: F) -> &mut Self
    where
        F: for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<T> + Send + Sync + 'static,
    {
        let body = body_of(move |call| {
            let new_target = call.this();
            if !new_target.is_function() {
                let message = format!("Class constructor {} cannot be invoked without 'new'", T::NAME);
                return Err(type_error("ERR_CONSTRUCT_CALL_REQUIRED", message));
            }
            let value = body(call)?;
            let wanted = new_target.get("prototype")?;
            let prototype = if wanted.is_object() { wanted } else { prototype_of::<T>(call.scope())? };
            call.scope().new_instance(&prototype, Instance::new(value).cell)
        });
        self.push(MemberKind::Constructor, T::NAME, arity, docs, body)
    }

    members! {
        /// A method: `this` is the instance, see [`Instance::this`].
        method Method;
        /// A function of the class itself.
        static_method Static;
        /// What reading a property calls.
        getter Getter;
        /// What writing a property calls, with the new value as its only argument.
        setter Setter;
    }

    /// Says what the last member takes and gives, for TypeScript.
    pub fn signature<F>(&mut self, signature: F) -> &mut Self
    where
        F: Fn(&mut Types) -> Signature + Send + Sync + 'static,
    {
        if let Some(last) = self.list.last_mut() {
            last.signature = Some(Box::new(signature));
        }
        self
    }

    fn push(&mut self, kind: MemberKind, name: &str, arity: u8, docs: &str, body: Box<Body>) -> &mut Self {
        self.list.push(Member { kind, name: name.into(), arity, docs: docs.into(), signature: None, body });
        self
    }
}

impl<T> fmt::Debug for Members<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.list.iter().map(|member| (member.kind, &member.name))).finish()
    }
}

/// One thread at a time has a runtime and so its instances, but a method may be called from within another.
type Cell<T> = ReentrantMutex<RefCell<Option<T>>>;

/// A value that a method has taken is one that nothing is kept of.
fn save<T: Class>(value: &HostValue) -> Option<Result<SavedState>> {
    let cell = value.downcast_ref::<Cell<T>>()?.lock();
    let value = cell.borrow();
    Some(value.as_ref().map_or_else(|| Ok(SavedState::anew()), T::save))
}

fn load<T: Class>(saved: &SavedState) -> Result<HostValue> {
    let value = if saved.is_anew() { None } else { Some(T::load(saved)?) };
    Ok(Arc::new(ReentrantMutex::new(RefCell::new(value))))
}

/// The Rust value behind an instance.
pub struct Instance<T> {
    cell: Arc<Cell<T>>,
    class: &'static str,
}

impl<T: Class> Instance<T> {
    fn new(value: T) -> Self {
        Self { cell: Arc::new(ReentrantMutex::new(RefCell::new(Some(value)))), class: T::NAME }
    }

    /// The value behind `this`.
    ///
    /// # Errors
    ///
    /// A `TypeError` with code `ERR_INVALID_THIS` where `this` is no instance of the class.
    pub fn this(call: &Call<'_, '_>) -> Result<Self> {
        Self::find(&call.this())
            .ok_or_else(|| type_error("ERR_INVALID_THIS", format!("Value of \"this\" must be of type {}", T::NAME)))
    }

    /// The value behind an argument.
    ///
    /// # Errors
    ///
    /// A `TypeError` with code `ERR_INVALID_ARG_TYPE` where it is no instance of the class.
    pub fn of(value: &Value<'_>) -> Result<Self> {
        Self::find(value)
            .ok_or_else(|| type_error("ERR_INVALID_ARG_TYPE", format!("expected an instance of {}", T::NAME)))
    }

    fn find(value: &Value<'_>) -> Option<Self> {
        value.host_value()?.downcast::<Cell<T>>().ok().map(|cell| Self { cell, class: T::NAME })
    }
}

impl<T> Instance<T> {
    /// Lends the value.
    ///
    /// # Errors
    ///
    /// A `TypeError` where a method has taken it (`ERR_INVALID_STATE`), or has it mutably right now.
    pub fn with<R>(&self, run: impl FnOnce(&T) -> Result<R>) -> Result<R> {
        let cell = self.cell.lock();
        let value = cell.try_borrow().map_err(|_| self.in_use())?;
        run(value.as_ref().ok_or_else(|| self.closed())?)
    }

    /// Lends the value mutably.
    ///
    /// # Errors
    ///
    /// A `TypeError` where a method has taken it, or has it right now.
    pub fn with_mut<R>(&self, run: impl FnOnce(&mut T) -> Result<R>) -> Result<R> {
        let cell = self.cell.lock();
        let mut value = cell.try_borrow_mut().map_err(|_| self.in_use())?;
        run(value.as_mut().ok_or_else(|| self.closed())?)
    }

    /// Takes the value out. From then on every use of the instance is a `TypeError`.
    ///
    /// # Errors
    ///
    /// As [`with_mut`](Self::with_mut).
    pub fn take(&self) -> Result<T> {
        let cell = self.cell.lock();
        let mut value = cell.try_borrow_mut().map_err(|_| self.in_use())?;
        value.take().ok_or_else(|| self.closed())
    }

    fn closed(&self) -> Error {
        type_error("ERR_INVALID_STATE", format!("this {} is closed", self.class))
    }

    fn in_use(&self) -> Error {
        let message = format!("this {} is in use: a call of it has not returned yet", self.class);
        type_error("ERR_INVALID_STATE", message)
    }
}

impl<T> fmt::Debug for Instance<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Instance").field(&self.class).finish()
    }
}

/// A new instance that stands for a value: what functions that return one give to the script.
///
/// # Errors
///
/// [`NotFound`](crate::ErrorKind::NotFound) where no module with the class has been required in this runtime,
/// [`Bake`](crate::ErrorKind::Bake) while baking.
pub fn new_instance<'js, T: Class>(scope: Scope<'js>, value: T) -> Result<Value<'js>> {
    let prototype = prototype_of::<T>(scope)?;
    scope.new_instance(&prototype, Instance::new(value).cell)
}

fn prototype_of<'js, T: Class>(scope: Scope<'js>) -> Result<Value<'js>> {
    let prototype = scope.intrinsic(Intrinsic::Classes)?.get(&ClassExport::key(TypeId::of::<T>()))?;
    if prototype.is_object() {
        return Ok(prototype);
    }
    let message = format!("the module that exports the class {} has not been required in this runtime", T::NAME);
    Err(Error::new(ErrorKind::NotFound, message))
}

fn type_error(code: &str, message: impl Into<String>) -> Error {
    Error::script(JsException::new("TypeError", message).with_code(code))
}
