//! What scripts may do outside their runtime: nothing that was not asked for.

use std::path::PathBuf;

use jsmint::Options;
use jsmint_std::Access;

/// What was granted. Each can be given more than once.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Grants {
    /// A folder whose files may be required and read, besides requiring the script's own
    #[arg(long, value_name = "DIR")]
    pub(crate) allow_read: Vec<PathBuf>,
    /// A folder below which files may be written
    #[arg(long, value_name = "DIR")]
    allow_write: Vec<PathBuf>,
    /// A program that may be run
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    allow_run: Vec<String>,
    /// A variable of the environment that may be seen
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    allow_env: Vec<String>,
    /// A database that may be used under a name; FILE is `:memory:`, or ends in `,ro` where it may only be read
    #[arg(long, value_name = "NAME=FILE", value_parser = database)]
    allow_db: Vec<Database>,
}

/// A database and the name that scripts know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Database {
    name: String,
    /// The file; in memory without one.
    file: Option<(PathBuf, Access)>,
}

fn database(text: &str) -> Result<Database, String> {
    let (name, file) = text.split_once('=').ok_or("it has the form NAME=FILE")?;
    if name.is_empty() || file.is_empty() {
        return Err("it has the form NAME=FILE".to_owned());
    }
    let file = match file.strip_suffix(",ro") {
        _ if file == ":memory:" => None,
        Some(file) => Some((PathBuf::from(file), Access::ReadOnly)),
        None => Some((PathBuf::from(file), Access::ReadWrite)),
    };
    Ok(Database { name: name.to_owned(), file })
}

impl Grants {
    /// Adds the modules that reach outside. They are there without any grant, too, to say which one is missing.
    pub(crate) fn apply(&self, options: Options, args: &[String]) -> Options {
        let fs = self.allow_read.iter().fold(jsmint_std::fs(), jsmint_std::Fs::read);
        let fs = self.allow_write.iter().fold(fs, jsmint_std::Fs::write);
        let database = self.allow_db.iter().fold(jsmint_std::database(), |database, wanted| match &wanted.file {
            Some((file, access)) => database.open(&wanted.name, file, *access),
            None => database.memory(&wanted.name),
        });
        let mut process = jsmint_std::process().env(&self.allow_env);
        if !args.is_empty() {
            process = process.args(args);
        }
        options.module(fs).module(jsmint_std::exec().allow(&self.allow_run)).module(database).module(process)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_read_as_people_write_them() {
        let read = |text| database(text).map(|database| (database.name, database.file));
        assert_eq!(read("a=b.sqlite"), Ok(("a".to_owned(), Some(("b.sqlite".into(), Access::ReadWrite)))));
        assert_eq!(read("a=b=c,ro"), Ok(("a".to_owned(), Some(("b=c".into(), Access::ReadOnly)))));
        assert_eq!(read("a=:memory:"), Ok(("a".to_owned(), None)));
        assert!(read("a").is_err() && read("=b").is_err() && read("a=").is_err());
    }
}
