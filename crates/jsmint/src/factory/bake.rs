//! Setting up an engine, the slow way, from a checked set of options.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use sha2::{Digest, Sha256};

use super::options::{Options, Restore, Step, Strategy};
use super::ready::{Bell, Ready};
use super::{fate, too_small};
use crate::builtin::{self, BuiltinModule, Clock, Compiler, ModuleSystem, Preload};
#[cfg(feature = "call-log")]
use crate::call_log::Choice;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::module::ResolveOptions;
#[cfg(feature = "call-log")]
use crate::native::Recorded;
use crate::native::{Table, TableBuilder, names};
use crate::raw::{
    Bake, BakeReport, Birth, Door, Host, Mint, MintOptions, Origin, PointerProof, World, image_supported,
};
use crate::runtime::{Life, Runtime, Script};
use crate::snapshot::{Identity, Key, hexadecimal};

/// How much a runtime may allocate before its first collection, in bytes: short lives never need one.
const HEADROOM: usize = 8 << 20;

/// The smallest memory limit that an engine fits in, in bytes.
const LEAST_MEMORY: usize = 1 << 20;

/// The largest, in bytes: a slot's range must fit below the next slot.
const MOST_MEMORY: usize = 1000 << 20;

/// Checked options, and all that runtimes of a factory share.
pub(super) struct Blueprint {
    pub(super) strategy: Strategy,
    pub(super) life: Life,
    pub(super) table: Arc<Table>,
    /// The same for runtimes whose calls are recorded.
    #[cfg(feature = "call-log")]
    pub(super) recorded: Arc<Recorded>,
    pub(super) modules: Arc<ModuleSystem>,
    pub(super) steps: Vec<Step>,
    /// Functions that are looked up when all is done.
    pub(super) entry_points: Vec<String>,
    pub(super) slots: MintOptions,
    /// What the tables of keys of its runtimes are hashed with.
    hash_seed: u32,
    /// Where the image is baked, if in every process at the same place.
    home: Option<u64>,
    /// How many runtimes were set up from nothing since.
    pub(super) baked: Arc<AtomicU64>,
    /// How many slots a thread is to keep ready, and what tells it that one was missing.
    keep_ready: Option<(usize, Arc<Bell>)>,
    require_agreement: bool,
}

impl Blueprint {
    /// Checks the options.
    pub(super) fn new(options: Options) -> Result<Self> {
        let strategy = match options.strategy {
            Strategy::Image if !image_supported() => {
                let message = "heap images need Linux on x86-64 or aarch64; Strategy::Cold works everywhere";
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            Strategy::Auto if image_supported() => Strategy::Image,
            Strategy::Auto => Strategy::Cold,
            chosen => chosen,
        };
        check_limits(&options.limits)?;
        if options.max_runtimes == 0 {
            return Err(Error::new(ErrorKind::Option, "Options::max_runtimes is 0, so no runtime could ever live"));
        }
        if let Some(reason) = options.loader.refusal()
            && options.steps.iter().any(|step| matches!(step, Step::File(_)))
        {
            return Err(Error::new(ErrorKind::Option, format!("a file is preloaded, but {reason}")));
        }
        let natives = options.modules.iter().flat_map(|module| names(&**module));
        let resolve = ResolveOptions {
            global_folders: options.global_folders,
            natives: natives.chain(builtin::node_names().map(str::to_owned)).collect(),
            ..ResolveOptions::default()
        };
        let modules = Arc::new(ModuleSystem::new(options.loader, resolve, Compiler::new(&options.limits)));
        let mut table = TableBuilder::default();
        table.set_imports(Arc::clone(&modules) as _);
        table.add_internal(Box::new(BuiltinModule { modules: Arc::clone(&modules) }))?;
        builtin::define_parts(&mut table)?;
        for module in options.modules {
            table.add(module)?;
        }
        #[cfg(feature = "call-log")]
        table.set_call_log(builtin::random_number(), options.call_log.clone());
        let table = Arc::new(table.build());
        let key = options.snapshot_key.as_deref().map_or_else(Key::random, Key::given)?;
        let whole = hash(&[&table.numbered(), &format!("{:?}", options.limits)]);
        let hash_seed = key.number("tables of keys") as u32;
        let steps: Vec<String> = options.steps.iter().map(Step::text).collect();
        let home =
            key.is_given().then(|| u64::from_str_radix(&hash(&[&whole, &steps.concat()])[..16], 16).unwrap_or(0));
        table.set_identity(Box::new(Identity::new(key, whole, options.limits.memory)));
        modules.set_table(&table);
        let (clock, seed) = fate(options.deterministic);
        let keep_ready = (options.keep_ready > 0).then(|| (options.keep_ready, Arc::<Bell>::default()));
        let slots = MintOptions {
            range: options.limits.memory,
            max_slots: options.max_runtimes,
            max_idle: options.max_idle.max(options.keep_ready),
            verify: options.verify,
            whole: options.restore == Restore::Whole,
            when_short: keep_ready.clone().map(|(_, bell)| Arc::new(move || bell.ring()) as _),
        };
        Ok(Self {
            strategy,
            life: Life {
                limits: options.limits,
                console: options.console,
                clock,
                seed,
                #[cfg(feature = "call-log")]
                call_log: if options.call_log.is_enabled() { Choice::Factory } else { Choice::Off },
                baking: false,
            },
            #[cfg(feature = "call-log")]
            recorded: Arc::new(Recorded::new(Arc::clone(&table))),
            table,
            modules,
            steps: options.steps,
            entry_points: options.entry_points,
            slots,
            hash_seed,
            home,
            baked: Arc::default(),
            keep_ready,
            require_agreement: options.require_agreement,
        })
    }

    /// Who the factory is to its runtimes.
    pub(super) fn identity(&self) -> &Identity {
        match self.table.identity().and_then(|identity| identity.downcast_ref()) {
            Some(identity) => identity,
            None => unreachable!("every blueprint has set one"),
        }
    }

    /// How a world is set up that is not to be an image, or is only compared with one.
    fn birth(&self) -> Birth {
        Birth { range: self.slots.range, hash_seed: self.hash_seed, home: None }
    }

    /// What runtimes are behind: the functions as they are, and with what is to be recorded of their calls.
    fn doors(&self) -> Vec<Arc<dyn Door>> {
        vec![
            Arc::clone(&self.table) as _,
            #[cfg(feature = "call-log")]
            {
                Arc::clone(&self.recorded) as _
            },
        ]
    }

    /// The host for runtime `number` of an origin, with this life.
    #[inline(always)]
    pub(super) fn host(life: &Life, origin: Arc<Origin>, number: u64) -> Box<Host> {
        let host = life.host(origin, number);
        #[cfg(feature = "call-log")]
        if let Choice::Own(log) = &life.call_log {
            host.record_to(log.clone());
        }
        host
    }

    /// The host for runtime `number`, which is set up from nothing.
    fn cold_host(&self, life: &Life, number: u64) -> Box<Host> {
        Self::host(life, Origin::cold(self.doors().swap_remove(life.door()), Arc::clone(&self.baked)), number)
    }

    /// The life of a runtime that is being baked: nothing in it depends on when or where.
    pub(super) fn baking(&self) -> Life {
        let limits = Limits { time: None, ..self.life.limits.clone() };
        Life {
            limits,
            clock: Clock::BAKE,
            seed: Some(0),
            #[cfg(feature = "call-log")]
            call_log: Choice::Off,
            baking: true,
            ..self.life.clone()
        }
    }

    /// Sets up a runtime from nothing, then gives it the life it was asked for.
    pub(super) fn bake(&self, life: &Life, number: u64) -> Result<Runtime> {
        self.bake_in(self.birth(), life, number)
    }

    fn bake_in(&self, birth: Birth, life: &Life, number: u64) -> Result<Runtime> {
        let source = life.limits.source;
        let world = World::create(birth, self.cold_host(&self.baking(), number))?;
        let mut runtime = Runtime::new(world, number, source);
        runtime.enter(|scope| builtin::install(scope, &self.table, &self.modules))?;
        for step in &self.steps {
            match step {
                Step::File(request) => {
                    let preload = Preload { request: request.clone() };
                    runtime
                        .enter(|scope| scope.preload(&preload))
                        .map_err(|error| within(&format!("preloading {request}"), error))?;
                }
                Step::Script { name, source } => {
                    self.run(&mut runtime, name, source)
                        .map_err(|error| within(&format!("preloading {name}"), error))?;
                }
                Step::WarmUp(warm_up) => warm_up(&mut runtime)?,
            }
        }
        for target in &self.entry_points {
            runtime
                .enter(|scope| scope.find(target).and_then(|(this, function)| scope.add_entry_point(function, this)))
                .map_err(|error| within(&format!("looking for the entry point {target:?}"), error))?;
        }
        let mut world = runtime.into_world();
        world.settle(HEADROOM)?;
        if world.used() > life.limits.memory {
            return Err(too_small(life.limits.memory, world.used()));
        }
        world.rehost(*self.cold_host(life, number));
        Ok(Runtime::new(world, number, source))
    }

    /// Runs a script that is preloaded, compiled aside.
    fn run(&self, runtime: &mut Runtime, name: &str, source: &str) -> Result<()> {
        let script = self.compile(name, source)?;
        runtime.enter(|scope| script.run_to_end(scope))
    }

    /// Compiles a script in a world that nobody else sees.
    pub(super) fn compile(&self, name: &str, source: &str) -> Result<Script> {
        Script::compile(name, source, self.life.limits.source, |compile| self.modules.compiler().enter(compile))
    }

    /// Starts the thread that keeps slots of the mint ready, if that was asked for.
    pub(super) fn start_ready(&self, mint: &Mint) -> Result<Option<Ready>> {
        self.keep_ready.as_ref().map(|(slots, bell)| Ready::start(mint, *slots, bell)).transpose()
    }

    /// A hash of what was preloaded: of what was asked for, and of all files that were read for it.
    fn preloaded(&self) -> String {
        let steps = self.steps.iter().map(Step::text);
        let steps = steps.chain(self.entry_points.iter().map(|target| format!("entry point {target}\n")));
        let files = self.modules.baked().into_iter().flat_map(|(path, text)| [path, hexadecimal(&text)]);
        let texts: Vec<String> = steps.chain(files).collect();
        hash(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Bakes twice and seals the image.
    pub(super) fn mint(&self) -> Result<(Mint, BakeReport)> {
        let life = self.baking();
        let capture = |birth| self.bake_in(birth, &life, 0).map(Runtime::into_world).and_then(World::capture);
        let (first, second): (Bake, Bake) =
            (capture(Birth { home: self.home, ..self.birth() })?, capture(self.birth())?);
        self.modules.compiler().close();
        self.identity().set_preloaded(self.preloaded());
        let (mint, report) = Mint::new(first, second, &self.doors(), &self.slots)?;
        match &report.proof {
            PointerProof::RangeAlone(difference) if self.require_agreement => {
                let message = format!("two bakes of the same options disagree: {difference}");
                Err(Error::new(ErrorKind::Bake, message))
            }
            _ => Ok((mint, report)),
        }
    }
}

/// A hash of some texts, in hexadecimal digits.
fn hash(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hexadecimal(&hash.finalize())
}

fn check_limits(limits: &Limits) -> Result<()> {
    if !(LEAST_MEMORY..=MOST_MEMORY).contains(&limits.memory) {
        let message = format!(
            "a memory limit of {} bytes cannot be met: it must lie between {LEAST_MEMORY} and {MOST_MEMORY}",
            limits.memory
        );
        return Err(Error::new(ErrorKind::Option, message));
    }
    check_stack(limits)
}

pub(super) fn check_stack(limits: &Limits) -> Result<()> {
    if limits.stack < 64 << 10 {
        let message = format!("a stack limit of {} bytes cannot be met: the engine needs 65536", limits.stack);
        return Err(Error::new(ErrorKind::Option, message));
    }
    Ok(())
}

/// An error of the bake, with what was being done.
fn within(what: &str, error: Error) -> Error {
    let message = format!("while {what}: {}", error.message());
    let mut named = Error::new(error.kind(), message);
    if let Some(exception) = error.exception() {
        named = named.with_exception(exception.clone());
    }
    named.with_source(error)
}
