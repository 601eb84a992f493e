//! Answering calls of the host.

use super::Runtime;
use crate::error::Result;
use crate::raw::PendingCall;
use crate::recording::Entry;
use crate::value::IntoJs;

impl Runtime {
    /// The calls of native functions that are to be answered later ([`Call::defer`](crate::Call::defer)), in the order in which
    /// they were made.
    #[must_use]
    pub fn pending_calls(&self) -> Vec<PendingCall> {
        self.world.host().pending_calls()
    }

    /// Answers a pending call: its promise is fulfilled or rejected, and the script goes on. An error becomes the same
    /// exception that it would be if the function had returned it.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) where no such call is pending; values that do not convert, and then it is
    /// pending still. What the script does then may fail as in any entry; the call is answered then.
    ///
    /// ```
    /// use jsmint::{Error, ErrorKind, Options};
    ///
    /// let mut rt = jsmint::open(Options::new())?;
    /// rt.enter(|scope| scope.global().set("fetch", scope.function("fetch", 1, |call| call.defer())?))?;
    /// rt.eval::<()>("let log = []; (async () => { log.push(await fetch('/a')); await fetch('/b').catch(e => log.push(e.message)) })(); 0")?;
    /// for answer in [Ok("hello"), Err(Error::new(ErrorKind::Io, "the line is dead"))] {
    ///     let id = rt.pending_calls()[0].id;
    ///     rt.settle(id, answer)?;
    /// }
    /// assert_eq!(rt.eval::<Vec<String>>("log")?, ["hello", "the line is dead"]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn settle<T: for<'js> IntoJs<'js>>(&mut self, id: u64, outcome: Result<T>) -> Result<()> {
        Entry::enter(&mut self.world, "settle", |scope, entry| {
            scope.check_pending(id)?;
            let value = outcome.map_or_else(|error| Ok(Err(error)), |value| value.into_js(scope).map(Ok))?;
            entry.begin(scope, "settle", value.as_ref().map_or(&[][..], std::slice::from_ref))?;
            scope.settle(id, value)
        })
    }
}
