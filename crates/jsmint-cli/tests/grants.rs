//! What the command grants: nothing that was not asked for.

use std::path::Path;
use std::process::{Command, Output};

fn jsmint(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jsmint")).args(args).env("GRANTED", "seen").output().expect("the command runs")
}

fn out(args: &[&str]) -> String {
    let output = jsmint(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn err(args: &[&str]) -> String {
    let output = jsmint(args);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = text(folder.path());
    std::fs::write(folder.path().join("in.txt"), "content").expect("a file");
    let read = "require('fs').readFileSync('in.txt', 'utf8')";
    assert_eq!(out(&["eval", read, "--allow-read", path]), "content\n");
    let denied = err(&["eval", &format!("require('fs').readFileSync('{path}/in.txt')")]);
    assert!(denied.contains("Granted: nothing") && denied.contains(&format!("--allow-read={path}")), "{denied}");
    let write = "require('fs').writeFileSync('out.txt', 'x')";
    assert!(err(&["eval", write, "--allow-read", path]).contains("--allow-write="));
    out(&["eval", write, "--allow-write", path]);
    assert_eq!(std::fs::read_to_string(folder.path().join("out.txt")).expect("it is there"), "x");
}

#[test]
fn every_way_to_reach_outside_says_its_flag() {
    for (code, flag) in [
        ("require('node:fs').readFileSync('/x')", "--allow-read="),
        ("await require('fs/promises').readFile('/x')", "--allow-read="),
        ("(await import('fs')).writeFileSync('/x', '')", "--allow-write="),
        ("require('child_process').execFileSync('ls')", "--allow-run=ls"),
        ("require('node:child_process').spawnSync('ls')", "--allow-run=ls"),
        ("require('node:exec').run('ls')", "--allow-run=ls"),
        ("(await import('database')).open('app')", "--allow-db app=FILE"),
    ] {
        let denied = err(&["eval", code]);
        assert!(
            denied.contains("Access denied: ") && denied.contains("Granted: nothing") && denied.contains(flag),
            "{code}: {denied}"
        );
    }
}

#[test]
fn programs_and_variables() {
    let run = "require('exec').run('echo', ['hello']).stdout.trim()";
    assert_eq!(out(&["eval", run, "--allow-run=cat,echo"]), "hello\n");
    assert!(err(&["eval", run]).contains("--allow-run=echo"));
    assert_eq!(out(&["eval", "process.env.GRANTED + process.env.PATH", "--allow-env=GRANTED"]), "seenundefined\n");
    assert_eq!(out(&["eval", "String(process.env.GRANTED)"]), "undefined\n");
    assert_eq!(jsmint(&["eval", "1", "--allow-run=no-such-program"]).status.code(), Some(2));
}

#[test]
fn databases() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.sqlite");
    let (write, read) = (format!("app={}", text(&file)), format!("app={},ro", text(&file)));
    let insert = "const d = require('database'); d.exec('CREATE TABLE IF NOT EXISTS t (x)'); d.exec('INSERT INTO t VALUES (7)').rowsAffected";
    let query = "require('database').query('SELECT x FROM t')[0].x";
    assert_eq!(out(&["eval", insert, "--allow-db", &write]), "1\n");
    assert_eq!(out(&["eval", query, "--allow-db", &read]), "7\n");
    assert!(err(&["eval", insert, "--allow-db", &read]).contains("readonly"));
    assert!(err(&["eval", "require('database').open('app')"]).contains("--allow-db app=FILE"));
    assert_eq!(out(&["eval", "require('database').query('SELECT 1 AS one')[0].one", "--allow-db=m=:memory:"]), "1\n");
}

#[test]
fn plans_and_arguments() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("main.js");
    std::fs::write(&file, "console.log(process.argv.slice(2).join())").expect("a file");
    assert_eq!(out(&["run", text(&file), "--", "a", "b"]), "a,b\n");
    std::fs::write(&file, "module.exports = () => require('fs').readFileSync('main.js', 'utf8').length")
        .expect("a file");
    let plan = out(&["plan", text(&file), "--allow-read", text(folder.path()), "--allow-env=LANG", "--allow-run=cat"]);
    let real = folder.path().canonicalize().expect("it is there");
    for line in [
        format!("grants      fs: read {}\n", real.display()),
        "exec: run cat\n".to_owned(),
        "process: variable LANG\n".to_owned(),
    ] {
        assert!(plan.contains(&line), "{plan}");
    }
    assert!(!out(&["plan", text(&file)]).contains("grants"));
}
