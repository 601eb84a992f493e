//! Layers: inside crate `jsmint`, a file names its own layer and those left of it.

use crate::paths::Crate;
use crate::source::each_word;
use crate::{Finding, Source};

/// The layers of crate `jsmint`, from the lowest; those in one row stand side by side.
pub const LAYERS: [&[&str]; 12] = [
    &["error", "limits"],
    &["call_log"],
    &["raw"],
    &["value"],
    &["capture"],
    &["recording"],
    &["native"],
    &["module"],
    &["builtin"],
    &["snapshot"],
    &["runtime"],
    &["factory"],
];

/// The crates that only [`NECK`] names.
pub const BEHIND_THE_NECK: [&str; 2] = ["rquickjs_sys", "jsmint_heap"];

/// The layer that stands between the engine and everything else.
pub const NECK: &str = "raw";

/// Finds files that name a layer right of their own, or something that belongs to no layer.
#[must_use]
pub fn check_order(sources: &[Source]) -> Vec<Finding> {
    let all = Crate::new(sources);
    let mut findings = Vec::new();
    for (file, module, references) in &all.files {
        let Some(layer) = module.first() else { continue };
        let Some(rank) = rank(layer) else {
            findings.push(Finding::new(file, 0, format!("`{layer}` is no layer; the layers are {LAYERS:?}")));
            continue;
        };
        for reference in references.iter().filter(|reference| !reference.is_macro) {
            let (target, rest) = all.definition(&reference.path);
            let what = match (target.first(), rest.first()) {
                (Some(named), _) => match self::rank(named) {
                    Some(other) if other > rank => {
                        format!("layer `{layer}` names layer `{named}`, which stands right of it")
                    }
                    _ => continue,
                },
                (None, Some(name)) => format!("`crate::{name}` belongs to no layer: name it where it is defined"),
                (None, None) => "the whole crate is named: name the layer that is meant".to_owned(),
            };
            findings.push(Finding::new(file, reference.line, what));
        }
    }
    findings
}

/// Finds files outside the neck that name a crate behind it.
#[must_use]
pub fn check_neck(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        if source.module().is_none_or(|module| module.first().is_some_and(|layer| layer == NECK)) {
            continue;
        }
        each_word(&source.tokens, &mut |line, name| {
            if BEHIND_THE_NECK.contains(&name) {
                findings.push(Finding::new(&source.path, line, format!("only layer `{NECK}` names `{name}`")));
            }
        });
    }
    findings
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&layer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(path: &str, text: &str) -> Vec<Finding> {
        check_order(&[
            Source::new("crates/jsmint/src/lib.rs", "mod error; pub use error::Error; pub use factory::Plan;"),
            Source::new("crates/jsmint/src/error/mod.rs", ""),
            Source::new("crates/jsmint/src/value/mod.rs", ""),
            Source::new("crates/jsmint/src/runtime/mod.rs", "pub use self::entry::Entry;"),
            Source::new("crates/jsmint/src/runtime/entry.rs", ""),
            Source::new("crates/jsmint/src/factory/mod.rs", ""),
            Source::new(path, text),
        ])
    }

    #[test]
    fn a_layer_may_name_itself_and_what_is_left_of_it() {
        let good = "use crate::{Error, error::Kind, value::Scope}; use super::other; crate::function!(x);";
        assert_eq!(order("crates/jsmint/src/value/number.rs", good), []);
    }

    #[test]
    fn a_layer_may_not_name_what_is_right_of_it() {
        for bad in [
            "use crate::runtime::Runtime;",
            "fn f() -> crate::runtime::Runtime { g() }",
            "use crate::{error::Kind, runtime};",
            "use super::super::runtime::Entry;",
            "use crate::Plan;",
            "mod tests { use crate::runtime::Entry; }",
            "fn f() { assert_eq!(1, crate::runtime::N) }",
        ] {
            let found = order("crates/jsmint/src/value/number.rs", bad);
            assert_eq!(found.len(), 1, "{bad}: {found:?}");
            assert!(found[0].what.contains("right of it"), "{found:?}");
        }
    }

    #[test]
    fn whatever_has_no_layer_is_found() {
        assert_eq!(order("crates/jsmint/src/extras.rs", "").len(), 1);
        assert_eq!(order("crates/jsmint/src/value/number.rs", "use crate::Nowhere;").len(), 1);
    }

    #[test]
    fn the_engine_is_named_by_the_neck_alone() {
        let text = "use rquickjs_sys as sys; // rquickjs_sys\nconst A: &str = \"jsmint_heap\";";
        assert_eq!(check_neck(&[Source::new("crates/jsmint/src/raw/world.rs", text)]), []);
        let found = check_neck(&[Source::new("crates/jsmint/src/value/mod.rs", text)]);
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1]);
    }
}
