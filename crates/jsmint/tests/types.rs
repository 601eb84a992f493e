//! TypeScript definitions and reference documentation of native modules.
//!
//! `.ci/types` gives the recorded definitions to the TypeScript compiler, together with programs that use them rightly and
//! wrongly.

use std::collections::{BTreeMap, HashMap};

use jsmint::convert::Rest;
use jsmint::types::Signature;
use jsmint::{Bytes, Call, Date, EngineFactory, Exports, Handle, NativeModule, Options, Scope, TypeScript, Value};
use serde::{Deserialize, Serialize};

/// A place on the map.
#[derive(Serialize, Deserialize, TypeScript)]
#[serde(rename_all = "camelCase")]
struct Place {
    /// What people call it.
    name: String,
    #[serde(rename = "lat")]
    latitude: f64,
    is_open: Option<bool>,
    #[serde(skip)]
    #[allow(dead_code, reason = "what counts is that it is not declared")]
    secret: u32,
    #[serde(default)]
    within: Vec<Place>,
    #[serde(rename = "a-b")]
    quoted: (u8, String),
    #[js(type = "`#${string}`")]
    colour: String,
}

#[derive(Serialize, Deserialize, TypeScript)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    ReadOnly,
    ReadWrite,
}

/// One of several.
#[derive(Serialize, Deserialize, TypeScript)]
enum Shape {
    Nothing,
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Line(f64, f64),
}

#[derive(Serialize, Deserialize, TypeScript)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Event {
    Start { at: Date },
    Stop,
}

#[derive(Serialize, Deserialize, TypeScript)]
#[serde(untagged)]
enum Either {
    Number(f64),
    Text(String),
}

#[derive(Serialize, Deserialize, TypeScript)]
struct Page<T> {
    items: Vec<T>,
    #[serde(flatten)]
    more: Cursor,
}

#[derive(Serialize, Deserialize, TypeScript)]
struct Cursor {
    next: Option<u64>,
}

#[derive(Serialize, Deserialize, TypeScript)]
struct Id(u32);

/// No one knows its type.
#[derive(Serialize, Deserialize)]
struct Opaque;

/// Places and shapes.
///
/// As seen from */ above.
#[jsmint::module(name = "atlas", aliases = ["node:atlas"])]
mod atlas {
    use super::*;

    /// How many there are.
    pub const COUNT: u32 = 7;
    pub const NAMES: [&str; 2] = ["a", "b"];

    /// Finds a place.
    ///
    /// By its name.
    pub fn find(name: &str, mode: Option<Mode>) -> Option<Place> {
        let _ = (name, mode);
        None
    }

    pub fn area(shape: Shape) -> Result<f64, String> {
        let _ = shape;
        Ok(0.0)
    }

    pub fn hash(data: &[u8], Rest(more): Rest<Bytes>) -> Bytes {
        let _ = (data, more);
        Bytes(Vec::new())
    }

    pub fn page(id: Id, first: Option<u32>, last: u32) -> Page<Either> {
        let _ = (id, first, last);
        Page { items: Vec::new(), more: Cursor { next: None } }
    }

    pub fn watch(#[js(type = "(event: Event) => void")] listener: Handle) -> Result<(), String> {
        let _ = listener;
        Ok(())
    }

    pub fn last_event() -> Vec<Event> {
        Vec::new()
    }

    #[js(type = "ReturnType<typeof Date.now>")]
    pub fn now<'js>(scope: Scope<'js>) -> Value<'js> {
        scope.undefined()
    }

    pub fn anything<'js>(call: &Call<'_, 'js>, value: Value<'js>) -> Opaque {
        let _ = (call, value);
        Opaque
    }

    pub fn delete(map: HashMap<String, u64>, tree: BTreeMap<u32, serde_json::Value>) -> (bool, Date) {
        let _ = (map, tree);
        (false, Date(0.0))
    }

    #[js(name = "with-dash")]
    pub fn with_dash() {}

    /// A thing on the map.
    #[js(class)]
    pub struct Pin(u32);

    #[js(class)]
    impl Pin {
        /// Puts it there.
        #[js(constructor)]
        pub fn new(place: Place, number: Option<u32>) -> Self {
            let _ = place;
            Self(number.unwrap_or(0))
        }
        /// Moves it.
        pub fn move_to(&mut self, x: f64, y: f64) -> Result<(), String> {
            let _ = (x, y);
            Ok(())
        }
        /// Its number.
        #[js(getter)]
        pub fn number(&self) -> u32 {
            self.0
        }
        #[js(getter)]
        pub fn label(&self) -> String {
            String::new()
        }
        #[js(setter)]
        pub fn set_label(&mut self, label: String) {
            let _ = label;
        }
        pub fn distance(&self, other: &Pin) -> f64 {
            let _ = other;
            0.0
        }
        pub fn nearest(pins: Rest<f64>) -> Option<Pin> {
            let _ = pins;
            None
        }
    }

    #[js(class)]
    pub struct Layer;

    #[js(class)]
    impl Layer {
        pub fn pins(&self) -> Vec<Pin> {
            Vec::new()
        }
    }

    pub fn layers() -> Vec<Layer> {
        Vec::new()
    }
}

// What is declared above names types that the text of a `type = "…"` means, too.
#[jsmint::module]
mod z_last {
    use super::*;

    pub fn pins_of(layer: &atlas::Layer) -> Option<atlas::Pin> {
        let _ = layer;
        None
    }

    pub fn unknown(id: Id) -> Id {
        id
    }
}

/// Written by hand.
struct ByHand;

impl NativeModule for ByHand {
    fn name(&self) -> &'static str {
        "by-hand"
    }

    fn define(&self, exports: &mut Exports) {
        exports
            .function("join", "Joins texts.", |list: Vec<String>, with: Option<String>| {
                Ok(list.join(&with.unwrap_or_default()))
            })
            .function("nothing", "", || Ok(()))
            .function("made", "", |_: f64| Ok(Opaque))
            .raw("raw", 1, "", |call| Ok(call.value(0)))
            .raw("first", 1, "The first element.", |call| call.value(0).get_index(0))
            .signature(|types| Signature::new().parameter("list", Vec::<Place>::type_script(types)).returns("unknown"))
            .constant("limit", 7_u8)
            .constant("places", vec![String::new()])
            .describe_constant("All there are.", |_| "ReadonlyArray<string>".to_owned());
    }
}

/// One whose script makes the exports, and whose author says what they are.
struct Written;

impl NativeModule for Written {
    fn name(&self) -> &str {
        "written"
    }

    fn aliases(&self) -> Vec<String> {
        vec!["node:written".to_owned()]
    }

    fn docs(&self) -> &str {
        "Greets."
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some(
            "(function (module, exports) { exports.greet = (name) => 'Hello ' + name.full; exports.LOUD = false; \
             exports.Bell = class Bell { ring() { return 1; } }; })",
        )
    }

    fn type_definitions(&self) -> Option<&str> {
        Some(WRITTEN)
    }

    fn companions(&self) -> Vec<Box<dyn NativeModule>> {
        vec![Box::new(OneFunction)]
    }
}

const WRITTEN: &str = "
/** Who is greeted. */
export interface Name {
  full: string;

  short?: string;
}
/** Says hello. */
export function greet(name: Name): string;
export const LOUD: boolean;
export class Bell {
  ring(): number;
}

";

/// One that is a function.
struct OneFunction;

impl NativeModule for OneFunction {
    fn name(&self) -> &str {
        "written/one"
    }

    fn aliases(&self) -> Vec<String> {
        vec!["one".to_owned()]
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some("(function (module) { module.exports = (count) => count + 1; })")
    }

    fn type_definitions(&self) -> Option<&str> {
        Some("function next(count: number): number;\nexport = next;")
    }
}

/// One whose script makes the exports, and whose author says nothing of them.
struct Unsaid;

impl NativeModule for Unsaid {
    fn name(&self) -> &str {
        "unsaid"
    }

    fn aliases(&self) -> Vec<String> {
        vec!["node:unsaid".to_owned()]
    }

    fn define(&self, _exports: &mut Exports) {}

    fn script(&self) -> Option<&'static str> {
        Some("(function (module) { module.exports = 1; })")
    }
}

fn factory() -> EngineFactory {
    let options = Options::new().module(z_last::Module).module(ByHand).module(atlas::Module);
    EngineFactory::new(options.module(Written).module(Unsaid)).unwrap()
}

/// Compares a text with the recorded one, and says how to record it anew.
fn compare(name: &str, text: &str) {
    let path = format!("{}/tests/types/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("JSMINT_RECORD").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let recorded = std::fs::read_to_string(&path).unwrap();
    assert!(recorded == text, "{path} says something else; if this is right, record it with JSMINT_RECORD=1:\n{text}");
}

#[test]
fn definitions_are_those_that_the_compiler_has_checked() {
    compare("modules.d.ts", &factory().type_definitions());
}

#[test]
fn definitions_are_the_same_each_time() {
    assert_eq!(factory().type_definitions(), factory().type_definitions());
    let none = EngineFactory::new(Options::new()).unwrap();
    assert_eq!(none.type_definitions(), "");
}

#[test]
fn documentation_is_for_one_module_by_any_of_its_names() {
    let factory = factory();
    compare("atlas.md", &factory.module_docs("atlas").unwrap());
    assert_eq!(factory.module_docs("node:atlas"), factory.module_docs("atlas"));
    assert_eq!(factory.module_docs("nowhere"), None);
    let written = format!(
        "# written\n\n`require(\"written\")`\n`require(\"node:written\")`\n\nGreets.\n\n```ts\n{}\n```\n",
        WRITTEN.trim()
    );
    assert_eq!(factory.module_docs("node:written").unwrap(), written);
}

#[test]
fn what_is_declared_is_what_is_there() {
    let mut rt = factory().new_runtime().unwrap();
    for line in factory().type_definitions().lines() {
        let Some(rest) = line.strip_prefix("  export ") else { continue };
        let mut words = rest.split(|letter: char| !letter.is_alphanumeric());
        let (Some(word @ ("const" | "function" | "class")), Some(name)) = (words.next(), words.next()) else {
            continue;
        };
        let found: u32 = rt
            .eval(&format!(
                "['atlas', 'by-hand', 'z-last', 'written'].filter((name) => '{name}' in require(name)).length"
            ))
            .unwrap();
        assert_eq!(found, 1, "{word} {name}");
    }
}
