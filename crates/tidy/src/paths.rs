//! Which modules of its own crate a file names.
//!
//! Understood: `crate::`, `self::`, `super::` (inline modules counted), a child module's name, and trees of `use`.
//! A name that a module merely passes on (`pub use child::Name`) is followed to where it is defined, so `crate::Error`
//! counts as naming `error`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::Source;
use crate::source::{inside, is_mark, line_of, word};

/// A module's place, from the crate's root.
pub(crate) type Module = Vec<String>;

/// One mention of something in the own crate.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) line: usize,
    /// From the crate's root.
    pub(crate) path: Vec<String>,
    /// Inside an inline module called `tests`.
    pub(crate) in_tests: bool,
    /// A macro's name: those live at the root whatever file defines them.
    pub(crate) is_macro: bool,
    /// Whether it is a `pub use`, at any visibility.
    passed_on: bool,
    /// The name by which a `use` knows it.
    alias: Option<String>,
}

/// The modules of one crate, and what each names.
pub(crate) struct Crate {
    /// File by file: its path in the workspace, its module, its references.
    pub(crate) files: Vec<(String, Module, Vec<Reference>)>,
    modules: BTreeSet<Module>,
    passed_on: BTreeMap<(Module, String), Vec<String>>,
}

impl Crate {
    /// Reads the files in the `src` of one crate.
    pub(crate) fn new(sources: &[Source]) -> Self {
        let modules: BTreeSet<Module> = sources.iter().filter_map(Source::module).collect();
        let mut files = Vec::new();
        let mut passed_on = BTreeMap::new();
        for source in sources {
            let Some(module) = source.module() else { continue };
            let mut reader = Reader { modules: &modules, found: Vec::new() };
            reader.read(&source.tokens, &module, false);
            let found = reader.found;
            for reference in found.iter().filter(|reference| reference.passed_on) {
                if let Some(name) = reference.alias.clone().or_else(|| reference.path.last().cloned()) {
                    passed_on.insert((module.clone(), name), reference.path.clone());
                }
            }
            files.push((source.path.clone(), module, found));
        }
        Self { files, modules, passed_on }
    }

    /// The module that defines what a path names, and what is left of the path there.
    pub(crate) fn definition<'p>(&'p self, path: &'p [String]) -> (Module, &'p [String]) {
        let mut path = path;
        // Each step follows one name that is passed on; a circle of them would not compile.
        for _ in 0..16 {
            let length = (0..=path.len()).rev().find(|&n| self.modules.contains(&path[..n])).unwrap_or(0);
            let (module, rest) = path.split_at(length);
            match rest.first().and_then(|name| self.passed_on.get(&(module.to_vec(), name.clone()))) {
                Some(next) => path = next,
                None => return (module.to_vec(), rest),
            }
        }
        (Vec::new(), path)
    }
}

struct Reader<'a> {
    modules: &'a BTreeSet<Module>,
    found: Vec<Reference>,
}

impl Reader<'_> {
    fn read(&mut self, tokens: &[TokenTree], module: &Module, in_tests: bool) {
        let mut i = 0;
        while i < tokens.len() {
            match &tokens[i] {
                TokenTree::Group(group) => self.read(&inside(group), module, in_tests),
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = (i..tokens.len()).find(|&n| is_mark(tokens.get(n), ';')).unwrap_or(tokens.len());
                    let passed_on = i > 0 && is_visibility(&tokens[..i]);
                    self.read_use(&tokens[i + 1..end], Vec::new(), module, (passed_on, in_tests));
                    i = end;
                }
                TokenTree::Ident(ident) if ident == "mod" => {
                    if let (Some(name), Some(TokenTree::Group(group))) = (word(tokens.get(i + 1)), tokens.get(i + 2)) {
                        let inner = [module.as_slice(), std::slice::from_ref(&name)].concat();
                        self.read(&inside(group), &inner, in_tests || name == "tests");
                        i += 2;
                    }
                }
                TokenTree::Ident(_)
                    if !(i > 0 && (is_mark(tokens.get(i - 1), ':') || is_mark(tokens.get(i - 1), '.')))
                        || is_single_colon(tokens, i) =>
                {
                    let (segments, next) = segments(tokens, i);
                    if segments.len() > 1
                        && let Some(path) = self.absolute(&segments, module)
                    {
                        let is_macro = is_mark(tokens.get(next), '!');
                        let line = line_of(&tokens[i]);
                        self.found.push(Reference { line, path, passed_on: false, in_tests, is_macro, alias: None });
                    }
                    i = next.max(i + 1) - 1;
                }
                _ => {}
            }
            i += 1;
        }
    }

    /// One branch of a `use`: `a::b`, `a::b as c`, `a::*`, `a::{…}`.
    fn read_use(&mut self, tokens: &[TokenTree], before: Vec<String>, module: &Module, marks: (bool, bool)) {
        let mut path = before;
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if ident == "as" => break,
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Group(group) => {
                    for branch in inside(group).split(|token| is_mark(Some(token), ',')).filter(|part| !part.is_empty())
                    {
                        self.read_use(branch, path.clone(), module, marks);
                    }
                    return;
                }
                _ if is_mark(Some(token), '*') && i + 1 == tokens.len() => {}
                _ => {}
            }
        }
        // `use a::{self}` names a.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let alias = tokens.iter().rposition(|token| word(Some(token)).as_deref() == Some("as"));
        let alias = alias.and_then(|at| word(tokens.get(at + 1)));
        if let (Some(first), Some(path)) = (tokens.first(), self.absolute(&path, module)) {
            let (passed_on, in_tests) = marks;
            self.found.push(Reference { line: line_of(first), path, passed_on, in_tests, is_macro: false, alias });
        }
    }

    /// A path from the crate's root, or nothing if it leads out of the crate.
    fn absolute(&self, segments: &[String], module: &Module) -> Option<Vec<String>> {
        let mut base = match segments.first()?.as_str() {
            "crate" => return Some(segments[1..].to_vec()),
            "self" => return Some([module.as_slice(), &segments[1..]].concat()),
            "super" => module.clone(),
            _ => {
                let child = [module.as_slice(), &segments[..1]].concat();
                return self.modules.contains(&child).then(|| [module.as_slice(), segments].concat());
            }
        };
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        base.truncate(base.len().saturating_sub(ups));
        Some([base.as_slice(), &segments[ups..]].concat())
    }
}

/// Whether the tokens end in `pub` or `pub(…)`.
fn is_visibility(tokens: &[TokenTree]) -> bool {
    let last = match tokens.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => tokens.len().checked_sub(2),
        _ => tokens.len().checked_sub(1),
    };
    last.is_some_and(|at| word(tokens.get(at)).as_deref() == Some("pub"))
}

/// Whether the identifier at `i` follows one colon, as a type does, and not two.
fn is_single_colon(tokens: &[TokenTree], i: usize) -> bool {
    i > 0 && is_mark(tokens.get(i - 1), ':') && !(i > 1 && is_mark(tokens.get(i - 2), ':'))
}

/// The segments of the path that begins at `i`, and the index after it.
fn segments(tokens: &[TokenTree], i: usize) -> (Vec<String>, usize) {
    let mut segments: Vec<String> = word(tokens.get(i)).into_iter().collect();
    let mut i = i + 1;
    while is_mark(tokens.get(i), ':')
        && is_mark(tokens.get(i + 1), ':')
        && let Some(next) = word(tokens.get(i + 2))
    {
        segments.push(next);
        i += 3;
    }
    (segments, i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let sources = [
            Source::new("crates/x/src/lib.rs", "mod a; mod b; pub use a::Thing;"),
            Source::new("crates/x/src/a.rs", ""),
            Source::new("crates/x/src/b/mod.rs", ""),
            Source::new("crates/x/src/b/c.rs", ""),
            Source::new("crates/x/src/b/d.rs", text),
        ];
        let all = Crate::new(&sources);
        let (_, _, found) = all.files.last().expect("five files");
        found.iter().map(|reference| reference.path.join("::")).collect()
    }

    #[test]
    fn every_way_to_name_a_module_is_seen() {
        assert_eq!(paths("use crate::a::Thing;"), ["a::Thing"]);
        assert_eq!(paths("use crate::{a::{self, Other as O}, b::c};"), ["a", "a::Other", "b::c"]);
        assert_eq!(paths("use super::c::X; use super::super::a;"), ["b::c::X", "a"]);
        assert_eq!(
            paths("fn f(x: crate::a::T) -> super::c::U { crate::b::c::g::<u8>() }"),
            ["a::T", "b::c::U", "b::c::g"]
        );
        assert_eq!(paths("mod tests { use super::*; fn f() { super::super::c::g() } }"), ["b::d", "b::c::g"]);
        assert_eq!(paths("fn f() { println!(\"{}\", crate::a::N) }"), ["a::N"]);
        assert!(
            paths("// crate::a::X\nconst T: &str = \"crate::a::X\"; use std::a::B; pub(crate) fn f() {}").is_empty()
        );
    }

    #[test]
    fn names_that_are_passed_on_are_followed() {
        let sources = [
            Source::new("crates/x/src/lib.rs", "pub use a::Thing; pub use b::{Deep as Name};"),
            Source::new("crates/x/src/a.rs", ""),
            Source::new("crates/x/src/b/mod.rs", "mod c; pub use self::c::Deep;"),
            Source::new("crates/x/src/b/c.rs", ""),
        ];
        let all = Crate::new(&sources);
        let definition = |name: &str| all.definition(&[name.to_owned()]).0.join("::");
        assert_eq!(definition("Thing"), "a");
        assert_eq!(definition("Name"), "b::c");
        assert_eq!(definition("Unknown"), "");
    }
}
