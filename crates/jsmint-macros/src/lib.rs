//! Macros of jsmint. Use them through the crate `jsmint`, which re-exports them.

mod embed;

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
