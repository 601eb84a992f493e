//! The factory: configured once, baked once, spawning ever after.

mod bake;
mod options;
mod plan;
mod ready;
mod resume;
mod spawn;
mod stats;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::builtin::Clock;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{BakeReport, Mint};
use crate::runtime::{EntryPoint, Life, Runtime, Script};

use bake::Blueprint;
pub use options::{Options, Restore, Strategy};
pub use plan::{ModulePlan, Plan};
use ready::Ready;
pub use resume::ResumeOptions;
pub use spawn::SpawnOptions;
pub use stats::{PointerSource, Stats};

/// Mints runtimes. Cheap to clone, shared by threads.
///
/// Everything that can fail for its options fails in [`new`](Self::new). From then on [`new_runtime`](Self::new_runtime)
/// fails only for want of slots or memory.
#[derive(Clone)]
pub struct EngineFactory {
    shared: Arc<Shared>,
}

struct Shared {
    blueprint: Blueprint,
    /// The image, where the strategy has one.
    mint: Option<(Mint, BakeReport)>,
    /// The thread that keeps slots ready; ends with the last clone of the factory.
    _ready: Option<Ready>,
}

impl EngineFactory {
    /// Bakes the options into an image: two full set-ups of an engine, some milliseconds without preloaded code.
    ///
    /// # Errors
    ///
    /// [`Option`](ErrorKind::Option) for options that are in conflict or cannot be met, [`Bake`](ErrorKind::Bake) and
    /// whatever preloaded code throws.
    pub fn new(options: Options) -> Result<Self> {
        let blueprint = Blueprint::new(options)?;
        blueprint.table.try_states()?;
        let mint = match blueprint.strategy {
            Strategy::Cold => {
                // A bake that fails must fail here, not at the first spawn.
                blueprint.bake(&blueprint.baking(), 0)?;
                blueprint.modules.compiler().close();
                None
            }
            _ => Some(blueprint.mint()?),
        };
        let ready = mint.as_ref().map(|(mint, _)| blueprint.start_ready(mint)).transpose()?.flatten();
        Ok(Self { shared: Arc::new(Shared { blueprint, mint, _ready: ready }) })
    }

    /// A fresh runtime.
    ///
    /// # Errors
    ///
    /// [`Exhausted`](ErrorKind::Exhausted) where as many runtimes are alive as the factory's bound allows, or the
    /// system gives no memory.
    pub fn new_runtime(&self) -> Result<Runtime> {
        self.start(&self.shared.blueprint.life)
    }

    /// A fresh runtime with options of its own.
    ///
    /// # Errors
    ///
    /// As [`new_runtime`](Self::new_runtime), and [`Option`](ErrorKind::Option) for limits that cannot be met.
    pub fn spawn(&self, options: SpawnOptions) -> Result<Runtime> {
        let life = options.life(self.shared.blueprint.life.clone(), self.image_bytes())?;
        self.start(&life)
    }

    fn start(&self, life: &Life) -> Result<Runtime> {
        let Shared { blueprint, mint, .. } = &*self.shared;
        let Some((mint, _)) = mint else {
            return blueprint.bake(life, blueprint.baked.fetch_add(1, Ordering::Relaxed) + 1);
        };
        let world = mint.spawn(life.door(), |origin, number| Blueprint::host(life, origin, number))?;
        let number = world.number();
        Ok(Runtime::new(world, number, life.limits.source))
    }

    /// What calls the function that [`Options::entry_point`] has named, in any runtime of this factory.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) where no option has named it.
    pub fn entry_point(&self, target: &str) -> Result<EntryPoint> {
        let Blueprint { entry_points, table, .. } = &self.shared.blueprint;
        let found = entry_points.iter().position(|name| name == target);
        found.map(|number| EntryPoint::new(target, number, table)).ok_or_else(|| {
            let there = if entry_points.is_empty() { "none".to_owned() } else { entry_points.join(", ") };
            let message = format!(
                "there is no entry point {target:?}; there are: {there}; Options::entry_point({target:?}) makes it one"
            );
            Error::new(ErrorKind::NotFound, message)
        })
    }

    fn image_bytes(&self) -> usize {
        self.shared.mint.as_ref().map_or(0, |(_, report)| report.image_bytes)
    }

    /// Compiles a script once, for all runtimes of this factory.
    ///
    /// # Errors
    ///
    /// Syntax errors, with file, line and column.
    pub fn compile(&self, name: &str, source: &str) -> Result<Script> {
        self.shared.blueprint.compile(name, source)
    }

    /// What this factory's runtimes have, may and are limited to, in words (`Display`) and as data.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan::new(&self.shared.blueprint, self.image_bytes())
    }

    /// TypeScript definitions of all native modules, by name, each with its aliases: the text of a `.d.ts` file.
    ///
    /// Where a Rust type has no [`TypeScript`](crate::types::TypeScript) one, and its name tells none, it is `unknown`. What
    /// [`NativeModule::type_definitions`](crate::NativeModule::type_definitions) says takes the place of all this. Of modules that Node has, too, and that a
    /// script makes (`fs`, `child_process`, …), it is only said that they are there: their types are those of the npm package
    /// `@types/node`, which win where they are installed.
    #[must_use]
    pub fn type_definitions(&self) -> String {
        self.shared.blueprint.table.type_definitions()
    }

    /// Reference documentation of the native module with this name or alias, as Markdown; `None` where there is none.
    #[must_use]
    pub fn module_docs(&self, name: &str) -> Option<String> {
        self.shared.blueprint.table.reference(name)
    }

    /// What the factory has done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        match &self.shared.mint {
            Some((mint, report)) => Stats::of_image(mint, report),
            None => Stats::of_cold(self.shared.blueprint.baked.load(Ordering::Relaxed)),
        }
    }

    /// Makes clean slots ahead of need, so that the next `slots` spawns find one. Without effect on a cold factory.
    ///
    /// # Errors
    ///
    /// [`Exhausted`](ErrorKind::Exhausted) where the bound or the system does not allow so many.
    pub fn warm_up(&self, slots: usize) -> Result<()> {
        self.shared.mint.as_ref().map_or(Ok(()), |(mint, _)| mint.warm_up(slots))
    }

    /// Gives back the memory of all slots that no runtime lives in.
    pub fn trim(&self) {
        if let Some((mint, _)) = &self.shared.mint {
            mint.trim();
        }
    }
}

impl std::fmt::Debug for EngineFactory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngineFactory").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

/// One runtime with these options: the simple path. A factory of one, with the same behaviour.
///
/// # Errors
///
/// As [`EngineFactory::new`] and [`EngineFactory::new_runtime`].
///
/// ```
/// let mut rt = jsmint::open(jsmint::Options::new())?;
/// assert_eq!(rt.eval::<String>("'he' + 'llo'")?, "hello");
/// # Ok::<(), jsmint::Error>(())
/// ```
pub fn open(options: Options) -> Result<Runtime> {
    EngineFactory::new(options)?.new_runtime()
}

/// The error for a memory limit that the image alone exceeds.
fn too_small(memory: usize, image: usize) -> Error {
    let message = format!(
        "a memory limit of {memory} bytes cannot be met: the image alone has {image}; allow more with Limits::memory"
    );
    Error::new(ErrorKind::Option, message)
}

/// The clock and seed that an option for determinism leads to.
fn fate(deterministic: Option<u64>) -> (Clock, Option<u64>) {
    match deterministic {
        Some(seed) => (Clock::BAKE, Some(seed)),
        None => (Clock::System, None),
    }
}
