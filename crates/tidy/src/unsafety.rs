//! Unsafe: at its addresses only, and every block says which invariant makes it right.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenTree};

use crate::source::{inside, is_mark, line_of, word};
use crate::{Finding, Source};

/// Where `unsafe` may stand, as the beginnings of paths.
pub const ADDRESSES: [&str; 2] = ["crates/jsmint-heap/", "crates/jsmint/src/raw/"];

/// Finds `unsafe` at other addresses, and blocks and impls without a `SAFETY` comment that cites a known invariant.
#[must_use]
pub fn check(source: &Source, known: &BTreeSet<String>) -> Vec<Finding> {
    let mut finder = Finder { source, lines: source.text.lines().collect(), known, findings: Vec::new() };
    finder.read(&source.tokens, &[]);
    finder.findings
}

/// The invariants that a module's documentation numbers: `//! * **H1** …`.
#[must_use]
pub fn numbered(source: &Source) -> BTreeSet<String> {
    let items = source.text.lines().filter_map(|line| line.strip_prefix("//! * **"));
    items.filter_map(|item| Some(item.split_once("**")?.0.to_owned())).filter(|text| is_number(text)).collect()
}

struct Finder<'a> {
    source: &'a Source,
    lines: Vec<&'a str>,
    known: &'a BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Finder<'_> {
    /// `outer` holds the lines on which the statements around these tokens begin: a reason may stand above any of them.
    fn read(&mut self, tokens: &[TokenTree], outer: &[usize]) {
        let mut begin: Option<usize> = None;
        for (i, token) in tokens.iter().enumerate() {
            let line = line_of(token);
            let start = *begin.get_or_insert(line);
            match token {
                TokenTree::Ident(ident) if ident == "unsafe" => {
                    let reasons = [outer, &[start, line]].concat();
                    self.judge(line, tokens.get(i + 1), &reasons);
                }
                TokenTree::Group(group) => {
                    // A block begins statements of its own; parentheses belong to the statement around them.
                    let is_block = group.delimiter() == Delimiter::Brace;
                    let around = if is_block { Vec::new() } else { [outer, &[start]].concat() };
                    self.read(&inside(group), &around);
                    if is_block && !continues(tokens.get(i + 1)) {
                        begin = None;
                    }
                }
                _ if is_mark(Some(token), ';') || is_mark(Some(token), ',') => begin = None,
                // The body of a match arm.
                _ if is_mark(Some(token), '>') && i > 0 && is_mark(tokens.get(i - 1), '=') => begin = None,
                _ => {}
            }
        }
    }

    fn judge(&mut self, line: usize, next: Option<&TokenTree>, reasons: &[usize]) {
        let path = &self.source.path;
        if !ADDRESSES.iter().any(|address| path.starts_with(address)) {
            let what = format!("`unsafe` stands only in {}", ADDRESSES.join(" and "));
            self.findings.push(Finding::new(path, line, what));
            return;
        }
        let is_block = matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
        if !is_block && word(next).as_deref() != Some("impl") {
            return;
        }
        let Some(reason) = reasons.iter().find_map(|&line| self.reason_above(line)) else {
            self.findings.push(Finding::new(path, line, "no `// SAFETY:` comment stands right above"));
            return;
        };
        let cited: Vec<&str> =
            reason.split(|c: char| !c.is_ascii_alphanumeric()).filter(|text| is_number(text)).collect();
        if cited.is_empty() {
            let what = "the SAFETY comment cites no numbered invariant (H, R, N or L and a number)";
            self.findings.push(Finding::new(path, line, what));
        }
        for number in cited.iter().filter(|number| !self.known.contains(**number)) {
            let what = format!("no module's documentation numbers an invariant {number}");
            self.findings.push(Finding::new(path, line, what));
        }
    }

    /// The text from `SAFETY:` on, of the comment that ends right above a line. Attributes may stand between.
    fn reason_above(&self, line: usize) -> Option<String> {
        let above = self.lines[..line - 1].iter().rev().map(|text| text.trim_start());
        let comment: Vec<&str> = above
            .skip_while(|text| text.starts_with("#["))
            .take_while(|text| text.starts_with("//") && !text.starts_with("///") && !text.starts_with("//!"))
            .collect();
        let whole = comment.into_iter().rev().collect::<Vec<_>>().join("\n");
        whole.split_once("SAFETY:").map(|(_, reason)| reason.to_owned())
    }
}

/// Whether a token after a block belongs to the same statement: `if … {} else {}`, `match … {}.method()`.
fn continues(next: Option<&TokenTree>) -> bool {
    match next {
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '.' | '?' | ')' | '+' | '-' | '/' | '<' | '>' | '='),
        _ => matches!(word(next).as_deref(), Some("else" | "as")),
    }
}

/// Whether a text is a letter of a list of invariants and a number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['H', 'R', 'N', 'L']).unwrap_or("");
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        let known =
            numbered(&Source::new("lib.rs", "//! * **H1** one base\n//! * **R2** stack top\n//! * **No**, not H9\n"));
        check(&Source::new(path, text), &known).into_iter().map(|finding| finding.what).collect()
    }

    fn in_raw(text: &str) -> Vec<String> {
        findings("crates/jsmint/src/raw/world.rs", text)
    }

    #[test]
    fn unsafe_elsewhere_is_found_whatever_it_says() {
        for bad in [
            "fn f() {\n// SAFETY: H1\nunsafe { g() } }",
            "unsafe fn f() {}",
            "unsafe impl Send for X {}",
            "#[unsafe(no_mangle)] fn f() {}",
            "fn f() { call!(unsafe { g() }) }",
        ] {
            assert_eq!(findings("crates/jsmint/src/value/mod.rs", bad).len(), 1, "{bad}");
        }
        assert!(findings("crates/jsmint/src/value/mod.rs", "// unsafe {}\nconst A: &str = \"unsafe {}\";").is_empty());
    }

    #[test]
    fn a_reason_is_right_above_and_cites_a_known_number() {
        for good in [
            "fn f() {\n    // SAFETY: H1.\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: the top is set (R2),\n    // and stays.\n    let x = h(1, unsafe { g() });\n}",
            "fn f() {\n    // SAFETY: R2\n    #[cfg(unix)]\n    let x =\n        unsafe { g() };\n}",
            "// SAFETY: H1, R2\nunsafe impl Send for X {}",
            "fn f() { match x {\n // SAFETY: H1\n 1 => unsafe { g() },\n // SAFETY: H1\n _ => unsafe { g() },\n} }",
            "/// # Safety\n/// Ask.\nunsafe fn f() {}",
        ] {
            assert_eq!(in_raw(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn a_missing_a_distant_and_an_unknown_reason_are_found() {
        for bad in [
            "fn f() { unsafe { g() } }",
            "fn f() {\n    // SAFETY: H1\n\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: H1\n    let a = 1;\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: H1\n    unsafe { g() };\n    unsafe { g() };\n}",
            "fn f() {\n    // SAFETY: fine.\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: H99\n    unsafe { g() }\n}",
            "fn f() {\n    /// SAFETY: H1\n    unsafe { g() }\n}",
            "unsafe impl Send for X {}",
        ] {
            assert_eq!(in_raw(bad).len(), 1, "{bad}");
        }
    }
}
