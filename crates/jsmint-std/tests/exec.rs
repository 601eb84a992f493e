//! `exec` and `child_process`: the same as Node 20 for programs that are granted, and nothing for others.

mod common;

use std::time::{Duration, Instant};

use common::{children, factory, runtime, same_lines, thrown};
use jsmint::loader::Memory;
use jsmint::{EngineFactory, Limits, Options, SpawnOptions};

fn shell() -> jsmint_std::Exec {
    jsmint_std::exec().allow(["sh", "sleep", "cat"])
}

on_both_paths! {
    fn child_process_as_node_has_it(strategy) {
        let exec = jsmint_std::exec().allow(["true", "false", "echo", "printf", "sh", "cat", "sleep"]).env(["LANG"]);
        let script = Memory::new().file("/cp.js", include_str!("node/child_process.js"));
        let options = Options::new().module(exec).module(jsmint_std::process().env(["PATH"])).loader(script);
        let got: String = runtime(strategy, options).eval("require('./cp.js')()").unwrap();
        same_lines(&got, include_str!("node/child_process.expected"));
    }

    fn run_says_how_it_ended(strategy) {
        let mut rt = runtime(strategy, Options::new().module(shell()));
        rt.eval::<()>("var { run } = require('exec'); var show = (...a) => JSON.stringify(run(...a))").unwrap();
        for (code, expected) in [
            ("show('sh', ['-c', 'echo out; echo err >&2; exit 3'])", r#"{"code":3,"signal":null,"stdout":"out\n","stderr":"err\n","timedOut":false,"truncated":false}"#),
            ("show('cat', [], { input: 'in' })", r#"{"code":0,"signal":null,"stdout":"in","stderr":"","timedOut":false,"truncated":false}"#),
            ("show('sleep', ['9'], { timeout: 40 })", r#"{"code":null,"signal":"SIGTERM","stdout":"","stderr":"","timedOut":true,"truncated":false}"#),
            ("show('sh', ['-c', 'trap \"\" TERM; while :; do :; done'], { timeout: 40 })", r#"{"code":null,"signal":"SIGKILL","stdout":"","stderr":"","timedOut":true,"truncated":false}"#),
        ] {
            assert_eq!(rt.eval::<String>(code).unwrap(), expected, "{code}");
        }
        let bytes: Vec<u8> = rt.eval("[...run('cat', [], { input: new Uint8Array([0, 255, 10]), encoding: 'buffer' }).stdout]").unwrap();
        assert_eq!(bytes, [0, 255, 10]);
        assert_eq!(rt.eval::<(bool, u32)>("const r = run('sh', ['-c', 'while :; do echo y; done'], { maxBuffer: 1000 }); [r.truncated, r.stdout.length]").unwrap(), (true, 1000));
    }

    fn what_is_not_granted_is_denied(strategy) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        let mut rt = runtime(strategy, Options::new().module(shell().cwd(folder.path()).env(["LANG"])));
        let (code, message) = thrown(&mut rt, "require('exec').run('git', ['status'])");
        assert_eq!(code, "ERR_ACCESS_DENIED");
        assert_eq!(message, "Access denied: running \"git\". Granted: exec: run cat, exec: run sh, exec: run sleep. \
            To grant it: jsmint_std::exec().allow([\"git\"]), or --allow-run=git");
        for call in ["run('/bin/sh')", "run('./sh')", "run('../sh')", "run('SH')", "run('sh ')", "run('')", "run('sh\\0')",
            "run('sh', [], { cwd: '/' })", "run('sh', [], { cwd: '..' })", "run('sh', [], { cwd: 'in/../..' })",
            "run('sh', [], { env: { LD_PRELOAD: 'x' } })", "run('sh', [], { env: { PATH: '/tmp' } })"] {
            assert_eq!(thrown(&mut rt, &format!("require('exec').{call}")).0, "ERR_ACCESS_DENIED", "{call}");
        }
        assert_eq!(thrown(&mut rt, "require('child_process').spawnSync('git')").0, "ERR_ACCESS_DENIED");
        assert_eq!(thrown(&mut rt, "require('child_process').execFileSync('sh', { shell: true })").0, "ERR_ACCESS_DENIED");
        assert_eq!(thrown(&mut rt, "require('exec').run('sh', ['a\\0b'])").0, "ERR_INVALID_ARG_VALUE");
        let inside: String = rt.eval("require('exec').run('sh', ['-c', 'pwd; echo $LANG$HOME'], { cwd: 'in', env: { LANG: 'xx' } }).stdout").unwrap();
        assert_eq!(inside, format!("{}\nxx\n", folder.path().canonicalize().unwrap().join("in").display()));
    }

    fn nothing_is_granted_by_default(strategy) {
        assert_eq!(thrown(&mut runtime(strategy, Options::new()), "require('exec')").0, "MODULE_NOT_FOUND");
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::exec()));
        assert!(thrown(&mut rt, "require('exec').run('true')").1.contains("Granted: nothing."));
        let absent = Options::new().strategy(strategy).module(jsmint_std::exec().allow(["no-such-program"]));
        let error = EngineFactory::new(absent).unwrap_err();
        assert!(error.is_option() && error.message().contains("no-such-program"), "{error}");
    }

    fn a_child_ends_with_its_runtimes_time(strategy) {
        let factory = factory(strategy, Options::new().module(shell()));
        let mut rt = factory.spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(60)))).unwrap();
        let start = Instant::now();
        let marker = format!("{}.25", 4000 + std::process::id());
        let group = format!("try {{ require('exec').run('sh', ['-c', 'sleep {marker} & sleep {marker}']) }} catch {{}}");
        assert!(rt.eval::<()>(&group).unwrap_err().is_timeout());
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(children(&marker), 0, "the whole group is gone");
        let mut rt = factory.new_runtime().unwrap();
        let interrupt = rt.interrupt_handle();
        let thread = std::thread::spawn(move || { std::thread::sleep(Duration::from_millis(60)); interrupt.interrupt(); });
        assert!(rt.eval::<()>(&group).unwrap_err().is_interrupted());
        thread.join().unwrap();
        assert_eq!(children(&marker), 0);
        // What a child leaves running in its group ends with it.
        let left: String = rt.eval(&format!("require('exec').run('sh', ['-c', 'sleep {marker} >/dev/null 2>&1 & echo left']).stdout")).unwrap();
        assert_eq!(left, "left\n");
        assert_eq!(children(&marker), 0);
    }
}
