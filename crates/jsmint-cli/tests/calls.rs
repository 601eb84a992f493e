//! `jsmint calls`, from outside.

#[path = "../../jsmint-calllog/tests/fixture/mod.rs"]
mod fixture;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use fixture::{Call, FACTORY, Log, REFERENCE};

fn command(file: &Path, args: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jsmint"));
    command.arg("calls").arg(file).args(args.split_whitespace());
    command.env_remove("CLICOLOR_FORCE").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(file: &Path, args: &str) -> Output {
    command(file, args).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What the command writes when all goes well.
fn shown(file: &Path, args: &str) -> String {
    let output = run(file, args);
    assert!(output.status.success(), "{args}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "", "{args}");
    text(&output.stdout)
}

/// What it writes as JSON.
fn values(file: &Path, args: &str) -> Vec<Value> {
    let lines = shown(file, &format!("{args} --json"));
    lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn functions(file: &Path, args: &str) -> Vec<String> {
    values(file, args).iter().map(|row| row["function"].as_str().expect("a function").to_owned()).collect()
}

/// `handle` called `get` and `save`, which called `check`, in two runtimes; one failed; three records were lost.
fn orders(folder: &TempDir) -> Log {
    let log = Log::new(&folder.path().join("calls"));
    for runtime in [1, 2] {
        let call = || Call { runtime, ..Call::default() };
        log.insert(&[
            Call {
                call: 2,
                parent: 1,
                at_ms: 1,
                ms: 2,
                arguments: r#"["SKU-1",{"n":1}]"#,
                result: "[1,-0.5]",
                ..call()
            },
            Call { call: 4, parent: 3, at_ms: 5, direction: "host->js", module: "", function: "check", ..call() },
            Call {
                call: 3,
                parent: 1,
                at_ms: 4,
                ms: 20,
                function: "save",
                outcome: "threw",
                error: "TypeError",
                result: "",
                ..call()
            },
            Call {
                call: 1,
                ms: 30,
                direction: "host->js",
                module: "",
                function: "handle",
                arguments: "[]",
                result: "",
                ..call()
            },
        ]);
    }
    log.insert(&[Call {
        call: 5,
        at_ms: 60,
        module: "",
        function: "(dropped)",
        arguments: "[]",
        result: "",
        outcome: "dropped",
        lost: 3,
        ..Call::default()
    }]);
    log.execute("UPDATE call_log SET call_id = 0 WHERE lost > 0");
    log
}

#[test]
fn calls_are_lines_in_columns_the_oldest_first() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let wanted = "\
2023-11-14T22:13:20.004Z  00ab:1     3  → db.save(1) ✗ TypeError: wrong                20.0 ms
2023-11-14T22:13:20.000Z  00ab:1     1  ← handle()                                     30.0 ms
2023-11-14T22:13:20.001Z  00ab:2     2  → db.get(\"SKU-1\",{\"n\":1}) → [1,-0.5]         2.00 ms
2023-11-14T22:13:20.005Z  00ab:2     4  ← check(1) → 2                                    0 ns
2023-11-14T22:13:20.004Z  00ab:2     3  → db.save(1) ✗ TypeError: wrong                20.0 ms
2023-11-14T22:13:20.000Z  00ab:2     1  ← handle()                                     30.0 ms
2023-11-14T22:13:20.060Z  00ab:1     -  → (dropped) ✗ 3 records lost                      0 ns
";
    let squeezed = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let found = shown(log.path(), "--limit=7");
    assert_eq!(squeezed(&found), squeezed(wanted), "\n{found}");
    let ends: Vec<_> = found.lines().map(|line| line.chars().count()).collect();
    assert!(ends.iter().all(|end| *end == ends[0]), "the durations do not stand below each other:\n{found}");
}

#[test]
fn options_choose_and_order() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let file = log.path();
    for (args, wanted) in [
        ("--limit=2", "handle (dropped)"),
        ("--runtime=1", "get check save handle (dropped)"),
        ("--runtime=1 --factory=00AB --module=db", "get save"),
        ("--factory=ff", ""),
        ("--function=?et --limit=1", "get"),
        ("--direction=host->js --limit=2", "check handle"),
        ("--errors", "save save"),
        ("--outcome=dropped", "(dropped)"),
        ("--slowest --limit=3", "handle handle save"),
        ("--min-duration=20ms --runtime=2", "save handle"),
        ("--since=2023-11-14T22:13:20.005Z --until=2023-11-14T22:13:20.006Z --runtime=1", "check"),
        ("--since=10m", ""),
    ] {
        assert_eq!(functions(file, args).join(" "), wanted, "{args}");
    }
}

#[test]
fn a_line_of_json_has_values_not_texts_of_them() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let row = &values(log.path(), "--function=get --limit=1")[0];
    assert_eq!(row["args"], serde_json::json!(["SKU-1", { "n": 1 }]));
    assert_eq!(row["result"], serde_json::json!([1, -0.5]));
    assert_eq!((&row["factory_id"], &row["duration_ns"]), (&Value::from(FACTORY), &Value::from(2_000_000)));
    log.execute("UPDATE call_log SET args_json = '[1', result_json = NULL");
    let row = &values(log.path(), "--limit=1")[0];
    assert_eq!((&row["args"], &row["result"]), (&Value::from("[1"), &Value::Null));
}

#[test]
fn a_tree_is_drawn_with_its_times() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let wanted = "\
factory 00ab00cd00ef0012, runtime 2
     +0 ns   30.0 ms  ← #1 handle()
  +1.00 ms   2.00 ms  ├─ → #2 db.get(\"SKU-1\",{\"n\":1}) → [1,-0.5]
  +4.00 ms   20.0 ms  └─ → #3 db.save(1) ✗ TypeError: wrong
  +5.00 ms      0 ns     └─ ← #4 check(1) → 2
";
    assert_eq!(shown(log.path(), "--tree=1 --runtime=2"), wanted);
    let wanted = "\
factory 00ab00cd00ef0012, runtime 1
  -4.00 ms   30.0 ms  ← #1 handle()
     +0 ns   20.0 ms  └─ → #3 db.save(1) ✗ TypeError: wrong
  +1.00 ms      0 ns     └─ ← #4 check(1) → 2
";
    assert_eq!(shown(log.path(), "--tree=3 --runtime=1"), wanted);
    let depths: Vec<_> = values(log.path(), "--tree=3 --runtime=1").iter().map(|row| row["depth"].clone()).collect();
    assert_eq!(depths, [0, 1, 2]);
    log.execute("DELETE FROM call_log WHERE call_id = 1");
    let text = shown(log.path(), "--tree=1 --runtime=1");
    assert!(text.contains("#1 has no row") && text.contains("└─ → #3 db.save"), "{text}");
}

#[test]
fn a_call_that_may_be_another_is_an_error_that_says_which_there_are() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let output = run(log.path(), "--tree=3");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    let wanted = "error: there are 2 calls 3: say which one by\n  --runtime 1 --factory 00ab00cd00ef0012\n  \
                  --runtime 2 --factory 00ab00cd00ef0012\n";
    assert_eq!(text(&output.stderr), wanted);
    for call in ["99", "0"] {
        let output = run(log.path(), &format!("--tree={call}"));
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(&format!("has no such call {call}")), "{}", text(&output.stderr));
    }
}

#[test]
fn stats_are_a_table_of_functions() {
    let folder = tempdir().unwrap();
    let log = orders(&folder);
    let wanted = "
    calls   errors       p50       p99   longest  together  function
        2        0   30.0 ms   30.0 ms   30.0 ms   60.0 ms  ← handle
        2        2   20.0 ms   20.0 ms   20.0 ms   40.0 ms  → db.save
        2        0   2.00 ms   2.00 ms   2.00 ms   4.00 ms  → db.get
        2        0      0 ns      0 ns      0 ns      0 ns  ← check
lost records: 3, of functions that nobody knows
";
    assert_eq!(format!("\n{}", shown(log.path(), "--stats")), wanted);
    let found = values(log.path(), "--stats --function=save");
    assert_eq!((&found[0]["errors"], &found[0]["p99_ns"]), (&Value::from(2), &Value::from(20_000_000)));
    assert_eq!(found[1..], [serde_json::json!({ "lost": 3 })]);
}

#[test]
fn what_is_no_log_fails_and_what_is_misused_is_told() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "hello, this is no database\n".repeat(100)).unwrap();
    fs::write(path("empty"), "").unwrap();
    for (name, args, code, wanted) in [
        ("absent", "", 1, "absent does not exist\n"),
        ("", "", 1, "is a folder"),
        ("text", "", 1, "is not a SQLite file"),
        ("text", "--follow", 1, "is not a SQLite file"),
        ("empty", "--tree=1", 1, "has no such call 1"),
        ("empty", "--outcome=well", 2, "--outcome"),
        ("empty", "--since=never", 2, "--since"),
        ("empty", "--stats --slowest", 2, "cannot be used with"),
    ] {
        let output = run(&path(name), args);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(code), ""), "{name} {args}");
        let told = text(&output.stderr);
        assert!(told.starts_with("error: ") && told.contains(wanted), "{name} {args}: {told}");
    }
    assert_eq!(shown(&path("empty"), ""), "");
    assert_eq!(shown(&path("empty"), "--json"), "");
    assert_eq!(shown(&path("empty"), "--stats").lines().count(), 1);
    assert!(!path("absent").exists());
}

#[test]
fn a_file_from_before_is_shown() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("old");
    rusqlite::Connection::open(&path).unwrap().execute_batch(REFERENCE).unwrap();
    let before = fs::read(&path).unwrap();
    let found = shown(&path, "");
    let lines: Vec<String> = found.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "1970-01-01T00:00:01.000Z - - → db.load(1) → {\"a\":1} 3.00 ms",
            "1970-01-01T00:00:02.000Z - - → db.save(\"<function>\") ✗ no space 0 ns",
            "1970-01-01T00:00:03.000Z - - ← main() 7.00 ms",
        ]
    );
    assert_eq!(functions(&path, "--errors"), ["save"]);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_scripts_wrote_does_nothing_to_the_terminal() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    log.insert(&[Call { function: "a\u{1b}[2Jb", arguments: "[\"\u{9b}31m\u{202e}\"]", ..Call::default() }]);
    log.execute("UPDATE call_log SET start_unix_ns = -1");
    let found = shown(log.path(), "");
    assert!(found.contains("a\\u{1b}[2Jb(\"\\u{9b}31m\\u{202e}\")"), "{found}");
    assert!(!found.contains('\u{1b}'));
    // Colours are for those who ask for them.
    let forced = command(log.path(), "").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(text(&forced.stdout).contains("\u{1b}[2m"), "{}", text(&forced.stdout));
    let refused = command(log.path(), "").env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!text(&refused.stdout).contains('\u{1b}'), "{}", text(&refused.stdout));
}

#[test]
fn a_large_file_is_read_while_it_is_written() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    let many: Vec<_> =
        (1..=100_000).map(|call| Call { call, runtime: 1 + call % 16, ms: call % 1000, ..Call::default() }).collect();
    log.insert(&many);
    let path = log.path();
    thread::scope(|scope| {
        let writing = scope.spawn(move || {
            let log = Log::new(path);
            for call in 100_001..100_501 {
                log.insert(&[Call { call, function: "late", ..Call::default() }]);
            }
        });
        let stats = values(log.path(), "--stats --function=get");
        assert_eq!((&stats[0]["count"], &stats[0]["max_ns"]), (&Value::from(100_000), &Value::from(999_000_000)));
        let p50 = stats[0]["p50_ns"].as_u64().unwrap();
        assert!(p50.abs_diff(499_000_000) < 1_000_000, "{p50}");
        assert_eq!(shown(log.path(), "--function=get --limit=100000").lines().count(), 100_000);
        assert_eq!(values(log.path(), "--slowest --limit=1000").len(), 1000);
        writing.join().expect("writing goes on");
    });
    assert_eq!(functions(log.path(), "--limit=1"), ["late"]);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = tempdir().unwrap();
    let log = Log::new(&folder.path().join("calls"));
    log.insert(&(1..50_000).map(|call| Call { call, ..Call::default() }).collect::<Vec<_>>());
    // The last of them has nothing to write when its reader goes.
    for args in ["--limit=50000", "--json --limit=50000", "--follow --limit=50000", "--follow --limit=1"] {
        let mut child = command(log.path(), args).spawn().expect("the command starts");
        let mut line = String::new();
        BufReader::with_capacity(1, child.stdout.take().expect("it is piped")).read_line(&mut line).expect("a line");
        let output = child.wait_with_output().expect("the command ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{args}: {}", text(&output.stderr));
    }
}

/// A command that follows a file, and its lines.
struct Following {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Following {
    fn new(file: &Path, args: &str) -> Self {
        let mut child = command(file, args).spawn().expect("the command starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, lines }
    }

    /// The number of the next call.
    fn next(&mut self) -> u64 {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        let row: Value = serde_json::from_str(&line).expect("a line of JSON");
        row["call_id"].as_u64().expect("a call")
    }
}

#[cfg(unix)]
#[test]
fn following_shows_what_comes_in_the_next_file_too_until_interrupted() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("calls");
    let log = Log::new(&path);
    let one = |log: &Log, call| log.insert(&[Call { call, ..Call::default() }]);
    (1..=3).for_each(|call| one(&log, call));
    let mut following = Following::new(&path, "--follow --limit=2 --json");
    assert_eq!((following.next(), following.next()), (2, 3));
    one(&log, 4);
    assert_eq!(following.next(), 4);
    one(&log, 5);
    for suffix in ["", "-wal", "-shm"] {
        let name = |rotated: &str| folder.path().join(format!("calls{rotated}{suffix}"));
        fs::rename(name(""), name(".1")).unwrap();
    }
    let next = Log::new(&path);
    one(&next, 6);
    assert_eq!((following.next(), following.next()), (5, 6));
    let began = Instant::now();
    let killed = Command::new("kill").args(["-INT", &following.child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let (mut rest, mut told) = (String::new(), String::new());
    following.lines.read_to_string(&mut rest).unwrap();
    following.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert!(following.child.wait().unwrap().success());
    assert_eq!((rest.as_str(), told.as_str()), ("", ""));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
