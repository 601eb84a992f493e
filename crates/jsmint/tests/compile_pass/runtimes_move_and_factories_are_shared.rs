//! What is allowed: runtimes move, factories, scripts, handles and errors are shared.

fn moves<T: Send + 'static>() {}
fn shared<T: Send + Sync + Clone + 'static>() {}

fn main() {
    moves::<jsmint::Runtime>();
    shared::<jsmint::EngineFactory>();
    shared::<jsmint::Script>();
    shared::<jsmint::Handle>();
    shared::<jsmint::InterruptHandle>();
    shared::<jsmint::Console>();
    moves::<jsmint::Error>();
    let mut one = jsmint::open(jsmint::Options::new()).unwrap();
    let mut other = jsmint::open(jsmint::Options::new()).unwrap();
    // Entered within each other, each with its own values.
    let length = one.enter(|a| {
        let inner = other.enter(|b| b.string("four")?.length())?;
        Ok(a.string("two")?.length()? + inner)
    });
    assert_eq!(length.unwrap(), 7);
}
