//! What a native module exports, in words.

use super::signature::Signature;
use super::table::Declaration;

/// A module.
#[derive(Default)]
pub(in crate::native) struct ModuleShape {
    pub(in crate::native) name: String,
    pub(in crate::native) aliases: Vec<String>,
    pub(in crate::native) docs: String,
    /// Whether a script makes what it exports, so that nothing is known of it.
    pub(in crate::native) scripted: bool,
    pub(in crate::native) constants: Vec<ConstantShape>,
    pub(in crate::native) functions: Vec<FunctionShape>,
    pub(in crate::native) classes: Vec<ClassShape>,
    /// Declared types, by name.
    pub(in crate::native) types: Vec<(String, Declaration)>,
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
