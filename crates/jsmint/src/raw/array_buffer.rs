//! Bytes.

use super::engine as q;
use super::scope::Scope;
use super::value::Value;
use crate::error::Result;

impl<'js> Scope<'js> {
    /// An `ArrayBuffer` with a copy of these bytes: whatever a runtime owns lies in its slot.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn array_buffer(self, bytes: &[u8]) -> Result<Value<'js>> {
        // SAFETY: R4, R7: the call copies the bytes into the slot and returns a reference of its own.
        unsafe { self.result(q::JS_NewArrayBufferCopy(self.ctx(), bytes.as_ptr(), bytes.len() as _)) }
    }

    /// A `Uint8Array` with a copy of these bytes.
    ///
    /// # Errors
    ///
    /// Out of memory.
    pub fn uint8_array(self, bytes: &[u8]) -> Result<Value<'js>> {
        // SAFETY: R4, R7: as above.
        unsafe { self.result(q::JS_NewUint8ArrayCopy(self.ctx(), bytes.as_ptr(), bytes.len() as _)) }
    }
}

impl Value<'_> {
    /// Lends the bytes of an `ArrayBuffer` or a typed array, without copying; `None` for anything else.
    ///
    /// Nothing of the script can run meanwhile, so the bytes stay as they are: `read` must be `Send`, which no scope
    /// and no value is, so it cannot reach into the runtime.
    pub fn with_bytes<R>(&self, read: impl FnOnce(&[u8]) -> R + Send) -> Option<R> {
        let scope = self.scope();
        let mut length = 0;
        // SAFETY: R4: the buffer is live, and R1: nothing runs in this world while the bytes are lent, because
        // `read` is `Send`, which keeps every scope out of it.
        unsafe {
            let (buffer, offset, view) = if q::JS_IsArrayBuffer(self.raw()) {
                (self.clone(), 0, None)
            } else if q::JS_GetTypedArrayType(self.raw()) >= 0 {
                let (mut offset, mut bytes, mut element) = (0, 0, 0);
                let raw = q::JS_GetTypedArrayBuffer(
                    scope.ctx(),
                    self.raw(),
                    &raw mut offset,
                    &raw mut bytes,
                    &raw mut element,
                );
                (scope.result(raw).ok()?, offset, Some(bytes))
            } else {
                return None;
            };
            let start = q::JS_GetArrayBuffer(scope.ctx(), &raw mut length, buffer.raw());
            if start.is_null() {
                // An empty buffer has no address; a detached one leaves an exception.
                if q::JS_HasException(scope.ctx()) {
                    drop(scope.take_error());
                }
                return Some(read(&[]));
            }
            let whole = std::slice::from_raw_parts(start, length);
            let end = view.map_or(whole.len(), |bytes| offset.saturating_add(bytes)).min(whole.len());
            Some(read(whole.get(offset..end).unwrap_or(&[])))
        }
    }
}
