//! The documentation of the table: every column is there, and every example query finds something.

mod fixture;

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tempfile::tempdir;

use fixture::{Call, Log};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/call-log.md");
    fs::read_to_string(path).expect("the documentation is there")
}

fn queries(text: &str) -> Vec<&str> {
    text.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

/// A log in which every example finds something.
fn log(path: &Path) -> Log {
    let log = Log::new(path);
    let call = Call::default;
    log.insert(&[
        Call { call: 2, parent: 1, at_ms: 1, arguments: "[\"SKU-1\"]", ..call() },
        Call { call: 3, parent: 1, at_ms: 4, ms: 20, outcome: "threw", error: "TypeError", ..call() },
        Call { call: 1, ms: 30, direction: "host->js", module: "", function: "handle", ..call() },
        Call { call: 5, module: "", function: "(dropped)", arguments: "[]", outcome: "dropped", lost: 2, ..call() },
    ]);
    log.execute("UPDATE call_log SET cut_bytes = 100 WHERE id = 1; UPDATE call_log SET sequence = id");
    log.execute("UPDATE call_log SET call_id = NULL, sequence = 5 WHERE lost > 0");
    log
}

#[test]
fn every_column_has_its_words_and_its_query() {
    let folder = tempdir().unwrap();
    let log = log(&folder.path().join("calls"));
    let reader = Connection::open_with_flags(log.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut columns = reader.prepare("SELECT name FROM pragma_table_info('call_log') ORDER BY cid").unwrap();
    let columns: Vec<String> = columns.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let document = document();
    let sections: Vec<&str> = document.split("\n### `").skip(1).collect();
    let names: Vec<&str> = sections.iter().filter_map(|section| section.split('`').next()).collect();
    assert_eq!(names, columns);
    for (section, name) in sections.iter().zip(names) {
        let section = section.split("\n## ").next().unwrap_or_default();
        let queries = queries(section);
        assert!(queries.len() == 1, "{name} has {} queries", queries.len());
        assert!(queries[0].contains(name) || queries[0].contains('*'), "another query than for {name}: {}", queries[0]);
    }
}

#[test]
fn every_query_finds_something() {
    let folder = tempdir().unwrap();
    let log = log(&folder.path().join("calls"));
    let reader = Connection::open_with_flags(log.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let document = document();
    let queries = queries(&document);
    assert!(queries.len() > 20, "the queries were not found");
    for query in queries {
        let mut statement = reader.prepare(query).unwrap_or_else(|error| panic!("{query}\n{error}"));
        let found = statement.query_map([], |_| Ok(())).and_then(Iterator::collect::<Result<Vec<()>, _>>);
        let found = found.unwrap_or_else(|error| panic!("{query}\n{error}"));
        assert!(!found.is_empty(), "finds nothing: {query}");
    }
    let complete = queries_about(&document, "AS complete");
    assert!(reader.query_row(complete, [], |row| row.get::<_, bool>(2)).unwrap(), "{complete}");
    log.execute("DELETE FROM call_log WHERE id = 2");
    assert!(!reader.query_row(complete, [], |row| row.get::<_, bool>(2)).unwrap(), "{complete}");
}

fn queries_about<'a>(document: &'a str, word: &str) -> &'a str {
    queries(document).into_iter().find(|query| query.contains(word)).expect("such a query")
}
