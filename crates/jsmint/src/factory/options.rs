//! What the embedder asks for.

use std::sync::Arc;

use crate::builtin::Console;
#[cfg(feature = "call-log")]
use crate::call_log::CallLog;
use crate::error::Result;
use crate::limits::Limits;
use crate::module::{Loader, none};
use crate::native::NativeModule;
use crate::runtime::Runtime;

/// How runtimes come into being.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub enum Strategy {
    /// [`Image`](Self::Image) where the platform has it, otherwise [`Cold`](Self::Cold). The default.
    #[default]
    Auto,
    /// From one heap image. Linux on x86-64 and aarch64.
    Image,
    /// Every runtime is set up from nothing: slow, the same everywhere, and what the image is measured against.
    Cold,
}

/// How the slot of a runtime that was dropped is made fresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub enum Restore {
    /// The pages that were written to are, where the system can tell which (Linux 6.7 and later, with `userfaultfd`),
    /// 0.03 µs each, and 1 µs the first time that a page of a slot is written to. Elsewhere as [`Whole`](Self::Whole).
    #[default]
    Written,
    /// The whole image is, whatever was written to: 9 µs for one of 430 KiB. The same price for every life; nothing is
    /// asked of the system.
    Whole,
}

impl Step {
    /// What is done, as far as it can be said: what a warm-up does cannot.
    pub(super) fn text(&self) -> String {
        match self {
            Self::File(request) => format!("file {request}\n"),
            Self::Script { name, source } => format!("script {name} {source}\n"),
            Self::WarmUp(_) => "warm-up\n".to_owned(),
        }
    }
}

pub(super) type WarmUp = Arc<dyn Fn(&mut Runtime) -> Result<()> + Send + Sync>;

/// One thing to be done while baking, in the order of the options.
#[derive(Clone)]
pub(super) enum Step {
    /// Require a file.
    File(String),
    /// Run a script.
    Script { name: String, source: String },
    /// Call host code.
    WarmUp(WarmUp),
}

/// What the embedder asks for: plain data, checked by [`EngineFactory::new`](crate::EngineFactory::new). Where an option
/// is given twice, the later one wins; modules, preloads, warm-ups and entry points add up.
#[must_use]
pub struct Options {
    pub(super) loader: Box<dyn Loader>,
    pub(super) global_folders: Vec<String>,
    pub(super) modules: Vec<Box<dyn NativeModule>>,
    pub(super) steps: Vec<Step>,
    pub(super) entry_points: Vec<String>,
    pub(super) limits: Limits,
    pub(super) console: Console,
    #[cfg(feature = "call-log")]
    pub(super) call_log: CallLog,
    pub(super) strategy: Strategy,
    pub(super) deterministic: Option<u64>,
    pub(super) max_runtimes: usize,
    pub(super) max_idle: usize,
    pub(super) keep_ready: usize,
    pub(super) restore: Restore,
    pub(super) verify: bool,
    pub(super) snapshot_key: Option<Vec<u8>>,
    pub(super) require_agreement: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            loader: Box::new(none()),
            global_folders: Vec::new(),
            modules: Vec::new(),
            steps: Vec::new(),
            entry_points: Vec::new(),
            limits: Limits::new(),
            console: Console::discard(),
            #[cfg(feature = "call-log")]
            call_log: CallLog::disabled(),
            strategy: Strategy::Auto,
            deterministic: None,
            max_runtimes: 10_000,
            max_idle: 64,
            keep_ready: 0,
            restore: Restore::Written,
            verify: cfg!(debug_assertions),
            snapshot_key: None,
            require_agreement: false,
        }
    }
}

impl Options {
    /// No files, no native modules, nothing preloaded, the limits of [`Limits::new`], a console that discards.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the source text of a required file comes from. Default: nowhere. See [`loader`](crate::loader).
    pub fn loader(mut self, loader: impl Loader) -> Self {
        self.loader = Box::new(loader);
        self
    }

    /// Folders, as the loader names them, in which packages are looked for before `node_modules`. Default: none.
    pub fn global_folders(mut self, folders: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.global_folders = folders.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a module written in Rust. Its names must be unique in the factory.
    pub fn module(mut self, module: impl NativeModule) -> Self {
        self.modules.push(Box::new(module));
        self
    }

    /// Requires a file while baking, relative to the loader's base, so that it is loaded in every runtime at no cost.
    pub fn preload(mut self, request: impl Into<String>) -> Self {
        self.steps.push(Step::File(request.into()));
        self
    }

    /// Runs a script while baking, in the global scope.
    pub fn preload_script(mut self, name: impl Into<String>, source: impl Into<String>) -> Self {
        self.steps.push(Step::Script { name: name.into(), source: source.into() });
        self
    }

    /// Calls host code with the runtime that is being baked, after the preloads before it. Calling a handler with
    /// typical input moves what it makes once into the image. It is called once per bake: twice for an image.
    pub fn warm_up(mut self, warm_up: impl Fn(&mut Runtime) -> Result<()> + Send + Sync + 'static) -> Self {
        self.steps.push(Step::WarmUp(Arc::new(warm_up)));
        self
    }

    /// Looks a function up at the end of the bake, as [`Runtime::call`] finds it by this target, so that
    /// [`EngineFactory::entry_point`](crate::EngineFactory::entry_point) gives what calls it in any runtime at once. It
    /// lives as long as its runtime, even if scripts drop it.
    ///
    /// Where it is not found, or is a method of something that is no object, the factory cannot be made.
    pub fn entry_point(mut self, target: impl Into<String>) -> Self {
        self.entry_points.push(target.into());
        self
    }

    /// What runtimes may use. Default: [`Limits::new`]. The bake is held to the memory and stack limits, too.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where runtimes' consoles go. Default: nowhere.
    pub fn console(mut self, console: Console) -> Self {
        self.console = console;
        self
    }

    /// Where calls between script and host are recorded. Default: nowhere, at no cost. What happens while baking is never
    /// recorded.
    #[cfg(feature = "call-log")]
    pub fn call_log(mut self, call_log: CallLog) -> Self {
        self.call_log = call_log;
        self
    }

    /// How runtimes come into being. Default: [`Strategy::Auto`].
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// Makes runtimes deterministic: `Math.random` follows from this seed, and the clock stands still at the start of the
    /// year 2000 until [`Runtime::advance_clock`] moves it. Default: off.
    pub fn deterministic(mut self, seed: u64) -> Self {
        self.deterministic = Some(seed);
        self
    }

    /// The most runtimes alive at once. Default 10,000.
    pub fn max_runtimes(mut self, runtimes: usize) -> Self {
        self.max_runtimes = runtimes;
        self
    }

    /// The most clean slots that are kept for later spawns. Default 64. Each holds the memory of an image.
    pub fn max_idle(mut self, slots: usize) -> Self {
        self.max_idle = slots;
        self
    }

    /// How many clean slots a thread of the factory's keeps ready. Default 0: no thread, and whoever spawns makes the slot
    /// that is missing, which takes as long as copying the image, 80 µs or more.
    ///
    /// The thread starts with the factory, ends with it, and works whenever a spawning thread finds no slot of its own
    /// waiting. Each slot that is ready holds the memory of an image, even beyond [`max_idle`](Self::max_idle). Without
    /// effect where runtimes are set up from nothing.
    pub fn keep_ready(mut self, slots: usize) -> Self {
        self.keep_ready = slots;
        self
    }

    /// How slots are made fresh. Default: [`Restore::Written`]. [`Stats::restore`](crate::Stats::restore) says which it is.
    pub fn restore(mut self, restore: Restore) -> Self {
        self.restore = restore;
        self
    }

    /// The key that [snapshots](crate::Snapshot) are signed with, at least 16 random bytes: who has it can make runtimes of
    /// this program do anything. Factories with the same options and the same key resume each other's, in any process of the
    /// same build. Default: a random key of the factory's own, so that it resumes its own and nobody else's.
    ///
    /// With a key, the image is baked at an address that is the same in every process; factories that are being made with the
    /// same options at the same time wait for each other.
    pub fn snapshot_key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.snapshot_key = Some(key.into());
        self
    }

    /// Whether every restored slot is compared with the image, byte for byte. Default: in debug builds only. Costs as
    /// much as the restore itself.
    pub fn verify(mut self, verify: bool) -> Self {
        self.verify = verify;
        self
    }

    /// Whether two bakes must agree. Default: no. Where preloaded code makes them disagree in shape (it asked a native
    /// module for something random, say), the image's pointers are found by their range alone, which is safe but can,
    /// with a chance of about one in 10^9 for a random word, shift a plain number; [`Stats`](crate::Stats) says so. With
    /// this option it is an error that says what differs.
    pub fn require_agreement(mut self, required: bool) -> Self {
        self.require_agreement = required;
        self
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("loader", &self.loader.describe())
            .field("modules", &self.modules.iter().map(|module| module.name()).collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("strategy", &self.strategy)
            .finish_non_exhaustive()
    }
}
