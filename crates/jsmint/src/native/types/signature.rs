//! What a function takes and gives.

/// One parameter of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type, as TypeScript writes it; of a rest parameter the type of one argument.
    pub type_script: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it takes all arguments that are left.
    pub rest: bool,
}

/// What a function takes and gives, in TypeScript's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// What it takes, in order.
    pub parameters: Vec<Parameter>,
    /// The type of what it gives; empty for what is not known.
    pub result: String,
}

impl Signature {
    /// No parameters, and an unknown result.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, name: &str, type_script: impl Into<String>, optional: bool, rest: bool) -> Self {
        self.parameters.push(Parameter { name: name.into(), type_script: type_script.into(), optional, rest });
        self
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn parameter(self, name: &str, type_script: impl Into<String>) -> Self {
        self.with(name, type_script, false, false)
    }

    /// The same with one more parameter that may be left out, or be `null`.
    #[must_use]
    pub fn optional(self, name: &str, type_script: impl Into<String>) -> Self {
        self.with(name, type_script, true, false)
    }

    /// The same with a parameter that takes all arguments that are left, each of this type.
    #[must_use]
    pub fn rest(self, name: &str, type_script: impl Into<String>) -> Self {
        self.with(name, type_script, false, true)
    }

    /// The same with this type of result.
    #[must_use]
    pub fn returns(mut self, type_script: impl Into<String>) -> Self {
        self.result = type_script.into();
        self
    }
}
