//! What becomes of what modules have open, where a runtime is forked, rolled back or put to sleep.

use jsmint::{EngineFactory, ErrorKind, Options, Runtime, Strategy};
use jsmint_std::Access;

fn refused(rt: &mut Runtime, reason: &str) {
    let mut errors = vec![rt.fork().expect_err("in the way"), rt.checkpoint().expect_err("in the way")];
    errors.extend(rt.hibernate().err());
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(rt.eval::<i32>("1 + 1").expect("it goes on"), 2);
}

fn strategies() -> impl Iterator<Item = Strategy> {
    [Strategy::Cold, Strategy::Auto].into_iter()
}

#[test]
fn open_files_are_in_the_way_and_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "text").expect("a file");
    for strategy in strategies() {
        let options = Options::new().module(jsmint_std::fs().read(folder.path())).strategy(strategy);
        let mut rt = EngineFactory::new(options).expect("a factory").new_runtime().expect("a runtime");
        let path = folder.path().join("a.txt");
        rt.eval::<()>("const fs = require('fs')").expect("fs");
        rt.global().set("path", path.to_str().expect("a path")).expect("a path");
        assert_eq!(rt.eval::<String>("fs.readFileSync(path, 'utf8')").expect("text"), "text");
        let mut fork = rt.fork().expect("nothing is open");
        assert_eq!(fork.eval::<String>("fs.readFileSync(path, 'utf8')").expect("text"), "text");
        rt.eval::<()>("globalThis.fd = fs.openSync(path, 'r')").expect("a file");
        refused(&mut rt, "file descriptor 3 is open");
        rt.eval::<()>("fs.closeSync(fd)").expect("closed");
        assert!(rt.fork().is_ok());
    }
}

#[test]
fn connections_are_opened_again_and_transactions_are_in_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    for strategy in strategies() {
        let file = folder.path().join(format!("{strategy:?}.sqlite"));
        let databases = jsmint_std::database().open("app", &file, Access::ReadWrite).memory("scratch");
        let factory = EngineFactory::new(Options::new().module(databases).strategy(strategy)).expect("a factory");
        let mut rt = factory.new_runtime().expect("a runtime");
        rt.eval::<()>("const app = require('database').open('app'); app.exec('create table t (n)'); app.exec('insert into t values (1)')")
            .expect("a table");
        let count = "app.query('select count(*) as n from t')[0].n";
        let mut fork = rt.fork().expect("a connection can be opened again");
        assert_eq!(fork.eval::<i32>(count).expect("a count"), 1);
        if factory.stats().strategy == Strategy::Image {
            let snapshot = rt.hibernate().expect("as well");
            assert_eq!(factory.resume(&snapshot).expect("a runtime").eval::<i32>(count).expect("a count"), 1);
        }
        rt.eval::<()>("app.exec('begin')").expect("a transaction");
        refused(&mut rt, "the database \"app\" has an open transaction");
        rt.eval::<()>("app.exec('commit')").expect("its end");
        assert!(rt.checkpoint().is_ok());
        rt.eval::<()>("const scratch = require('database').open('scratch'); scratch.exec('create table s (n)')")
            .expect("a table");
        refused(&mut rt, "the database \"scratch\" is in memory");
        rt.eval::<()>("scratch.close()").expect("closed");
        assert!(rt.fork().is_ok());
    }
}
