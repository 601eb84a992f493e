//! A module written in Rust.

use std::any::Any;

#[cfg(doc)]
use super::call::Call;
use super::class::ClassExport;
use super::exports::{ConstantExport, Exports};
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{PendingCall, SavedState};

/// A module written in Rust, reached by `require(name)`. By hand, as here, or by
/// [`#[jsmint::module]`](macro@crate::module), which is shorter.
///
/// ```
/// use jsmint::{EngineFactory, Exports, NativeModule, Options};
///
/// struct Adder;
///
/// impl NativeModule for Adder {
///     fn name(&self) -> &str {
///         "adder"
///     }
///     fn define(&self, exports: &mut Exports) {
///         exports.function("add", "The sum of two numbers.", |a: f64, b: f64| Ok(a + b));
///     }
/// }
///
/// # fn main() -> jsmint::Result<()> {
/// let factory = EngineFactory::new(Options::new().module(Adder))?;
/// let sum: f64 = factory.new_runtime()?.eval("require('adder').add(40, 2)")?;
/// assert_eq!(sum, 42.0);
/// # Ok(())
/// # }
/// ```
pub trait NativeModule: Send + Sync + 'static {
    /// What scripts `require`. Names are unique within a factory.
    fn name(&self) -> &str;

    /// Other names for the same module, such as `node:fs`. Default: none.
    fn aliases(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the module is for. Default: nothing.
    fn docs(&self) -> &str {
        ""
    }

    /// Fills in what the module exports. Called once per factory.
    fn define(&self, exports: &mut Exports);

    /// JavaScript around the functions, where the module needs some: a function expression
    /// `(function (module, exports, require, native) { … })`, called when a runtime first requires the module. `native` has
    /// what [`define`](Self::define) defines; what the module exports is then `module.exports`. `require` gives modules
    /// that are native or built in; by the module's own name, the built-in one whose place it takes. Default: none, and
    /// what `define` defines is exported as it is. What a script exports is not known: write
    /// [`type_definitions`](Self::type_definitions) for it.
    fn script(&self) -> Option<&'static str> {
        None
    }

    /// What the module exports, in TypeScript: the body of its `declare module "name" { … }`, with `export` before each
    /// declaration and without `declare`, such as the text of a `.d.ts` file beside the script. It stands in
    /// [`EngineFactory::type_definitions`](crate::EngineFactory::type_definitions), for the aliases too, and in
    /// [`module_docs`](crate::EngineFactory::module_docs), and nobody checks it: let the TypeScript compiler do so in a test.
    /// Default: none, and definitions are made of what `define` defines; where a script makes the exports, they say that the
    /// module is there and nothing more.
    ///
    /// ```
    /// use jsmint::{EngineFactory, Exports, NativeModule, Options};
    ///
    /// struct Greeting;
    ///
    /// impl NativeModule for Greeting {
    ///     fn name(&self) -> &str {
    ///         "greeting"
    ///     }
    ///     fn define(&self, _exports: &mut Exports) {}
    ///     fn script(&self) -> Option<&'static str> {
    ///         Some("(function (module, exports) { exports.greet = (name) => 'Hello ' + name; })")
    ///     }
    ///     fn type_definitions(&self) -> Option<&str> {
    ///         Some("/** Says hello. */\nexport function greet(name: string): string;\n")
    ///     }
    /// }
    ///
    /// # fn main() -> jsmint::Result<()> {
    /// let factory = EngineFactory::new(Options::new().module(Greeting))?;
    /// let wanted = "\
    /// declare module \"greeting\" {
    ///   /** Says hello. */
    ///   export function greet(name: string): string;
    /// }
    /// ";
    /// assert_eq!(factory.type_definitions(), wanted);
    /// # Ok(())
    /// # }
    /// ```
    fn type_definitions(&self) -> Option<&str> {
        None
    }

    /// Global variables that are what the module exports. Each is made when a script first uses it, and wins over a builtin
    /// one of that name. Default: none.
    fn globals(&self) -> Vec<String> {
        Vec::new()
    }

    /// Modules that come with this one, under names of their own. Default: none.
    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        Vec::new()
    }

    /// What the module lets scripts do outside their runtime, a line for each thing, for [`Plan`](crate::Plan). Default:
    /// nothing.
    fn grants(&self) -> Vec<String> {
        Vec::new()
    }

    /// Makes the module's state for one runtime, which [`Call::state`](crate::Call::state) gives to its functions and
    /// which is dropped with the runtime. It is made when one of them first asks for it: a module that a runtime does not use
    /// costs its spawn nothing. One is made when a factory is, and dropped at once, to see whether it can be. Default: none.
    ///
    /// # Errors
    ///
    /// Whatever is returned fails [`EngineFactory::new`](crate::EngineFactory::new), and later the call that asks for the
    /// state; the next one to ask tries again.
    fn new_state(&self) -> Result<Box<dyn Any + Send>> {
        Ok(Box::new(()))
    }

    /// The runtime with this [number](crate::Runtime::number) no longer waits for these calls of the module's functions, which
    /// were to be [answered later](Call::defer): it was dropped, or rolled back to before them. A fork waits for them itself.
    /// What was put to sleep is not among them. It must not panic. Default: nothing is done.
    fn moot(&self, runtime: u64, calls: &[PendingCall]) {
        let _ = (runtime, calls);
    }

    /// What is to be kept of the module's state where its runtime is forked, at a checkpoint, and where it is put to sleep:
    /// [the value itself](SavedState::of), or [nothing](SavedState::anew) where `new_state` can make it again from what the
    /// module was configured with, such as a connection. Not called for runtimes that have no state yet.
    ///
    /// # Errors
    ///
    /// Whatever is returned fails the fork, the checkpoint or the sleep, and leaves the runtime as it is: name what stands in
    /// the way, such as an open transaction. Default: a state of type `()` is nothing to keep, and any other is refused.
    fn save_state(&self, state: &(dyn Any + Send)) -> Result<SavedState> {
        if state.is::<()>() {
            return Ok(SavedState::anew());
        }
        Err(refuse_to_save(self.name()))
    }

    /// Makes a state of what [`save_state`](Self::save_state) has kept; not called where that was nothing. Default: refused.
    ///
    /// # Errors
    ///
    /// Whatever is returned fails the fork, the way back to the checkpoint, or the waking.
    fn load_state(&self, saved: &SavedState) -> Result<Box<dyn Any + Send>> {
        let _ = saved;
        Err(refuse_to_load(self.name()))
    }
}

/// Of a module that does not say what is to be kept of its state.
pub(super) fn refuse_to_save(name: &str) -> Error {
    let message = format!(
        "the native module {name:?} keeps a state for this runtime and does not say what becomes of it in another, or at \
         another time; implement NativeModule::save_state and NativeModule::load_state, or give #[jsmint::module] \
         `save = value` or `save = anew`"
    );
    Error::new(ErrorKind::Unsupported, message)
}

/// Of a module that says what is to be kept, and not how a state is made of it.
pub(super) fn refuse_to_load(name: &str) -> Error {
    let message = format!(
        "the native module {name:?} has kept a state and does not say how it is made again; implement \
         NativeModule::load_state"
    );
    Error::new(ErrorKind::Unsupported, message)
}

/// All names of a module and of those that come with it.
pub(crate) fn names(module: &dyn NativeModule) -> Vec<String> {
    let mut all = vec![module.name().to_owned()];
    all.extend(module.aliases());
    all.extend(module.companions().iter().flat_map(|companion| names(&**companion)));
    all
}

/// Exports that belong together: functions by their numbers, constants, and classes.
pub(crate) struct Part {
    pub(crate) functions: std::ops::Range<u16>,
    pub(super) constants: Vec<ConstantExport>,
    /// Each with the number of its first member.
    pub(super) classes: Vec<(ClassExport, u16)>,
}

/// A module in its factory's table.
pub(crate) struct Registered {
    pub(crate) module: Box<dyn NativeModule>,
    pub(crate) aliases: Vec<String>,
    /// Whether scripts can require it.
    pub(crate) is_public: bool,
    pub(crate) part: Part,
}
