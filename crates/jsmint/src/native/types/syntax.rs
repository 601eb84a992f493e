//! Pieces of TypeScript text.

use super::signature::{Parameter, Signature};

/// Words that cannot name a declaration or a parameter in a module.
const RESERVED: [&str; 48] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Whether a name may stand where a declaration's name does.
pub(super) fn is_name(name: &str) -> bool {
    is_key(name) && !RESERVED.contains(&name)
}

/// Whether a name may stand unquoted where a property's name does.
fn is_key(name: &str) -> bool {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, '_' | '$'));
    starts && letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$'))
}

/// A name that may stand where a declaration's does, made of one that may not.
pub(super) fn as_name(name: &str) -> String {
    if is_name(name) {
        return name.to_owned();
    }
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '$' { letter } else { '_' };
    format!("_{}", name.chars().map(plain).collect::<String>())
}

/// The name of a property.
pub(super) fn key(name: &str) -> String {
    if is_key(name) { name.to_owned() } else { quoted(name) }
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    // JSON's strings are strings of JavaScript, too.
    serde_json::Value::from(text).to_string()
}

/// A documentation comment at this depth; nothing for no text.
pub(super) fn comment(docs: &str, indent: &str) -> String {
    let docs = docs.trim_end().replace("*/", "*\\/");
    if docs.is_empty() {
        return String::new();
    }
    if !docs.contains('\n') {
        return format!("{indent}/** {} */\n", docs.trim());
    }
    let lines: String = docs.lines().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
    format!("{indent}/**\n{lines}{indent} */\n")
}

/// A type as the type of an array's elements.
pub(super) fn array_of(element: &str) -> String {
    let bracketed = element.contains(['|', '&', ' ']) && !is_closed(element);
    if bracketed { format!("({element})[]") } else { format!("{element}[]") }
}

/// Whether a type is one pair of brackets with something in it.
pub(super) fn is_closed(text: &str) -> bool {
    let mut depth = 0_u32;
    let opens = text.starts_with(['{', '[']);
    opens
        && text.char_indices().all(|(at, letter)| {
            match letter {
                '{' | '[' | '(' | '<' => depth += 1,
                '}' | ']' | ')' | '>' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0 || at + letter.len_utf8() == text.len()
        })
}

/// The parameters of a function, in brackets.
pub(super) fn parameters(signature: &Signature) -> String {
    // What may be left out can be said only of the last ones; before those, `undefined` must be written.
    let required = signature.parameters.iter().rposition(|parameter| !parameter.optional && !parameter.rest);
    let one = |(index, parameter): (usize, &Parameter)| {
        let Parameter { name, type_script, optional, rest } = parameter;
        let name = as_name(name);
        match (rest, optional) {
            (true, _) => format!("...{name}: {}", array_of(type_script)),
            (_, true) if required.is_some_and(|last| index < last) => {
                format!("{name}: {type_script} | null | undefined")
            }
            (_, true) => format!("{name}?: {type_script} | null"),
            _ => format!("{name}: {type_script}"),
        }
    };
    let all: Vec<String> = signature.parameters.iter().enumerate().map(one).collect();
    format!("({})", all.join(", "))
}

/// The result of a function.
pub(super) fn result(signature: &Signature) -> &str {
    if signature.result.is_empty() { "unknown" } else { &signature.result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_of_what_has_parts_are_bracketed() {
        for (element, wanted) in [
            ("number", "number[]"),
            ("number | undefined", "(number | undefined)[]"),
            ("[number, string]", "[number, string][]"),
            ("{ a: number }", "{ a: number }[]"),
            ("{ a: number } | { b: string }", "({ a: number } | { b: string })[]"),
            ("(x: number) => void", "((x: number) => void)[]"),
            ("Record<string, number>", "(Record<string, number>)[]"),
        ] {
            assert_eq!(array_of(element), wanted);
        }
    }

    #[test]
    fn only_the_last_parameters_may_be_left_out() {
        let signature = Signature::new().optional("a", "string").parameter("new", "number").optional("c", "boolean");
        assert_eq!(
            parameters(&signature.rest("d", "1 | 2")),
            "(a: string | null | undefined, _new: number, c?: boolean | null, ...d: (1 | 2)[])"
        );
    }

    #[test]
    fn comments_cannot_be_closed_by_their_text() {
        assert_eq!(comment("", "  "), "");
        assert_eq!(comment(" One.", "  "), "  /** One. */\n");
        assert_eq!(comment("a\n\n b */ c", ""), "/**\n * a\n *\n *  b *\\/ c\n */\n");
    }
}
