//! `fork`: what it costs to have a runtime twice, and to take it back, when it has written to thirty pages.

use jsmint::{EngineFactory, Options, Runtime};

use crate::{Operation, Result, Row, Variant, measure};

/// How many pages a life writes to, besides those that every life writes to.
const PAGES: u32 = 30;

/// What each case has preloaded; the bytes are not zero, or they would be no part of the image.
fn preloads() -> [(&'static str, String); 3] {
    let space = |size: usize| {
        let bytes = size + (PAGES as usize + 1) * 4096;
        format!(
            "const space = new Uint8Array({bytes}).fill(1);
             function touch(pages) {{ for (let page = 0; page < pages; page++) space[page * 4096]++; return pages; }}"
        )
    };
    let objects = "
        let list = [];
        function touch(pages) {
            if (list.length == 0) list = Array.from({ length: pages * 2 / 3 }, (_, n) => ({ n, name: 'item ' + n, of: [n, n / 3] }));
            for (let n = 0; n < list.length; n += 12) list[n].n++;
            return pages;
        }";
    [("0MB", space(0)), ("16MB", space(16 << 20)), ("objects", objects.to_owned())]
}

fn touch(runtime: &mut Runtime) {
    let touched: u32 = runtime.call("touch", (PAGES,)).expect("a call");
    assert_eq!(touched, PAGES);
}

pub(super) fn fork() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (case, source) in preloads() {
        let factory = EngineFactory::new(Options::new().preload_script("space.js", source).verify(false))?;
        let touched = || {
            let mut runtime = factory.new_runtime().expect("a slot is free");
            touch(&mut runtime);
            runtime
        };
        let life = || -> Operation {
            let factory = factory.clone();
            Box::new(move || touch(&mut factory.new_runtime().expect("a slot is free")))
        };
        let call = || -> Operation {
            let mut runtime = touched();
            Box::new(move || touch(&mut runtime))
        };
        let fork = || -> Operation {
            let mut runtime = touched();
            Box::new(move || drop(runtime.fork().expect("a slot is free")))
        };
        let checkpoint = || -> Operation {
            let mut runtime = touched();
            Box::new(move || drop(runtime.checkpoint().expect("nothing stands in the way")))
        };
        let rollback = || -> Operation {
            let mut runtime = touched();
            let checkpoint = runtime.checkpoint().expect("nothing stands in the way");
            Box::new(move || {
                touch(&mut runtime);
                runtime.rollback(&checkpoint).expect("it was so before");
            })
        };
        let hibernate = || -> Operation {
            let mut runtime = touched();
            Box::new(move || drop(runtime.hibernate().expect("nothing stands in the way")))
        };
        let resume = || -> Operation {
            let (factory, snapshot) = (factory.clone(), touched().hibernate().expect("nothing stands in the way"));
            Box::new(move || drop(factory.resume(&snapshot).expect("it is its own")))
        };
        let variants = [
            Variant::new("call", call),
            Variant::new("life", life),
            Variant::new("fork", fork),
            Variant::new("checkpoint", checkpoint),
            Variant::new("call-rollback", rollback),
            Variant::new("hibernate", hibernate),
            Variant::new("resume", resume),
        ];
        rows.extend(measure("fork", case, 1, &variants));
    }
    Ok(rows)
}
