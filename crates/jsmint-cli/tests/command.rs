//! The command, from outside: what it reads, what it writes, how it exits.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/orders").join(file)
}

fn jsmint(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jsmint"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command with this input to its end.
fn run(args: &[&str], input: impl Into<Vec<u8>>) -> Output {
    let mut child = jsmint(args).spawn().expect("the command starts");
    let (mut stdin, input) = (child.stdin.take().expect("it is piped"), input.into());
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input was written");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, source) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, source).expect("a file");
    }
    folder
}

fn path(folder: &tempfile::TempDir, file: &str) -> String {
    folder.path().join(file).to_str().expect("UTF-8").to_owned()
}

#[test]
fn every_order_comes_out_as_node_prices_it_in_order() {
    let handler = example("handler.js");
    let orders = fs::read(example("orders.jsonl")).expect("the orders");
    let expected = fs::read_to_string(example("expected.jsonl")).expect("what Node made of them");
    for threads in ["--threads=1", "--threads=3"] {
        let output = run(&["each", handler.to_str().expect("UTF-8"), threads], orders.clone());
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stdout) == expected, "{threads}: other results than Node's");
        assert!(text(&output.stderr).starts_with("1000 runtimes minted; "), "{}", text(&output.stderr));
    }
}

#[test]
fn a_bad_order_fails_alone() {
    let handler = example("handler.js");
    let output = run(
        &["each", handler.to_str().expect("UTF-8"), "--json"],
        fs::read(example("bad.jsonl")).expect("the bad orders"),
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    let errors = text(&output.stderr);
    for wanted in [
        "line 2: OrderError [UNKNOWN_SKU]: no product has the stock number \"BK-1O01\"; did you mean BK-1001?",
        "line 8: OrderError [OVER_LIMIT]",
        "line 11: OrderError [BAD_ORDER]",
        "line 12: SyntaxError",
        "lib/catalogue.js",
        "\"failed\":10",
    ] {
        assert!(errors.contains(wanted), "{wanted:?} is missing:\n{errors}");
    }
    assert!(!errors.contains("jsmint:"), "our own frames show:\n{errors}");
}

#[test]
fn records_are_isolated_promises_awaited_and_nothing_is_null() {
    let source = "
        let seen = 0;
        exports.handle = async (n) => {
            console.log('on standard error');
            globalThis.JSON = null;
            return n === 2 ? undefined : { n, seen: ++seen };
        };
        exports.other = { name: (n) => n + 1 };
    ";
    let app = folder(&[("h.js", source)]);
    let file = path(&app, "h.js");
    let output = run(&["each", &file], "1\n\n2\n3");
    assert_eq!(text(&output.stdout), "{\"n\":1,\"seen\":1}\nnull\n{\"n\":3,\"seen\":1}\n");
    assert!(text(&output.stderr).starts_with("on standard error\n"));
    let output = run(&["each", &file, "--export", "other.name"], "1\n");
    assert_eq!(text(&output.stdout), "2\n");
    let output = run(&["each", &file, "--export", "absent"], "1\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("it exports handle, other"), "{}", text(&output.stderr));
}

#[test]
fn a_record_that_takes_too_long_fails_alone() {
    let app = folder(&[("h.js", "module.exports = (n) => { while (n === 0); return n; }")]);
    let output = run(&["each", &path(&app, "h.js"), "--timeout=50ms", "--threads=2"], "1\n0\n3\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "1\n3\n");
    assert!(text(&output.stderr).contains("line 2: "), "{}", text(&output.stderr));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let app = folder(&[("h.js", "module.exports = (n) => 'x'.repeat(1000)")]);
    for threads in ["--threads=1", "--threads=2"] {
        let mut child = jsmint(&["each", &path(&app, "h.js"), threads]).spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        // Writes until the command no longer reads.
        let writer = thread::spawn(move || while stdin.write_all(b"1\n").is_ok() {});
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line).expect("a line");
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("the writer ends");
        assert_eq!(line.len(), 1003);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn eval_prints_values_and_exits_by_what_happened() {
    for (args, code, stdout, stderr) in [
        (vec!["1 + 1"], 0, "2\n", ""),
        (vec!["'text'"], 0, "text\n", ""),
        (vec!["await Promise.resolve(7)"], 0, "7\n", ""),
        (vec!["null.x"], 1, "", "TypeError"),
        (vec!["let = ;"], 1, "", "SyntaxError"),
        (vec!["Promise.reject(new RangeError('unheard'))"], 1, "", "unheard"),
        (vec!["for (;;);", "--timeout=20ms"], 3, "", "time"),
        (vec!["const a = []; for (;;) a.push(new Array(999).fill(1))", "--memory=8MB"], 3, "", "memory"),
        (vec!["1", "--memory=1kB"], 2, "", "memory"),
        (vec!["1", "--memory=much"], 2, "", "--memory"),
        (vec!["require('./x.js')"], 1, "", "Cannot find module"),
    ] {
        let output = run(&[&["eval"], args.as_slice()].concat(), "");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), stdout, "{args:?}");
        assert!(text(&output.stderr).contains(stderr), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn an_error_shows_the_line_it_points_at() {
    let output = run(&["eval", "let x = 1;\n  null.foo"], "");
    let wanted = " --> [eval]:2:3\n  |\n2 |   null.foo\n  |   ^\n";
    assert!(text(&output.stderr).contains(wanted), "{}", text(&output.stderr));
}

#[test]
fn run_gives_arguments_and_files_below_the_package_only() {
    let app = folder(&[
        ("app/package.json", "{}"),
        ("app/bin/main.js", "console.log(scriptArgs.slice(1).join(), require('../lib/answer'));"),
        ("app/lib/answer.js", "module.exports = 42;"),
        ("app/out.js", "require('../outside.js');"),
        ("app/syntax.js", "let x = ;"),
        ("outside.js", "console.log('outside');"),
    ]);
    let output = run(&["run", &path(&app, "app/bin/main.js"), "--", "a", "--b"], "");
    assert_eq!(text(&output.stdout), "a,--b 42\n", "{}", text(&output.stderr));
    let output = run(&["run", &path(&app, "app/out.js")], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("Cannot find module '../outside.js'"), "{}", text(&output.stderr));
    let allowed = format!("--allow-read={}", app.path().display());
    let output = run(&["run", &path(&app, "app/out.js"), &allowed], "");
    assert_eq!(text(&output.stdout), "outside\n", "{}", text(&output.stderr));
    for (file, wanted) in [("app/syntax.js", "SyntaxError"), ("app", "is a folder"), ("absent.js", "cannot read")] {
        let output = run(&["run", &path(&app, file)], "");
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(text(&output.stderr).contains(wanted), "{file}: {}", text(&output.stderr));
    }
}

#[test]
fn a_plan_says_what_is_loaded_and_limited() {
    let app = folder(&[("h.js", "module.exports = () => 1")]);
    let file = path(&app, "h.js");
    let output = run(&["plan", &file, "--memory=32MiB"], "");
    assert!(text(&output.stdout).contains("./h.js") && text(&output.stdout).contains("32768 KiB of memory"));
    let output = run(&["plan", &file, "--json"], "");
    assert!(text(&output.stdout).contains("\"preloaded\""), "{}", text(&output.stdout));
}

#[test]
fn definitions_are_printed_or_written_but_over_no_other_file() {
    let output = run(&["types"], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("// Written by `jsmint types`"), "{}", text(&output.stdout));
    for wanted in [
        "declare module \"fs\";\n",
        "declare module \"exec\" {\n",
        "  export function open(name: string): Connection;\n",
    ] {
        assert!(text(&output.stdout).contains(wanted), "{wanted} in {}", text(&output.stdout));
    }
    let app = folder(&[("mine.d.ts", "declare const mine: 1;")]);
    let file = path(&app, "modules.d.ts");
    for _ in 0..2 {
        assert!(run(&["types", &file], "").status.success());
        assert_eq!(fs::read(&file).expect("it is written"), output.stdout);
    }
    let output = run(&["types", &path(&app, "mine.d.ts")], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("not written by this command"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(path(&app, "mine.d.ts")).expect("it is there"), "declare const mine: 1;");
}

#[test]
fn documentation_says_what_a_module_exports() {
    let output = run(&["docs", "exec"], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    for wanted in [
        "# exec\n",
        "\nRuns programs that are granted by name.\n",
        "```ts\n",
        "export function run(",
        "ERR_ACCESS_DENIED",
    ] {
        assert!(text(&output.stdout).contains(wanted), "{wanted} in {}", text(&output.stdout));
    }
    assert!(text(&run(&["docs", "fs"], "").stdout).contains("`@types/node`"));
}

#[test]
fn documentation_of_what_is_not_there_is_refused() {
    let output = run(&["docs", "no-such-module"], "");
    assert_eq!(output.status.code(), Some(1));
    let wanted = "there is no native module \"no-such-module\"; there are fs, fs/promises, exec, child_process, database, process";
    assert!(text(&output.stderr).contains(wanted), "{}", text(&output.stderr));
}

#[test]
fn bench_dirt_lists_the_pages_of_a_life() {
    let folder = folder(&[
        ("main.js", "exports.rows = Array.from({ length: 5000 }, (_, n) => ({ n }));"),
        ("wrong.js", "throw new TypeError('not today');"),
    ]);
    let main = path(&folder, "main.js");
    let pages = |args: &[&str]| {
        let output = run(args, "");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        rows.as_array().expect("an array").clone()
    };
    let run_anew = pages(&["bench", "dirt", &main, "--json"]);
    let preloaded = pages(&["bench", "dirt", &main, "--eval", "1 + 1", "--json"]);
    assert!(preloaded.len() >= 2 && preloaded.len() < 40, "{}", preloaded.len());
    assert!(run_anew.len() > preloaded.len() + 50, "{} and {}", run_anew.len(), preloaded.len());
    assert!(preloaded[0]["offset"] == 0 && preloaded[0]["words"].as_u64() > Some(0), "{}", preloaded[0]);

    let table = run(&["bench", "dirt", &main, "--eval", "1 + 1"], "");
    let table = text(&table.stdout);
    let rows = table.lines().filter(|line| line.trim_start().starts_with("0x")).count();
    assert!(table.starts_with(&format!("{rows} of ")), "{table}");
    assert!(table.contains("small blocks of ") && table.contains("engine ("), "{table}");

    let wrong = run(&["bench", "dirt", &path(&folder, "wrong.js")], "");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("not today"), "{}", text(&wrong.stderr));
}
