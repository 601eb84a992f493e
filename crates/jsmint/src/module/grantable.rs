//! Modules that exist but reach outside a runtime, so that a factory has them only where they were granted.
//!
//! This is all that is known here of what `jsmint-std` offers; its tests hold the list against what it has.

/// Names of modules, and the option that grants each.
const GRANTABLE: [(&str, &str); 5] = [
    ("child_process", "jsmint_std::exec().allow([PROGRAM])"),
    ("database", "jsmint_std::database().open(NAME, FILE, …)"),
    ("exec", "jsmint_std::exec().allow([PROGRAM])"),
    ("fs", "jsmint_std::fs().read(FOLDER)"),
    ("fs/promises", "jsmint_std::fs().read(FOLDER)"),
];

/// What would grant the module that this request means, with or without `node:`, if it is one of them.
pub(super) fn how_to_grant(request: &str) -> Option<String> {
    let bare = request.strip_prefix("node:").unwrap_or(request);
    let (name, option) = GRANTABLE.iter().find(|(name, _)| *name == bare)?;
    Some(format!("{name} reaches outside the runtime and was not granted. To grant it: Options::module({option})"))
}
