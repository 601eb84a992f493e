//! Manifests: every crate takes the workspace's lints.

use crate::Finding;

/// Finds a manifest that does not say `[lints] workspace = true`.
#[must_use]
pub fn check(path: &str, text: &str) -> Option<Finding> {
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        }
        let said: String = line.split_whitespace().collect();
        if (section == "[lints]" && said == "workspace=true") || said == "lints.workspace=true" {
            return None;
        }
    }
    Some(Finding::new(path, 0, "does not take the workspace's lints: [lints] workspace = true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_of_another_section_do_not_count() {
        assert_eq!(check("Cargo.toml", "[package]\nname = \"a\"\n[lints]\nworkspace = true\n"), None);
        assert!(check("Cargo.toml", "[dependencies]\nworkspace = true\n").is_some());
        assert!(check("Cargo.toml", "[lints]\n# workspace = true\n").is_some());
    }
}
