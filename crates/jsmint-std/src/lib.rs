//! Modules that reach outside a runtime, granted one by one. Nothing is granted by default, and each grant is a value that
//! is given to the factory:
//!
//! ```
//! use jsmint::{EngineFactory, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let data = tempfile::tempdir()?;
//! # std::fs::write(data.path().join("prices.json"), "{\"tea\": 3}")?;
//! let factory = EngineFactory::new(Options::new().module(jsmint_std::fs().read(data.path())))?;
//! let mut rt = factory.new_runtime()?;
//! let tea: i32 = rt.eval("JSON.parse(require('fs').readFileSync('prices.json', 'utf8')).tea")?;
//! assert_eq!(tea, 3);
//! let error = rt.eval::<()>("require('fs').readFileSync('/etc/passwd')").unwrap_err();
//! assert_eq!(error.exception().unwrap().code.as_deref(), Some("ERR_ACCESS_DENIED"));
//! # Ok(())
//! # }
//! ```
//!
//! * [`fs()`]: files below granted folders, as `fs` and `fs/promises`.
//! * [`exec()`]: programs by name, as `exec` and `child_process`.
//! * [`database()`]: SQLite databases by name, as `database`.
//! * [`process()`]: environment variables, arguments and facts about the machine, as `process` and `os`.
//!
//! Linux, macOS and the like. What `os` cannot learn of a system it says as zero, and without handles of children their end is
//! seen a millisecond later.
//!
//! Whatever is given to them, `tests/hostile.rs` has tried; `JSMINT_ROUNDS=5000 cargo test --release -p jsmint-std --test hostile`
//! tries longer.
//!
//! Invariants:
//!
//! * **G1** What is not granted is refused with code `ERR_ACCESS_DENIED`; the message says what was asked, what is granted,
//!   and which option would grant it.
//! * **G2** A file is reached through the handle of a granted folder and never by an absolute path.
//! * **G3** What a runtime opened lies in its own state and is closed with it.
//! * **G4** Nothing that a script says decides which program a name means, or which file a database is.

mod database;
mod denial;
mod exec;
mod fs;
mod platform;
mod process;

pub use database::{Access, Database, database};
pub use exec::{Exec, exec};
pub use fs::{Fs, fs};
pub use process::{Process, process};

#[cfg(test)]
mod tests {
    /// The engine makes of a template a call of `String.prototype.concat`, which scripts can replace.
    #[test]
    fn no_script_of_ours_has_a_template() {
        for source in [
            include_str!("fs/fs.js"),
            include_str!("fs/stats.js"),
            include_str!("exec/exec.js"),
            include_str!("exec/child_process.js"),
            include_str!("exec/output.js"),
            include_str!("database/database.js"),
            include_str!("process/process.js"),
            include_str!("process/os.js"),
        ] {
            assert!(!source.contains("${"), "join with + instead: {}", source.lines().next().unwrap_or_default());
        }
    }
}
