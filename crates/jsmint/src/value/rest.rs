//! The rest of a call's arguments.

/// The arguments from one on, however many there are: the last parameter of an exported function.
///
/// ```
/// # mod example {
/// use jsmint::convert::Rest;
///
/// #[jsmint::module]
/// pub mod sums {
///     use super::Rest;
///
///     /// The sum of all numbers.
///     pub fn sum(Rest(numbers): Rest<f64>) -> f64 {
///         numbers.iter().sum()
///     }
/// }
/// # }
/// # let mut rt = jsmint::open(jsmint::Options::new().module(example::sums::Module))?;
/// assert_eq!(rt.eval::<f64>("require('sums').sum(1, 2, 3)")?, 6.0);
/// # Ok::<(), jsmint::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest<T>(pub Vec<T>);
