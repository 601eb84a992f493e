//! `package.json`, as far as resolution reads it.

use serde_json::Value;

use super::loader::{Loader, Stat};
use super::path::{ancestors, join, name_of};
use super::resolve_error::ResolveError;

/// The fields of one `package.json` that resolution needs.
#[derive(Debug)]
pub(crate) struct Package {
    /// The directory that holds the file.
    pub(crate) directory: String,
    pub(crate) name: Option<String>,
    pub(crate) main: Option<String>,
    /// Whether `.js` files of the package are ES modules.
    pub(crate) is_module: bool,
    /// `exports`, unless absent or null. The order of its keys is kept: conditions are tried in it.
    pub(crate) exports: Option<Value>,
    /// `imports`, if it is an object.
    pub(crate) imports: Option<Value>,
}

impl Package {
    /// Where the file lies.
    pub(crate) fn file(&self) -> String {
        join(&self.directory, "package.json")
    }
}

/// Reads `directory/package.json`; nothing if there is none.
pub(crate) fn read_package(loader: &dyn Loader, directory: &str) -> Result<Option<Package>, ResolveError> {
    let file = join(directory, "package.json");
    if loader.stat(&file)? != Stat::File {
        return Ok(None);
    }
    let bytes = loader.read(&file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let invalid = |reason: String| {
        ResolveError::new("ERR_INVALID_PACKAGE_CONFIG", format!("Error parsing {file}: {reason}")).named("SyntaxError")
    };
    let fields = match serde_json::from_slice(text) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(invalid("it is not an object".to_owned())),
        Err(error) => return Err(invalid(error.to_string())),
    };
    let text_of =
        |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Some(Package {
        directory: directory.to_owned(),
        name: text_of("name"),
        main: text_of("main"),
        is_module: text_of("type").as_deref() == Some("module"),
        exports: fields.get("exports").filter(|value| !value.is_null()).cloned(),
        imports: fields.get("imports").filter(|value| value.is_object()).cloned(),
    }))
}

/// The package that the files of `directory` belong to: the nearest above, not looking beyond a `node_modules`.
pub(crate) fn package_around(loader: &dyn Loader, directory: &str) -> Result<Option<Package>, ResolveError> {
    for directory in ancestors(directory) {
        if name_of(directory) == "node_modules" {
            return Ok(None);
        }
        if let Some(package) = read_package(loader, directory)? {
            return Ok(Some(package));
        }
    }
    Ok(None)
}
