//! What is said where a path is not granted.

use super::mount::{Mounts, Right};
use crate::denial;

/// What was asked, what is granted, and what would grant it.
pub(super) fn text(mounts: &Mounts, right: Right, path: &str, why: &str) -> String {
    let shown: String = path.chars().take(300).collect();
    let folder = match shown.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) if path.starts_with('/') => folder,
        _ => "FOLDER",
    };
    let verb = right.verb();
    let remedy = format!("jsmint_std::fs().{verb}({folder:?}), or --allow-{verb}={folder}");
    denial::text(&format!("{} '{shown}': {why}", right.gerund()), &mounts.grants(), &remedy)
}
