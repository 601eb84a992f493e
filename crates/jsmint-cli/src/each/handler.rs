//! The function that is called on every record.

use std::io::{self, Write};
use std::time::Duration;

use jsmint::loader::{Loader, Memory, join};
use jsmint::{CallLog, Console, EngineFactory, EntryPoint, Options};

use crate::app::App;
use crate::args::Each;
use crate::failure::{Failure, in_short};

/// The name under which the bridge between lines and the function is found: no global of any application has it.
const BRIDGE: &str = "jsmint:each";

/// How long the call log may take to write what is left.
const PATIENCE: Duration = Duration::from_secs(10);

/// The file of the bridge. It lies in memory, beside the application's own files.
const BRIDGE_FILE: &str = "/jsmint:each/bridge.js";

/// A function of a loaded file, ready to be called in as many fresh runtimes as there are records. Cheap to clone.
#[derive(Clone)]
pub(super) struct Handler {
    factory: EngineFactory,
    bridge: EntryPoint,
    log: CallLog,
}

impl Handler {
    /// Loads the file and finds its function.
    pub(super) fn load(app: &App, args: &Each) -> Result<Self, Failure> {
        let loader = app.loader(&args.common.grants.allow_read)?;
        let file = join(loader.base(), &app.request);
        let bridge = Memory::new().file(BRIDGE_FILE, bridge(&file, args.export.as_deref()));
        let options = Options::new()
            .loader(loader.then(bridge))
            .preload(&app.request)
            .preload(BRIDGE_FILE)
            .entry_point(BRIDGE)
            .limits(args.common.limits())
            // Standard output is for results.
            .console(Console::callback(|_, text| drop(writeln!(io::stderr().lock(), "{text}"))));
        let log = args.recording.log()?;
        let options = args.common.grants.apply(options.call_log(log.clone()), &[]);
        let factory = EngineFactory::new(options)?;
        Ok(Self { bridge: factory.entry_point(BRIDGE)?, factory, log })
    }

    /// Waits until all calls are in their log.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        Ok(self.log.flush(PATIENCE)?)
    }

    /// One life: a runtime is minted, called once, and dropped. The error is a text for people.
    pub(super) fn call(&self, line: &str) -> Result<String, String> {
        let result =
            self.factory.new_runtime().and_then(|mut runtime| self.bridge.call::<String, _>(&mut runtime, (line,)));
        result.map_err(|error| in_short(&error))
    }
}

/// The source of the bridge. JSON goes through as text: it is parsed and written by the engine, as a script would.
fn bridge(file: &str, export: Option<&str>) -> String {
    let literal = |text: &str| serde_json::Value::from(text).to_string();
    let (file, bridge) = (literal(file), literal(BRIDGE));
    let export = export.map_or_else(|| "null".to_owned(), literal);
    let function = include_str!("handler.js").trim_end();
    format!("exports[{bridge}] = {function}(require({file}), {export}, {file});\n")
}
