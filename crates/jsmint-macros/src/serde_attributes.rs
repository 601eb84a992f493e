//! What serde's attributes say of names, and of what is left out.

use syn::{Attribute, LitStr, Result, Token};

/// What `#[serde(…)]` and `#[js(…)]` say of a type, a variant or a field.
#[derive(Default)]
pub(crate) struct Serde {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<String>,
    pub(crate) rename_all_fields: Option<String>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) untagged: bool,
    pub(crate) transparent: bool,
    pub(crate) flatten: bool,
    pub(crate) skip: bool,
    /// It may be missing.
    pub(crate) default: bool,
    /// `#[js(type = "…")]`.
    pub(crate) type_script: Option<String>,
}

impl Serde {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("js") {
                attribute.parse_nested_meta(|meta| {
                    if meta.path.is_ident("type") {
                        found.type_script = Some(meta.value()?.parse::<LitStr>()?.value());
                        return Ok(());
                    }
                    Err(meta.error("only `type = \"…\"` makes sense here"))
                })?;
            }
            if !attribute.path().is_ident("serde") {
                continue;
            }
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                let mut given = None;
                if meta.input.peek(Token![=]) {
                    let value: syn::Expr = meta.value()?.parse()?;
                    if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = value {
                        given = Some(text.value());
                    }
                } else if meta.input.peek(syn::token::Paren) {
                    // `rename(serialize = "a", deserialize = "b")`: what scripts see is what is serialized.
                    meta.parse_nested_meta(|inner| {
                        let is_seen = inner.path.is_ident("serialize");
                        if inner.input.peek(Token![=]) {
                            let value: syn::Expr = inner.value()?.parse()?;
                            if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = value
                                && is_seen
                            {
                                given = Some(text.value());
                            }
                        }
                        Ok(())
                    })?;
                }
                match name.as_str() {
                    "rename" => found.rename = given,
                    "rename_all" => found.rename_all = given,
                    "rename_all_fields" => found.rename_all_fields = given,
                    "tag" => found.tag = given,
                    "content" => found.content = given,
                    "untagged" => found.untagged = true,
                    "transparent" => found.transparent = true,
                    "flatten" => found.flatten = true,
                    "skip" => found.skip = true,
                    "default" | "skip_serializing_if" => found.default = true,
                    // Whatever else serde knows changes no name.
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}

/// A field's or a variant's name under a rule of `rename_all`. Fields are written `snake_case`, variants `PascalCase`.
pub(crate) fn renamed(name: &str, rule: Option<&str>, is_variant: bool) -> String {
    let name = crate::names::plain(name);
    let Some(rule) = rule else { return name.to_owned() };
    let words: Vec<String> = if is_variant {
        let mut words: Vec<String> = Vec::new();
        for letter in name.chars() {
            match words.last_mut() {
                Some(word) if !letter.is_uppercase() => word.push(letter),
                _ => words.push(letter.to_lowercase().collect()),
            }
        }
        words
    } else {
        name.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let capital = |word: &String| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    match rule {
        "lowercase" if is_variant => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        "PascalCase" => words.iter().map(capital).collect(),
        "camelCase" => {
            let tail = words.iter().skip(1).map(capital).collect::<String>();
            words.first().cloned().unwrap_or_default() + &tail
        }
        "snake_case" => words.join("_"),
        "SCREAMING_SNAKE_CASE" => words.join("_").to_uppercase(),
        "kebab-case" => words.join("-"),
        "SCREAMING-KEBAB-CASE" => words.join("-").to_uppercase(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_serde() {
        assert_eq!(renamed("first_name", Some("camelCase"), false), "firstName");
        assert_eq!(renamed("first_name", Some("PascalCase"), false), "FirstName");
        assert_eq!(renamed("first_name", Some("SCREAMING-KEBAB-CASE"), false), "FIRST-NAME");
        assert_eq!(renamed("first_name", Some("lowercase"), false), "first_name");
        assert_eq!(renamed("ReadOnly", Some("snake_case"), true), "read_only");
        assert_eq!(renamed("ReadOnly", Some("camelCase"), true), "readOnly");
        assert_eq!(renamed("ReadOnly", Some("lowercase"), true), "readonly");
        assert_eq!(renamed("r#type", None, false), "type");
    }
}
