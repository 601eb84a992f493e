//! A scope must not leave its entry.

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    let scope = rt.enter(|scope| Ok(scope)).unwrap();
    drop(scope);
}
