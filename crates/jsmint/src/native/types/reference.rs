//! Reference documentation.

use std::fmt::Write;

use super::shape::{ModuleShape, Told};
use super::syntax::{key, parameters, quoted, result};
use super::table::Declaration;

/// Reference documentation of one module, as Markdown.
pub(in crate::native) fn reference(module: &ModuleShape) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_reference(&mut text, module);
    text
}

fn write_reference(out: &mut String, module: &ModuleShape) -> std::fmt::Result {
    writeln!(out, "# {}\n", module.name)?;
    writeln!(out, "`require({})`", quoted(&module.name))?;
    for alias in &module.aliases {
        writeln!(out, "`require({})`", quoted(alias))?;
    }
    paragraph(out, &module.docs)?;
    if let Told::Written(body) = &module.told {
        writeln!(out, "\n{}", fenced(body.trim()))?;
    }
    for constant in &module.constants {
        heading(out, 2, &format!("{}: {}", constant.name, constant.type_script), &constant.docs)?;
    }
    for function in &module.functions {
        let title = format!("{}{}: {}", function.name, parameters(&function.signature), result(&function.signature));
        heading(out, 2, &title, &function.docs)?;
    }
    for class in &module.classes {
        heading(out, 2, &format!("class {}", class.name), &class.docs)?;
        if let Some(constructor) = &class.constructor {
            let title = format!("new {}{}", class.name, parameters(&constructor.signature));
            heading(out, 3, &title, &constructor.docs)?;
        }
        for property in &class.properties {
            let (word, held) = match (&property.get, &property.set) {
                (Some(get), None) => ("readonly ", get),
                (Some(get), Some(_)) => ("", get),
                (None, Some(set)) => ("writeonly ", set),
                (None, None) => continue,
            };
            heading(out, 3, &format!("{word}{}: {held}", key(&property.name)), &property.docs)?;
        }
        let methods = class.methods.iter().map(|method| ("", method));
        for (word, method) in methods.chain(class.statics.iter().map(|method| ("static ", method))) {
            let signature = &method.signature;
            let title = format!("{word}{}{}: {}", key(&method.name), parameters(signature), result(signature));
            heading(out, 3, &title, &method.docs)?;
        }
    }
    for (name, Declaration { docs, text }) in &module.types {
        heading(out, 2, &format!("type {name}"), docs)?;
        writeln!(out, "\n{}", fenced(text))?;
    }
    Ok(())
}

/// A block of TypeScript.
fn fenced(text: &str) -> String {
    format!("```ts\n{text}\n```")
}

fn heading(out: &mut String, level: usize, title: &str, docs: &str) -> std::fmt::Result {
    // A heading is one line, whatever the types in it are.
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "\n{} `{title}`", "#".repeat(level))?;
    paragraph(out, docs)
}

fn paragraph(out: &mut String, docs: &str) -> std::fmt::Result {
    let docs = docs.trim();
    if docs.is_empty() { Ok(()) } else { writeln!(out, "\n{docs}") }
}
