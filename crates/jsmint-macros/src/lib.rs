//! Macros of jsmint. Use them through the crate `jsmint`, which re-exports them.

mod attributes;
mod class;
mod embed;
mod function;
mod module;
mod names;
mod parameter;
mod saved;
mod serde_attributes;
mod type_script;
mod types;

use proc_macro::TokenStream;

/// All files of a folder, compiled into the program, for `jsmint::loader::Embedded`.
///
/// The path is relative to the folder of the crate's `Cargo.toml`. The value is a `&'static [(&'static str, &'static
/// [u8])]`: paths that begin with `/` for the folder itself, sorted, and contents. Symbolic links are followed; files and
/// folders whose names begin with `.` are left out. A changed file makes the crate compile anew; for a new one, touch the
/// source that has the macro.
///
/// ```
/// use jsmint::{EngineFactory, Options, loader::Embedded};
///
/// static APP: &[(&str, &[u8])] = jsmint::embed!("../jsmint/tests/fixtures/embed");
///
/// # fn main() -> jsmint::Result<()> {
/// let factory = EngineFactory::new(Options::new().loader(Embedded::new(APP)).preload("./main.js"))?;
/// assert_eq!(factory.new_runtime()?.call::<String, _>("greet", ("you",))?, "Hello you");
/// # Ok(())
/// # }
/// ```
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    embed::expand(input)
        .unwrap_or_else(|message| format!("::core::compile_error!({message:?})").parse().unwrap_or_default())
}

/// Makes a Rust module, or an impl block, a module that scripts can `require`: every `pub fn` in it is an export.
///
/// ```
/// #[jsmint::module]
/// pub mod geometry {
///     /// The length of the diagonal.
///     pub fn diagonal(width: f64, height: Option<f64>) -> f64 {
///         width.hypot(height.unwrap_or(width))
///     }
/// }
///
/// # fn main() -> jsmint::Result<()> {
/// let mut rt = jsmint::open(jsmint::Options::new().module(geometry::Module))?;
/// assert_eq!(rt.eval::<f64>("require('geometry').diagonal(3, 4)")?, 5.0);
/// # Ok(())
/// # }
/// ```
///
/// The same definition gives what scripts see, their documentation and their TypeScript types
/// (`EngineFactory::type_definitions`).
///
/// On a `mod` it makes a unit struct `Module` in it, which goes to `Options::module`. On an `impl` block it makes a method
/// `into_module`; the value is then a pattern that every runtime gets a clone of, which its functions know as `&self`.
/// The module's name is that of the module or of the type, written `like-this`; `name = "…"` says another, and
/// `aliases = ["…"]` more.
///
/// # Functions
///
/// The name that scripts see is the Rust name, written `likeThis`, or `#[js(name = "…")]`. The `length` is the number of
/// arguments that must be there. `#[js(skip)]` keeps a `pub fn` from scripts. A function can have these parameters:
///
/// | type | what it gets |
/// |---|---|
/// | `T`, a type that serde deserializes, `Value<'js>`, `Handle` | the argument, converted |
/// | `Option<T>` | the same, or nothing for `undefined`, `null`, and what is left out |
/// | `Rest<T>`, as the last | all arguments that are left |
/// | `&str` | a string |
/// | `&[u8]` | the bytes of an `ArrayBuffer` or a typed array, the first lent without a copy if all other parameters are numbers, text, bytes, or `Option` and `Vec` of them, and the result borrows nothing; otherwise copied |
/// | `&T`, `&mut T` of a class | what an instance stands for |
/// | `&State` | the module's state in this runtime |
/// | `Scope<'js>`, `&Call<'_, 'js>` | the runtime that calls; everything about the call |
///
/// The result is a type that serde serializes, a `Value<'js>`, or an instance of a class; or a `Result` of one (written
/// under that name), whose error is `Into<jsmint::Error>`, or any other that `jsmint::Error::from_std` takes, which is
/// every error of the standard library and most others. Scripts see an `Error` object; `Error::script` gives it a `name`,
/// a `code` and a `cause`.
///
/// A `pub const` is a constant under its own name.
///
/// # State
///
/// `state = Type` on the module says what each runtime keeps for it, made by `Default`; or a function marked
/// `#[js(state)]` makes it. It is dropped with its runtime.
///
/// ```
/// #[jsmint::module(name = "tally")]
/// pub mod tally {
///     use std::cell::Cell;
///
///     #[js(state)]
///     fn first() -> Cell<u32> {
///         Cell::new(1)
///     }
///
///     pub fn next(count: &Cell<u32>) -> u32 {
///         count.replace(count.get() + 1)
///     }
/// }
/// # fn main() -> jsmint::Result<()> {
/// # let mut rt = jsmint::open(jsmint::Options::new().module(tally::Module))?;
/// # assert_eq!(rt.eval::<(u32, u32)>("const { next } = require('tally'); [next(), next()]")?, (1, 2));
/// # Ok(())
/// # }
/// ```
///
/// Where a runtime is forked, rolled back or put to sleep, `save = value` on the module carries the state along, if it is a
/// type that serde serializes and deserializes; `save = anew` has it made again. Without either, runtimes that have such a
/// state refuse. The same holds for the clones of a module on an `impl` block.
///
/// # Classes
///
/// `#[js(class)]` on a struct and on an impl block of it, both in the module, makes a class. Functions without `self` are
/// static, the one marked `#[js(constructor)]` is what `new` calls; others are methods, or the accessors of a property
/// where they are marked `#[js(getter)]` and `#[js(setter)]`. A method that takes `self` by value closes the instance:
/// whatever is done with it from then on is a `TypeError`, as is everything with a wrong `this`. A function marked
/// `#[js(save)]`, which takes `&self` and gives what serde serializes, and one marked `#[js(load)]`, which takes that and gives
/// `Self`, carry instances along where their runtime is forked, rolled back or put to sleep; without them, a runtime with an
/// instance refuses.
///
/// ```
/// #[jsmint::module]
/// pub mod counting {
///     /// Counts up.
///     #[js(class)]
///     pub struct Counter(u32);
///
///     #[js(class)]
///     impl Counter {
///         #[js(constructor)]
///         pub fn new(start: Option<u32>) -> Self {
///             Self(start.unwrap_or(0))
///         }
///         pub fn add(&mut self, by: u32) {
///             self.0 += by;
///         }
///         #[js(getter)]
///         pub fn count(&self) -> u32 {
///             self.0
///         }
///         pub fn close(self) {}
///     }
/// }
/// # fn main() -> jsmint::Result<()> {
/// # let mut rt = jsmint::open(jsmint::Options::new().module(counting::Module))?;
/// # let script = "const { Counter } = require('counting'); const c = new Counter(40); c.add(2); c.count";
/// # assert_eq!(rt.eval::<u32>(script)?, 42);
/// # Ok(())
/// # }
/// ```
///
/// The values lie in a table of their runtime; what scripts have is a number. A value is dropped some time after the
/// script has let its instance go (when there have come to be twice as many, and cycles not before the engine has
/// collected them), by a method that takes `self`, and at the latest with its runtime. Instances cannot be made while
/// baking.
///
/// # Types
///
/// TypeScript's types follow from Rust's: by `jsmint::TypeScript`, which can be derived, and which numbers, text, options
/// and collections have; otherwise by the type's name, which may say nothing: `unknown`. `#[js(type = "…")]` on a parameter,
/// a function (for its result), a constant or a field says another.
#[proc_macro_attribute]
pub fn module(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = syn::parse_macro_input!(arguments as attributes::Js);
    let parsed = syn::parse_macro_input!(item as syn::Item);
    module::expand(arguments, parsed).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// The TypeScript type of a struct or an enum that crosses by serde.
///
/// Serde's attributes `rename`, `rename_all`, `tag`, `content`, `untagged`, `flatten`, `transparent`, `skip` and `default`
/// are understood; `#[js(type = "…")]` on a field or on the type says another. A type with type parameters, and a struct
/// with one field without a name, is written in place; all others are declared under their names.
#[proc_macro_derive(TypeScript, attributes(js, serde))]
pub fn type_script(input: TokenStream) -> TokenStream {
    let parsed = syn::parse_macro_input!(input as syn::DeriveInput);
    type_script::expand(parsed).unwrap_or_else(|error| error.to_compile_error()).into()
}
