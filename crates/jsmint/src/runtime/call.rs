//! Calling a function by name.

use super::Runtime;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Intrinsic, Scope, Value};
use crate::recording::Entry;
use crate::value::{FromJs, IntoArguments};

impl Runtime {
    /// Calls a function and gives its result, converted; a promise is waited for.
    ///
    /// `target` is one of
    /// * a name, or a path of names with dots: looked up in the global object, and if it is not there, in the exports of
    ///   what was preloaded, last first (`"handle"`, `"app.orders.price"`);
    /// * a file and, after `#`, a name in its exports (`"./handlers.js#handle"`), or a file alone, whose exports are
    ///   then the function themselves. It is required if it was not before.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) where there is no such function; what it throws; limits; values that do not
    /// convert.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// rt.eval::<()>("var app = { greet: (name, times) => `Hello ${name}!`.repeat(times) }")?;
    /// let greeting: String = rt.call("app.greet", ("you", 2))?;
    /// assert_eq!(greeting, "Hello you!Hello you!");
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn call<T, A>(&mut self, target: &str, arguments: A) -> Result<T>
    where
        T: for<'js> FromJs<'js>,
        A: for<'js> IntoArguments<'js>,
    {
        Entry::enter(&mut self.world, target, |scope, entry| {
            let (this, function) = scope.find(target)?;
            let arguments = arguments.into_arguments(scope)?;
            entry.begin(scope, target, &arguments)?;
            T::from_js(entry.returns(scope.wait(function.invoke(&this, &arguments)?)?))
        })
    }
}

impl<'js> Scope<'js> {
    /// The function that a target names, and the object it is called on.
    pub(crate) fn find(self, target: &str) -> Result<(Value<'js>, Value<'js>)> {
        let found = if let Some((file, name)) = split(target, b'#') {
            let exports = self.require(file)?;
            walk(&exports, exports.clone(), name)?
        } else if target.starts_with(['.', '/']) {
            Some((self.undefined(), self.require(target)?))
        } else {
            match walk(&*self.intrinsic(Intrinsic::Global)?, self.undefined(), target)? {
                Some(found) => Some(found),
                None => self.find_preloaded(target)?,
            }
        };
        let not_there = || {
            let message = format!(
                "there is no function {target:?}: looked in the global object and in the exports of what was preloaded"
            );
            Error::new(ErrorKind::NotFound, message)
        };
        let (this, function) = found.ok_or_else(not_there)?;
        if function.is_function() {
            return Ok((this, function));
        }
        Err(Error::new(ErrorKind::NotFound, format!("{target:?} is no function but {}", function.type_of())))
    }

    fn find_preloaded(self, name: &str) -> Result<Option<(Value<'js>, Value<'js>)>> {
        let preloaded = self.intrinsic(Intrinsic::Preloaded)?;
        for index in (0..u32::try_from(preloaded.length()?).unwrap_or(u32::MAX)).rev() {
            let exports = preloaded.get_index(index)?;
            let found = walk(&exports, exports.clone(), name)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// Follows a path of names; `None` where one of them is not there. What a single name is called on is `this`.
fn walk<'js>(start: &Value<'js>, this: Value<'js>, path: &str) -> Result<Option<(Value<'js>, Value<'js>)>> {
    if start.is_nullish() {
        return Ok(None);
    }
    let Some((first, rest)) = split(path, b'.') else {
        let function = start.get(path)?;
        return Ok((!function.is_undefined()).then_some((this, function)));
    };
    let next = start.get(first)?;
    walk(&next, next.clone(), rest)
}

/// What stands before and after the first of these characters. For a few letters faster than a search.
fn split(text: &str, at: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == at)?;
    Some((&text[..at], &text[at + 1..]))
}
