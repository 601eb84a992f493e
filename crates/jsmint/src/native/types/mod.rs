//! TypeScript types of what native modules export.

mod definitions;
mod known;
mod name;
mod object;
mod reference;
mod shape;
mod signature;
mod syntax;
mod table;

pub(super) use definitions::definitions;
pub use known::TypeScript;
pub use name::type_named;
pub use object::{Object, string_literal};
pub(super) use reference::reference;
pub(super) use shape::{ClassShape, ConstantShape, FunctionShape, ModuleShape, PropertyShape, Told};
pub use signature::{Parameter, Signature};
pub use table::Types;
