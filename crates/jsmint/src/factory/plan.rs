//! What a factory's runtimes have, may, and are limited to.

use std::fmt;

use serde::Serialize;

use super::bake::Blueprint;
use super::options::{Step, Strategy};
use crate::limits::Limits;
#[cfg(feature = "call-log")]
use crate::raw::Door;

/// What a factory's runtimes have, may, and are limited to; `Display` says it in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// How runtimes come into being.
    pub strategy: Strategy,
    /// Size of the image, in bytes; 0 for a cold factory.
    pub image_bytes: usize,
    /// Where files come from.
    pub loader: String,
    /// Native modules.
    pub modules: Vec<ModulePlan>,
    /// What is loaded while baking, in order.
    pub preloaded: Vec<String>,
    /// Functions that were looked up while baking.
    pub entry_points: Vec<String>,
    /// Where consoles go.
    pub console: String,
    /// Where calls are recorded, and by which policy.
    #[cfg(feature = "call-log")]
    pub call_log: String,
    /// Whether time and randomness are fixed.
    pub deterministic: bool,
    /// What a runtime may use.
    pub limits: Limits,
    /// The most runtimes alive at once.
    pub max_runtimes: usize,
}

/// One native module of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ModulePlan {
    /// The name that `require` knows it by.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is for.
    pub docs: String,
    /// Its functions, with their number of arguments.
    pub functions: Vec<(String, u8)>,
    /// What it lets scripts do outside their runtime.
    pub grants: Vec<String>,
}

impl Plan {
    pub(super) fn new(blueprint: &Blueprint, image_bytes: usize) -> Self {
        let table = &blueprint.table;
        let modules = table.public_modules().map(|registered| ModulePlan {
            name: registered.module.name().to_owned(),
            aliases: registered.aliases.clone(),
            docs: registered.module.docs().to_owned(),
            functions: table.functions(registered).map(|(name, arity, _)| (name.to_owned(), arity)).collect(),
            grants: registered.module.grants(),
        });
        let preloaded = blueprint.steps.iter().filter_map(|step| match step {
            Step::File(request) => Some(request.clone()),
            Step::Script { name, .. } => Some(name.clone()),
            Step::WarmUp(_) => None,
        });
        Self {
            strategy: blueprint.strategy,
            image_bytes,
            loader: blueprint.modules.loader().describe(),
            modules: modules.collect(),
            preloaded: preloaded.collect(),
            entry_points: blueprint.entry_points.clone(),
            console: blueprint.life.console.name().to_owned(),
            #[cfg(feature = "call-log")]
            call_log: table.call_log().describe(),
            deterministic: blueprint.life.seed.is_some(),
            limits: blueprint.life.limits.clone(),
            max_runtimes: blueprint.slots.max_slots,
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |items: &[String]| if items.is_empty() { "nothing".to_owned() } else { items.join(", ") };
        match self.strategy {
            Strategy::Cold => writeln!(f, "runtimes    set up one by one, at most {} at once", self.max_runtimes)?,
            _ => {
                let kilobytes = self.image_bytes.div_ceil(1024);
                writeln!(f, "runtimes    from an image of {kilobytes} KiB, at most {} at once", self.max_runtimes)?;
            }
        }
        writeln!(f, "preloaded   {}", list(&self.preloaded))?;
        if !self.entry_points.is_empty() {
            writeln!(f, "entries     {}", list(&self.entry_points))?;
        }
        let modules: Vec<_> = self.modules.iter().map(|module| module.name.clone()).collect();
        writeln!(f, "modules     {}", list(&modules))?;
        for (index, grant) in self.modules.iter().flat_map(|module| &module.grants).enumerate() {
            writeln!(f, "{:<12}{grant}", if index == 0 { "grants" } else { "" })?;
        }
        writeln!(f, "files       {}", self.loader)?;
        writeln!(f, "console     {}", self.console)?;
        #[cfg(feature = "call-log")]
        writeln!(f, "call log    {}", self.call_log)?;
        writeln!(
            f,
            "time        {}",
            if self.deterministic { "stands still; random numbers follow from a seed" } else { "the system's" }
        )?;
        let Limits { memory, time, stack, source, output } = &self.limits;
        let time = time.map_or_else(|| "no limit of time".to_owned(), |time| format!("{time:?} a call"));
        write!(
            f,
            "limits      {} KiB of memory, {time}, {} KiB of stack, sources of {} KiB, {} KiB of output",
            memory / 1024,
            stack / 1024,
            source / 1024,
            output / 1024
        )
    }
}
