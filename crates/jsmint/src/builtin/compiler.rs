//! Compiling aside: in a world of its own, so that no parser's leavings end up in an image.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::limits::Limits;
use crate::native::TableBuilder;
use crate::raw::{Birth, Code, Host, HostSettings, Origin, Scope, Value, World};

/// A world in which sources are compiled and nothing is run. It is made when it is first needed.
pub(crate) struct Compiler {
    limits: Limits,
    world: Mutex<Option<World>>,
    /// Our own sources, compiled once: a cold factory bakes for every runtime.
    own: Mutex<HashMap<String, Code>>,
}

impl Compiler {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limits: limits.clone(), world: Mutex::new(None), own: Mutex::default() }
    }

    /// Compiles in the world aside. One thread at a time.
    pub(crate) fn enter(&self, compile: impl for<'js> FnOnce(Scope<'js>) -> Result<Code>) -> Result<Code> {
        let mut slot = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            *slot = Some(self.new_world()?);
        }
        slot.as_mut().map_or_else(|| unreachable!("made above"), |world| world.enter(compile))
    }

    fn new_world(&self) -> Result<World> {
        let host = Host::new(HostSettings {
            #[cfg(feature = "call-log")]
            recorded: false,
            runtime: 0,
            origin: Origin::cold(Arc::new(TableBuilder::default().build()), Arc::default()),
            time: None,
            stack: self.limits.stack,
            memory: self.limits.memory,
            baking: true,
            upper: Box::new(()),
        });
        World::create(Birth { range: self.limits.memory, hash_seed: 0, home: None }, host)
    }

    /// One of our own sources.
    pub(super) fn own(&self, name: &str, source: &str) -> Result<Code> {
        if let Some(code) = self.own.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(code.clone());
        }
        let code = self.enter(|aside| aside.compile_stripped(source, name))?;
        self.own.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), code.clone());
        Ok(code)
    }

    /// Gives the world's memory back until it is needed again.
    pub(crate) fn close(&self) {
        *self.world.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Evaluates one of our own sources, a function expression, and calls it. Its functions show no source text, as native
/// ones do not.
pub(super) fn own<'js>(
    scope: Scope<'js>,
    compiler: &Compiler,
    source: &str,
    name: &str,
    arguments: &[Value<'js>],
) -> Result<Value<'js>> {
    scope.run_code(&compiler.own(name, source)?)?.invoke(&scope.undefined(), arguments)
}

#[cfg(test)]
mod tests {
    /// The engine makes of a template a call of `String.prototype.concat`, which scripts can replace.
    #[test]
    fn no_source_of_ours_has_a_template() {
        let entries = ["js", "node"].map(|folder| {
            let folder = format!("{}/src/builtin/{folder}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_dir(folder).expect("the folder is there")
        });
        let mut seen = 0;
        for entry in entries.into_iter().flatten() {
            let path = entry.expect("it can be listed").path();
            if path.extension().is_none_or(|extension| extension != "js") {
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("it is text");
            let quoted = source.replace("'${'", "''");
            assert!(!quoted.contains("${"), "{} has a template; join with + instead", path.display());
            seen += 1;
        }
        assert!(seen >= 8, "only {seen} sources seen");
    }
}
