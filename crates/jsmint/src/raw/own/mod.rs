//! Looking at values without touching them.
//!
//! What the engine offers for reading a property may run a getter or a trap, allocate, collect garbage, or throw; and
//! whatever throws runs `Error.prepareStackTrace`, which is the script's. So values are read in place, from the engine's
//! own structures ([`layout`]): nothing runs, nothing is allocated in the slot, nothing can fail, and a look takes no longer
//! than what it looks at.
//!
//! * **Nothing runs while somebody looks**, so what is seen stays where it is: the closure that looks is `Send`, which no
//!   scope and no value is, so it cannot reach into the runtime; and nothing that is seen outlives it.

mod kind;
mod layout;
mod probe;
mod seen;
mod text;

use super::value::Value;

pub(crate) use kind::{Kind, Settled};
pub(crate) use seen::{Key, KeyName, Object, Own, Seen, Slot};
pub(crate) use text::{Digits, Part, Text};

impl Value<'_> {
    /// Lends what the value is, as it lies in the slot. Runs no script, allocates nothing there, leaves no exception.
    pub(crate) fn look<R>(&self, look: impl FnOnce(Seen<'_>) -> R + Send) -> R {
        let ctx = self.scope().ctx();
        let Some(header) = probe::string_header(ctx) else {
            return look(Seen::Unreadable);
        };
        // SAFETY: R4: the value is live; R1: nothing runs in this world while `look` does, because it is `Send`, which
        // keeps every scope out of it. What it is given lives no longer than the call.
        look(unsafe { Seen::new(seen::Eye::new(ctx, header), self.raw()) })
    }
}
