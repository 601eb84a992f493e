//! A call with everything that was called within it.

use std::collections::HashMap;
use std::fmt;

use rusqlite::types::Value;
use serde::Serialize;

use super::file::{CallLogFile, Selected, read_error};
use super::query::{Query, integer};
use super::row::{Row, positive};
use crate::error::{LogError, LogErrorKind};
use crate::schema::COLUMNS;

/// How many rows a tree has at most.
const MOST: usize = 100_000;
/// How many calls a call lies within at most, and how many candidates are named.
const MOST_ABOVE: usize = 10_000;

/// What a call is called, among all calls of all logs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CallName {
    /// The factory: 16 hexadecimal digits.
    pub factory_id: String,
    /// The runtime within its factory.
    pub runtime_id: u64,
    /// The call within its runtime.
    pub call_id: u64,
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call {} of runtime {} of factory {}", self.call_id, self.runtime_id, self.factory_id)
    }
}

/// One call of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Nested {
    /// How many calls of the tree it lies within.
    pub depth: usize,
    /// The call within its runtime.
    pub call_id: u64,
    /// Its row. There is none while the call is running, if its record was lost, and if it was deleted since.
    pub row: Option<Row>,
}

/// A call with everything that was called within it, and what it was called within.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tree {
    /// The call that was asked for.
    pub name: CallName,
    /// What it was called within, the outermost first, all with their depths. The outermost has no row if the calls
    /// further out are not known.
    pub parents: Vec<Nested>,
    /// The call, and after each call those that were called within it, in the order of beginning.
    pub calls: Vec<Nested>,
    /// How many records of the runtime were lost while the call ran: some of them may be missing here.
    pub lost: u64,
    /// Whether there are more than 100,000 calls, of which the deepest are missing here.
    pub is_cut: bool,
}

impl CallLogFile {
    /// The calls of this number, whose rows are there or that others were called within: calls are numbered within
    /// their runtimes, which are numbered within their factories. At most 10,000, in the order of their names.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`] if the file cannot be read, or `factory` is not the beginning of an id.
    pub fn find(&self, call: u64, runtime: Option<u64>, factory: Option<&str>) -> Result<Vec<CallName>, LogError> {
        if call == 0 {
            // Rows that count lost records have it.
            return Ok(Vec::new());
        }
        let mut scope = Query::new();
        if let Some(runtime) = runtime {
            scope = scope.runtime(runtime);
        }
        if let Some(factory) = factory {
            scope = scope.factory(factory);
        }
        let (rows, mut values) = scope.over_all("*", &self.source()?)?;
        values.push(Value::Integer(integer(call)));
        let number = values.len();
        let mut statement = self.prepare(&format!(
            "SELECT DISTINCT factory_id, runtime_id FROM ({rows}) \
             WHERE (call_id = ?{number} OR parent_call_id = ?{number}) AND factory_id IS NOT NULL \
             ORDER BY factory_id, runtime_id LIMIT {MOST_ABOVE}"
        ))?;
        let names = statement.query_map(rusqlite::params_from_iter(values), |row| {
            let runtime_id = row.get::<_, Option<i64>>(1)?.and_then(positive).unwrap_or_default();
            Ok(CallName { factory_id: row.get(0)?, runtime_id, call_id: call })
        });
        names.and_then(Iterator::collect).map_err(|error| read_error(self.path(), error))
    }

    /// A call with everything that was called within it, at any depth, and what it was called within.
    ///
    /// # Errors
    ///
    /// [`LogErrorKind::Read`] if there is no such call, or the file cannot be read.
    pub fn tree(&self, name: &CallName) -> Result<Tree, LogError> {
        let (own, parents) = self.above(name)?;
        let rows = self.below(name)?;
        if own.is_none() && rows.is_empty() {
            let message = format!("{} has no {name}", self.path().display());
            return Err(LogError::new(LogErrorKind::Read, message));
        }
        let is_cut = rows.len() + 1 >= MOST;
        let lost = match own.as_ref().and_then(|row| row.sequence) {
            Some(last) => {
                let first = rows.iter().filter_map(|row| row.sequence).min().unwrap_or(last);
                self.lost_between(name, first, last)?
            }
            None => 0,
        };
        let calls = in_order(name.call_id, parents.len(), own, rows);
        Ok(Tree { name: name.clone(), parents, calls, lost, is_cut })
    }

    /// All below the call, in no order; where there are too many, those nearest to it.
    fn below(&self, name: &CallName) -> Result<Vec<Row>, LogError> {
        // UNION without ALL ends even where calls lie within each other in a circle.
        let source = self.source()?;
        let statement = format!(
            "WITH RECURSIVE nested(number, call) AS ( \
                 VALUES (0, ?3) \
                 UNION SELECT row.id, row.call_id FROM nested CROSS JOIN {source} AS row \
                 ON row.parent_call_id = nested.call WHERE row.factory_id = ?1 AND row.runtime_id = ?2 \
                 LIMIT {MOST}) \
             SELECT {} FROM {source} WHERE id IN (SELECT number FROM nested) AND call_id <> ?3",
            columns()
        );
        Selected::new(self, &statement, values(name))?.rows()?.collect()
    }

    /// The call itself, and what it was called within, the outermost first.
    fn above(&self, name: &CallName) -> Result<(Option<Row>, Vec<Nested>), LogError> {
        let source = self.source()?;
        let statement = format!(
            "WITH RECURSIVE above(number, parent) AS ( \
                 SELECT id, parent_call_id FROM {source} WHERE factory_id = ?1 AND runtime_id = ?2 AND call_id = ?3 \
                 UNION SELECT row.id, row.parent_call_id FROM above CROSS JOIN {source} AS row \
                 ON row.call_id = above.parent WHERE row.factory_id = ?1 AND row.runtime_id = ?2 \
                 LIMIT {MOST_ABOVE}) \
             SELECT {} FROM {source} WHERE id IN (SELECT number FROM above)",
            columns()
        );
        let rows: Result<Vec<Row>, _> = Selected::new(self, &statement, values(name))?.rows()?.collect();
        let mut rows: HashMap<u64, Row> = rows?.into_iter().filter_map(|row| Some((row.call_id?, row))).collect();
        let mut parents = Vec::new();
        let own = rows.remove(&name.call_id);
        let mut next = own.as_ref().and_then(|row| row.parent_call_id);
        // In a file of ours, no call lies within itself.
        while let Some(call_id) = next.filter(|&call_id| call_id != name.call_id) {
            let row = rows.remove(&call_id);
            next = row.as_ref().and_then(|row| row.parent_call_id);
            parents.push(Nested { depth: 0, call_id, row });
        }
        parents.reverse();
        for (depth, parent) in parents.iter_mut().enumerate() {
            parent.depth = depth;
        }
        Ok((own, parents))
    }

    fn lost_between(&self, name: &CallName, first: u64, last: u64) -> Result<u64, LogError> {
        let mut statement = self.prepare(&format!(
            "SELECT coalesce(sum(lost), 0) FROM {} WHERE outcome = 'dropped' AND factory_id = ?1 AND runtime_id = ?2 \
             AND sequence BETWEEN ?3 AND ?4",
            self.source()?
        ))?;
        let range = (&name.factory_id, integer(name.runtime_id), integer(first), integer(last));
        let lost = statement.query_row(range, |row| row.get::<_, i64>(0));
        lost.map(|lost| positive(lost).unwrap_or_default()).map_err(|error| read_error(self.path(), error))
    }
}

fn columns() -> String {
    COLUMNS.map(|(name, _)| name).join(", ")
}

fn values(name: &CallName) -> Vec<Value> {
    vec![
        Value::Text(name.factory_id.clone()),
        Value::Integer(integer(name.runtime_id)),
        Value::Integer(integer(name.call_id)),
    ]
}

/// Each call followed by those within it, in the order of beginning.
fn in_order(root: u64, depth: usize, own: Option<Row>, rows: Vec<Row>) -> Vec<Nested> {
    let mut within: HashMap<u64, Vec<Row>> = HashMap::new();
    for row in rows {
        within.entry(row.parent_call_id.unwrap_or_default()).or_default().push(row);
    }
    let mut calls = Vec::new();
    let mut waiting = vec![Nested { depth, call_id: root, row: own }];
    while let Some(call) = waiting.pop() {
        // Taken out, so that nothing comes twice.
        let mut nested = within.remove(&call.call_id).unwrap_or_default();
        nested.sort_by_key(|row| (std::cmp::Reverse(row.call_id), row.id));
        waiting.extend(nested.into_iter().map(|row| Nested {
            depth: call.depth + 1,
            call_id: row.call_id.unwrap_or_default(),
            row: Some(row),
        }));
        calls.push(call);
    }
    calls
}
