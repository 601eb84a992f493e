//! Makes a new engine what every runtime starts from. Runs once per bake.

use super::compiler::own;
use super::modules::ModuleSystem;
use super::{console, date, modules, node};
use crate::error::Result;
use crate::native::Table;
use crate::raw::Scope;

/// Installs everything that is built in.
pub(crate) fn install(scope: Scope<'_>, table: &Table, system: &ModuleSystem) -> Result<()> {
    let compiler = system.compiler();
    let natives = table.instantiate(scope, 0)?;
    let engine_date = scope.global().get("Date")?;
    let prototype = engine_date.get("prototype")?;
    let (get_time, to_string) = (prototype.get("getTime")?, prototype.get("toString")?);
    date::install(scope, &natives, &engine_date)?;
    scope.global().get("Math")?.define("random", natives.get("random")?, false)?;

    let setup = own(scope, compiler, include_str!("js/setup.js"), "jsmint:setup", std::slice::from_ref(&natives))?;
    let kit = console::install(scope, compiler, &natives)?;
    kit.define("loop", scope.object()?, true)?;
    let load = node::install(scope, compiler, &natives, &kit)?;

    // The module system comes last: it sees all other builtins, and none of them needs it.
    let mut intrinsics = vec![engine_date, get_time, to_string];
    intrinsics.extend([setup.get("entries")?, setup.get("completion")?, setup.get("errorStack")?]);
    intrinsics.extend([setup.get("domName")?, setup.get("domMessage")?]);
    intrinsics.extend([setup.get("weaken")?, setup.get("isAlive")?, scope.new_instance_class()?]);
    scope.set_intrinsics(intrinsics.clone())?;
    intrinsics.extend([modules::install(scope, system, &natives, load)?, scope.array()?, kit.get("loop")?]);
    intrinsics.push(scope.global());
    scope.set_intrinsics(intrinsics)
}
