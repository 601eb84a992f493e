//! A value must not leave the entry that it was made in.

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    let value = rt.enter(|scope| scope.object()).unwrap();
    drop(value);
}
