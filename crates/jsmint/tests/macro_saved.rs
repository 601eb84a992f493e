//! What modules and classes made by `#[jsmint::module]` keep where their runtime is copied, taken back and put to sleep.

mod common;

use std::cell::Cell;

use common::factory;
use jsmint::{EngineFactory, ErrorKind, Options, Runtime, Strategy};

#[jsmint::module(state = Total, save = value)]
mod totals {
    use std::cell::Cell;

    #[derive(Default, serde::Serialize, serde::Deserialize)]
    pub struct Total(Cell<u32>);

    pub fn add(total: &Total, by: u32) -> u32 {
        total.0.set(total.0.get() + by);
        total.0.get()
    }
}

#[jsmint::module(save = anew)]
mod connection {
    use std::cell::Cell;

    #[js(state)]
    fn connect() -> Cell<u32> {
        Cell::new(100)
    }

    pub fn ask(asked: &Cell<u32>) -> u32 {
        asked.replace(asked.get() + 1)
    }
}

/// Begins where it is told.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Numbers(Cell<u32>);

#[jsmint::module(save = value)]
impl Numbers {
    pub fn next(&self) -> u32 {
        self.0.replace(self.0.get() + 1)
    }
}

/// The same, begun anew.
#[derive(Clone)]
struct Again(Cell<u32>);

#[jsmint::module(save = anew)]
impl Again {
    pub fn next(&self) -> u32 {
        self.0.replace(self.0.get() + 1)
    }
}

#[derive(Clone)]
struct Silent;

#[jsmint::module]
impl Silent {
    pub fn here(&self) -> bool {
        true
    }
}

#[jsmint::module]
mod classes {
    #[js(class)]
    pub struct Counter(u32);

    #[js(class)]
    impl Counter {
        #[js(constructor)]
        pub fn new(first: u32) -> Self {
            Self(first)
        }

        pub fn add(&mut self) -> u32 {
            self.0 += 1;
            self.0
        }

        pub fn close(self) {}

        #[js(save)]
        fn save(&self) -> u32 {
            self.0
        }

        #[js(load)]
        fn load(saved: u32) -> Result<Self, std::num::TryFromIntError> {
            u8::try_from(saved).map(|small| Self(small.into()))
        }
    }

    #[js(class)]
    pub struct Lock;

    #[js(class)]
    impl Lock {
        #[js(constructor)]
        pub fn new() -> Self {
            Self
        }
    }
}

const SOURCE: &str = "const { Counter } = require('classes'), counter = new Counter(5), closed = new Counter(1); closed.close();
    const closedStill = () => { try { closed.add(); return false } catch (e) { return e instanceof TypeError } };
    const all = () => [require('totals').add(1), require('connection').ask(), require('numbers').next(), require('again').next(), counter.add(), closedStill()].join()";

fn everything(strategy: Strategy) -> EngineFactory {
    let options = Options::new().module(totals::Module).module(connection::Module).module(classes::Module);
    let options = options.module(Numbers(Cell::new(7)).into_module()).module(Again(Cell::new(7)).into_module());
    factory(strategy, options.module(Silent.into_module()))
}

fn all(rt: &mut Runtime) -> String {
    rt.eval("all()").unwrap()
}

on_both_paths! {
    fn what_is_saved_goes_along_and_what_is_not_is_made_anew(strategy) {
        let factory = everything(strategy);
        let mut rt = factory.new_runtime().unwrap();
        rt.eval::<()>(SOURCE).unwrap();
        assert_eq!(all(&mut rt), "1,100,7,7,6,true");
        let before = rt.checkpoint().unwrap();
        let mut others = Vec::new();
        if common::can_fork() {
            others.push(rt.fork().unwrap());
        }
        if factory.stats().strategy != Strategy::Cold {
            others.push(factory.resume(&rt.hibernate().unwrap()).unwrap());
        }
        assert_eq!(all(&mut rt), "2,101,8,8,7,true");
        for mut other in others {
            assert_eq!(all(&mut other), "2,100,8,7,7,true");
            assert_eq!(all(&mut other), "3,101,9,8,8,true");
        }
        rt.rollback(&before).unwrap();
        assert_eq!(all(&mut rt), "2,100,8,7,7,true");
    }

    fn what_does_not_say_is_refused_with_what_could_be_said(strategy) {
        let mut rt = everything(strategy).new_runtime().unwrap();
        drop(rt.checkpoint().unwrap());
        for (source, name, help) in [("require('silent').here()", "\"silent\"", "save = value"), ("globalThis.lock = new (require('classes').Lock)(); true", "Lock", "js(save)")] {
            let before = rt.checkpoint().unwrap();
            assert!(rt.eval::<bool>(source).unwrap());
            let error = rt.checkpoint().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert!(error.message().contains(name) && error.message().contains(help), "{error}");
            rt.rollback(&before).unwrap();
        }
    }
}
