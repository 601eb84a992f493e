//! `--tree CALL`: a call, what it was called within, and what was called within it.

use std::time::Duration;

use jsmint_calllog::{CallLogFile, CallName, Nested, Tree};

use super::call::{Call, arrow};
use super::output::{FAINT, LOST, Output, STRONG, painted, width};
use super::{json, text};
use crate::args::Calls;
use crate::failure::Failure;

/// How many levels are drawn; deeper ones are told by a number.
const DRAWN: usize = 24;
/// How many candidates are named.
const NAMED: usize = 20;

/// Shows the tree of the one call that can be meant.
pub(super) fn tree(file: &CallLogFile, call: u64, args: &Calls, output: &mut Output) -> Result<(), Failure> {
    let found = file.find(call, args.wanted.runtime, args.wanted.factory.as_deref())?;
    let tree = match found.as_slice() {
        [] => return Err(Failure::message(format!("{} has no such call {call}", args.file.display()))),
        [name] => file.tree(name)?,
        several => return Err(Failure::Misused(ambiguous(call, several))),
    };
    if args.json { as_json(&tree, output) } else { drawn(&tree, output) }
}

fn ambiguous(call: u64, several: &[CallName]) -> String {
    let mut text = format!("there are {} calls {call}: say which one by", several.len());
    for name in several.iter().take(NAMED) {
        text.push_str(&format!("\n  --runtime {} --factory {}", name.runtime_id, text::clean(&name.factory_id)));
    }
    if several.len() > NAMED {
        text.push_str(&format!("\n  and {} more", several.len() - NAMED));
    }
    text
}

/// The rows in the tree's order, each with its depth.
fn as_json(tree: &Tree, output: &mut Output) -> Result<(), Failure> {
    for call in tree.parents.iter().chain(&tree.calls) {
        let line = match &call.row {
            Some(row) => json::row(row, Some(call.depth))?,
            None => json::line(&serde_json::json!({ "depth": call.depth, "call_id": call.call_id }))?,
        };
        output.line(&line)?;
    }
    Ok(())
}

fn drawn(tree: &Tree, output: &mut Output) -> Result<(), Failure> {
    let name = &tree.name;
    let title = format!("factory {}, runtime {}", text::clean(&name.factory_id), name.runtime_id);
    output.line(&painted(FAINT, &title))?;
    let calls: Vec<&Nested> = tree.parents.iter().chain(&tree.calls).collect();
    let depths: Vec<usize> = calls.iter().map(|call| call.depth).collect();
    let begins = tree.calls.iter().find_map(|call| call.row.as_ref()).map_or(0, |row| row.start_ns());
    let width = width();
    for (at, (call, branches)) in calls.iter().zip(branches(&depths)).enumerate() {
        let is_asked = at == tree.parents.len();
        let number = format!("#{}", call.call_id);
        let number = if is_asked { painted(STRONG, &number) } else { painted(FAINT, &number) };
        let Some(row) = &call.row else {
            let absent = painted(LOST, "has no row: it is running, or its record was lost or deleted");
            output.line(&format!("{:>10} {:>9}  {branches}  {number} {absent}", "", ""))?;
            continue;
        };
        let times = format!(
            "{:>10} {:>9}",
            since(begins, row.start_ns()),
            row.duration().map(text::duration).unwrap_or_default()
        );
        // The times, the arrow, the number, and the blanks between.
        let before = 20 + 2 + text::columns(&branches) + 2 + 1 + call.call_id.to_string().len() + 1;
        let room = width.map(|width| width.saturating_sub(before).max(10));
        let (text, _) = Call::of(row).fitted(room);
        let text = if is_asked { painted(STRONG, &text) } else { text };
        let (times, branches) = (painted(FAINT, &times), painted(FAINT, &branches));
        output.line(&format!("{times}  {branches}{} {number} {text}", arrow(row.direction)))?;
    }
    if tree.lost > 0 {
        let lost = format!("lost records meanwhile: {}, so calls may be missing here", tree.lost);
        output.line(&painted(LOST, &lost))?;
    }
    if tree.is_cut {
        output.line(&painted(LOST, "there are more calls: the deepest are missing here"))?;
    }
    Ok(())
}

/// How long after the one time the other is.
fn since(begins: i64, time: i64) -> String {
    let apart = text::duration(Duration::from_nanos(time.abs_diff(begins)));
    if time < begins { format!("-{apart}") } else { format!("+{apart}") }
}

/// The lines that lead to each call, from the depths of all in their order.
fn branches(depths: &[usize]) -> Vec<String> {
    // From the last to the first: whether one more call of a depth comes later, before one of a lesser depth.
    let mut more = [false; DRAWN + 1];
    let mut all: Vec<String> = depths
        .iter()
        .rev()
        .map(|&depth| {
            let level = depth.min(DRAWN);
            let mut text: String = more[..level].iter().skip(1).map(|more| if *more { "│  " } else { "   " }).collect();
            if depth > DRAWN {
                text.push_str(&format!("⋯{depth} "));
            } else if depth > 0 {
                text.push_str(if more[depth] { "├─ " } else { "└─ " });
            }
            more[level] = true;
            more[level + 1..].fill(false);
            text
        })
        .collect();
    all.reverse();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_join_what_belongs_together() {
        let drawn = branches(&[0, 1, 2, 3, 2, 1, 2]);
        assert_eq!(drawn, ["", "├─ ", "│  ├─ ", "│  │  └─ ", "│  └─ ", "└─ ", "   └─ "]);
        let deep: Vec<usize> = (0..100).chain([24, 1]).collect();
        let drawn = branches(&deep);
        assert_eq!(drawn[99], format!("│  {}⋯99 ", "   ".repeat(DRAWN - 2)));
        assert_eq!(drawn[101], "└─ ");
        assert!(drawn.iter().all(|line| line.chars().count() <= DRAWN * 3 + 4));
    }

    #[test]
    fn an_ambiguous_call_is_told_by_its_candidates() {
        let name = |runtime_id| CallName { factory_id: "00ab".to_owned(), runtime_id, call_id: 7 };
        let text = ambiguous(7, &(1..=25).map(name).collect::<Vec<_>>());
        assert!(text.starts_with("there are 25 calls 7"), "{text}");
        assert!(text.contains("\n  --runtime 20 --factory 00ab\n  and 5 more"), "{text}");
    }
}
