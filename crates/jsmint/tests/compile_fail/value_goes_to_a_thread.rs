//! A value must not go to another thread, neither itself nor by reference.

/// What can go to another thread. (Asked by a method, the compiler names the type and not what is inside it.)
trait Move {
    fn move_on(&self) {}
}

impl<T: Send> Move for T {}

fn main() {
    let mut rt = jsmint::open(jsmint::Options::new()).unwrap();
    rt.enter(|scope| {
        let object = scope.object()?;
        object.move_on();
        (&object).move_on();
        Ok(())
    })
    .unwrap();
}
