//! A runtime must not be shared between threads.

/// What can be shared. (Asked by a method, the compiler names the type and not what is inside it.)
trait Share {
    fn share(&self) {}
}

impl<T: Sync> Share for T {}

fn main() {
    let rt = jsmint::open(jsmint::Options::new()).unwrap();
    rt.share();
}
