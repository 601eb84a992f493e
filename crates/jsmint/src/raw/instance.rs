//! Instances: objects of scripts that stand for values of the host.
//!
//! An instance holds a number, never an address (R3). The host learns that an instance is gone by looking, not by a finalizer: when the
//! table has doubled, each of its entries is asked whether its object is still there.

use std::ffi::c_void;

use super::engine as q;
use super::held::Held;
use super::instances::{Entry, HostValue};
use super::roots::Intrinsic;
use super::scope::Scope;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

impl<'js> Scope<'js> {
    /// Tells the engine of the class of all instances, once per bake. Gives one that stands for nothing.
    pub(crate) fn new_instance_class(self) -> Result<Value<'js>> {
        // SAFETY: R3: the class has no functions; its name is copied.
        unsafe {
            let mut class = 0;
            q::JS_NewClassID(self.rt(), &raw mut class);
            let definition = q::JSClassDef {
                class_name: c"Object".as_ptr(),
                finalizer: None,
                gc_mark: None,
                call: None,
                exotic: std::ptr::null_mut(),
            };
            if q::JS_NewClass(self.rt(), class, &raw const definition) < 0 {
                return Err(Error::new(ErrorKind::OutOfMemory, "no memory for the class of instances"));
            }
            self.result(q::JS_NewObjectProtoClass(self.ctx(), self.null().raw(), class))
        }
    }

    fn instance_class(self) -> Result<q::JSClassID> {
        let first = self.intrinsic(Intrinsic::Classes)?;
        // SAFETY: R4: the object is live; the question runs no script.
        Ok(unsafe { q::JS_GetClassID(first.raw()) })
    }

    /// An object with this prototype that stands for a value of the host.
    pub(crate) fn new_instance(self, prototype: &Value<'js>, value: HostValue) -> Result<Value<'js>> {
        let host = self.host();
        if host.baking {
            let message = "an image cannot hold values of the host; make this instance when it is first used, \
                           not while baking";
            return Err(Error::new(ErrorKind::Bake, message));
        }
        let instances = &host.holdings().instances;
        if instances.is_full() {
            self.drop_lost_instances()?;
        }
        let class = self.instance_class()?;
        // SAFETY: R4: the prototype is live; the call returns a reference of its own.
        let object = unsafe { self.result(q::JS_NewObjectProtoClass(self.ctx(), prototype.raw(), class)) }?;
        let weak = self.intrinsic(Intrinsic::Weaken)?.invoke(&self.undefined(), std::slice::from_ref(&object))?;
        let number = instances.last.get() + 1;
        // SAFETY: R3: the object is one of our class, and what it gets is a number.
        unsafe { q::JS_SetOpaque(object.raw(), number as *mut c_void) };
        instances.last.set(number);
        instances.table.borrow_mut().insert(number, Entry { value, instance: Held::new(weak) });
        Ok(object)
    }

    /// Drops the values whose instances are gone.
    pub(super) fn drop_lost_instances(self) -> Result<()> {
        let instances = &self.host().holdings().instances;
        let is_alive = self.intrinsic(Intrinsic::IsAlive)?;
        let mut lost = Vec::new();
        for (&number, entry) in instances.table.borrow().iter() {
            if is_alive.invoke(&self.undefined(), &[entry.instance.get(self)])?.as_bool() == Some(false) {
                lost.push(number);
            }
        }
        let lost: Vec<Entry> = {
            let mut table = instances.table.borrow_mut();
            lost.iter().filter_map(|number| table.remove(number)).collect()
        };
        instances.next_look.set(instances.table.borrow().len() * 2);
        // The table is no longer borrowed: a value's own `drop` may do anything.
        for entry in lost {
            entry.instance.release(self);
        }
        Ok(())
    }
}

impl Value<'_> {
    /// The value of the host that it stands for; `None` where it is no instance of this runtime.
    pub(crate) fn host_value(&self) -> Option<HostValue> {
        let scope = self.scope();
        let class = scope.instance_class().ok()?;
        // SAFETY: R3: what objects of our class hold is a number, 0 if none was set.
        let number = unsafe { q::JS_GetOpaque(self.raw(), class) } as usize;
        scope.host().held()?.instances.get(number)
    }
}
