//! What a life costs in jsmint and in its peers, by turns in one run:
//! `cargo run --release --manifest-path benches/peers/Cargo.toml [-- [--json] [--report FILE] [CASE…]]`.
//!
//! A life is: a runtime is made, does its work, and is dropped. Every peer gets the same scripts, loads what the work needs,
//! and its result is checked. What each is given is said where it is measured.

mod boa;
mod memory;
mod node;
mod quickjs;

use std::error::Error;
use std::process::ExitCode;

use jsmint_bench::spawn::{self, CASES, Case};
use jsmint_bench::{Row, Variant, measure, report, table};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What `json` of the scripts gives for the order.
fn expected_json() -> String {
    let total: u32 = (0..14).map(|n| (85 + n * 7) * (1 + n % 4)).sum();
    format!(r#"{{"id":"R-17","total":{total}}}"#)
}

fn case_rows(name: &'static str, case: Case, node: Option<&node::Node>) -> Result<Vec<Row>> {
    let recycled = Variant::new("jsmint", spawn::recycled(case)?);
    let mut variants = vec![
        Variant::new("bare", move || spawn::bare(case)),
        recycled.repeat(case.lives_at_a_time()),
        Variant::new("rquickjs", move || quickjs::lives(case)),
        Variant::new("boa", move || boa::lives(case)),
    ];
    if let Some(node) = node {
        for (variant, way, lives) in [("node-vm", "context", 8), ("node-worker", "worker", 1)] {
            node.live(way, name, lives)?;
            variants.push(Variant::new(variant, move || node.lives(way, name, lives)).batch(lives));
        }
    }
    Ok(measure("peers", name, 1, &variants))
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut json, mut page, mut names) = (false, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--report" => page = Some(arguments.next().ok_or("--report FILE")?),
            "--hold" => return memory::hold(&arguments.next().ok_or("--hold PEER")?),
            _ => names.push(argument),
        }
    }
    let node = match node::Node::start() {
        Ok(node) => Some(node),
        Err(error) => {
            eprintln!("node is left out: {error}");
            None
        }
    };
    // A toolchain alone would not do: Go's packages come from the network.
    eprintln!("goja is left out: it is not measured by this program");
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    let mut rows = Vec::new();
    // To call by name or not is a matter of ours alone.
    let cases = CASES.into_iter().filter(|&(name, case)| case != Case::ByName && wanted(name));
    for (name, case) in cases {
        rows.extend(case_rows(name, case, node.as_ref())?);
    }
    if wanted("memory") {
        rows.extend(memory::rows()?);
    }
    if let Some(file) = page {
        std::fs::write(file, report(&rows))?;
    }
    match json {
        true => println!("{}", serde_json::to_string_pretty(&rows)?),
        false => print!("{}", table(&rows)),
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
