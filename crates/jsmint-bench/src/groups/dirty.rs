//! `dirty`: what a life costs that writes to so many pages of what was preloaded.

use jsmint::{EngineFactory, Options};

use crate::{Operation, Result, Row, Variant, measure};

/// How many pages a life writes to, besides those that every life writes to.
const PAGES: [u32; 8] = [0, 1, 2, 5, 10, 30, 100, 300];

/// Not zero, or it would be no part of the image.
const SPACE: &str = "
    const space = new Uint8Array(300 * 4096).fill(1);
    function touch(pages) { for (let page = 0; page < pages; page++) space[page * 4096] = 2; return pages; }
";

pub(super) fn dirty() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for pages in PAGES {
        // A factory for each: slots learn what their tenants write to.
        let factory = EngineFactory::new(Options::new().preload_script("space.js", SPACE).verify(false))?;
        let make = || -> Operation {
            let factory = factory.clone();
            Box::new(move || {
                let touched: u32 = factory.new_runtime().and_then(|mut rt| rt.call("touch", (pages,))).expect("a life");
                assert_eq!(touched, pages);
            })
        };
        rows.extend(measure("dirty", &format!("{pages} pages"), 1, &[Variant::new("recycled", make)]));
    }
    Ok(rows)
}
