//! What scripts see of modules that were not given to their factory.

mod common;

use common::{runtime, thrown};
use jsmint::{EngineFactory, NativeModule, Options};

/// The names of a module and of those that come with it, and the function that makes it.
fn offered() -> Vec<(String, &'static str)> {
    let modules: [(Box<dyn NativeModule>, _); 4] = [
        (Box::new(jsmint_std::fs()), "fs"),
        (Box::new(jsmint_std::exec()), "exec"),
        (Box::new(jsmint_std::database()), "database"),
        (Box::new(jsmint_std::process().os()), "process"),
    ];
    let names = |(module, option): (Box<dyn NativeModule>, &'static str)| {
        let companions = module.companions();
        let all = std::iter::once(module).chain(companions);
        let names = all.flat_map(|module| [vec![module.name().to_owned()], module.aliases()].concat());
        names.map(|name| (name, option)).collect::<Vec<_>>()
    };
    modules.into_iter().flat_map(names).collect()
}

on_both_paths! {
    fn each_module_names_the_option_that_grants_it(strategy) {
        let mut rt = runtime(strategy, Options::new());
        let mut refused = Vec::new();
        for (name, option) in offered() {
            // Harmless forms of some are built in.
            if rt.eval::<bool>(&format!("require('module').isBuiltin('{name}')")).unwrap() {
                continue;
            }
            let (code, message) = thrown(&mut rt, &format!("require('{name}')"));
            assert_eq!(code, "MODULE_NOT_FOUND");
            assert!(message.contains(&format!("Options::module(jsmint_std::{option}()")), "{name}: {message}");
            refused.push(name);
        }
        assert_eq!(refused, ["fs", "fs/promises", "exec", "child_process", "database"]);
    }

    fn what_is_granted_is_there(strategy) {
        let options = Options::new().strategy(strategy).module(jsmint_std::fs()).module(jsmint_std::exec()).module(jsmint_std::database());
        let mut rt = EngineFactory::new(options).unwrap().new_runtime().unwrap();
        for (name, _) in offered() {
            assert!(rt.eval::<bool>(&format!("typeof require('{name}') === 'object' && require('node:{name}') === require('{name}')")).unwrap(), "{name}");
        }
    }
}
