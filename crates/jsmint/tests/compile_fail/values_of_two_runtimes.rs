//! Values of two runtimes must not be mixed.

fn main() {
    let mut one = jsmint::open(jsmint::Options::new()).unwrap();
    let mut other = jsmint::open(jsmint::Options::new()).unwrap();
    one.enter(|a| {
        let object = a.object()?;
        other.enter(|b| b.global().set("stolen", object.clone()))
    })
    .unwrap();
}
