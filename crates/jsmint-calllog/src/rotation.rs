//! A file that is large enough gets out of the way of a new one.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::place::beside;

/// What SQLite keeps beside a file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Copies all of the write-ahead log into the file and empties it. Whether nobody was in the way.
pub(crate) fn checkpoint(connection: &Connection) -> bool {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).is_ok_and(|busy| busy == 0)
}

/// `FILE` becomes `FILE.1`, that became `FILE.2`, and so on; beyond `keep` they are deleted.
///
/// What SQLite keeps beside a file goes with it, if there is any because somebody has the file open: their connections
/// find it by its inode, and the new file must not find it by its name. The file goes first: until the rest has
/// followed, who only reads finds nothing, and who writes waits for a [`Turn`](crate::turn::Turn).
pub(crate) fn rename(path: &Path, keep: u32) -> io::Result<()> {
    let name = |number: u32| if number == 0 { path.to_owned() } else { beside(path, &format!(".{number}")) };
    // A gap in the numbers takes the rest: what lies behind it need not move.
    let last = (1..keep).find(|number| !name(*number).exists()).unwrap_or(keep);
    for number in (0..last).rev() {
        let (from, to) = (name(number), name(number + 1));
        for suffix in BESIDE {
            unless_missing(fs::remove_file(beside(&to, suffix)))?;
        }
        fs::rename(&from, &to)?;
        for suffix in BESIDE {
            unless_missing(fs::rename(beside(&from, suffix), beside(&to, suffix)))?;
        }
    }
    Ok(())
}

/// That it was not there is no error.
fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
