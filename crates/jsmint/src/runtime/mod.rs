//! A runtime: what the embedder owns.

mod call;
mod deferred;
mod entry_point;
mod fork;
mod global;
mod handle;
mod hibernate;
mod interrupt;
mod life;
mod script;

use std::time::Duration;

use crate::error::Result;
use crate::native::{Call, Function};
use crate::raw::{DirtyPage, Scope, Value, World};
use crate::recording::{Entry, script_to_host};
use crate::value::FromJs;

pub use entry_point::EntryPoint;
pub use fork::Checkpoint;
pub use global::Global;
pub use handle::Handle;
pub use interrupt::InterruptHandle;
pub(crate) use life::{Life, Sleeper};
pub use script::Script;

/// A JavaScript runtime: isolated from all others, owned by one place at a time, free to move between threads.
///
/// After every entry (`eval`, `call`, `require`, `enter`, …) all promise jobs are run. A promise that is the result is
/// waited for. A rejection that nothing handles is an error of the entry. Dropping a runtime runs no JavaScript.
#[derive(Debug)]
pub struct Runtime {
    world: World,
    number: u64,
    source_limit: usize,
}

impl Runtime {
    pub(crate) fn new(world: World, number: u64, source_limit: usize) -> Self {
        Self { world, number, source_limit }
    }

    pub(crate) fn into_world(self) -> World {
        self.world
    }

    /// The number of this runtime within its factory: from 1 up, no two the same. Where several threads make runtimes, not
    /// in the order in which they are made.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Runs a script in the global scope and gives its value, converted.
    ///
    /// `await` is allowed at the top. The text is parsed each time: compile what runs often with
    /// [`EngineFactory::compile`](crate::EngineFactory::compile), or preload it.
    ///
    /// # Errors
    ///
    /// Syntax errors, uncaught exceptions, limits, and values that do not convert.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// let sum: i32 = rt.eval("[40, 2].reduce((a, b) => a + b)")?;
    /// assert_eq!(sum, 42);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn eval<T: for<'js> FromJs<'js>>(&mut self, source: &str) -> Result<T> {
        self.eval_named("<eval>", source)
    }

    /// The same, with a name for stack traces.
    ///
    /// # Errors
    ///
    /// As [`eval`](Self::eval).
    pub fn eval_named<T: for<'js> FromJs<'js>>(&mut self, name: &str, source: &str) -> Result<T> {
        script::check_size(name, source, self.source_limit)?;
        Entry::enter(&mut self.world, "eval", |scope, entry| {
            entry.begin_with(scope, "eval", name)?;
            T::from_js(entry.returns(scope.wait(scope.eval_named(name, source)?)?))
        })
    }

    /// Runs a compiled script and gives its value, converted.
    ///
    /// # Errors
    ///
    /// As [`eval`](Self::eval), but for syntax errors.
    pub fn run<T: for<'js> FromJs<'js>>(&mut self, script: &Script) -> Result<T> {
        Entry::enter(&mut self.world, "run", |scope, entry| {
            entry.begin_with(scope, "run", script.name())?;
            T::from_js(entry.returns(scope.wait(script.run(scope)?)?))
        })
    }

    /// What `require(request)` gives, converted; relative requests start at the loader's base.
    ///
    /// # Errors
    ///
    /// An exception with code `MODULE_NOT_FOUND`; what the module throws.
    pub fn require<T: for<'js> FromJs<'js>>(&mut self, request: &str) -> Result<T> {
        Entry::enter(&mut self.world, "require", |scope, entry| {
            entry.begin_with(scope, "require", request)?;
            T::from_js(entry.returns(scope.require(request)?))
        })
    }

    /// The same with the file as the main module: `require.main === module`, and nobody required it.
    ///
    /// # Errors
    ///
    /// As [`require`](Self::require).
    pub fn require_main<T: for<'js> FromJs<'js>>(&mut self, request: &str) -> Result<T> {
        Entry::enter(&mut self.world, "require", |scope, entry| {
            entry.begin_with(scope, "require", request)?;
            T::from_js(entry.returns(scope.require_main(request)?))
        })
    }

    /// What `import(request)` gives: the namespace of an ES module, converted.
    ///
    /// # Errors
    ///
    /// As [`require`](Self::require).
    pub fn import<T: for<'js> FromJs<'js>>(&mut self, request: &str) -> Result<T> {
        Entry::enter(&mut self.world, "import", |scope, entry| {
            entry.begin_with(scope, "import", request)?;
            T::from_js(entry.returns(scope.wait(scope.import_module(request)?)?))
        })
    }

    /// The global object.
    pub fn global(&mut self) -> Global<'_> {
        Global::new(self)
    }

    /// Enters the runtime, for working with live values. Nothing branded `'js` can leave.
    ///
    /// # Errors
    ///
    /// What `run` returns, or what happens in the promise jobs after it.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// let length = rt.enter(|scope| {
    ///     let list = scope.array()?;
    ///     list.set_index(2, scope.string("third")?)?;
    ///     list.length()
    /// })?;
    /// assert_eq!(length, 3);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn enter<R>(&mut self, run: impl for<'js> FnOnce(Scope<'js>) -> Result<R>) -> Result<R> {
        self.world.enter(run)
    }

    /// Runs promise jobs and timers until nothing is left that anybody waits for. Waits for timers that are not due yet;
    /// where the clock is virtual ([`Options::deterministic`](crate::Options::deterministic)), it moves to each of them at
    /// once instead. All of it is one call: the time limit, and an interruption, end it.
    ///
    /// # Errors
    ///
    /// What a callback throws: the others stay in the queue, and may be run by calling this again. Limits.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new().deterministic(1))?;
    /// rt.eval::<()>("var words = []; setTimeout(() => words.push('later'), 60_000); words.push('now'); undefined")?;
    /// rt.run_until_idle()?;
    /// assert_eq!(rt.eval::<Vec<String>>("words")?, ["now", "later"]);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn run_until_idle(&mut self) -> Result<()> {
        Entry::enter(&mut self.world, "run_until_idle", |scope, entry| {
            entry.begin(scope, "run_until_idle", &[])?;
            scope.run_until_idle()
        })
    }

    /// Runs promise jobs and those timers that are due, and waits for none: for hosts that have an event loop of their own.
    /// Says how long it is until the next timer is due; `None` where nothing is left that anybody waits for.
    ///
    /// # Errors
    ///
    /// As [`run_until_idle`](Self::run_until_idle).
    pub fn run_due(&mut self) -> Result<Option<Duration>> {
        Entry::enter(&mut self.world, "run_due", |scope, entry| {
            entry.begin(scope, "run_due", &[])?;
            scope.run_due()
        })
    }

    /// Makes a Rust closure a global function of this runtime. It is dropped with the runtime. Functions that every
    /// runtime should have belong into a [`NativeModule`](crate::NativeModule).
    ///
    /// # Errors
    ///
    /// [`Bake`](crate::ErrorKind::Bake) in a warm-up: an image holds no closures.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// rt.function("add", |a: i32, b: i32| Ok(a + b))?;
    /// assert_eq!(rt.eval::<i32>("add(40, 2)")?, 42);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn function<Marker, F: Function<Marker>>(&mut self, name: &str, function: F) -> Result<()> {
        self.enter(|scope| {
            let made = scope.function(name, F::ARITY, move |call| function.call(call))?;
            scope.global().set(name, made)
        })
    }

    /// A handle that stops this runtime's script from any thread.
    #[must_use]
    pub fn interrupt_handle(&self) -> InterruptHandle {
        InterruptHandle::new(self.world.host().interrupt_flag())
    }

    /// Lets the virtual clock of a deterministic runtime go on; without effect on the system's clock.
    pub fn advance_clock(&mut self, by: Duration) {
        if let Some(state) = life::builtin_state(self.world.host()) {
            state.clock.advance(by);
        }
    }

    /// How many bytes of memory the runtime holds: its image, its heap, and free blocks between.
    #[must_use]
    pub fn memory_used(&self) -> usize {
        self.world.used()
    }

    /// Which pages have been written to since the runtime was minted, and what lies there: what is restored when it is
    /// dropped. Costs about a millisecond.
    ///
    /// A page that a runtime before this one wrote to, in the same slot, is listed, too, as long as it is restored after
    /// every life. The first runtime of a factory has a slot that nobody has used.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for a runtime that does not come from an image.
    ///
    /// ```
    /// # use jsmint::{EngineFactory, Options, Strategy};
    /// let factory = EngineFactory::new(Options::new())?;
    /// let mut rt = factory.new_runtime()?;
    /// rt.eval::<i32>("var n = 41; n + 1")?;
    /// # if factory.stats().strategy == Strategy::Image {
    /// for page in rt.dirt()? {
    ///     println!("{:#x}: {} words, {:?}", page.offset, page.words, page.contents);
    /// }
    /// # }
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn dirt(&self) -> Result<Vec<DirtyPage>> {
        self.world.dirt()
    }

    /// Collects garbage. Needed only by long-lived runtimes that want it now; it touches every page.
    pub fn collect_garbage(&mut self) {
        self.world.collect_garbage();
    }

    /// Collects garbage, and gives the memory that is free then back to the system: for a runtime that will be idle for long.
    /// Says how many bytes, at most; what is used again comes back by itself, 0.5 µs a page. One that sleeps takes less
    /// still: see [`hibernate`](Self::hibernate).
    ///
    /// # Errors
    ///
    /// A runtime that is lost; a system that refuses.
    ///
    /// ```
    /// let mut rt = jsmint::open(jsmint::Options::new())?;
    /// rt.eval::<()>("var big = new Uint8Array(1 << 20).fill(1); big = null")?;
    /// assert!(rt.trim()? >= 1 << 20);
    /// # Ok::<(), jsmint::Error>(())
    /// ```
    pub fn trim(&mut self) -> Result<usize> {
        self.world.trim()
    }

    /// Makes the memory limit be reached at the `after`-th request of the engine from now; 0 forgets it. For testing how
    /// scripts and hosts behave without memory. Requests are those of the engine to the slot: blocks of small objects, and
    /// large ones.
    pub fn fail_allocation(&mut self, after: u32) {
        self.world.fail_allocation(after);
    }

    /// Makes the `after`-th request of the engine from now fail, however small it is and whatever reserve there is, as where
    /// the system itself has no memory left; 0 forgets it. For the same tests. A script may catch the failure of a large
    /// request. Where a small one fails, or one of the compiler's, the runtime [is lost](Self::is_lost).
    pub fn refuse_allocation(&mut self, after: u32) {
        self.world.refuse_allocation(after);
    }

    /// Whether memory ended at a place where the engine cannot go on. From then on every entry fails with
    /// [`OutOfMemory`](crate::ErrorKind::OutOfMemory); what is left to do is to drop the runtime.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.world.is_abandoned()
    }
}

impl<'js> Scope<'js> {
    /// A function made of a Rust closure that takes its arguments apart itself. `arity` is the `length` that scripts
    /// see. It is dropped with the runtime.
    ///
    /// # Errors
    ///
    /// [`Bake`](crate::ErrorKind::Bake) while baking: an image holds no closures.
    pub fn function<F>(self, name: &str, arity: u8, function: F) -> Result<Value<'js>>
    where
        F: for<'a, 'b> Fn(&Call<'a, 'b>) -> Result<Value<'b>> + Send + Sync + 'static,
    {
        let own_name = name.to_owned();
        self.dynamic(name, arity, move |call| {
            script_to_host(call, || ("", own_name.as_str()), || function(&Call::new(call, &own_name)))
        })
    }
}
