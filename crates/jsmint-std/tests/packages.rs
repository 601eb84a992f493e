//! Real packages from npm print what they print in Node 20 (`packages/record.sh` recorded it).
//!
//! `.ci/packages` installs them and runs this; `cargo test` does not, since it should need nothing but Rust.

mod common;
#[path = "packages/project.rs"]
mod project;

use std::fs;

use jsmint::{Console, EngineFactory, Options, Runtime, Strategy};
use project::{Job, path};

/// What a job and a request print, without what they write to standard error.
fn printed(job: &Job, rt: &mut Runtime, console: &Console) -> String {
    let outcome = job.run(rt).and_then(|()| {
        let input = job.input(rt)?;
        job.request(rt, &input)
    });
    let lines = console.take().into_iter().filter(|(level, _)| !level.is_error());
    let mut printed: String = lines.map(|(_, text)| text + "\n").collect();
    printed += &match outcome {
        Ok(text) => format!("request: {text}\n"),
        Err(error) => format!("uncaught: {error:?}\n"),
    };
    printed
}

/// The first line that differs from what Node printed.
fn difference(job: &Job, printed: &str) -> Option<String> {
    let expected = fs::read_to_string(path(&format!("jobs/{}.expected", job.name))).expect("it is recorded");
    let (mut ours, mut theirs) = (printed.lines(), expected.lines());
    for line in 1.. {
        match (ours.next(), theirs.next()) {
            (None, None) => break,
            (ours, theirs) if ours == theirs => {}
            (ours, theirs) => {
                let [ours, theirs] = [ours, theirs].map(|line| line.unwrap_or("(end)"));
                return Some(format!("{}: line {line}\n  here {ours}\n  node {theirs}\n", job.name));
            }
        }
    }
    (printed != expected).then(|| format!("{}: line ends differ\n", job.name))
}

/// Runs each job in several runtimes of a factory of its own.
fn compare(strategy: Strategy, options: impl Fn(&Job, Options) -> Options) {
    let mut found = String::new();
    for job in Job::all() {
        let console = Console::buffer();
        let options = options(&job, project::options().console(console.clone()).strategy(strategy).verify(true));
        let factory = match EngineFactory::new(options) {
            Ok(factory) => factory,
            Err(error) => {
                found += &format!("{}: {error:?}\n", job.name);
                continue;
            }
        };
        // The second life is in the slot of the first, and finds nothing of it.
        for _ in 0..if strategy == Strategy::Image { 2 } else { 1 } {
            let printed = printed(&job, &mut factory.new_runtime().expect("a slot is free"), &console);
            found.extend(difference(&job, &printed));
        }
    }
    assert!(found.is_empty(), "differences:\n{found}");
}

on_both_paths! {
    fn packages_do_as_in_node(strategy) {
        compare(strategy, |_, options| options);
    }

    fn packages_do_the_same_from_a_preload(strategy) {
        compare(strategy, |job, options| options.preload(job.file()));
    }

    fn packages_do_the_same_after_a_warm_up(strategy) {
        compare(strategy, |job, options| {
            let job = Job { name: job.name.clone() };
            options.preload(job.file()).warm_up(move |rt| {
                let input = job.input(rt)?;
                job.request(rt, &input).map(drop)
            })
        });
    }
}

#[test]
fn each_package_has_a_job() {
    let manifest = fs::read_to_string(path("package.json")).expect("it is there");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    let sources: String =
        Job::all().iter().map(|job| fs::read_to_string(path(&job.file())).expect("it is there")).collect();
    for (name, version) in manifest["devDependencies"].as_object().expect("there are packages") {
        assert!(sources.contains(&format!("require('{name}")), "{name} is installed for nothing");
        assert!(
            version.as_str().is_some_and(|text| text.starts_with(|first: char| first.is_ascii_digit())),
            "{name}: {version}"
        );
    }
}

#[test]
fn the_lock_file_names_no_address() {
    let lock = fs::read_to_string(path("package-lock.json")).expect("it is there");
    assert!(!lock.contains("\"resolved\""));
}
