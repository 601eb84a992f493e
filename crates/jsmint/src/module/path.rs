//! Virtual paths: absolute, separated by `/`, without `.`, `..`, empty names or a slash at the end (but for `/` itself).

/// Joins `request` to the absolute directory `base` and normalises, as Node's `path.resolve` does. An absolute request
/// stands alone. `..` stops at the root: there is nothing above it to reach.
#[must_use]
pub fn join(base: &str, request: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let start = if request.starts_with('/') { "" } else { base };
    for name in start.split('/').chain(request.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    let mut path = String::with_capacity(start.len() + request.len() + 1);
    for name in names {
        path.push('/');
        path.push_str(name);
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}

/// The directory that holds `path`; `/` holds itself.
#[must_use]
pub fn directory_of(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

/// The last name of `path`, empty for `/`.
pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or("")
}

/// Whether `path` is what a loader may be asked for.
pub(crate) fn is_normal(path: &str) -> bool {
    path == "/"
        || path.strip_prefix('/').is_some_and(|rest| !rest.split('/').any(|name| matches!(name, "" | "." | "..")))
}

/// `path` below `root`, without a leading slash (empty for `root` itself), or nothing if it lies elsewhere.
pub(crate) fn below<'a>(root: &str, path: &'a str) -> Option<&'a str> {
    if root == "/" {
        return path.strip_prefix('/');
    }
    let rest = path.strip_prefix(root)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// `directory` and every directory above it, nearest first.
pub(crate) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(directory), |&path| (path != "/").then(|| directory_of(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_like_path_resolve() {
        for (base, request, path) in [
            ("/", "./a", "/a"),
            ("/a/b", "../c", "/a/c"),
            ("/a/b", "../../../../c", "/c"),
            ("/a", "/x//y/./z/", "/x/y/z"),
            ("/a", "", "/a"),
            ("/a", "..", "/"),
            ("/a", "b\\..\\c", "/a/b\\..\\c"),
            ("/a", "..x", "/a/..x"),
        ] {
            assert_eq!(join(base, request), path, "{base} + {request}");
            assert!(is_normal(path));
        }
    }

    #[test]
    fn tells_normal_paths_apart() {
        for path in ["", "a", "/a/", "//", "/a//b", "/a/../b", "/./a", "/a/.."] {
            assert!(!is_normal(path), "{path}");
        }
    }

    #[test]
    fn climbs_and_descends() {
        assert_eq!(ancestors("/a/b").collect::<Vec<_>>(), ["/a/b", "/a", "/"]);
        assert_eq!(below("/app", "/app/x/y"), Some("x/y"));
        assert_eq!(below("/app", "/app"), Some(""));
        assert_eq!(below("/app", "/apple"), None);
        assert_eq!(below("/", "/x"), Some("x"));
        assert_eq!(name_of("/a/b.js"), "b.js");
    }
}
