//! Values that the bake keeps for the layers above, by number.

use std::mem::ManuallyDrop;
use std::ops::Deref;

use super::engine as q;
use super::host::base_of;
use super::origin::Root;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

/// Functions and objects that every world has, out of the scripts' reach. The order is that of
/// [`Scope::set_intrinsics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Intrinsic {
    /// The engine's own `Date`.
    Date,
    /// The engine's own `Date.prototype.getTime`.
    DateGetTime,
    /// The engine's own `Date.prototype.toString`.
    DateToString,
    /// `(mapOrSet) => array`.
    Entries,
    /// `(promise) => promise` of the value of a script that may await at its top.
    Completion,
    /// The engine's own getter of `Error.prototype.stack`.
    ErrorStack,
    /// The engine's own getter of `DOMException.prototype.name`.
    DomName,
    /// The engine's own getter of `DOMException.prototype.message`.
    DomMessage,
    /// `(object) => reference` that does not keep it alive.
    Weaken,
    /// `(reference) => boolean`: whether the object is still there.
    IsAlive,
    /// The first instance of the engine's class for instances; it holds the prototypes of the host's classes.
    Classes,
    /// The module system: an object with `require(path, directory)` and what else it needs.
    Modules,
    /// The array of what was preloaded: `{ path, exports }`, first to last.
    Preloaded,
    /// What the event loop asks: an object with `turn()` once a timer has been asked for, and with `runTicks()` once a
    /// callback has been queued that goes before promise jobs.
    Loop,
    /// The global object.
    Global,
}

/// A value that lives as long as its world, whoever refers to it. So nothing counts as a reference here: a count that goes
/// up and down again leaves a page to be restored that is as it was.
pub(crate) struct Rooted<'js>(ManuallyDrop<Value<'js>>);

impl<'js> Deref for Rooted<'js> {
    type Target = Value<'js>;

    fn deref(&self) -> &Value<'js> {
        &self.0
    }
}

impl<'js> Scope<'js> {
    /// Keeps these objects, in the order of [`Intrinsic`], for as long as the world lives, in every world of the image
    /// that is made of it.
    pub(crate) fn set_intrinsics(self, values: Vec<Value<'js>>) -> Result<()> {
        let values = values.into_iter().map(|value| self.keep_root(value)).collect::<Result<Vec<_>>>()?;
        self.host().roots.borrow_mut().intrinsics = values;
        Ok(())
    }

    /// Keeps one more function, with the object that it is called on or undefined, for as long.
    pub(crate) fn add_entry_point(self, function: Value<'js>, this: Value<'js>) -> Result<()> {
        let this = (!this.is_undefined()).then(|| self.keep_root(this)).transpose()?;
        let function = self.keep_root(function)?;
        self.host().roots.borrow_mut().entry_points.push((function, this));
        Ok(())
    }

    /// Gives a reference to the world for ever.
    fn keep_root(self, value: Value<'js>) -> Result<Root> {
        let tag = value.tag();
        if !value.is_object() {
            return Err(Error::new(ErrorKind::Bake, format!("an object is to be kept, not a {}", value.type_of())));
        }
        // SAFETY: R4: the payload of an object is its address; the reference now belongs to the image.
        let address = unsafe { q::JS_VALUE_GET_PTR(value.into_raw()) } as usize;
        Ok(Root { tag, offset: address - base_of(self.ctx()) as usize })
    }

    /// One of the intrinsics.
    pub(crate) fn intrinsic(self, which: Intrinsic) -> Result<Rooted<'js>> {
        self.host()
            .find_root(|kept| kept.intrinsics.get(which as usize).copied())
            .map(|root| self.rooted(root))
            .ok_or_else(|| Error::new(ErrorKind::Internal, format!("{which:?} is asked for before it is made")))
    }

    /// An entry point by its number: the function, and what it is called on.
    #[inline]
    pub(crate) fn entry_point(self, number: usize) -> Result<[Rooted<'js>; 2]> {
        let Some((function, this)) = self.host().find_root(|kept| kept.entry_points.get(number).copied()) else {
            return Err(Error::new(ErrorKind::NotFound, "an entry point is asked for before the bake ends"));
        };
        let undefined = || Rooted(ManuallyDrop::new(self.undefined()));
        Ok([self.rooted(function), this.map_or_else(undefined, |this| self.rooted(this))])
    }

    #[inline]
    fn rooted(self, Root { tag, offset }: Root) -> Rooted<'js> {
        let address = (base_of(self.ctx()) as usize + offset) as *mut _;
        // SAFETY: R4, H2: the root was an object at this offset when its reference was given to the image, and nothing
        // ever gives that reference back, this value included; a world lies at its slot's base as its image did.
        Rooted(ManuallyDrop::new(unsafe { Value::own(self, q::JS_MKPTR(tag, address)) }))
    }
}
