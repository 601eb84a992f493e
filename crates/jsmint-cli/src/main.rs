//! The `jsmint` command.

fn main() {}
