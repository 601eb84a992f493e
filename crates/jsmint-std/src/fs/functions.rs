//! The functions that the script side finds in `native`.

use std::io::Read;
use std::sync::Arc;

use jsmint::convert::IntoJs;
use jsmint::{Bytes, Call, Error, ErrorKind, Exports, Result, Value};
use rustix::io::Errno;
use serde::Serialize;

use super::failure::{Act, Failure, Outcome};
use super::file::{Files, check_size};
use super::mount::{Mounts, Right};
use super::open::How;
use super::{Settings, copy, folder, link, metadata, remove, write};

/// What a file holds, as it was asked for.
#[derive(Serialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes(Bytes),
}

impl Content {
    fn new(bytes: Vec<u8>, text: bool) -> Self {
        if !text {
            return Self::Bytes(Bytes(bytes));
        }
        Self::Text(
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        )
    }
}

/// Makes a function of one whose failures become objects, so that the script side can make errors as Node's.
fn told<T, F>(
    mounts: &Arc<Mounts>,
    act: F,
) -> impl for<'a, 'js> Fn(&Call<'a, 'js>) -> Result<Value<'js>> + Send + Sync + 'static
where
    T: Serialize,
    F: Fn(&Mounts, &Call<'_, '_>) -> Result<Outcome<T>> + Send + Sync + 'static,
{
    let mounts = Arc::clone(mounts);
    move |call| match act(&mounts, call)? {
        Ok(value) => value.into_js(call.scope()),
        Err(failure) => {
            // What a stopped act says is not why it stopped.
            call.scope().check_deadline()?;
            failure.into_value(call.scope())
        }
    }
}

/// Lends the bytes that an argument holds: those of a string in UTF-8, or of a buffer.
fn with_bytes<R>(call: &Call<'_, '_>, index: usize, act: impl FnOnce(&[u8]) -> R + Send) -> Result<R> {
    let value = call.value(index);
    if let Some(text) = value.as_text()? {
        return Ok(act(text.as_bytes()));
    }
    let wrong = || Error::new(ErrorKind::Conversion, "the data is no string and no buffer");
    value.with_bytes(act).ok_or_else(wrong)
}

pub(super) fn define(exports: &mut Exports, mounts: &Arc<Mounts>, settings: Settings) {
    define_files(exports, mounts, settings);
    define_open_files(exports, mounts, settings);
    define_folders(exports, mounts);
    define_links(exports, mounts);
    exports.constant("base", mounts.base());
}

fn define_files(exports: &mut Exports, mounts: &Arc<Mounts>, settings: Settings) {
    exports.raw(
        "readFile",
        3,
        "Path, whether as text, bits of flags.",
        told(mounts, move |mounts, call| {
            let (path, text, bits): (String, bool, u32) = (call.get(0)?, call.get(1)?, call.get(2)?);
            Ok(read(mounts, &path, How::new(bits, 0o666), settings.file_limit).map(|bytes| Content::new(bytes, text)))
        }),
    );
    exports.raw(
        "writeFile",
        4,
        "Path, data, bits of flags, mode.",
        told(mounts, move |mounts, call| {
            let (path, bits, mode): (String, u32, u32) = (call.get(0)?, call.get(2)?, call.get(3)?);
            let how = How::new(bits, mode);
            with_bytes(call, 1, |bytes| {
                // Bytes that take the place of others do so at once; what is added to a file can only be added.
                if how.truncate && how.create && !how.exclusive && !how.read {
                    return write::replace(mounts, &path, bytes, how.mode, settings.sync);
                }
                let act = Act { mounts, syscall: "write", right: Right::Write, path: &path, dest: None };
                let mut file = mounts.open_file(&path, how, "open")?;
                write::write_open(&act, &mut file, bytes, settings.sync)
            })
        }),
    );
    exports.raw(
        "stat",
        2,
        "Path, whether links are followed.",
        told(mounts, |mounts, call| Ok(metadata::stat(mounts, &call.get::<String>(0)?, call.get(1)?))),
    );
    exports.raw(
        "access",
        2,
        "Path, bits.",
        told(mounts, |mounts, call| Ok(metadata::access(mounts, &call.get::<String>(0)?, call.get(1)?))),
    );
    exports.raw(
        "realpath",
        2,
        "Path, syscall to name.",
        told(mounts, |mounts, call| {
            let native = call.get::<bool>(1)?;
            Ok(metadata::real_path(mounts, &call.get::<String>(0)?, if native { "realpath" } else { "lstat" }))
        }),
    );
    exports.raw(
        "copyFile",
        3,
        "From, to, whether nothing may be there.",
        told(mounts, |mounts, call| {
            Ok(copy::copy(
                mounts,
                &call.get::<String>(0)?,
                &call.get::<String>(1)?,
                call.get(2)?,
                &call.scope().deadline(),
            ))
        }),
    );
    exports.raw(
        "rename",
        2,
        "From, to.",
        told(mounts, |mounts, call| Ok(remove::rename(mounts, &call.get::<String>(0)?, &call.get::<String>(1)?))),
    );
    exports.raw("unlink", 1, "Path.", told(mounts, |mounts, call| Ok(remove::unlink(mounts, &call.get::<String>(0)?))));
    exports.raw("rm", 1, "Path.", told(mounts, |mounts, call| Ok(remove::remove(mounts, &call.get::<String>(0)?))));
    exports.raw(
        "isFolder",
        1,
        "Path.",
        told(mounts, |mounts, call| Ok(remove::is_folder(mounts, &call.get::<String>(0)?))),
    );
}

fn define_folders(exports: &mut Exports, mounts: &Arc<Mounts>) {
    exports.raw("readdir", 1, "Path.", told(mounts, |mounts, call| Ok(folder::list(mounts, &call.get::<String>(0)?))));
    exports.raw(
        "mkdir",
        3,
        "Path, whether recursive, mode.",
        told(mounts, |mounts, call| Ok(folder::make(mounts, &call.get::<String>(0)?, call.get(1)?, call.get(2)?))),
    );
    exports.raw(
        "mkdtemp",
        1,
        "Prefix.",
        told(mounts, |mounts, call| Ok(folder::make_temporary(mounts, &call.get::<String>(0)?))),
    );
    exports.raw("rmdir", 1, "Path.", told(mounts, |mounts, call| Ok(folder::remove(mounts, &call.get::<String>(0)?))));
}

fn define_links(exports: &mut Exports, mounts: &Arc<Mounts>) {
    exports.raw("readlink", 1, "Path.", told(mounts, |mounts, call| Ok(link::read(mounts, &call.get::<String>(0)?))));
    exports.raw(
        "symlink",
        2,
        "Target, path.",
        told(mounts, |mounts, call| Ok(link::make_symbolic(mounts, &call.get::<String>(0)?, &call.get::<String>(1)?))),
    );
    exports.raw(
        "link",
        2,
        "From, to.",
        told(mounts, |mounts, call| Ok(link::make_hard(mounts, &call.get::<String>(0)?, &call.get::<String>(1)?))),
    );
}

fn define_open_files(exports: &mut Exports, mounts: &Arc<Mounts>, settings: Settings) {
    exports.raw(
        "open",
        3,
        "Path, bits of flags, mode.",
        told(mounts, |mounts, call| {
            let (files, path): (&Files, String) = (call.state()?, call.get(0)?);
            let how = How::new(call.get(1)?, call.get(2)?);
            Ok(files.check_room(&path).and_then(|()| mounts.open_file(&path, how, "open")).map(|file| files.add(file)))
        }),
    );
    exports.raw("close", 1, "File.", told(mounts, |_, call| Ok(call.state::<Files>()?.close(call.get(0)?))));
    exports.raw(
        "read",
        3,
        "File, length, position.",
        told(mounts, move |_, call| {
            let length = usize::try_from(call.get::<u64>(1)?.min(settings.file_limit)).unwrap_or(usize::MAX);
            Ok(call.state::<Files>()?.read(call.get(0)?, length, call.get(2)?))
        }),
    );
    exports.raw(
        "readToEnd",
        2,
        "File, whether as text.",
        told(mounts, move |_, call| {
            let text = call.get(1)?;
            let bytes = call.state::<Files>()?.read_to_end(call.get(0)?, settings.file_limit);
            Ok(bytes.map(|bytes| Content::new(bytes, text)))
        }),
    );
    exports.raw(
        "write",
        3,
        "File, data, position.",
        told(mounts, |_, call| {
            let (files, number, position): (&Files, u32, Option<u64>) = (call.state()?, call.get(0)?, call.get(2)?);
            // The files of a runtime stay with its thread; only bytes are lent.
            let bytes = with_bytes(call, 1, <[u8]>::to_vec)?;
            Ok(files.write(number, &bytes, position))
        }),
    );
    exports.raw(
        "writeAll",
        2,
        "File, data.",
        told(mounts, |_, call| {
            let (files, number): (&Files, u32) = (call.state()?, call.get(0)?);
            let bytes = with_bytes(call, 1, <[u8]>::to_vec)?;
            Ok(files.write_all(number, &bytes))
        }),
    );
    exports.raw("fstat", 1, "File.", told(mounts, |_, call| Ok(call.state::<Files>()?.facts(call.get(0)?))));
    exports.raw(
        "ftruncate",
        2,
        "File, length.",
        told(mounts, |_, call| Ok(call.state::<Files>()?.truncate(call.get(0)?, call.get(1)?))),
    );
    exports.raw(
        "fsync",
        2,
        "File, whether only its data.",
        told(mounts, |_, call| Ok(call.state::<Files>()?.sync(call.get(0)?, call.get(1)?))),
    );
}

/// Reads a whole file.
fn read(mounts: &Mounts, path: &str, how: How, limit: u64) -> Outcome<Vec<u8>> {
    let act = Act { mounts, syscall: "read", right: Right::Read, path, dest: None };
    let file = mounts.open_file(path, how, "open")?;
    let about = act.check(file.metadata())?;
    if about.is_dir() {
        return Err(Failure::system(Errno::ISDIR, "read", None, None));
    }
    check_size(about.len(), limit)?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    act.check(file.take(limit + 1).read_to_end(&mut bytes))?;
    check_size(bytes.len() as u64, limit)?;
    Ok(bytes)
}
