//! `process` and `os`: what is granted of the host, and nothing else.
#![allow(unexpected_cfgs, reason = "`jsmint_no_slots` is given by hand; Cargo knows only features")]

mod common;

use common::{factory, runtime};
use jsmint::{EngineFactory, Options};

on_both_paths! {
    fn only_granted_variables_are_seen(strategy) {
        let process = jsmint_std::process().env(["PATH", "NO_SUCH_VARIABLE"]).variable("MODE", "test");
        let mut rt = runtime(strategy, Options::new().module(process));
        let path = std::env::var("PATH").unwrap();
        assert_eq!(rt.eval::<String>("process.env.PATH").unwrap(), path);
        let keys: Vec<String> = rt.eval("Object.keys(require('process').env).sort()").unwrap();
        assert_eq!(keys, ["MODE", "PATH"]);
        assert!(rt.eval::<bool>("process === require('node:process') && process.env.HOME === undefined && !('NO_SUCH_VARIABLE' in process.env)").unwrap());
        assert!(rt.eval::<bool>("const d = Object.getOwnPropertyDescriptor(globalThis, 'process'); d.writable && d.configurable && !d.enumerable").unwrap());
    }

    fn arguments_and_folder(strategy) {
        let process = jsmint_std::process().args(["a", "b"]).cwd("/somewhere");
        let mut rt = runtime(strategy, Options::new().module(process));
        assert_eq!(rt.eval::<String>("process.argv.slice(2).join() + process.cwd() + process.argv.length").unwrap(), "a,b/somewhere4");
    }

    fn each_factory_and_runtime_has_its_own(strategy) {
        let one = factory(strategy, Options::new().module(jsmint_std::process().variable("X", "one")));
        let other = factory(strategy, Options::new().module(jsmint_std::process().variable("Y", "other")));
        let (mut a, mut b, mut c) = (one.new_runtime().unwrap(), one.new_runtime().unwrap(), other.new_runtime().unwrap());
        a.eval::<()>("process.env.X = 'changed'; process.env.Z = 'z'").unwrap();
        assert_eq!(b.eval::<String>("`${process.env.X}${process.env.Z}${process.env.Y}`").unwrap(), "oneundefinedundefined");
        assert_eq!(c.eval::<String>("`${process.env.X}${process.env.Z}${process.env.Y}`").unwrap(), "undefinedundefinedother");
    }

    fn the_machine_is_seen_where_it_is_granted(strategy) {
        let mut rt = runtime(strategy, Options::new().module(jsmint_std::process().os()));
        let name = rustix::system::uname().nodename().to_str().unwrap().to_owned();
        assert_eq!(rt.eval::<String>("require('os').hostname()").unwrap(), name);
        assert!(rt.eval::<bool>("const os = require('node:os'); os.cpus().length >= 1 && os.loadavg().length === 3 && os.platform() === os.type().toLowerCase() && os.userInfo().uid >= 0").unwrap());
        // What a system does not tell is zero.
        let told = cfg!(all(target_os = "linux", not(jsmint_no_slots)));
        assert_eq!(rt.eval::<(bool, bool, bool)>("[os.totalmem() > os.freemem(), os.freemem() > 0, os.uptime() > 0]").unwrap(), (told, told, told));
    }

    fn plans_say_what_is_granted(strategy) {
        let plan = factory(strategy, Options::new().module(jsmint_std::process().env(["LANG"]).os()).module(jsmint_std::exec().allow(["true"])).module(jsmint_std::database().memory("m"))).plan().to_string();
        assert!(plan.contains("grants      process: variable LANG\n            os: facts about the machine and its user\n            exec: run true\n            database: m in memory\n"), "{plan}");
        assert!(!EngineFactory::new(Options::new().strategy(strategy)).unwrap().plan().to_string().contains("grants"));
    }
}
