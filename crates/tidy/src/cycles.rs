//! Cycles: modules of a crate do not name each other in a circle.
//!
//! A module is a file. A parent that merely passes a child's name on does not name it. What a file's inline `tests` name is
//! not counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Crate, Module};
use crate::{Finding, Source};

type Graph = BTreeMap<Module, BTreeMap<Module, usize>>;

/// Finds circles among the modules of one crate.
#[must_use]
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let all = Crate::new(sources);
    let mut graph = Graph::new();
    for (_, module, references) in &all.files {
        let named = graph.entry(module.clone()).or_default();
        for reference in references.iter().filter(|reference| !reference.passed_on && !reference.in_tests) {
            let (target, _) = all.definition(&reference.path);
            // A macro, and what lib.rs itself defines, is reached through the root without naming it.
            if target != *module && !target.is_empty() {
                named.entry(target).or_insert(reference.line);
            }
        }
    }
    let file_of: BTreeMap<&Module, &String> = all.files.iter().map(|(file, module, _)| (module, file)).collect();
    let mut done = BTreeSet::new();
    let mut findings = Vec::new();
    for start in graph.keys() {
        let mut way = Vec::new();
        if let Some(circle) = walk(&graph, start, &mut way, &mut done) {
            let line = graph[&circle[0]][&circle[1 % circle.len()]];
            let names: Vec<String> = circle.iter().chain(circle.first()).map(|module| module.join("::")).collect();
            let what = format!("modules name each other in a circle: {}", names.join(" → "));
            findings.push(Finding::new(file_of[&circle[0]], line, what));
        }
    }
    findings
}

/// Goes down from a module; a circle is found where the way meets itself. One circle a start is enough to be mended.
fn walk(graph: &Graph, at: &Module, way: &mut Vec<Module>, done: &mut BTreeSet<Module>) -> Option<Vec<Module>> {
    if let Some(first) = way.iter().position(|module| module == at) {
        return Some(way[first..].to_vec());
    }
    if done.contains(at) {
        return None;
    }
    way.push(at.clone());
    let mut circle = None;
    for next in graph.get(at).into_iter().flat_map(BTreeMap::keys) {
        circle = circle.or_else(|| walk(graph, next, way, done));
    }
    way.pop();
    done.insert(at.clone());
    circle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        check(&sources).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_circle_of_two_and_of_three_is_found() {
        let two = circles(&[("c/src/a.rs", "use crate::b::B;"), ("c/src/b.rs", "fn f() { crate::a::g() }")]);
        assert_eq!(two, ["modules name each other in a circle: a → b → a"]);
        let three = circles(&[
            ("c/src/a.rs", "use crate::b::B;"),
            ("c/src/b.rs", "use crate::d::D;"),
            ("c/src/d.rs", "use crate::a::A;"),
        ]);
        assert_eq!(three.len(), 1);
    }

    #[test]
    fn a_parent_that_passes_names_on_makes_no_circle_but_one_that_uses_them_does() {
        let child = ("c/src/a/child.rs", "use super::Shared;");
        assert!(circles(&[("c/src/a/mod.rs", "mod child; pub use child::Name; pub struct Shared;"), child]).is_empty());
        let used = "mod child; pub use child::Name; pub struct Shared(Name);";
        assert_eq!(circles(&[("c/src/a/mod.rs", used), child]).len(), 1);
        let called = "mod child; pub struct Shared; fn f() { child::g() }";
        assert_eq!(circles(&[("c/src/a/mod.rs", called), child]).len(), 1);
    }

    #[test]
    fn siblings_meet_through_their_parent_without_a_circle() {
        let files =
            [("c/src/lib.rs", "pub use a::A; pub use b::B;"), ("c/src/a.rs", ""), ("c/src/b.rs", "use crate::A;")];
        assert!(circles(&files).is_empty());
    }
}
