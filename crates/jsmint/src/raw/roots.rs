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
        let base = base_of(self.ctx()) as usize;
        let root = |value: Value<'js>| {
            if !value.is_object() {
                return Err(Error::new(ErrorKind::Internal, "an intrinsic must be an object"));
            }
            let tag = value.tag();
            // SAFETY: R4: the payload of an object is its address; the reference now belongs to the image.
            let address = unsafe { q::JS_VALUE_GET_PTR(value.into_raw()) } as usize;
            Ok(Root { tag, offset: address - base })
        };
        let values = values.into_iter().map(root).collect::<Result<Vec<_>>>()?;
        *self.host().roots.borrow_mut() = values;
        Ok(())
    }

    /// One of the intrinsics.
    pub(crate) fn intrinsic(self, which: Intrinsic) -> Result<Rooted<'js>> {
        let Some(Root { tag, offset }) = self.host().root(which as usize) else {
            return Err(Error::new(ErrorKind::Internal, format!("{which:?} is asked for before it is made")));
        };
        let address = (base_of(self.ctx()) as usize + offset) as *mut _;
        // SAFETY: R4, H2: the root was an object at this offset when its reference was given to the image, and nothing
        // ever gives that reference back, this value included; a world lies at its slot's base as its image did.
        Ok(Rooted(ManuallyDrop::new(unsafe { Value::own(self, q::JS_MKPTR(tag, address)) })))
    }
}
