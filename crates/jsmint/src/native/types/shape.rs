//! What a native module exports, in words.

use super::signature::Signature;
use super::table::Declaration;

/// A module.
#[derive(Default)]
pub(in crate::native) struct ModuleShape {
    pub(in crate::native) name: String,
    pub(in crate::native) aliases: Vec<String>,
    pub(in crate::native) docs: String,
    /// What is known of its exports, where that is not the lists below.
    pub(in crate::native) told: Told,
    pub(in crate::native) constants: Vec<ConstantShape>,
    pub(in crate::native) functions: Vec<FunctionShape>,
    pub(in crate::native) classes: Vec<ClassShape>,
    /// Declared types, by name.
    pub(in crate::native) types: Vec<(String, Declaration)>,
}

/// From where it is known what a module exports.
#[derive(Default)]
pub(in crate::native) enum Told {
    /// The native side's own definitions: the lists of the shape.
    #[default]
    Listed,
    /// The module's author wrote it down: the body of a declaration.
    Written(String),
    /// A script makes the exports, and nobody says which.
    Unknown,
}

/// A constant.
pub(in crate::native) struct ConstantShape {
    pub(in crate::native) name: String,
    pub(in crate::native) docs: String,
    pub(in crate::native) type_script: String,
}

/// A function or a method.
pub(in crate::native) struct FunctionShape {
    pub(in crate::native) name: String,
    pub(in crate::native) docs: String,
    pub(in crate::native) signature: Signature,
}

/// A class.
pub(in crate::native) struct ClassShape {
    pub(in crate::native) name: String,
    pub(in crate::native) docs: String,
    /// What `new` takes, where scripts may call it.
    pub(in crate::native) constructor: Option<FunctionShape>,
    pub(in crate::native) properties: Vec<PropertyShape>,
    pub(in crate::native) methods: Vec<FunctionShape>,
    pub(in crate::native) statics: Vec<FunctionShape>,
}

/// A property with a getter, a setter, or both.
pub(in crate::native) struct PropertyShape {
    pub(in crate::native) name: String,
    pub(in crate::native) docs: String,
    pub(in crate::native) get: Option<String>,
    pub(in crate::native) set: Option<String>,
}
