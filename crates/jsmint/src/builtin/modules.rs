//! The module system: what `require` needs from the host.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use sha2::{Digest, Sha256};

use super::compiler::{Compiler, own};
use super::node;
use super::state::BuiltinState;
use crate::error::{Error, ErrorKind, Result};
use crate::module::{
    CodeCache, Loader, ResolveError, ResolveOptions, Resolved, Source, SourceKind, join, read_source, resolve,
    resolve_from,
};

use crate::native::{Call, Exports, Imports, Table};
use crate::raw::{Code, EvalKind, Import, Intrinsic, Scope, Value};
use crate::recording::script_to_host;

/// Bytes of compiled code, with their texts, that a factory keeps for `require`.
const CACHE: usize = 64 << 20;

/// What all runtimes of a factory share for loading modules. No lock of it is held while a loader runs.
pub(crate) struct ModuleSystem {
    loader: Box<dyn Loader>,
    options: ResolveOptions,
    /// The same for `import`, whose condition in `exports` is another.
    import_options: ResolveOptions,
    cache: CodeCache,
    table: OnceLock<Weak<Table>>,
    compiler: Compiler,
    /// What was read while baking: paths, and hashes of the texts.
    baked: Mutex<BTreeMap<String, [u8; 32]>>,
}

/// One file that is required while baking.
#[derive(Clone, Debug)]
pub(crate) struct Preload {
    /// What was asked for.
    pub(crate) request: String,
}

impl ModuleSystem {
    pub(crate) fn new(loader: Box<dyn Loader>, options: ResolveOptions, compiler: Compiler) -> Self {
        let conditions = ["node", "import", "default"].map(str::to_owned).to_vec();
        let import_options = ResolveOptions { conditions, ..options.clone() };
        let (cache, table, baked) = (CodeCache::new(CACHE), OnceLock::new(), Mutex::default());
        Self { loader, options, import_options, cache, table, compiler, baked }
    }

    /// Completes the circle: the table holds the functions of this system, which look modules up in the table.
    pub(crate) fn set_table(&self, table: &Arc<Table>) {
        // Set once, by the factory that made both.
        let _ = self.table.set(Arc::downgrade(table));
    }

    fn table(&self) -> Result<Arc<Table>> {
        let table = self.table.get().and_then(Weak::upgrade);
        table.ok_or_else(|| Error::new(ErrorKind::Internal, "the factory is gone"))
    }

    /// Where sources are compiled that must leave no trace in a heap.
    pub(crate) fn compiler(&self) -> &Compiler {
        &self.compiler
    }

    pub(crate) fn loader(&self) -> &dyn Loader {
        &*self.loader
    }

    pub(crate) fn base(&self) -> &str {
        self.loader.base()
    }

    /// What the module of this name is called: one of the embedder's, else one of those that are built in.
    fn native_name(&self, name: &str) -> Result<Option<String>> {
        let table = self.table()?;
        let bare = name.strip_prefix("node:");
        if let Some(number) = table.module(name).or_else(|| table.module(bare?)) {
            return Ok(Some(table.modules()[usize::from(number)].module.name().to_owned()));
        }
        Ok(node::names().find(|known| *known == bare.unwrap_or(name)).map(str::to_owned))
    }

    /// Reads a file, and remembers what image it goes into.
    fn read(&self, scope: Scope<'_>, path: &str, limit: usize) -> Result<Source> {
        let source = read_source(self.loader(), path, limit)?;
        if scope.host().baking {
            let mut baked = self.baked.lock().unwrap_or_else(PoisonError::into_inner);
            baked.insert(path.to_owned(), Sha256::digest(&source.text).into());
        }
        Ok(source)
    }

    /// What was read while baking: paths, and hashes of the texts.
    pub(crate) fn baked(&self) -> BTreeMap<String, [u8; 32]> {
        self.baked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads a file: `{ kind, … }` as the JavaScript side wants it.
    fn load<'js>(&self, scope: Scope<'js>, path: &str, limit: usize) -> Result<Value<'js>> {
        let source = self.read(scope, path, limit)?;
        let loaded = scope.object()?;
        let (kind, name, value) = match source.kind {
            SourceKind::Json => ("json", "text", scope.string(&source.text)?),
            SourceKind::CommonJs => ("commonjs", "fn", self.function(scope, path, &source.text)?),
            SourceKind::EsModule => ("esm", "namespace", scope.require_module(path)?),
        };
        loaded.define("kind", scope.string(kind)?, true)?;
        loaded.define(name, value, true)?;
        Ok(loaded)
    }

    /// The function of a CommonJS file.
    ///
    /// The text must not be able to close the function that it is wrapped in. It is parsed twice, as the body of a
    /// declaration and of a method. What closes a declaration too early must go on with a statement, and what closes a
    /// method too early must go on with `,` or `}`, which starts no statement; so a text that both accept closes
    /// neither. Each text is parsed once per factory.
    fn function<'js>(&self, scope: Scope<'js>, path: &str, text: &str) -> Result<Value<'js>> {
        const PARAMETERS: &str = "(exports, require, module, __filename, __dirname) {\n\n";
        let compile = |scope: Scope<'_>| {
            // The wrapper's first lines are -1 and 0, so that the file's own first line is line 1. (The engine takes 0
            // itself for a line that is not given.)
            scope.check_syntax(&format!("function f{PARAMETERS}{text}\n}}"), path, -1)?;
            scope.compile(&format!("({{ ''{PARAMETERS}{text}\n}} }})"), path, EvalKind::Script, -1)
        };
        let code = self.cache.get_or_compile(path, text, || {
            // A parser leaves holes in the heap that an image would keep.
            let code = if scope.host().baking { self.compiler.enter(compile) } else { compile(scope) };
            code.map(|code| code.bytes().to_vec())
        })?;
        scope.run_code(&Code::trusted(code))?.get("")
    }
}

/// What marks the path of a native module that an ES module imports.
const NATIVE: &str = "native:";

impl Imports for ModuleSystem {
    fn resolve(&self, _scope: Scope<'_>, referrer: &str, request: &str) -> Result<String> {
        if request.starts_with(NATIVE) {
            return Ok(request.to_owned());
        }
        if let Some(name) = self.native_name(request)? {
            return Ok(format!("{NATIVE}{name}"));
        }
        if matches!(request, "module" | "node:module") {
            return Ok(format!("{NATIVE}module"));
        }
        if request.starts_with("node:") {
            // No file has such a name, so looking for one would only mislead.
            return Err(ResolveError::no_such_builtin(request).into());
        }
        match resolve_from(self.loader(), request, referrer, &self.import_options)? {
            Resolved::File(path) => Ok(path),
            Resolved::Native(name) => Ok(format!("{NATIVE}{name}")),
        }
    }

    fn load<'js>(&self, scope: Scope<'js>, path: &str) -> Result<Import<'js>> {
        if let Some(name) = path.strip_prefix(NATIVE) {
            return scope.require(name).map(Import::Exports);
        }
        let limit = (*scope.host().upper).downcast_ref::<BuiltinState>();
        let source = self.read(scope, path, limit.map_or(usize::MAX, |state| state.source))?;
        match source.kind {
            SourceKind::EsModule => Ok(Import::Source(source.text)),
            _ => scope.require(path).map(Import::Exports),
        }
    }
}

pub(super) fn define(exports: &mut Exports, system: &Arc<ModuleSystem>) {
    let modules = Arc::clone(system);
    exports.raw("resolve", 3, "", move |call| {
        let (request, directory): (String, String) = (call.get(0)?, call.get(1)?);
        let file: Option<String> = call.get(2)?;
        let resolved = match file {
            Some(file) => resolve_from(modules.loader(), &request, &file, &modules.options),
            None => resolve(modules.loader(), &request, &directory, &modules.options),
        };
        let (Resolved::File(found) | Resolved::Native(found)) = resolved?;
        call.scope().string(&found)
    });
    let modules = Arc::clone(system);
    exports.raw("load", 1, "", move |call| {
        let limit = call.state::<BuiltinState>()?.source;
        modules.load(call.scope(), &call.get::<String>(0)?, limit)
    });
    let modules = Arc::clone(system);
    exports.raw("nativeName", 1, "", move |call| {
        let name = modules.native_name(&call.get::<String>(0)?)?;
        name.map_or_else(|| Ok(call.scope().undefined()), |name| call.scope().string(&name))
    });
    exports.raw("noBuiltin", 1, "", |call| Err(ResolveError::no_such_builtin(&call.get::<String>(0)?).into()));
    let modules = Arc::clone(system);
    exports.raw("native", 1, "", move |call| native(&modules, call));
    let modules = Arc::clone(system);
    exports.raw("builtinCode", 1, "", move |call| node::code(call.scope(), &modules.compiler, &call.get::<String>(0)?));
    let modules = Arc::clone(system);
    exports.raw("builtinDone", 0, "", move |call| {
        // Compiling is needed once in a while, and its world holds more memory than what it makes.
        if !call.scope().host().baking {
            modules.compiler.close();
        }
        Ok(call.scope().undefined())
    });
    let modules = Arc::clone(system);
    exports.raw("builtinNatives", 1, "", move |call| {
        modules.table()?.instantiate_part(call.scope(), &call.get::<String>(0)?)
    });
}

/// A module of the embedder's; `undefined` where there is none of the name.
fn native<'js>(modules: &ModuleSystem, call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (table, name) = (modules.table()?, call.get::<String>(0)?);
    let Some(number) = table.module(&name) else { return Ok(call.scope().undefined()) };
    script_to_host(call.as_raw(), || (name.as_str(), "require"), || instantiate(modules, &table, call, number))
}

fn instantiate<'js>(modules: &ModuleSystem, table: &Table, call: &Call<'_, 'js>, number: u16) -> Result<Value<'js>> {
    let made = call.scope().object()?;
    made.define("exports", table.instantiate(call.scope(), number)?, true)?;
    let module = &table.modules()[usize::from(number)].module;
    if let Some(source) = module.script() {
        let code = modules.compiler.own(&format!("jsmint:module:{}", module.name()), source)?;
        if !call.scope().host().baking {
            modules.compiler.close();
        }
        made.define("script", call.scope().run_code(&code)?, true)?;
    }
    Ok(made)
}

/// Evaluates `require.js` with its primitives; `load` gives the modules that are built in.
pub(super) fn install<'js>(
    scope: Scope<'js>,
    system: &ModuleSystem,
    natives: &Value<'js>,
    load: Value<'js>,
) -> Result<Value<'js>> {
    let host = scope.object()?;
    host.define("builtin", load, true)?;
    for name in ["resolve", "load", "nativeName", "noBuiltin", "native"] {
        host.define(name, natives.get(name)?, true)?;
    }
    host.define("base", scope.string(system.base())?, true)?;
    let folders = scope.array()?;
    for (index, folder) in system.options.global_folders.iter().enumerate() {
        folders.set_index(index as u32, scope.string(folder)?)?;
    }
    host.define("globalFolders", folders, true)?;
    let names = scope.array()?;
    let table = system.table()?;
    let mut known: Vec<&str> = table.public_modules().map(|registered| registered.module.name()).collect();
    for name in node::names().filter(|name| table.module(name).is_none()) {
        known.push(name);
    }
    for (index, name) in known.into_iter().enumerate() {
        names.set_index(index as u32, scope.string(name)?)?;
    }
    host.define("nativeNames", names, true)?;
    let globals = scope.object()?;
    for registered in table.public_modules() {
        for global in registered.module.globals() {
            globals.define(&global, scope.string(registered.module.name())?, true)?;
        }
    }
    host.define("nativeGlobals", globals, true)?;
    let modules = own(scope, &system.compiler, include_str!("js/require.js"), "jsmint:require", &[host])?;
    modules.define("base", scope.string(system.base())?, true)?;
    // The global `require` is that of a file in the base folder, as in Node's REPL.
    let file = scope.string(&join(system.base(), "[eval]"))?;
    let require = modules.get("createRequire")?.invoke(&modules, &[file])?;
    scope.global().define("require", require, false)?;
    Ok(modules)
}

impl<'js> Scope<'js> {
    /// What `require(request)` gives in a file of `directory`; by default, of the loader's base.
    ///
    /// # Errors
    ///
    /// An exception with code `MODULE_NOT_FOUND`, which names the request, who asked, and what was tried; what the
    /// module throws.
    pub fn require(self, request: &str) -> Result<Value<'js>> {
        let modules = self.intrinsic(Intrinsic::Modules)?;
        modules.get("require")?.invoke(&modules, &[self.string(request)?])
    }

    /// The same with the file as the main module: `require.main === module`, and nobody required it.
    ///
    /// # Errors
    ///
    /// As [`require`](Self::require).
    pub fn require_main(self, request: &str) -> Result<Value<'js>> {
        let modules = self.intrinsic(Intrinsic::Modules)?;
        modules.get("main")?.invoke(&modules, &[self.string(request)?])
    }

    /// What `import(request)` gives in a file of the loader's base: a promise of the module's namespace.
    ///
    /// # Errors
    ///
    /// As [`require`](Self::require).
    pub fn import_module(self, request: &str) -> Result<Value<'js>> {
        let modules = self.intrinsic(Intrinsic::Modules)?;
        let file = join(&modules.get("base")?.to_text()?, "[eval]");
        self.import(&file, request)
    }

    /// Requires a file and remembers its exports for [`Runtime::call`](crate::Runtime::call).
    pub(crate) fn preload(self, preload: &Preload) -> Result<()> {
        let exports = match self.require(&preload.request) {
            Err(error)
                if error
                    .exception()
                    .is_some_and(|thrown| thrown.code.as_deref() == Some("ERR_REQUIRE_ASYNC_MODULE")) =>
            {
                self.wait(self.import_module(&preload.request)?)?
            }
            required => required?,
        };
        let preloaded = self.intrinsic(Intrinsic::Preloaded)?;
        let length = preloaded.length()?;
        preloaded.set_index(u32::try_from(length).unwrap_or(u32::MAX), exports)
    }
}
