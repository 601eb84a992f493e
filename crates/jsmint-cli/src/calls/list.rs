//! Rows, one a line.

use jsmint_calllog::{CallLogFile, Query, Row};

use super::json;
use super::line::Columns;
use super::output::{Output, width};
use crate::failure::Failure;

/// How many rows' columns are aligned at once.
const TOGETHER: usize = 1000;

/// How rows are shown.
pub(super) enum List {
    Lines(Columns),
    Json,
}

impl List {
    pub(super) fn new(json: bool) -> Self {
        if json { Self::Json } else { Self::Lines(Columns::new()) }
    }

    /// Shows what a query finds.
    pub(super) fn all(&mut self, file: &CallLogFile, query: &Query, output: &mut Output) -> Result<(), Failure> {
        let mut selected = file.select(query)?;
        let mut rows = selected.rows()?;
        loop {
            let some: Vec<Row> = rows.by_ref().take(TOGETHER).collect::<Result<_, _>>()?;
            self.some(&some, output)?;
            if some.len() < TOGETHER {
                return Ok(());
            }
        }
    }

    /// Shows rows.
    pub(super) fn some(&mut self, rows: &[Row], output: &mut Output) -> Result<(), Failure> {
        match self {
            Self::Lines(columns) => columns.lines(rows, width()).iter().try_for_each(|line| output.line(line)),
            Self::Json => rows.iter().try_for_each(|row| output.line(&json::row(row, None)?)),
        }
    }
}
