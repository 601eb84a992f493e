//! Unfinished: nothing is left to do, and no test is switched off.

use proc_macro2::TokenTree;

use crate::source::{inside, is_mark, line_of, word};
use crate::{Finding, Source};

/// Finds `todo!`, `unimplemented!` and `#[ignore]`.
#[must_use]
pub fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    read(source, &source.tokens, &mut findings);
    findings
}

fn read(source: &Source, tokens: &[TokenTree], findings: &mut Vec<Finding>) {
    for (i, token) in tokens.iter().enumerate() {
        if let Some(name) = word(Some(token))
            && matches!(name.as_str(), "todo" | "unimplemented")
            && is_mark(tokens.get(i + 1), '!')
        {
            findings.push(Finding::new(&source.path, line_of(token), format!("`{name}!` is left")));
        }
        if let TokenTree::Group(group) = token {
            let inner = inside(group);
            if i > 0 && is_mark(tokens.get(i - 1), '#') && word(inner.first()).as_deref() == Some("ignore") {
                findings.push(Finding::new(&source.path, line_of(token), "a test is switched off by `#[ignore]`"));
            }
            read(source, &inner, findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_found_where_it_stands() {
        let text =
            "fn a() { todo!() }\n#[ignore = \"slow\"]\nfn b() { if x { unimplemented!() } }\n// todo!()\nfn todo() {}";
        let found = check(&Source::new("a.rs", text));
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
