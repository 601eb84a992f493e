//! Waking runtimes that sleep.

use std::fmt;

use super::{EngineFactory, Shared};
use crate::builtin::Console;
use crate::error::{Error, ErrorKind, Result};
use crate::native::{Call, Function};
use crate::raw::{Functions, NamedFunction};
use crate::recording::script_to_host;
use crate::runtime::{Runtime, Sleeper};
use crate::snapshot::Snapshot;

/// What a runtime is given where it wakes.
#[derive(Default)]
#[must_use]
pub struct ResumeOptions {
    console: Option<Console>,
    functions: Functions,
}

impl ResumeOptions {
    /// Nothing but what its factory has.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where its console goes. Default: where those of its factory's runtimes go.
    pub fn console(mut self, console: Console) -> Self {
        self.console = Some(console);
        self
    }

    /// The function that takes the place of the one that was added under this name with
    /// [`Runtime::function`](crate::Runtime::function) or [`Scope::function`](crate::Scope::function).
    pub fn function<Marker, F: Function<Marker>>(mut self, name: &str, function: F) -> Self {
        let own_name = name.to_owned();
        let shared = NamedFunction::shared(name, move |call| {
            script_to_host(call, || ("", own_name.as_str()), || function.call(&Call::new(call, &own_name)))
        });
        self.functions.insert(name.to_owned(), shared);
        self
    }
}

impl fmt::Debug for ResumeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { console, functions } = self;
        f.debug_struct("ResumeOptions").field("console", console).field("functions", &functions.keys()).finish()
    }
}

impl EngineFactory {
    /// Wakes a runtime that was [put to sleep](Runtime::hibernate): it goes on as it would have.
    ///
    /// It may have been put to sleep by any factory with the same options, in any process of the same build of the program,
    /// if both have the same [`Options::snapshot_key`](crate::Options::snapshot_key); else by this factory. Each waking makes a
    /// runtime of its own. The system's clock has gone on meanwhile: timers that became due run at the next chance. Costs 10 to
    /// 30 µs for a runtime that has written to thirty pages.
    ///
    /// # Errors
    ///
    /// [`Snapshot`](ErrorKind::Snapshot) for bytes that are not authentic, damaged, or from another factory or build, with
    /// what is different; [`Exhausted`](ErrorKind::Exhausted) as for a spawn; what native modules say.
    ///
    /// ```
    /// use jsmint::{EngineFactory, Options, Snapshot, Strategy};
    ///
    /// let factory = EngineFactory::new(Options::new().snapshot_key(*b"sixteen or more random bytes"))?;
    /// # if factory.stats().strategy == Strategy::Cold { return Ok(()); }
    /// let mut rt = factory.new_runtime()?;
    /// rt.eval::<()>("let n = 0; const counter = (function* () { for (;;) yield ++n; })(); counter.next()")?;
    /// let bytes = rt.hibernate()?.into_bytes();
    /// drop(rt);
    ///
    /// let mut rt = factory.resume(&Snapshot::from_bytes(bytes))?;
    /// assert_eq!(rt.eval::<i32>("counter.next().value")?, 2);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn resume(&self, snapshot: &Snapshot) -> Result<Runtime> {
        self.resume_with(snapshot, ResumeOptions::new())
    }

    /// The same with options of its own.
    ///
    /// # Errors
    ///
    /// As [`resume`](Self::resume), and [`NotFound`](ErrorKind::NotFound) where a function is missing.
    pub fn resume_with(&self, snapshot: &Snapshot, options: ResumeOptions) -> Result<Runtime> {
        let Shared { blueprint, mint, .. } = &*self.shared;
        let Some((mint, _)) = mint else {
            let message =
                "a cold factory has no image that a snapshot could be completed with; use Strategy::Image or Auto";
            return Err(Error::new(ErrorKind::Unsupported, message));
        };
        let identity = blueprint.identity();
        let (asleep, sleeper): (_, Sleeper) = identity.open(mint, snapshot)?;
        let mut life = sleeper.life_of(blueprint.life.clone());
        if let Some(console) = options.console {
            life.console = console;
        }
        let source = life.limits.source;
        let host = |origin, number| sleeper.host(&life, origin, number);
        let world = mint.wake(life.door(), asleep, identity.program()?, &options.functions, host)?;
        let number = world.number();
        Ok(Runtime::new(world, number, source))
    }
}
