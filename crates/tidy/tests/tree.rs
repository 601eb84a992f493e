//! The rules, applied to the tree.

use std::collections::BTreeSet;

use jsmint_tidy::{Finding, Tree, cycles, layers, length, manifest, readme, unfinished, unsafety};

#[track_caller]
fn expect_none(findings: impl IntoIterator<Item = Finding>) {
    let mut lines: Vec<String> = findings.into_iter().map(|finding| finding.to_string()).collect();
    lines.sort();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn layers_are_named_from_right_to_left() {
    let sources = Tree::of_this_workspace().sources("crates/jsmint/src");
    assert!(sources.len() > 3, "the sources were not found");
    expect_none(layers::check_order(&sources));
}

#[test]
fn only_the_neck_names_the_engine_and_the_heap() {
    expect_none(layers::check_neck(&Tree::of_this_workspace().sources("crates/jsmint/src")));
}

#[test]
fn modules_do_not_name_each_other_in_a_circle() {
    let tree = Tree::of_this_workspace();
    expect_none(tree.crates().iter().flat_map(|folder| cycles::check(&tree.sources(&format!("{folder}/src")))));
}

#[test]
fn unsafe_has_an_address_and_a_reason() {
    let tree = Tree::of_this_workspace();
    let sources = tree.sources("crates");
    let known: BTreeSet<String> = sources.iter().flat_map(unsafety::numbered).collect();
    expect_none(sources.iter().flat_map(|source| unsafety::check(source, &known)));
}

#[test]
fn no_source_is_too_long() {
    let tree = Tree::of_this_workspace();
    let files = [tree.files("crates", &["rs", "js"]), tree.files("examples", &["rs", "js"])].concat();
    expect_none(files.iter().filter_map(|path| length::check(path, &tree.read(path))));
}

#[test]
fn nothing_is_unfinished() {
    let tree = Tree::of_this_workspace();
    expect_none(tree.sources("crates").iter().flat_map(unfinished::check));
}

#[test]
fn every_crate_takes_the_lints() {
    let tree = Tree::of_this_workspace();
    let crates = tree.crates();
    assert!(crates.len() >= 4, "the crates were not found: {crates:?}");
    expect_none(crates.iter().filter_map(|folder| {
        let path = format!("{folder}/Cargo.toml");
        manifest::check(&path, &tree.read(&path))
    }));
}

#[test]
fn the_readme_sets_up_with_two_commands() {
    expect_none(readme::check("README.md", &Tree::of_this_workspace().read("README.md")));
}
