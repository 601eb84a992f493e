//! Types that have names.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::collections::HashMap;

use super::syntax;

/// What is known of types while one module's are written down: which classes there are, and which types it has named.
#[derive(Debug, Default)]
pub struct Types {
    module: String,
    /// All classes, with their modules and names.
    classes: HashMap<TypeId, (String, String)>,
    /// Declared types by name: the Rust type, and the declaration once it is known.
    declared: BTreeMap<String, (&'static str, Declaration)>,
}

/// A type with a name.
#[derive(Clone, Debug, Default)]
pub(in crate::native) struct Declaration {
    pub(in crate::native) docs: String,
    /// What follows the name.
    pub(in crate::native) text: String,
}

impl Types {
    pub(in crate::native) fn new(module: &str, classes: HashMap<TypeId, (String, String)>) -> Self {
        Self { module: module.to_owned(), classes, declared: BTreeMap::new() }
    }

    /// The name of a class that a native module exports; `unknown` where no module of the factory does.
    #[must_use]
    pub fn class<T: 'static>(&self) -> String {
        match self.classes.get(&TypeId::of::<T>()) {
            Some((module, name)) if *module == self.module => name.clone(),
            Some((module, name)) => format!("import({}).{name}", syntax::quoted(module)),
            None => "unknown".to_owned(),
        }
    }

    /// Declares a type under this name, or under one with a number if another Rust type has the name already, and gives
    /// the name. `declaration` writes what follows it: `{ a: number }`.
    pub fn declare<T: ?Sized>(
        &mut self,
        name: &str,
        docs: &str,
        declaration: impl FnOnce(&mut Self) -> String,
    ) -> String {
        let rust = std::any::type_name::<T>();
        for number in 1.. {
            let own = if number == 1 { name.to_owned() } else { format!("{name}{number}") };
            match self.declared.get(&own) {
                Some((known, _)) if *known == rust => return own,
                Some(_) => {}
                None => {
                    // A type may contain itself: it is known before it is written.
                    self.declared.insert(own.clone(), (rust, Declaration::default()));
                    let text = declaration(self);
                    self.declared.insert(own.clone(), (rust, Declaration { docs: docs.to_owned(), text }));
                    return own;
                }
            }
        }
        unreachable!("the loop has no end")
    }

    /// The declared types, by name.
    pub(in crate::native) fn into_declared(self) -> Vec<(String, Declaration)> {
        self.declared.into_iter().map(|(name, (_, declaration))| (name, declaration)).collect()
    }
}
