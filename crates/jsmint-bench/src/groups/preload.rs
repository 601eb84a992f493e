//! `preload`: what a runtime costs when more and more was loaded before.

use std::ffi::CString;
use std::fmt::Write;

use jsmint::bare::Bare;
use jsmint::{EngineFactory, Limits, Options, Strategy};

use crate::{Operation, Result, Row, Variant, measure};

/// Sizes of the preloaded bundle, in MiB.
const SIZES: [usize; 4] = [0, 1, 4, 16];

pub(super) fn preload() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for size in SIZES {
        let source = bundle(size << 20);
        // The image of 16 MiB of source is 70 MiB, and its bake has that much again in use.
        let limits = Limits::new().memory(512 << 20);
        let options =
            || Options::new().preload_script("bundle.js", source.as_str()).limits(limits.clone()).verify(false);
        let factories = [
            ("cold", EngineFactory::new(options().strategy(Strategy::Cold))?),
            ("new-slot", EngineFactory::new(options().max_idle(0))?),
            ("recycled", EngineFactory::new(options())?),
        ];
        let mut variants = vec![Variant::new("bare", || bare(&source)).slow(size > 0)];
        variants.extend(factories.iter().map(|(name, factory)| {
            Variant::new(name, move || life(factory.clone())).slow(*name == "cold" && size > 0)
        }));
        rows.extend(measure("preload", &format!("{size}MB"), 1, &variants));
    }
    Ok(rows)
}

fn life(factory: EngineFactory) -> Operation {
    Box::new(move || {
        let mut runtime = factory.new_runtime().expect("a slot is free");
        let modules: u32 = runtime.eval("registry.size").expect("the bundle defines it");
        std::hint::black_box(modules);
    })
}

/// The engine as it comes, which has to evaluate the bundle in each of its lives.
fn bare(source: &str) -> Operation {
    let text = |text: &str| CString::new(text).expect("no zero in it");
    let source = text(&format!("{source}; registry.size"));
    Box::new(move || assert!(Bare::new().eval(&source).is_finite()))
}

/// A bundle of about this size that really evaluates: modules with classes, closures and tables.
fn bundle(size: usize) -> String {
    let mut text = String::from("const registry = new Map();\n");
    for n in 0.. {
        if text.len() >= size {
            break;
        }
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "registry.set('module{n}', ((exports) => {{
  const table = [{n}, {n} * 2, 'name of entry {n}', {{ key: 'value{n}', nested: {{ deep: [1, 2, {n}] }} }}];
  class Model{n} {{
    #secret = {n};
    constructor(name) {{ this.name = name ?? 'model {n}'; this.created = table.length; }}
    get secret() {{ return this.#secret; }}
    describe(prefix) {{
      const words = [prefix, this.name, String(this.#secret)].filter((word) => word !== undefined);
      return words.map((word) => word.toUpperCase()).join(' / ');
    }}
  }}
  exports.create = (name) => new Model{n}(name);
  exports.lookup = (index) => table[index % table.length];
  exports.first = exports.create('first of {n}');
  exports.before = registry.get('module' + ({n} - 1));
  return exports;
}})({{}}));
"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_about_the_size_that_was_asked_for() {
        assert!(bundle(0).len() < 100);
        assert!((64 << 10..66 << 10).contains(&bundle(64 << 10).len()));
    }
}
