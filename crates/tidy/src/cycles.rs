//! Cycles: modules do not name each other in a circle, at any level of the tree.
//!
//! What a module's children name counts as named by the module. A parent and its own child are one thing in two files
//! and may name each other; two siblings may not, neither directly nor by a detour, and neither through names that their
//! parent passes on. What a file's inline `tests` name is not counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Crate, Module};
use crate::{Finding, Source};

/// For each module, the siblings that it or something in it names, with one place where that happens.
type Graph = BTreeMap<Module, BTreeMap<Module, (String, usize)>>;

/// Finds circles among the modules of one crate.
#[must_use]
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let all = Crate::new(sources);
    let mut graph = Graph::new();
    for (file, module, references) in &all.files {
        for reference in references.iter().filter(|reference| !reference.in_tests) {
            let (target, _) = all.definition(&reference.path);
            let common = module.iter().zip(&target).take_while(|(a, b)| a == b).count();
            // A module and what lies above or below it are not siblings anywhere.
            if common < module.len() && common < target.len() {
                let named = graph.entry(module[..=common].to_vec()).or_default();
                named.entry(target[..=common].to_vec()).or_insert_with(|| (file.clone(), reference.line));
            }
        }
    }
    let mut done = BTreeSet::new();
    let mut findings = Vec::new();
    for start in graph.keys() {
        if let Some(circle) = walk(&graph, start, &mut Vec::new(), &mut done) {
            let (file, line) = &graph[&circle[0]][&circle[1]];
            let names: Vec<String> = circle.iter().chain(circle.first()).map(|module| module.join("::")).collect();
            let what = format!("modules name each other in a circle: {}", names.join(" → "));
            findings.push(Finding::new(file, *line, what));
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
    fn a_circle_between_folders_is_found_though_no_two_files_make_one() {
        let found = circles(&[
            ("c/src/a/mod.rs", ""),
            ("c/src/a/one.rs", "use crate::b::One;"),
            ("c/src/a/two.rs", ""),
            ("c/src/b/mod.rs", "mod one; pub use one::One;"),
            ("c/src/b/one.rs", "use crate::a::two::X;"),
        ]);
        assert_eq!(found, ["modules name each other in a circle: a → b → a"]);
    }

    #[test]
    fn siblings_that_meet_through_names_their_parent_passes_on_make_a_circle() {
        let parent = ("c/src/a/mod.rs", "mod one; mod two; pub use one::One; pub use two::Two;");
        let found = circles(&[parent, ("c/src/a/one.rs", "use super::Two;"), ("c/src/a/two.rs", "use super::One;")]);
        assert_eq!(found, ["modules name each other in a circle: a::one → a::two → a::one"]);
    }

    #[test]
    fn a_parent_and_its_child_may_name_each_other() {
        let parent = ("c/src/a/mod.rs", "mod child; pub struct Shared(child::Name); pub use child::Name;");
        assert!(circles(&[parent, ("c/src/a/child.rs", "use super::Shared;")]).is_empty());
    }

    #[test]
    fn siblings_meet_through_their_parent_without_a_circle() {
        let files =
            [("c/src/lib.rs", "pub use a::A; pub use b::B;"), ("c/src/a.rs", ""), ("c/src/b.rs", "use crate::A;")];
        assert!(circles(&files).is_empty());
    }
}
