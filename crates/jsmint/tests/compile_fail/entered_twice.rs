//! A runtime must not be entered while it is entered.

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    let inner = &mut rt;
    rt.enter(|_| inner.eval::<i32>("1")).unwrap();
}
