//! `jsmint calls FILE`: what a call log holds.
//!
//! ```text
//! mod ─▶ follow ─▶ list ─▶ line, json ─▶ call, text, output
//!    └─▶ tree, stats ───────────────┘
//! ```

mod call;
mod follow;
mod json;
mod line;
mod list;
mod output;
mod stats;
mod text;
mod tree;

use std::process::ExitCode;

use jsmint_calllog::{CallLogFile, Order, Query};

use crate::args::{Calls, Wanted};
use crate::failure::Failure;

use list::List;
use output::Output;

pub(crate) fn calls(args: &Calls) -> Result<ExitCode, Failure> {
    let file = CallLogFile::open(&args.file)?;
    let mut output = Output::new();
    let query = query(&args.wanted);
    if let Some(call) = args.tree {
        tree::tree(&file, call, args, &mut output)?;
    } else if args.stats {
        stats::stats(&file, &query, args.json, &mut output)?;
    } else if args.follow {
        follow::follow(file.follow(query, args.limit), &mut List::new(args.json), &mut output)?;
    } else {
        let order = if args.slowest { Order::Slowest } else { Order::Recent };
        List::new(args.json).all(&file, &query.order(order).limit(args.limit), &mut output)?;
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn query(wanted: &Wanted) -> Query {
    let mut query = Query::new();
    let Wanted { runtime, factory, module, function, direction, outcome, errors, min_duration, since, until } = wanted;
    if let Some(runtime) = runtime {
        query = query.runtime(*runtime);
    }
    if let Some(factory) = factory {
        query = query.factory(factory);
    }
    if let Some(module) = module {
        query = query.module(module);
    }
    if let Some(function) = function {
        query = query.function(function);
    }
    if let Some(direction) = direction {
        query = query.direction(*direction);
    }
    if let Some(outcome) = outcome {
        query = query.outcome(*outcome);
    }
    if *errors {
        query = query.errors();
    }
    if let Some(duration) = min_duration {
        query = query.min_duration(*duration);
    }
    if let Some(since) = since {
        query = query.since(*since);
    }
    if let Some(until) = until {
        query = query.until(*until);
    }
    query
}
