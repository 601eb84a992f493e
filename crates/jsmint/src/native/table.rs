//! All native functions of a factory, by number.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::call::{Body, Call, States};
use super::class::{ClassExport, Describe};
use super::exports::{Export, Exports, FunctionExport};
use super::module::{NativeModule, Part, Registered};
use super::types::{Signature, Types};
#[cfg(feature = "call-log")]
use crate::call_log::CallLog;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Door, FunctionKind, HostValue, Import, PendingCall, RawCall, SavedState, Scope, Value};

/// The module of what is built in.
const BUILTIN: u16 = 0;

/// The most functions that the engine's 16-bit numbers allow.
const MOST: usize = i16::MAX as usize;

/// Who knows what an `import` means.
pub(crate) trait Imports: Send + Sync {
    /// Which file an `import` in `referrer` means.
    fn resolve(&self, scope: Scope<'_>, referrer: &str, request: &str) -> Result<String>;

    /// What is in it.
    fn load<'js>(&self, scope: Scope<'js>, path: &str) -> Result<Import<'js>>;
}

/// One function of the table.
struct Entry {
    name: String,
    /// What a call log calls it, where that is not its name: a member of a class with its class.
    #[cfg(feature = "call-log")]
    full_name: Option<String>,
    arity: u8,
    docs: String,
    kind: FunctionKind,
    signature: Option<Box<Describe>>,
    /// The module whose state it gets.
    module: u16,
    body: Box<Body>,
}

impl Entry {
    fn new(function: FunctionExport, module: u16) -> Self {
        let FunctionExport { name, arity, docs, kind, signature, body } = function;
        Self {
            name,
            #[cfg(feature = "call-log")]
            full_name: None,
            arity,
            docs,
            kind,
            signature,
            module,
            body,
        }
    }
}

/// All native functions of a factory, by number: frozen when the factory is made.
pub(crate) struct Table {
    #[cfg(feature = "call-log")]
    factory: u64,
    #[cfg(feature = "call-log")]
    call_log: CallLog,
    entries: Vec<Entry>,
    modules: Vec<Registered>,
    parts: HashMap<&'static str, Part>,
    names: HashMap<String, u16>,
    imports: Option<Arc<dyn Imports>>,
    /// Who the factory is, for the layers above.
    identity: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// Collects modules for a table.
#[derive(Default)]
pub(crate) struct TableBuilder {
    #[cfg(feature = "call-log")]
    factory: u64,
    #[cfg(feature = "call-log")]
    call_log: CallLog,
    entries: Vec<Entry>,
    modules: Vec<Registered>,
    parts: HashMap<&'static str, Part>,
    names: HashMap<String, u16>,
    imports: Option<Arc<dyn Imports>>,
}

impl TableBuilder {
    /// Adds a module with all its functions (N1), and the modules that come with it.
    pub(crate) fn add(&mut self, module: Box<dyn NativeModule>) -> Result<()> {
        let companions = module.companions();
        self.add_one(module)?;
        companions.into_iter().try_for_each(|companion| self.add(companion))
    }

    fn add_one(&mut self, module: Box<dyn NativeModule>) -> Result<()> {
        let number = self.modules.len() as u16;
        let aliases = module.aliases();
        for name in std::iter::once(module.name()).chain(aliases.iter().map(String::as_str)) {
            if name.is_empty() || name.starts_with(['.', '/', '#']) || name.contains('\0') {
                let message = format!("{name:?} cannot name a native module: it must not be empty or look like a path");
                return Err(Error::new(ErrorKind::Option, message));
            }
            if matches!(name, "module" | "node:module") {
                let message = format!("{name:?} cannot name a native module: it is the module system's own");
                return Err(Error::new(ErrorKind::Option, message));
            }
            if self.names.insert(name.to_owned(), number).is_some() {
                let message = format!("two native modules are named {name:?}; every name must be unique in a factory");
                return Err(Error::new(ErrorKind::Option, message));
            }
        }
        self.register(module, aliases, true)
    }

    /// Who answers for `import`; without one, every import fails.
    pub(crate) fn set_imports(&mut self, imports: Arc<dyn Imports>) {
        self.imports = Some(imports);
    }

    /// Adds functions that no script can `require`.
    pub(crate) fn add_internal(&mut self, module: Box<dyn NativeModule>) -> Result<()> {
        self.register(module, Vec::new(), false)
    }

    /// Adds functions of the builtins that are made where they are first needed. They get the state of module 0.
    pub(crate) fn add_part(&mut self, name: &'static str, define: fn(&mut Exports)) -> Result<()> {
        let mut exports = Exports::default();
        define(&mut exports);
        let part = self.number(name, 0, exports)?;
        self.parts.insert(name, part);
        Ok(())
    }

    fn register(&mut self, module: Box<dyn NativeModule>, aliases: Vec<String>, is_public: bool) -> Result<()> {
        let number = self.modules.len() as u16;
        let mut exports = Exports::default();
        module.define(&mut exports);
        let part = self.number(module.name(), number, exports)?;
        self.modules.push(Registered { module, aliases, is_public, part });
        Ok(())
    }

    /// Gives the functions their numbers (N1).
    fn number(&mut self, name: &str, module: u16, exports: Exports) -> Result<Part> {
        let first = self.entries.len() as u16;
        let (mut constants, mut classes) = (Vec::new(), Vec::new());
        let mut seen = std::collections::HashSet::new();
        for export in exports.list {
            if !seen.insert(export.name().to_owned()) {
                let message = format!("the native module {name:?} exports {:?} twice", export.name());
                return Err(Error::new(ErrorKind::Option, message));
            }
            match export {
                Export::Function(function) => self.entries.push(Entry::new(function, module)),
                Export::Constant(constant) => constants.push(constant),
                Export::Class(class) => classes.push((class, 0)),
            }
        }
        let functions = first..self.entries.len() as u16;
        // Members come after all functions, so that those are one range.
        for (class, first) in &mut classes {
            *first = self.entries.len() as u16;
            self.add_members(class, module);
        }
        if self.entries.len() > MOST {
            return Err(Error::new(ErrorKind::Option, format!("a factory can have {MOST} native functions at most")));
        }
        Ok(Part { functions, constants, classes })
    }

    /// Where runtimes of the factory with this number record their calls. Default: nowhere.
    #[cfg(feature = "call-log")]
    pub(crate) fn set_call_log(&mut self, factory: u64, call_log: CallLog) {
        self.factory = factory;
        self.call_log = call_log;
    }

    fn add_members(&mut self, class: &mut ClassExport, module: u16) {
        for member in &mut class.members {
            let (kind, arity) = (member.function_kind(), member.arity);
            let (docs, signature) = (std::mem::take(&mut member.docs), member.signature.take());
            let body = std::mem::replace(&mut member.body, Box::new(|call| Ok(call.scope().undefined())));
            let name = member.function_name();
            #[cfg_attr(not(feature = "call-log"), expect(unused_mut, reason = "only records have full names"))]
            let mut entry = Entry::new(FunctionExport { name, arity, docs, kind, signature, body }, module);
            #[cfg(feature = "call-log")]
            {
                entry.full_name = member.full_name(class.name);
            }
            self.entries.push(entry);
        }
    }

    pub(crate) fn build(self) -> Table {
        Table {
            #[cfg(feature = "call-log")]
            factory: self.factory,
            #[cfg(feature = "call-log")]
            call_log: self.call_log,
            entries: self.entries,
            modules: self.modules,
            parts: self.parts,
            names: self.names,
            imports: self.imports,
            identity: OnceLock::new(),
        }
    }
}

impl Table {
    /// Says who the factory is, once.
    pub(crate) fn set_identity(&self, identity: Box<dyn Any + Send + Sync>) {
        let _ = self.identity.set(identity);
    }

    /// All that scripts and snapshots refer to by number, in the order of the numbers, a line each.
    pub(crate) fn numbered(&self) -> String {
        let modules = self.modules.iter().map(|registered| registered.module.name().to_owned());
        let functions = self
            .entries
            .iter()
            .map(|Entry { name, arity, kind, module, .. }| format!("{module} {name}/{arity} {kind:?}"));
        let classes = self.classes().map(|class| class.name.to_owned());
        modules.chain(functions).chain(classes).map(|line| line + "\n").collect()
    }

    pub(crate) fn modules(&self) -> &[Registered] {
        &self.modules
    }

    /// All classes, in the order of their modules.
    fn classes(&self) -> impl Iterator<Item = &ClassExport> {
        self.modules.iter().flat_map(|registered| registered.part.classes.iter().map(|(class, _)| class))
    }

    /// All modules that scripts can require.
    pub(crate) fn public_modules(&self) -> impl Iterator<Item = &Registered> {
        self.modules.iter().filter(|registered| registered.is_public)
    }

    /// The number of the module with this name.
    pub(crate) fn module(&self, name: &str) -> Option<u16> {
        self.names.get(name).copied()
    }

    /// Name, arity and documentation of a module's functions.
    pub(crate) fn functions(&self, module: &Registered) -> impl Iterator<Item = (&str, u8, &str)> {
        self.entries[module.part.functions.start.into()..module.part.functions.end.into()]
            .iter()
            .map(|entry| (entry.name.as_str(), entry.arity, entry.docs.as_str()))
    }

    /// What a function takes and gives, where that is known.
    pub(super) fn signature(&self, number: u16, types: &mut Types) -> Signature {
        let entry = &self.entries[usize::from(number)];
        match &entry.signature {
            Some(signature) => signature(types),
            None => Signature::new().rest("values", "unknown"),
        }
    }

    /// Name and documentation of a function.
    pub(super) fn docs(&self, number: u16) -> (&str, &str) {
        let entry = &self.entries[usize::from(number)];
        (&entry.name, &entry.docs)
    }

    /// Makes the state of every module once, and drops it: what cannot be made at all is to fail before any spawn.
    pub(crate) fn try_states(&self) -> Result<()> {
        self.modules.iter().try_for_each(|registered| registered.module.new_state().map(drop))
    }

    fn imports(&self) -> Result<&dyn Imports> {
        self.imports.as_deref().ok_or_else(|| Error::new(ErrorKind::Unsupported, "this factory imports nothing"))
    }

    /// A fresh exports object of a module.
    pub(crate) fn instantiate<'js>(&self, scope: Scope<'js>, module: u16) -> Result<Value<'js>> {
        self.make(scope, &self.modules[usize::from(module)].part)
    }

    /// A fresh object with the functions of a part; an empty one where there is no such part.
    pub(crate) fn instantiate_part<'js>(&self, scope: Scope<'js>, name: &str) -> Result<Value<'js>> {
        self.parts.get(name).map_or_else(|| scope.object(), |part| self.make(scope, part))
    }

    fn make<'js>(&self, scope: Scope<'js>, part: &Part) -> Result<Value<'js>> {
        let exports = scope.object()?;
        for number in part.functions.clone() {
            let entry = &self.entries[usize::from(number)];
            exports.define(&entry.name, scope.native(number, &entry.name, entry.arity, entry.kind)?, true)?;
        }
        for constant in &part.constants {
            exports.define(&constant.name, (constant.make)(scope)?, true)?;
        }
        for (class, first) in &part.classes {
            let made = class.make(scope, |index| {
                let number = first + index as u16;
                let entry = &self.entries[usize::from(number)];
                scope.native(number, &entry.name, entry.arity, entry.kind)
            })?;
            exports.define(class.name, made, true)?;
        }
        Ok(exports)
    }
}

#[cfg(feature = "call-log")]
impl Table {
    /// The names of a function's module and of the function; `None` for what is built in, whose calls are no affair of a
    /// call log.
    pub(super) fn name_of(&self, number: u16) -> Option<(&str, &str)> {
        let entry = &self.entries[usize::from(number)];
        let registered = &self.modules[usize::from(entry.module)];
        let name = entry.full_name.as_ref().unwrap_or(&entry.name);
        registered.is_public.then(|| (registered.module.name(), name.as_str()))
    }
}

impl States for Table {
    fn names(&self, number: u16) -> (&str, &str) {
        let entry = &self.entries[usize::from(number)];
        (self.modules[usize::from(entry.module)].module.name(), &entry.name)
    }

    fn state<'js>(&self, scope: Scope<'js>, module: u16) -> Result<&'js (dyn Any + Send)> {
        let (host, module) = (scope.host(), usize::from(module));
        if module == usize::from(BUILTIN) {
            return Ok(&*host.upper);
        }
        host.state(module, self.modules.len(), || self.modules[module].module.new_state())
    }
}

impl Door for Table {
    fn call<'js>(&self, number: u16, call: &RawCall<'_, 'js>) -> Result<Value<'js>> {
        let entry = &self.entries[usize::from(number)];
        (entry.body)(&Call::of(call, self, entry.module, number))
    }

    #[cfg(feature = "call-log")]
    fn factory(&self) -> u64 {
        self.factory
    }

    #[cfg(feature = "call-log")]
    fn call_log(&self) -> &CallLog {
        &self.call_log
    }

    fn end(&self, runtime: u64, calls: &[PendingCall]) {
        for registered in &self.modules {
            let own = calls.iter().filter(|call| call.module == registered.module.name() && registered.is_public);
            let own: Vec<PendingCall> = own.cloned().collect();
            if !own.is_empty() {
                registered.module.moot(runtime, &own);
            }
        }
    }

    fn save_state(&self, module: usize, state: &(dyn Any + Send)) -> Result<SavedState> {
        self.modules[module].module.save_state(state)
    }

    fn load_state(&self, module: usize, saved: &SavedState) -> Result<Box<dyn Any + Send>> {
        self.modules[module].module.load_state(saved)
    }

    fn save_instance(&self, value: &HostValue) -> Result<(u16, SavedState)> {
        let found = self.classes().enumerate().find_map(|(number, class)| Some((number, class.save(value)?)));
        let unknown = || Error::new(ErrorKind::Internal, "an instance is of no class of this factory");
        let (number, saved) = found.ok_or_else(unknown)?;
        Ok((number as u16, saved?))
    }

    fn load_instance(&self, class: u16, saved: &SavedState) -> Result<HostValue> {
        let unknown = || Error::new(ErrorKind::Internal, "an instance is of no class of this factory");
        self.classes().nth(class.into()).ok_or_else(unknown)?.load(saved)
    }

    fn identity(&self) -> Option<&(dyn Any + Send + Sync)> {
        self.identity.get().map(|identity| &**identity)
    }

    fn resolve_import(&self, scope: Scope<'_>, referrer: &str, request: &str) -> Result<String> {
        self.imports()?.resolve(scope, referrer, request)
    }

    fn load_import<'js>(&self, scope: Scope<'js>, path: &str) -> Result<Import<'js>> {
        self.imports()?.load(scope, path)
    }
}
