//! Nor by way of a variable around it.

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    let mut kept = None;
    rt.enter(|scope| {
        kept = Some(scope.object()?);
        Ok(())
    })
    .unwrap();
    drop(kept);
}
