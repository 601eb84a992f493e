//! Types by the names that the compiler gives them: for functions whose types only the compiler knows.

use super::syntax::array_of;

/// The TypeScript type for a Rust type, as far as its name tells; otherwise `unknown`.
///
/// It knows numbers, text, options, collections, tuples, and this crate's own types. What the compiler calls a type is no
/// promise of the compiler, so this is for documentation only; [`TypeScript`](super::TypeScript) is the exact way.
#[must_use]
pub fn type_named<T: ?Sized>() -> String {
    of(std::any::type_name::<T>())
}

fn of(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix('&').map_or(name, |inner| inner.trim_start_matches("mut ").trim());
    if name == "()" {
        return "undefined".to_owned();
    }
    if let Some(inner) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) {
        return format!("[{}]", parts(inner).into_iter().map(of).collect::<Vec<_>>().join(", "));
    }
    if let Some(inner) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        // An array has a length, a slice has none.
        let is_length = |text: &str| text.trim().chars().all(|letter| letter.is_ascii_digit());
        let element = inner.rsplit_once(';').filter(|(_, length)| is_length(length));
        return array_of(&of(element.map_or(inner, |(element, _)| element)));
    }
    let (path, arguments) = match name.split_once('<') {
        Some((path, rest)) => (path, parts(rest.strip_suffix('>').unwrap_or(rest))),
        None => (name, Vec::new()),
    };
    let argument = |index: usize| arguments.get(index).map_or_else(|| "unknown".to_owned(), |name| of(name));
    let (crate_name, last) = match path.split_once("::") {
        Some((first, rest)) => (first, rest.rsplit("::").next().unwrap_or(rest)),
        None => ("", path),
    };
    match (crate_name, last) {
        ("", "bool") => "boolean".to_owned(),
        ("", "f32" | "f64" | "i8" | "i16" | "i32" | "u8" | "u16" | "u32" | "isize" | "usize") => "number".to_owned(),
        ("", "i64" | "u64" | "i128" | "u128") => "number | bigint".to_owned(),
        ("", "str" | "char") | ("alloc", "String") => "string".to_owned(),
        ("core", "Option") => format!("{} | undefined", argument(0)),
        ("alloc" | "std", "Vec" | "VecDeque" | "HashSet" | "BTreeSet") => array_of(&argument(0)),
        ("alloc" | "std", "HashMap" | "BTreeMap") => format!("Record<string, {}>", argument(1)),
        ("alloc", "Box" | "Rc" | "Arc" | "Cow") => argument(0),
        ("jsmint", "Bytes") => "Uint8Array".to_owned(),
        ("jsmint", "Date") => "Date".to_owned(),
        ("jsmint", "Value" | "Handle") => "any".to_owned(),
        _ => "unknown".to_owned(),
    }
}

/// What stands between commas, at the outermost level.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    // A tuple of one ends in a comma; a lifetime is no type.
    found.retain(|part| !part.trim().is_empty() && !part.trim().starts_with('\''));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use std::collections::{BTreeMap, HashMap, HashSet};
    use std::sync::Arc;

    struct Own;

    #[test]
    fn names_are_read_as_this_compiler_writes_them() {
        assert_eq!(type_named::<f64>(), "number");
        assert_eq!(type_named::<u64>(), "number | bigint");
        assert_eq!(type_named::<&'static str>(), "string");
        assert_eq!(type_named::<Vec<Option<bool>>>(), "(boolean | undefined)[]");
        assert_eq!(type_named::<HashMap<String, Vec<u8>>>(), "Record<string, number[]>");
        assert_eq!(type_named::<BTreeMap<u32, Arc<HashSet<char>>>>(), "Record<string, string[]>");
        assert_eq!(type_named::<(f64, (String, Own))>(), "[number, [string, unknown]]");
        assert_eq!(type_named::<(f64,)>(), "[number]");
        assert_eq!(type_named::<[[i8; 2]; 3]>(), "number[][]");
        assert_eq!(type_named::<[[i8; 2]]>(), "number[][]");
        assert_eq!(type_named::<Cow<'static, str>>(), "string");
        assert_eq!(type_named::<crate::value::Bytes>(), "Uint8Array");
        assert_eq!(type_named::<crate::raw::Value<'static>>(), "any");
        assert_eq!(type_named::<()>(), "undefined");
        assert_eq!(type_named::<Own>(), "unknown");
    }
}
