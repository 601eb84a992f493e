//! What a world knows of its ES modules, beside the engine: enough to keep the engine out of states that it cannot bear.
//!
//! The engine links and evaluates a graph of modules in one go and trusts that nothing else links or evaluates the same
//! modules meanwhile. Scripts can break that: a CommonJS file that is imported may `require` an ES module, and so may an
//! ES module while it is evaluated. So imports are counted by *levels*: a script that runs inside an import may import
//! what nobody has loaded yet and what is known to be evaluated; anything else may belong to the import around it and
//! is refused, as Node refuses a cycle.
//!
//! Nor does the engine bear a graph whose loading failed half-way: it keeps the half, with null or dangling pointers in
//! it. So what cannot be loaded becomes a *stub*: a module that holds the error; whatever imports a stub, directly or
//! not, is not linked but fails with that error. Only memory can still run out half-way; then nothing can be imported
//! any more.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, JsException, Result};

/// The modules that the engine keeps, by name.
pub(super) type Known = Arc<HashMap<String, Node>>;

/// One module that the engine keeps.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Node {
    /// How far from the slot's base it lies.
    pub(super) offset: usize,
    /// Whether it stands for what could not be loaded.
    pub(super) is_stub: bool,
    /// The names of what it imports.
    imports: Vec<String>,
}

/// What a world knows of its ES modules. As data, what it knows between two entries.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Graph {
    known: RefCell<Known>,
    /// The level of the import that loads a module, while that import is under way.
    #[serde(skip)]
    fresh: RefCell<HashMap<String, u32>>,
    evaluated: RefCell<HashSet<String>>,
    /// What modules that are being loaded import, as far as the engine has asked: importer and imported.
    edges: RefCell<Vec<(String, String)>>,
    /// Why the module that is asked for next cannot be resolved.
    #[serde(skip)]
    refused: RefCell<Option<Error>>,
    #[serde(skip)]
    place: Cell<Place>,
    broken: Cell<bool>,
}

/// Where the engine is in its imports.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// How many imports lie around each other.
    level: u32,
    /// Whether the innermost thing that runs is an import; otherwise it is a script, or a promise job.
    importing: bool,
    /// How many modules around are waiting for what they import.
    waiting: u32,
    /// Whether anything was asked for since the innermost of them was parsed.
    asked: bool,
}

impl Graph {
    /// With the modules of an image.
    pub(super) fn new(known: Known) -> Self {
        Self { known: RefCell::new(known), ..Self::default() }
    }

    /// The same for a copy of the world, which is at rest: no import is under way.
    pub(super) fn at_rest(&self) -> Self {
        Self {
            known: self.known.clone(),
            evaluated: self.evaluated.clone(),
            edges: self.edges.clone(),
            broken: self.broken.clone(),
            ..Self::default()
        }
    }

    pub(super) fn known(&self) -> Known {
        Arc::clone(&self.known.borrow())
    }

    /// Whether it knows what an image does, and nothing else.
    pub(super) fn is_that_of(&self, image: &Known) -> bool {
        Arc::ptr_eq(&self.known.borrow(), image) && self.evaluated.borrow().is_empty() && !self.broken.get()
    }

    /// Whether memory ran out half-way through a graph.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// Something begins that may import: `run` is a script, a job, or an import of its own. What it opens is closed.
    pub(super) fn nested<R>(&self, importing: bool, run: impl FnOnce() -> R) -> R {
        let outer = self.place.get();
        let level = outer.level + u32::from(importing);
        self.place.set(Place { level, importing, ..Place::default() });
        let result = run();
        if self.place.get().level > outer.level {
            self.fresh.borrow_mut().retain(|_, level| *level <= outer.level);
        }
        self.place.set(outer);
        result
    }

    /// The engine asks what an import means: whatever runs is an import now.
    pub(super) fn ask(&self) {
        let place = self.place.get();
        let level = place.level + u32::from(!place.importing);
        self.place.set(Place { level, importing: true, asked: true, ..place });
    }

    /// Whether somebody waits for the module that is asked for, so that it must not fail.
    pub(super) fn is_awaited(&self) -> bool {
        self.place.get().waiting > 0
    }

    /// Parses a module, and loads all that it imports.
    pub(super) fn load<T>(&self, path: &str, parse: impl FnOnce() -> Result<T>) -> Result<T> {
        let place = self.place.get();
        self.fresh.borrow_mut().insert(path.to_owned(), place.level);
        self.place.set(Place { waiting: place.waiting + 1, asked: false, ..place });
        let parsed = parse();
        if parsed.is_err() && self.place.get().asked {
            self.broken.set(true);
        }
        self.place.set(Place { asked: true, ..place });
        parsed
    }

    /// What a module imports.
    pub(super) fn link(&self, importer: &str, imported: &str) {
        self.edges.borrow_mut().push((importer.to_owned(), imported.to_owned()));
    }

    /// A module was loaded.
    pub(super) fn add(&self, name: &str, offset: usize, is_stub: bool) {
        let mut edges = self.edges.borrow_mut();
        let own = edges.extract_if(.., |(importer, _)| importer == name);
        let node = Node { offset, is_stub, imports: own.map(|(_, imported)| imported).collect() };
        Arc::make_mut(&mut self.known.borrow_mut()).insert(name.to_owned(), node);
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.known.borrow().get(name).map(|node| node.offset)
    }

    /// The first stub that a module is or imports, directly or not.
    pub(super) fn find_stub(&self, name: &str) -> Option<usize> {
        let known = self.known.borrow();
        let (mut seen, mut left) = (HashSet::from([name]), vec![name]);
        while let Some(node) = left.pop().map(|name| known.get(name)) {
            let Some(node) = node else { continue };
            if node.is_stub {
                return Some(node.offset);
            }
            left.extend(node.imports.iter().rev().map(String::as_str).filter(|name| seen.insert(name)));
        }
        None
    }

    /// A module was evaluated, with all that it imports.
    pub(super) fn finish(&self, path: &str) {
        let level = self.place.get().level;
        let mut evaluated = self.evaluated.borrow_mut();
        evaluated.insert(path.to_owned());
        evaluated.extend(self.fresh.borrow().iter().filter(|(_, at)| **at == level).map(|(path, _)| path.clone()));
    }

    /// Whether a module may be imported here and now.
    pub(super) fn check(&self, path: &str) -> Result<()> {
        if self.broken.get() {
            let message = "memory ran out while modules were loaded; this runtime can import nothing more";
            return Err(Error::new(ErrorKind::OutOfMemory, message));
        }
        let level = self.place.get().level;
        let is_own = || self.fresh.borrow().get(path).is_some_and(|at| *at == level);
        if level < 2 || self.find(path).is_none() && !self.fresh.borrow().contains_key(path) || is_own() {
            return Ok(());
        }
        if self.evaluated.borrow().contains(path) {
            return Ok(());
        }
        let message = format!("Cannot require() ES Module {path} in a cycle: an import of it is under way");
        let exception = JsException::new("Error", message.clone()).with_code("ERR_REQUIRE_CYCLE_MODULE");
        Err(Error::new(ErrorKind::Exception, message).with_exception(exception))
    }

    pub(super) fn refuse(&self, error: Error) {
        *self.refused.borrow_mut() = Some(error);
    }

    pub(super) fn take_refused(&self) -> Option<Error> {
        self.refused.borrow_mut().take()
    }
}
