//! TypeScript definitions.

use std::fmt::Write;

use super::shape::{ClassShape, FunctionShape, ModuleShape, Told};
use super::syntax::{as_name, comment, is_closed, is_name, key, parameters, quoted, result};
use super::table::Declaration;

/// Definitions for modules, in this order, and for their other names.
pub(in crate::native) fn definitions(modules: &[ModuleShape]) -> String {
    let mut text = String::new();
    for module in modules {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = write_module(&mut text, module);
    }
    text
}

fn write_module(out: &mut String, module: &ModuleShape) -> std::fmt::Result {
    write!(out, "{}", comment(&module.docs, ""))?;
    match &module.told {
        Told::Unknown => {
            let mut names = std::iter::once(&module.name).chain(&module.aliases);
            return names.try_for_each(|name| writeln!(out, "declare module {};", quoted(name)));
        }
        Told::Written(body) => write_written(out, &module.name, body)?,
        Told::Listed => write_listed(out, module)?,
    }
    for alias in &module.aliases {
        writeln!(out, "\ndeclare module {} {{", quoted(alias))?;
        if module.told.is_one_value() {
            writeln!(out, "  import own = require({});\n  export = own;\n}}", quoted(&module.name))?;
        } else {
            writeln!(out, "  export * from {};\n}}", quoted(&module.name))?;
        }
    }
    Ok(())
}

/// What the module's author wrote.
fn write_written(out: &mut String, name: &str, body: &str) -> std::fmt::Result {
    writeln!(out, "declare module {} {{", quoted(name))?;
    for line in body.trim().lines() {
        let line = line.trim_end();
        writeln!(out, "{}{line}", if line.is_empty() { "" } else { "  " })?;
    }
    writeln!(out, "}}")
}

impl Told {
    /// Whether the module is one value, of which its other names cannot export everything by name.
    fn is_one_value(&self) -> bool {
        let Self::Written(body) = self else { return false };
        body.lines().any(|line| {
            let words = line.trim_start().strip_prefix("export").map(str::trim_start);
            words.is_some_and(|words| words.starts_with('='))
        })
    }
}

/// What the native side defines.
fn write_listed(out: &mut String, module: &ModuleShape) -> std::fmt::Result {
    writeln!(out, "declare module {} {{", quoted(&module.name))?;
    let mut renamed = Vec::new();
    // What cannot be declared under its own name is exported under it.
    let mut declared = |name: &str| {
        if is_name(name) {
            return ("export ", name.to_owned());
        }
        let own = as_name(name);
        renamed.push(format!("{own} as {}", key(name)));
        ("", own)
    };
    for (name, Declaration { docs, text }) in &module.types {
        write!(out, "{}", comment(docs, "  "))?;
        match is_closed(text) && text.starts_with('{') {
            true => writeln!(out, "  export interface {name} {}", indented(text))?,
            false => writeln!(out, "  export type {name} = {};", indented(text))?,
        }
    }
    for constant in &module.constants {
        let (export, name) = declared(&constant.name);
        write!(out, "{}", comment(&constant.docs, "  "))?;
        writeln!(out, "  {export}const {name}: {};", indented(&constant.type_script))?;
    }
    for function in &module.functions {
        let (export, name) = declared(&function.name);
        write!(out, "{}", comment(&function.docs, "  "))?;
        let FunctionShape { signature, .. } = function;
        let types = format!("{}: {}", parameters(signature), result(signature));
        writeln!(out, "  {export}function {name}{};", indented(&types))?;
    }
    for class in &module.classes {
        let (export, name) = declared(&class.name);
        write!(out, "{}", comment(&class.docs, "  "))?;
        writeln!(out, "  {export}class {name} {{")?;
        write_members(out, class)?;
        writeln!(out, "  }}")?;
    }
    if renamed.is_empty() {
        // An empty list keeps what is not marked for export from being exported, and the module from being a script.
        writeln!(out, "  export {{}};")?;
    } else {
        writeln!(out, "  export {{ {} }};", renamed.join(", "))?;
    }
    writeln!(out, "}}")
}

fn write_members(out: &mut String, class: &ClassShape) -> std::fmt::Result {
    const INDENT: &str = "    ";
    match &class.constructor {
        Some(constructor) => {
            write!(out, "{}", comment(&constructor.docs, INDENT))?;
            writeln!(out, "{INDENT}constructor{};", twice_indented(&parameters(&constructor.signature)))?;
        }
        None => writeln!(out, "{INDENT}private constructor();")?,
    }
    // Nothing else has its methods: a class is known by what it holds, not by its shape.
    writeln!(out, "{INDENT}#private;")?;
    for property in &class.properties {
        let name = key(&property.name);
        write!(out, "{}", comment(&property.docs, INDENT))?;
        if let Some(get) = &property.get {
            writeln!(out, "{INDENT}get {name}(): {};", twice_indented(get))?;
        }
        if let Some(set) = &property.set {
            writeln!(out, "{INDENT}set {name}(value: {});", twice_indented(set))?;
        }
    }
    let methods = class.methods.iter().map(|method| ("", method));
    for (word, FunctionShape { name, docs, signature }) in methods.chain(class.statics.iter().map(|it| ("static ", it)))
    {
        write!(out, "{}", comment(docs, INDENT))?;
        let types = format!("{}: {}", parameters(signature), result(signature));
        writeln!(out, "{INDENT}{word}{}{};", key(name), twice_indented(&types))?;
    }
    Ok(())
}

/// A text of several lines, one level deeper.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

fn twice_indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}
