//! Names: Rust's, and what scripts see of them.

/// The name of a function for scripts: `read_to_end` is `readToEnd`.
pub(crate) fn camel_case(name: &str) -> String {
    let name = plain(name);
    let body = name.trim_start_matches('_');
    let mut out = name[..name.len() - body.len()].to_owned();
    let mut upper = false;
    for letter in body.chars() {
        match letter {
            '_' => upper = true,
            _ if upper => {
                out.extend(letter.to_uppercase());
                upper = false;
            }
            _ => out.push(letter),
        }
    }
    out
}

/// The name of a module: `file_system` and `FileSystem` are `file-system`.
pub(crate) fn kebab_case(name: &str) -> String {
    let mut out = String::new();
    for letter in plain(name).chars() {
        if letter == '_' {
            out.push('-');
        } else {
            if letter.is_uppercase() && !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            out.extend(letter.to_lowercase());
        }
    }
    out
}

/// The name without the mark of a raw identifier.
pub(crate) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_scripts_do() {
        assert_eq!(camel_case("read_to_end"), "readToEnd");
        assert_eq!(camel_case("r#type"), "type");
        assert_eq!(camel_case("__private_thing_"), "__privateThing");
        assert_eq!(camel_case("sha256_of"), "sha256Of");
        assert_eq!(kebab_case("FileSystem"), "file-system");
        assert_eq!(kebab_case("file_system"), "file-system");
    }
}
