//! `database`: what it does, what it denies, and how it ends.

mod common;

use std::time::{Duration, Instant};

use common::{factory, runtime, thrown};
use jsmint::{EngineFactory, Limits, Options, Runtime, SpawnOptions, Strategy};
use jsmint_std::Access;

fn memory(strategy: Strategy) -> Runtime {
    let mut rt = runtime(strategy, Options::new().module(jsmint_std::database().memory("main")));
    rt.eval::<()>("var db = require('database').open('main'); db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, extra)')").unwrap();
    rt
}

on_both_paths! {
    fn the_reference_functions(strategy) {
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::database().memory("one").memory("two")));
        rt.eval::<()>("var d = require('database')").unwrap();
        assert_eq!(thrown(&mut rt, "d.query('SELECT 1')").0, "ERR_DATABASE_NOT_CONFIGURED");
        assert_eq!(thrown(&mut rt, "d.configure('postgres', 'one')").0, "ERR_DATABASE_DRIVER");
        assert_eq!(thrown(&mut rt, "d.configure('sqlite', 'three')").0, "ERR_ACCESS_DENIED");
        rt.eval::<()>("d.configure('sqlite3', 'one')").unwrap();
        let changed: String = rt.eval("d.exec('CREATE TABLE t (a, b)'); JSON.stringify(d.exec('INSERT INTO t VALUES (?, ?), (?, ?)', 1, ['x', 2], 'y'))").unwrap();
        assert_eq!(changed, r#"{"success":true,"rowsAffected":2,"lastInsertId":2}"#);
        assert_eq!(rt.eval::<String>("JSON.stringify(d.query('SELECT b, a FROM t WHERE a > ?', [0]))").unwrap(), r#"[{"b":"x","a":1},{"b":"y","a":2}]"#);
        assert_eq!(rt.eval::<String>("JSON.stringify(d.query('SELECT * FROM t WHERE a > 9'))").unwrap(), "[]");
        rt.eval::<()>("d.close()").unwrap();
        assert_eq!(thrown(&mut rt, "d.query('SELECT 1')").0, "ERR_DATABASE_NOT_CONFIGURED");
        // The only database there is needs no configuring.
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::database().memory("one")));
        assert_eq!(rt.eval::<i32>("require('database').query('SELECT 42 AS x')[0].x").unwrap(), 42);
    }

    fn values_keep_their_kind(strategy) {
        let mut rt = memory(strategy);
        for (value, kind, back) in [
            ("1", "integer", "1"), ("1.5", "real", "1.5"), ("-0", "real", "0"), ("9007199254740991", "integer", "9007199254740991"),
            ("9007199254740993n", "integer", "9007199254740993n"), ("-9223372036854775808n", "integer", "-9223372036854775808n"), ("5n", "integer", "5"),
            ("true", "integer", "1"), ("null", "null", "null"), ("undefined", "null", "null"), ("'hällo\\0€'", "text", "\"hällo\\u0000€\""),
            ("new Uint8Array([0, 255])", "blob", "bytes 0,255"), ("new Uint8Array([1, 2, 3]).subarray(1)", "blob", "bytes 2,3"), ("NaN", "null", "null"), ("1e300", "real", "1e+300"),
        ] {
            let show = format!("const r = db.get('SELECT ?1 AS v, typeof(?1) AS k', {value}); r.k + ' ' + (typeof r.v === 'bigint' ? r.v + 'n' : r.v instanceof Uint8Array ? 'bytes ' + r.v : JSON.stringify(r.v))");
            assert_eq!(rt.eval::<String>(&format!("(() => {{ {} }})()", show.replace("r.k +", "return r.k +"))).unwrap(), format!("{kind} {back}"), "{value}");
        }
        for value in ["9223372036854775808n", "{ a: {} }", "Symbol()", "() => 1", "[[1]]"] {
            let call = if value.starts_with('{') { format!("db.query('SELECT :a', {value})") } else { format!("db.query('SELECT ?', {value})") };
            assert_eq!(thrown(&mut rt, &call).0, "SQLITE_MISMATCH", "{value}");
        }
        let id: String = rt.eval("db.exec('INSERT INTO t (id) VALUES (9007199254740993)'); String(db.get('SELECT id FROM t').id) + typeof db.exec('INSERT INTO t (id) VALUES (9007199254740994)').lastInsertId").unwrap();
        assert_eq!(id, "9007199254740993bigint");
        assert_eq!(rt.eval::<String>("Object.keys(db.get('SELECT 1 AS z, 2 AS y, 3 AS \"__proto__\", 4 AS a')).join()").unwrap(), "z,y,__proto__,a");
    }

    fn parameters_go_by_place_or_name(strategy) {
        let mut rt = memory(strategy);
        assert_eq!(rt.eval::<String>("JSON.stringify(db.get('SELECT :a AS a, @b AS b, $c AS c', { a: 1, '@b': 2, $c: 3, more: 4 }))").unwrap(), r#"{"a":1,"b":2,"c":3}"#);
        assert_eq!(thrown(&mut rt, "db.get('SELECT :a', {})").0, "SQLITE_RANGE");
        assert_eq!(thrown(&mut rt, "db.get('SELECT ?, ?', 1)").0, "SQLITE_RANGE");
        assert_eq!(thrown(&mut rt, "db.get('SELECT 1', 1)").0, "SQLITE_RANGE");
        assert_eq!(thrown(&mut rt, "db.get(5)").0, "ERR_INVALID_ARG_TYPE");
    }

    fn statements_and_iteration(strategy) {
        let mut rt = memory(strategy);
        rt.eval::<()>("var insert = db.prepare('INSERT INTO t (name, extra) VALUES (:name, :extra)'); for (let i = 0; i < 5; i++) insert.run({ name: 'n' + i, extra: i })").unwrap();
        assert_eq!(rt.eval::<String>("const s = db.prepare('SELECT name FROM t WHERE extra >= ? ORDER BY id'); JSON.stringify([s.columns(), s.get(3), s.all(3), [...s.iterate(3)].length, s.get(9), s.source])").unwrap(),
            r#"[["name"],{"name":"n3"},[{"name":"n3"},{"name":"n4"}],2,null,"SELECT name FROM t WHERE extra >= ? ORDER BY id"]"#);
        assert_eq!(rt.eval::<i32>("let sum = 0; for (const { extra } of db.iterate('SELECT extra FROM t')) { if (extra > 2) break; sum += extra; db.exec('DELETE FROM t WHERE extra = ?', extra); } sum").unwrap(), 3);
        assert_eq!(rt.eval::<i32>("db.get('SELECT count(*) AS n FROM t').n").unwrap(), 2);
        assert_eq!(thrown(&mut rt, "db.prepare('SELEC')").0, "SQLITE_ERROR");
        assert_eq!(rt.eval::<String>("db.script('CREATE TABLE a (x); CREATE TABLE b (y); INSERT INTO b VALUES (7)'); JSON.stringify(db.query('SELECT * FROM b'))").unwrap(), r#"[{"y":7}]"#);
        assert_eq!(rt.eval::<i32>("db.exec('UPDATE t SET extra = 0 RETURNING id').rowsAffected").unwrap(), 2);
        assert_eq!(rt.eval::<i32>("db.exec('SELECT * FROM t').rowsAffected").unwrap(), 0);
    }

    fn errors_are_of_a_class_with_a_code(strategy) {
        let mut rt = memory(strategy);
        for (call, code) in [("db.query('SELECT * FROM nothing')", "SQLITE_ERROR"), ("db.exec('INSERT INTO t (id) VALUES (1), (1)')", "SQLITE_CONSTRAINT_PRIMARYKEY"),
            ("db.exec('CREATE TABLE t (x)')", "SQLITE_ERROR"), ("db.query('')", "SQLITE_ERROR")] {
            if call != "db.query('')" {
                assert_eq!(thrown(&mut rt, call).0, code, "{call}");
                assert!(rt.eval::<bool>(&format!("try {{ {call}; false }} catch (e) {{ e instanceof require('database').DatabaseError && e instanceof Error && e.name === 'DatabaseError' && e.stack.length > 0 }}")).unwrap());
            }
        }
    }

    fn transactions(strategy) {
        let mut rt = memory(strategy);
        rt.eval::<()>("var count = () => db.get('SELECT count(*) AS n FROM t').n; var add = () => db.exec('INSERT INTO t (name) VALUES (1)')").unwrap();
        assert_eq!(rt.eval::<String>("db.transaction((c) => { add(); add(); return 'result' + c.inTransaction })").unwrap(), "resulttrue");
        assert_eq!(rt.eval::<i32>("count()").unwrap(), 2);
        assert_eq!(rt.eval::<String>("try { db.transaction(() => { add(); throw new RangeError('no') }) } catch (e) { e.name + count() + db.inTransaction }").unwrap(), "RangeError2false");
        // One inside another is undone by itself.
        assert_eq!(rt.eval::<i32>("db.transaction(() => { add(); try { db.transaction(() => { add(); throw 1 }) } catch {} db.transaction(add); }); count()").unwrap(), 4);
        assert!(thrown(&mut rt, "db.transaction(async () => { add() })").1.contains("promise"));
        assert_eq!(rt.eval::<i32>("count()").unwrap(), 4);
        assert_eq!(rt.eval::<i32>("db.exec('BEGIN'); add(); db.exec('ROLLBACK'); count()").unwrap(), 4);
    }

    fn a_stopped_transaction_is_undone(strategy) {
        let folder = tempfile::tempdir().unwrap();
        let database = jsmint_std::database().open("app", folder.path().join("a.sqlite"), Access::ReadWrite);
        let factory = factory(strategy, Options::new().module(database));
        let mut rt = factory.spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(100)))).unwrap();
        rt.eval::<()>("var db = require('database').open('app'); db.exec('CREATE TABLE t (x)')").unwrap();
        assert!(rt.eval::<()>("db.transaction(() => { db.exec('INSERT INTO t VALUES (1)'); for (;;); })").unwrap_err().is_timeout());
        // The next entry neither sees it nor writes into it.
        rt.eval::<()>("db.exec('INSERT INTO t VALUES (2)')").unwrap();
        assert_eq!(rt.eval::<String>("JSON.stringify([db.query('SELECT x FROM t'), db.inTransaction])").unwrap(), r#"[[{"x":2}],false]"#);
        drop(rt);
        assert_eq!(factory.new_runtime().unwrap().eval::<i32>("require('database').query('SELECT x FROM t')[0].x").unwrap(), 2);
    }

    fn a_statement_stops_with_its_runtime(strategy) {
        const FOREVER: &str = "try { db.query('WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c') } catch {}";
        let factory = factory(strategy, Options::new().module(jsmint_std::database().memory("main")).preload_script("db", "var db = require('database').open('main')"));
        let mut rt = factory.spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(50)))).unwrap();
        let start = Instant::now();
        assert!(rt.eval::<()>(FOREVER).unwrap_err().is_timeout());
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(rt.eval::<i32>("db.get('SELECT 1 AS x').x").unwrap(), 1);
        let mut rt = factory.new_runtime().unwrap();
        let interrupt = rt.interrupt_handle();
        let thread = std::thread::spawn(move || { std::thread::sleep(Duration::from_millis(50)); interrupt.interrupt(); });
        assert!(rt.eval::<()>(FOREVER).unwrap_err().is_interrupted());
        thread.join().unwrap();
    }

    fn a_lock_is_waited_for_no_longer_than_the_call_may_take(strategy) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let other = rusqlite::Connection::open(&file).unwrap();
        other.execute_batch("CREATE TABLE t (x); BEGIN EXCLUSIVE").unwrap();
        let factory = factory(strategy, Options::new().module(jsmint_std::database().open("app", &file, Access::ReadWrite)));
        let mut rt = factory.spawn(SpawnOptions::new().limits(Limits::new().time(Duration::from_millis(80)))).unwrap();
        let start = Instant::now();
        assert!(rt.eval::<()>("require('database').exec('INSERT INTO t VALUES (1)')").unwrap_err().is_timeout());
        assert!(start.elapsed() < Duration::from_secs(3));
        let mut rt2 = factory.new_runtime().unwrap();
        let interrupt = rt2.interrupt_handle();
        let thread = std::thread::spawn(move || { std::thread::sleep(Duration::from_millis(50)); interrupt.interrupt(); });
        let start = Instant::now();
        assert!(rt2.eval::<()>("require('database').exec('INSERT INTO t VALUES (1)')").unwrap_err().is_interrupted());
        assert!(start.elapsed() < Duration::from_secs(3));
        thread.join().unwrap();
        other.execute_batch("COMMIT").unwrap();
        rt.eval::<()>("require('database').exec('INSERT INTO t VALUES (1)')").unwrap();
    }

    fn nothing_reaches_another_file(strategy) {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("own.sqlite"), folder.path().join("other.sqlite"));
        rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE secret (x)").unwrap();
        let database = jsmint_std::database().open("own", &own, Access::ReadWrite);
        let mut rt = runtime(strategy, Options::new().module(database));
        rt.global().set("other", other.to_str().unwrap()).unwrap();
        rt.eval::<()>("var db = require('database').open('own'); db.exec('CREATE TABLE t (x)')").unwrap();
        for sql in ["ATTACH ? AS o", "ATTACH 'file:' || ? AS o"] {
            assert_eq!(thrown(&mut rt, &format!("db.exec(\"{sql}\", other)")).0, "ERR_ACCESS_DENIED", "{sql}");
        }
        for sql in ["ATTACH '{}' AS o", "attach database 'file:{}?mode=rw' as o", "VACUUM INTO '{}.copy'", "PRAGMA temp_store_directory = '{}'", "PRAGMA journal_mode = OFF",
            "PRAGMA main.journal_mode(WAL)", "PRAGMA writable_schema = 1", "PRAGMA data_store_directory = '{}'", "SELECT load_extension('{}')",
            "PRAGMA mmap_size = 1000000", "PRAGMA trusted_schema = 1", "PRAGMA hard_heap_limit = 1", "PRAGMA wal_checkpoint", "DETACH o", "PRAGMA module_list", "CREATE VIRTUAL TABLE v USING dbstat"] {
            let sql = sql.replace("{}", other.to_str().unwrap());
            for call in ["db.query(SQL)", "db.exec(SQL)", "db.script(SQL)", "db.prepare(SQL).all()"] {
                let (code, message) = thrown(&mut rt, &call.replace("SQL", &format!("{sql:?}")));
                assert!(code == "ERR_ACCESS_DENIED" || sql.starts_with("DETACH"), "{call} {sql}: {code} {message}");
            }
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no file was made");
        let (_, message) = thrown(&mut rt, "db.exec(\"ATTACH 'x' AS y\")");
        assert!(message.contains("Granted: database: own reads and writes ") && message.contains("--allow-db NAME=FILE"), "{message}");
        // What stays inside works.
        assert_eq!(rt.eval::<i32>("db.exec('PRAGMA user_version = 7'); db.exec('VACUUM'); db.get('PRAGMA user_version').user_version + db.query('PRAGMA table_info(t)').length").unwrap(), 8);
    }

    fn what_may_only_be_read_cannot_be_written(strategy) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::database().open("a", &file, Access::ReadOnly)));
        assert_eq!(rt.eval::<i32>("require('database').query('SELECT x FROM t')[0].x").unwrap(), 1);
        for sql in ["INSERT INTO t VALUES (2)", "DROP TABLE t", "PRAGMA user_version = 3", "CREATE TABLE u (x)"] {
            assert_eq!(thrown(&mut rt, &format!("require('database').exec('{sql}')")).0, "SQLITE_READONLY", "{sql}");
        }
        for (name, wanted) in [("b", "b.sqlite"), ("", "a.sqlite")] {
            let options = Options::new().strategy(strategy).module(jsmint_std::database().open(name, folder.path().join(wanted), Access::ReadOnly));
            assert!(EngineFactory::new(options).unwrap_err().is_option());
        }
    }

    fn results_have_a_limit(strategy) {
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::database().memory("m").result_limit(100_000)));
        assert_eq!(thrown(&mut rt, "require('database').query('WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c) SELECT x FROM c')").0, "SQLITE_TOOBIG");
        assert_eq!(thrown(&mut rt, "require('database').query('SELECT zeroblob(1000000)')").0, "SQLITE_TOOBIG");
        // So have parameters, which may be one text many times; and how many there are.
        rt.eval::<()>("var text = 'x'.repeat(50_000), many = new Array(30_000).fill(text), marks = 'SELECT ' + new Array(30_000).fill('?').join('||')").unwrap();
        for given in ["many", "Object.fromEntries(many.map((text, i) => ['a' + i, text]))", "new Array(1_500).fill(new Uint8Array(100))"] {
            assert_eq!(thrown(&mut rt, &format!("require('database').query(marks, {given})")).0, "SQLITE_TOOBIG", "{given}");
        }
        // What a script makes of arrays decides what the native function is given.
        let huge = "const own = Array.prototype[Symbol.iterator]; Array.prototype[Symbol.iterator] = () => own.call(['m', 'SELECT 1', new Array(4294967295)]); \
            let code; try { require('database').open('m').query('SELECT 1') } catch (e) { code = e.code } finally { Array.prototype[Symbol.iterator] = own } code";
        assert_eq!(rt.eval::<String>(&huge.replace('\\', "")).unwrap(), "SQLITE_RANGE");
        // So have databases in memory, and temporary tables.
        let folder = tempfile::tempdir().unwrap();
        let database = jsmint_std::database().memory("m").open("f", folder.path().join("f"), Access::ReadWrite).memory_limit(200_000);
        let mut rt = runtime(strategy, Options::new().module(database));
        for (name, table) in [("m", "TABLE"), ("m", "TEMP TABLE"), ("f", "TEMP TABLE")] {
            let code = format!("const d = require('database').open('{name}'); d.exec('CREATE {table} big (x)'); for (;;) d.exec('INSERT INTO big VALUES (zeroblob(10000))')");
            assert_eq!(thrown(&mut rt, &format!("{{ {code} }}")).0, "SQLITE_FULL", "{name} {table}");
            rt.eval::<()>(&format!("require('database').open('{name}').exec('DROP TABLE big')")).unwrap();
        }
    }

    fn closing(strategy) {
        let mut rt = memory(strategy);
        rt.eval::<()>("var second = require('database').open('main'); db.close(); db.close()").unwrap();
        assert_eq!(thrown(&mut rt, "db.query('SELECT 1')").0, "ERR_DATABASE_CLOSED");
        // The other one is open, and sees the same.
        assert_eq!(rt.eval::<i32>("second.query('SELECT * FROM t').length").unwrap(), 0);
        rt.eval::<()>("second.close(); db = require('database').open('main')").unwrap();
        assert_eq!(thrown(&mut rt, "db.query('SELECT * FROM t')").0, "SQLITE_ERROR", "what was in memory is gone");
    }

    fn each_runtime_has_its_own(strategy) {
        let factory = factory(strategy, Options::new().module(jsmint_std::database().memory("main")).preload_script("db", "
            var db = require('database').open('main'); db.exec('CREATE TABLE IF NOT EXISTS baked (x)'); var s = db.prepare('SELECT 1 AS one')"));
        let (mut one, mut other) = (factory.new_runtime().unwrap(), factory.new_runtime().unwrap());
        one.eval::<()>("db.exec('CREATE TABLE t (x)'); db.exec('INSERT INTO t VALUES (1)')").unwrap();
        assert_eq!(thrown(&mut other, "db.query('SELECT * FROM t')").0, "SQLITE_ERROR");
        // What a baked script holds works, but what it wrote to memory is not in the image.
        assert_eq!(other.eval::<i32>("s.get().one").unwrap(), 1);
        if strategy == Strategy::Image {
            assert_eq!(thrown(&mut other, "db.query('SELECT * FROM baked')").0, "SQLITE_ERROR");
        }
    }
}
