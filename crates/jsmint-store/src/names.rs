//! What objects are called: a folder for each id, and in it a file for each version.

use object_store::path::{Path, PathPart};
use percent_encoding::percent_decode_str;

use crate::error::{Result, StoreError};
use crate::version::Version;

/// The longest name of a folder, in bytes.
const LONGEST: usize = 200;

/// The folder of an id.
pub(crate) fn folder(prefix: &Path, id: &str) -> Result<Path> {
    let part = PathPart::from(id);
    if id.is_empty() || part.as_ref().len() > LONGEST {
        return Err(StoreError::Id { id: id.to_owned() });
    }
    Ok(prefix.clone().join(part))
}

/// The object of a version.
pub(crate) fn object(folder: &Path, version: Version) -> Path {
    folder.clone().join(format!("{:016x}", version.0))
}

/// The id and version of an object; `None` for one that is not ours.
pub(crate) fn read(prefix: &Path, object: &Path) -> Option<(String, Version)> {
    let mut parts = object.prefix_match(prefix)?;
    let (id, version) = (parts.next()?, parts.next()?);
    if parts.next().is_some() || version.as_ref().len() != 16 {
        return None;
    }
    let id = percent_decode_str(id.as_ref()).decode_utf8().ok()?.into_owned();
    Some((id, Version(u64::from_str_radix(version.as_ref(), 16).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_were_written() {
        let prefix = Path::from("some/where");
        for id in ["a", "order-17", "with/slash", "..", ".", "a b#1?", "über %41", "\u{1F600}", "C:\\x"] {
            let object = object(&folder(&prefix, id).expect("an id"), Version(300));
            assert_eq!(read(&prefix, &object), Some((id.to_owned(), Version(300))), "{object}");
            assert_eq!(object.parts().count(), 4);
        }
        assert!(folder(&prefix, "").is_err() && folder(&prefix, &"x".repeat(201)).is_err());
        assert_eq!(read(&prefix, &Path::from("some/where/a/b")), None);
    }
}
