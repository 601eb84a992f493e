//! Two runtimes, of one factory or of two that are granted the same, see nothing of each other: databases, timers, open files,
//! children, environment, working folder.

mod common;

use std::time::{Duration, Instant};

use common::{factory, thrown};
use jsmint::{Options, Runtime, Strategy};
use jsmint_std::Access;
use tempfile::TempDir;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("file.txt"), "text").expect("a file");
    folder
}

/// All that can be granted, in a folder.
fn options(folder: &TempDir) -> Options {
    let path = folder.path();
    Options::new()
        .module(jsmint_std::fs().read(path).write(path))
        .module(jsmint_std::database().memory("memory").open("app", path.join("app.sqlite"), Access::ReadWrite))
        .module(jsmint_std::exec().allow(["sleep", "sh"]).env(["LANG"]).cwd(path))
        .module(jsmint_std::process().variable("MODE", "test").cwd("/work"))
        .preload_script(
            "all",
            "var fs = require('fs'), database = require('database'), exec = require('exec'), log = []",
        )
}

/// Calls a test with two runtimes of one factory, and with one of each of two factories.
fn pairs(strategy: Strategy, test: impl Fn(&mut Runtime, &mut Runtime)) {
    for of_two in [false, true] {
        let folder = folder();
        let one = factory(strategy, options(&folder));
        let other = if of_two { factory(strategy, options(&folder)) } else { one.clone() };
        test(&mut one.new_runtime().expect("a runtime"), &mut other.new_runtime().expect("a runtime"));
    }
}

on_both_paths! {
    fn databases(strategy) {
        pairs(strategy, |one, other| {
            one.eval::<()>("var db = database.open('memory'); db.exec('CREATE TABLE t (x)'); database.open('app').exec('CREATE TABLE IF NOT EXISTS file (x)');
                database.open('app').exec('CREATE TEMP TABLE own (x)')").unwrap();
            assert_eq!(thrown(other, "database.open('memory').query('SELECT * FROM t')").0, "SQLITE_ERROR");
            assert_eq!(thrown(other, "database.open('app').query('SELECT * FROM own')").0, "SQLITE_ERROR");
            // A transaction is that of its runtime; of a file, others see what was committed.
            one.eval::<()>("var app = database.open('app'); app.exec('BEGIN'); app.exec('INSERT INTO file VALUES (1)')").unwrap();
            assert_eq!(other.eval::<(bool, u32)>("var app = database.open('app'); [app.inTransaction, app.query('SELECT * FROM file').length]").unwrap(), (false, 0));
            one.eval::<()>("app.exec('COMMIT')").unwrap();
            assert_eq!(other.eval::<u32>("app.query('SELECT * FROM file').length").unwrap(), 1);
            // Nor is a connection closed, or its settings changed, by another.
            other.eval::<()>("app.exec('PRAGMA query_only = 1'); database.open('memory').close(); app.close()").unwrap();
            assert_eq!(one.eval::<(u32, u32)>("app.exec('INSERT INTO file VALUES (2)'); [app.query('SELECT * FROM file').length, db.query('SELECT * FROM t').length]").unwrap(), (2, 0));
        });
        // A name that one factory has is unknown to another.
        let folder = folder();
        let one = factory(strategy, options(&folder));
        let other = factory(strategy, Options::new().module(jsmint_std::database().memory("own")));
        one.new_runtime().unwrap().eval::<()>("database.open('app').exec('CREATE TABLE t (x)')").unwrap();
        for name in ["app", "memory"] {
            assert_eq!(thrown(&mut other.new_runtime().unwrap(), &format!("require('database').open('{name}')")).0, "ERR_ACCESS_DENIED");
        }
    }

    fn timers(strategy) {
        pairs(strategy, |one, other| {
            // Not waited for by what starts them: the host lets each run.
            one.eval::<()>("var id = Number(setTimeout(() => log.push('one'), 5)); setInterval(() => {}, 1).unref()").unwrap();
            other.eval::<()>("for (let id = 0; id < 50; id++) { clearTimeout(id); clearInterval(id); clearImmediate(id) } setTimeout(() => log.push('other'), 1)").unwrap();
            other.run_until_idle().unwrap();
            assert_eq!((one.eval::<String>("log.join()").unwrap(), other.eval::<String>("log.join()").unwrap()), (String::new(), "other".to_owned()));
            one.run_until_idle().unwrap();
            assert_eq!((one.eval::<String>("log.join()").unwrap(), other.eval::<String>("log.join()").unwrap()), ("one".to_owned(), "other".to_owned()));
        });
    }

    fn open_files(strategy) {
        pairs(strategy, |one, other| {
            assert_eq!(one.eval::<(u32, u32)>("[fs.openSync('file.txt', 'r+'), fs.openSync('file.txt')]").unwrap(), (3, 4));
            assert_eq!(thrown(other, "fs.readSync(3, new Uint8Array(4))").0, "EBADF");
            assert_eq!(other.eval::<u32>("fs.openSync('file.txt')").unwrap(), 3);
            // Where one stands in a file, and closing it, is its own affair.
            assert_eq!(one.eval::<u32>("fs.readSync(4, new Uint8Array(2))").unwrap(), 2);
            assert_eq!(other.eval::<u32>("fs.readSync(3, new Uint8Array(9))").unwrap(), 4);
            assert_eq!(thrown(other, "fs.closeSync(4)").0, "EBADF");
            other.eval::<()>("fs.closeSync(3)").unwrap();
            assert_eq!(one.eval::<u32>("fs.readSync(4, new Uint8Array(9))").unwrap(), 2);
            one.eval::<()>("fs.writeSync(3, 'TEXT'); fs.closeSync(3)").unwrap();
            assert_eq!(one.eval::<u32>("(async () => (await fs.promises.open('file.txt')).fd)()").unwrap(), 3);
            assert_eq!(thrown(other, "fs.fstatSync(3)").0, "EBADF");
        });
    }

    fn children(strategy) {
        pairs(strategy, |one, other| {
            let interrupt = other.interrupt_handle();
            std::thread::scope(|scope| {
                let own = scope.spawn(|| one.eval::<(Option<i32>, String)>("const r = exec.run('sh', ['-c', 'sleep 0.4; echo done']); [r.code, r.stdout]").unwrap());
                let start = Instant::now();
                let stopped = scope.spawn(|| other.eval::<()>("exec.run('sleep', ['30'])").unwrap_err());
                std::thread::sleep(Duration::from_millis(100));
                interrupt.interrupt();
                assert!(stopped.join().unwrap().is_interrupted());
                assert!(start.elapsed() < Duration::from_secs(10));
                // That the child of one is killed is nothing to the other's.
                assert_eq!(own.join().unwrap(), (Some(0), "done\n".to_owned()));
            });
            // The number of a child says who it was, and there is nothing that it could be given to.
            assert!(one.eval::<bool>("require('child_process').spawnSync('sleep', ['0']).pid > 0").unwrap());
            for code in ["process.kill(1, 0)", "process.abort()", "process.kill(process.pid)"] {
                assert!(other.eval::<()>(code).is_err(), "{code}");
            }
        });
    }

    fn environment_and_folder(strategy) {
        pairs(strategy, |one, other| {
            let before = (std::env::current_dir().unwrap(), std::env::vars_os().collect::<Vec<_>>());
            one.eval::<()>("process.env.MODE = 'changed'; process.env.OWN = 'own'; delete process.env.PATH; process.argv.push('own'); process.cwd = () => '/elsewhere'; try { process.chdir('/') } catch {}").unwrap();
            assert_eq!(other.eval::<String>("[process.env.MODE, process.env.OWN, process.argv.includes('own'), process.cwd()].join()").unwrap(), "test,,false,/work");
            // What scripts make of it is not what children get, or the host.
            let child = "exec.run('sh', ['-c', 'echo $MODE$OWN; pwd']).stdout";
            assert_eq!(one.eval::<String>(child).unwrap(), other.eval::<String>(child).unwrap());
            assert!(one.eval::<String>(child).unwrap().starts_with('\n'));
            one.eval::<()>("exec.run('sh', ['-c', 'true'], { env: { LANG: 'own' } })").unwrap();
            assert_ne!(other.eval::<String>("exec.run('sh', ['-c', 'echo $LANG']).stdout").unwrap(), "own\n");
            assert_eq!((std::env::current_dir().unwrap(), std::env::vars_os().collect::<Vec<_>>()), before);
        });
    }
}
