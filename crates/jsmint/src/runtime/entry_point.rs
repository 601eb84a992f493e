//! Calling a function that was looked up while baking.

use std::fmt;
use std::sync::Arc;

use super::Runtime;
use crate::error::{Error, ErrorKind, Result};
use crate::native::Table;
use crate::raw::{Door, Scope};
use crate::recording::Entry;
use crate::value::{FromJs, IntoArguments};

/// A function that every runtime of a factory has, looked up once: [`Options::entry_point`](crate::Options::entry_point)
/// names it, [`EngineFactory::entry_point`](crate::EngineFactory::entry_point) gives it.
///
/// A call by name follows the name anew each time, 0.1 µs, and finds what a script may have put in its place. This one
/// calls the function that had the name when the factory was baked, whatever scripts have done since.
///
/// ```
/// let options = jsmint::Options::new().preload_script("twice.js", "function twice(n) { return 2 * n; }");
/// let factory = jsmint::EngineFactory::new(options.entry_point("twice"))?;
/// let twice = factory.entry_point("twice")?;
/// let mut rt = factory.new_runtime()?;
/// rt.eval::<()>("twice = () => 0")?;
/// assert_eq!(twice.call::<i32, _>(&mut rt, (21,))?, 42);
/// # Ok::<(), jsmint::Error>(())
/// ```
#[derive(Clone)]
pub struct EntryPoint {
    target: Arc<str>,
    number: usize,
    table: Arc<Table>,
}

impl EntryPoint {
    pub(crate) fn new(target: &str, number: usize, table: &Arc<Table>) -> Self {
        Self { target: target.into(), number, table: Arc::clone(table) }
    }

    /// The name that it was looked up by.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Calls the function in a runtime and gives its result, converted; a promise is waited for.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) in a runtime of another factory; what the function throws; limits; values that do
    /// not convert.
    pub fn call<T, A>(&self, runtime: &mut Runtime, arguments: A) -> Result<T>
    where
        T: for<'js> FromJs<'js>,
        A: for<'js> IntoArguments<'js>,
    {
        Entry::enter(&mut runtime.world, &self.target, |scope, entry| {
            self.check(scope)?;
            let [function, this] = scope.entry_point(self.number)?;
            let arguments = arguments.into_arguments(scope)?;
            entry.begin(scope, &self.target, &arguments)?;
            T::from_js(entry.returns(scope.wait(function.invoke(&this, &arguments)?)?))
        })
    }

    /// Whether it is one of this runtime's factory, whose identity no other has.
    fn check(&self, scope: Scope<'_>) -> Result<()> {
        let address = |door: &dyn Door| door.identity().map(|identity| std::ptr::from_ref(identity).cast::<()>());
        if address(&*self.table) == address(scope.host().door()) {
            return Ok(());
        }
        let message = format!("the entry point {:?} belongs to another factory than the runtime", self.target);
        Err(Error::new(ErrorKind::NotFound, message))
    }
}

impl fmt::Debug for EntryPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EntryPoint").field(&self.target).finish()
    }
}
