//! Objects and their properties.

use std::ffi::c_int;

use super::engine as q;
use super::scope::Scope;
use super::value::Value;
use crate::error::Result;

/// A property key, given back when dropped.
struct Key<'js> {
    atom: q::JSAtom,
    scope: Scope<'js>,
}

impl<'js> Key<'js> {
    fn new(scope: Scope<'js>, name: &str) -> Result<Self> {
        // SAFETY: R4: the call copies `name` and returns a reference that this key owns.
        let atom = unsafe { q::JS_NewAtomLen(scope.ctx(), name.as_ptr().cast(), name.len() as _) };
        if atom == 0 { Err(scope.take_error()) } else { Ok(Self { atom, scope }) }
    }
}

impl Drop for Key<'_> {
    fn drop(&mut self) {
        if !self.scope.is_abandoned() {
            // SAFETY: R4: the key owns one reference of its atom. R10: the world is in use.
            unsafe { q::JS_FreeAtom(self.scope.ctx(), self.atom) }
        }
    }
}

impl<'js> Scope<'js> {
    /// An empty object.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn object(self) -> Result<Value<'js>> {
        // SAFETY: R4: the call returns a reference of its own.
        unsafe { self.result(q::JS_NewObject(self.ctx())) }
    }

    /// An empty array.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn array(self) -> Result<Value<'js>> {
        // SAFETY: R4: the call returns a reference of its own.
        unsafe { self.result(q::JS_NewArray(self.ctx())) }
    }
}

impl<'js> Value<'js> {
    /// Reads a property. Runs getters and proxies of the script.
    ///
    /// # Errors
    ///
    /// What that code throws; a `TypeError` on `null` and `undefined`.
    pub fn get(&self, name: &str) -> Result<Value<'js>> {
        let scope = self.scope();
        let key = Key::new(scope, name)?;
        // SAFETY: R4: object and key are live; the call returns a reference of its own.
        unsafe { scope.result(q::JS_GetProperty(scope.ctx(), self.raw(), key.atom)) }
    }

    /// Reads an element.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn get_index(&self, index: u32) -> Result<Value<'js>> {
        let scope = self.scope();
        // SAFETY: R4: the object is live; the call returns a reference of its own.
        unsafe { scope.result(q::JS_GetPropertyUint32(scope.ctx(), self.raw(), index)) }
    }

    /// Writes a property, as an assignment in strict code does.
    ///
    /// # Errors
    ///
    /// What the script's setters throw; a `TypeError` where the property cannot be written.
    pub fn set(&self, name: &str, value: Value<'js>) -> Result<()> {
        let scope = self.scope();
        let key = Key::new(scope, name)?;
        // SAFETY: R4: the call takes over the reference of `value`.
        unsafe { scope.status(q::JS_SetProperty(scope.ctx(), self.raw(), key.atom, value.into_raw())) }.map(drop)
    }

    /// Writes an element.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set).
    pub fn set_index(&self, index: u32, value: Value<'js>) -> Result<()> {
        let scope = self.scope();
        // SAFETY: R4: the call takes over the reference of `value`.
        unsafe { scope.status(q::JS_SetPropertyUint32(scope.ctx(), self.raw(), index, value.into_raw())) }.map(drop)
    }

    /// Defines an own property without running any setter: writable, configurable, enumerable if `enumerable`.
    ///
    /// # Errors
    ///
    /// A `TypeError` where the object refuses it; out of memory.
    pub fn define(&self, name: &str, value: Value<'js>, enumerable: bool) -> Result<()> {
        let scope = self.scope();
        let key = Key::new(scope, name)?;
        let mut flags = q::JS_PROP_CONFIGURABLE | q::JS_PROP_WRITABLE | q::JS_PROP_THROW;
        if enumerable {
            flags |= q::JS_PROP_ENUMERABLE;
        }
        // SAFETY: R4: the call takes over the reference of `value`.
        unsafe {
            scope.status(q::JS_DefinePropertyValue(scope.ctx(), self.raw(), key.atom, value.into_raw(), flags as c_int))
        }
        .map(drop)
    }

    /// Defines an accessor as classes have it: configurable, not enumerable. What is undefined is not there.
    pub(crate) fn define_accessor(&self, name: &str, getter: Value<'js>, setter: Value<'js>) -> Result<()> {
        let scope = self.scope();
        let key = Key::new(scope, name)?;
        let flags =
            q::JS_PROP_CONFIGURABLE | q::JS_PROP_HAS_CONFIGURABLE | q::JS_PROP_HAS_ENUMERABLE | q::JS_PROP_THROW;
        let (getter, setter) = (getter.into_raw(), setter.into_raw());
        // SAFETY: R4: the call takes over the references of both.
        unsafe {
            let status = q::JS_DefinePropertyGetSet(scope.ctx(), self.raw(), key.atom, getter, setter, flags as c_int);
            scope.status(status)
        }
        .map(drop)
    }

    /// Whether it has a property, its own or inherited.
    ///
    /// # Errors
    ///
    /// What a proxy of the script throws.
    pub fn has(&self, name: &str) -> Result<bool> {
        let scope = self.scope();
        let key = Key::new(scope, name)?;
        // SAFETY: R4: object and key are live.
        unsafe { scope.status(q::JS_HasProperty(scope.ctx(), self.raw(), key.atom)) }
    }

    /// Its own enumerable string keys, in order.
    ///
    /// # Errors
    ///
    /// What a proxy of the script throws; out of memory.
    pub fn keys(&self) -> Result<Vec<String>> {
        let scope = self.scope();
        let (mut table, mut length) = (std::ptr::null_mut(), 0);
        let flags = (q::JS_GPN_STRING_MASK | q::JS_GPN_ENUM_ONLY) as c_int;
        // SAFETY: R4: the table and its atoms are ours until they are given back.
        unsafe {
            let status = q::JS_GetOwnPropertyNames(scope.ctx(), &raw mut table, &raw mut length, self.raw(), flags);
            scope.status(status)?;
            let entries = if length == 0 { &[][..] } else { std::slice::from_raw_parts(table, length as usize) };
            let names = entries
                .iter()
                .map(|entry| scope.result(q::JS_AtomToString(scope.ctx(), entry.atom)).and_then(|name| name.to_text()))
                .collect();
            q::JS_FreePropertyEnum(scope.ctx(), table, length);
            names
        }
    }

    /// Its `length`, as a number of elements.
    ///
    /// # Errors
    ///
    /// What a getter of the script throws.
    pub fn length(&self) -> Result<u64> {
        let scope = self.scope();
        let mut length = 0;
        // SAFETY: R4: the object is live.
        unsafe { scope.status(q::JS_GetLength(scope.ctx(), self.raw(), &raw mut length)) }?;
        Ok(u64::try_from(length).unwrap_or(0))
    }

    /// Its prototype: an object or `null`.
    ///
    /// # Errors
    ///
    /// What a proxy of the script throws.
    pub fn prototype(&self) -> Result<Value<'js>> {
        let scope = self.scope();
        // SAFETY: R4: the call returns a reference of its own.
        unsafe { scope.result(q::JS_GetPrototype(scope.ctx(), self.raw())) }
    }

    /// A data property, its own or inherited, read without running any script: getters and proxies give `None`.
    pub(crate) fn data_property(&self, name: &str) -> Option<Value<'js>> {
        let scope = self.scope();
        let key = Key::new(scope, name).ok()?;
        let mut object = self.clone();
        // Chains are short; a hostile one is cut.
        for _ in 0..32 {
            if !object.is_object() || object.is_proxy() {
                return None;
            }
            // SAFETY: R4: the descriptor's three values are ours once the call says that it filled them in; an
            // ordinary object runs no script here.
            unsafe {
                let mut found: q::JSPropertyDescriptor = std::mem::zeroed();
                match q::JS_GetOwnProperty(scope.ctx(), &raw mut found, object.raw(), key.atom) {
                    0 => {}
                    1 => {
                        let value = Value::own(scope, found.value);
                        let accessor = [Value::own(scope, found.getter), Value::own(scope, found.setter)];
                        let is_data = found.flags & q::JS_PROP_GETSET as c_int == 0;
                        drop(accessor);
                        return is_data.then_some(value);
                    }
                    _ => {
                        drop(scope.take_error());
                        return None;
                    }
                }
            }
            object = object.prototype().ok()?;
        }
        None
    }
}
