//! What went wrong with a file, as Node says it.

use std::io;

use jsmint::{Result, Scope, Value};
use rustix::io::Errno;

use super::denied;
use super::mount::{Mounts, Right};
use crate::denial;

/// What went wrong with a file.
#[derive(Debug)]
pub(super) struct Failure(Box<Told>);

/// What there is to say about it.
#[derive(Debug)]
struct Told {
    code: String,
    message: String,
    /// The system's number, negative as in Node; 0 where the system was not asked.
    errno: i32,
    syscall: &'static str,
    path: Option<String>,
    dest: Option<String>,
    /// The permission that was missing, as Node names it.
    permission: Option<&'static str>,
}

/// The result of anything that is done with files.
pub(super) type Outcome<T> = std::result::Result<T, Failure>;

impl Failure {
    /// What the system says about a path, or a pair of them.
    pub(super) fn system(errno: Errno, syscall: &'static str, path: Option<&str>, dest: Option<&str>) -> Self {
        let (code, description) = name(errno);
        let mut message = format!("{code}: {description}, {syscall}");
        for (lead, path) in [(" '", path), (" -> '", dest)] {
            if let Some(path) = path {
                message.push_str(&format!("{lead}{path}'"));
            }
        }
        Self(Box::new(Told {
            code,
            message,
            errno: -errno.raw_os_error(),
            syscall,
            path: path.map(str::to_owned),
            dest: dest.map(str::to_owned),
            permission: None,
        }))
    }

    /// What is not granted.
    pub(super) fn denied(mounts: &Mounts, right: Right, path: &str, why: &str) -> Self {
        let permission = match right {
            Right::Read => "FileSystemRead",
            Right::Write => "FileSystemWrite",
        };
        Self(Box::new(Told {
            code: denial::CODE.to_owned(),
            message: denied::text(mounts, right, path, why),
            errno: 0,
            syscall: "",
            path: Some(path.to_owned()),
            dest: None,
            permission: Some(permission),
        }))
    }

    /// Something that Node itself refuses.
    pub(super) fn refused(code: &str, message: String, syscall: &'static str, path: Option<&str>) -> Self {
        let (code, path) = (code.to_owned(), path.map(str::to_owned));
        Self(Box::new(Told { code, message, errno: 0, syscall, path, dest: None, permission: None }))
    }

    /// The same failure of an act with two paths.
    pub(super) fn at(self, path: &str, dest: &str) -> Self {
        if self.0.errno == 0 {
            return self;
        }
        Self::system(Errno::from_raw_os_error(-self.0.errno), self.0.syscall, Some(path), Some(dest))
    }

    /// Whether it is this error of the system.
    pub(super) fn is(&self, errno: Errno) -> bool {
        self.0.errno == -errno.raw_os_error()
    }

    /// `{ failed: true, … }`, of which the script side makes an `Error`.
    pub(super) fn into_value(self, scope: Scope<'_>) -> Result<Value<'_>> {
        let told = *self.0;
        let value = scope.object()?;
        value.define("failed", scope.boolean(true), true)?;
        value.define("message", scope.string(&told.message)?, true)?;
        value.define("code", scope.string(&told.code)?, true)?;
        if told.errno != 0 {
            value.define("errno", scope.int(told.errno), true)?;
        }
        if !told.syscall.is_empty() {
            value.define("syscall", scope.string(told.syscall)?, true)?;
        }
        for (name, text) in [("path", &told.path), ("dest", &told.dest)] {
            if let Some(text) = text {
                value.define(name, scope.string(text)?, true)?;
            }
        }
        if let Some(permission) = told.permission {
            value.define("permission", scope.string(permission)?, true)?;
        }
        Ok(value)
    }
}

/// What is being done, and to which path: everything that an error has to say.
#[derive(Clone, Copy)]
pub(super) struct Act<'a> {
    pub(super) mounts: &'a Mounts,
    pub(super) syscall: &'static str,
    pub(super) right: Right,
    pub(super) path: &'a str,
    pub(super) dest: Option<&'a str>,
}

impl Act<'_> {
    /// The failure for an error of the system, or of cap-std where a path leads out.
    pub(super) fn failure(&self, error: &io::Error) -> Failure {
        match error.raw_os_error() {
            Some(raw) => self.errno(Errno::from_raw_os_error(raw)),
            None if error.kind() == io::ErrorKind::PermissionDenied => {
                Failure::denied(self.mounts, self.right, self.path, "it leads out of the granted folder")
            }
            None if error.kind() == io::ErrorKind::NotFound => self.errno(Errno::NOENT),
            None if error.kind() == io::ErrorKind::WriteZero => self.errno(Errno::NOSPC),
            None => self.errno(Errno::IO),
        }
    }

    pub(super) fn errno(&self, errno: Errno) -> Failure {
        Failure::system(errno, self.syscall, Some(self.path), self.dest)
    }

    /// The result of a call of cap-std.
    pub(super) fn check<T>(&self, result: io::Result<T>) -> Outcome<T> {
        result.map_err(|error| self.failure(&error))
    }
}

/// The name and the description of a system error, as Node has them.
fn name(errno: Errno) -> (String, String) {
    let (code, description) = match errno {
        Errno::ACCESS => ("EACCES", "permission denied"),
        Errno::AGAIN => ("EAGAIN", "resource temporarily unavailable"),
        Errno::BADF => ("EBADF", "bad file descriptor"),
        Errno::BUSY => ("EBUSY", "resource busy or locked"),
        Errno::DQUOT => ("EDQUOT", "disk quota exceeded"),
        Errno::EXIST => ("EEXIST", "file already exists"),
        Errno::FBIG => ("EFBIG", "file too large"),
        Errno::INTR => ("EINTR", "interrupted system call"),
        Errno::INVAL => ("EINVAL", "invalid argument"),
        Errno::IO => ("EIO", "i/o error"),
        Errno::ISDIR => ("EISDIR", "illegal operation on a directory"),
        Errno::LOOP => ("ELOOP", "too many symbolic links encountered"),
        Errno::MFILE => ("EMFILE", "too many open files"),
        Errno::MLINK => ("EMLINK", "too many links"),
        Errno::NAMETOOLONG => ("ENAMETOOLONG", "name too long"),
        Errno::NFILE => ("ENFILE", "file table overflow"),
        Errno::NODEV => ("ENODEV", "no such device"),
        Errno::NOENT => ("ENOENT", "no such file or directory"),
        Errno::NOMEM => ("ENOMEM", "not enough memory"),
        Errno::NOSPC => ("ENOSPC", "no space left on device"),
        Errno::NOSYS => ("ENOSYS", "function not implemented"),
        Errno::NOTDIR => ("ENOTDIR", "not a directory"),
        Errno::NOTEMPTY => ("ENOTEMPTY", "directory not empty"),
        Errno::NOTSUP => ("ENOTSUP", "operation not supported on socket"),
        Errno::NXIO => ("ENXIO", "no such device or address"),
        Errno::PERM => ("EPERM", "operation not permitted"),
        Errno::PIPE => ("EPIPE", "broken pipe"),
        Errno::ROFS => ("EROFS", "read-only file system"),
        Errno::SPIPE => ("ESPIPE", "invalid seek"),
        Errno::TXTBSY => ("ETXTBSY", "text file is busy"),
        Errno::XDEV => ("EXDEV", "cross-device link not permitted"),
        other => return (format!("E{}", other.raw_os_error()), "unknown error".to_owned()),
    };
    (code.to_owned(), description.to_owned())
}
