//! What a factory's native modules export, in words.

use super::class::{ClassExport, MemberKind};
use super::module::Registered;
use super::table::Table;
use super::types::{
    ClassShape, ConstantShape, FunctionShape, ModuleShape, PropertyShape, Told, Types, definitions, reference,
};

impl Table {
    /// TypeScript definitions of all modules that scripts can require, by name.
    pub(crate) fn type_definitions(&self) -> String {
        let mut shapes: Vec<ModuleShape> = self.public_modules().map(|module| self.shape(module)).collect();
        shapes.sort_by(|a, b| a.name.cmp(&b.name));
        definitions(&shapes)
    }

    /// Reference documentation of the module with this name, or alias.
    pub(crate) fn reference(&self, name: &str) -> Option<String> {
        let number = self.module(name)?;
        Some(reference(&self.shape(&self.modules()[usize::from(number)])))
    }

    fn shape(&self, registered: &Registered) -> ModuleShape {
        let name = registered.module.name();
        let told = match registered.module.type_definitions() {
            Some(written) => Told::Written(written.to_owned()),
            None if registered.module.script().is_some() => Told::Unknown,
            None => Told::Listed,
        };
        if !matches!(told, Told::Listed) {
            let (aliases, docs) = (registered.aliases.clone(), registered.module.docs().to_owned());
            return ModuleShape { name: name.to_owned(), aliases, docs, told, ..ModuleShape::default() };
        }
        let classes = self.public_modules().flat_map(|module| {
            let owner = module.module.name().to_owned();
            module.part.classes.iter().map(move |(class, _)| (class.id, (owner.clone(), class.name.to_owned())))
        });
        // Where two modules export the same class, each means its own.
        let own = registered.part.classes.iter().map(|(class, _)| (class.id, (name.to_owned(), class.name.to_owned())));
        let mut types = Types::new(name, classes.chain(own).collect());
        let constants = registered.part.constants.iter().map(|constant| ConstantShape {
            name: constant.name.clone(),
            docs: constant.docs.clone(),
            type_script: (constant.type_script)(&mut types),
        });
        let constants = constants.collect();
        let functions =
            registered.part.functions.clone().map(|number| self.function_shape(number, &mut types)).collect();
        let classes =
            registered.part.classes.iter().map(|(class, first)| self.class_shape(class, *first, &mut types)).collect();
        ModuleShape {
            name: name.to_owned(),
            aliases: registered.aliases.clone(),
            docs: registered.module.docs().to_owned(),
            told,
            constants,
            functions,
            classes,
            types: types.into_declared(),
        }
    }

    fn function_shape(&self, number: u16, types: &mut Types) -> FunctionShape {
        let (name, docs) = self.docs(number);
        FunctionShape { name: name.to_owned(), docs: docs.to_owned(), signature: self.signature(number, types) }
    }

    fn class_shape(&self, class: &ClassExport, first: u16, types: &mut Types) -> ClassShape {
        let mut shape = ClassShape {
            name: class.name.to_owned(),
            docs: class.docs.to_owned(),
            constructor: None,
            properties: Vec::new(),
            methods: Vec::new(),
            statics: Vec::new(),
        };
        for (number, member) in (first..).zip(&class.members) {
            let function = FunctionShape { name: member.name.clone(), ..self.function_shape(number, types) };
            match member.kind {
                MemberKind::Constructor if class.is_abstract() => {}
                MemberKind::Constructor => shape.constructor = Some(function),
                MemberKind::Method => shape.methods.push(function),
                MemberKind::Static => shape.statics.push(function),
                MemberKind::Getter | MemberKind::Setter => {
                    shape.add_accessor(member.kind == MemberKind::Setter, function)
                }
            }
        }
        shape
    }
}

impl ClassShape {
    fn add_accessor(&mut self, is_setter: bool, function: FunctionShape) {
        let at = self.properties.iter().position(|property| property.name == function.name);
        let at = at.unwrap_or_else(|| {
            let (name, docs) = (function.name, String::new());
            self.properties.push(PropertyShape { name, docs, get: None, set: None });
            self.properties.len() - 1
        });
        let property = &mut self.properties[at];
        if property.docs.is_empty() {
            property.docs = function.docs;
        }
        let known = |type_script: String| if type_script.is_empty() { "unknown".to_owned() } else { type_script };
        if is_setter {
            let given = function.signature.parameters.into_iter().next().map(|parameter| parameter.type_script);
            property.set = Some(known(given.unwrap_or_default()));
        } else {
            property.get = Some(known(function.signature.result));
        }
    }
}
