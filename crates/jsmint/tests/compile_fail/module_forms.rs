#[jsmint::module]
mod tools {
    use jsmint::convert::Rest;

    pub fn generic<T>(value: T) {}

    pub fn many(rest: Rest<u32>, last: u32) {}

    pub fn texts(list: &[String]) {}

    pub fn any(value: impl Into<String>) {}

    #[js(colour = "red")]
    pub fn unknown() {}

    #[js(name = "x")]
    fn private() {}

    #[js(getter)]
    pub fn no_method() {}
}

#[jsmint::module(state = Total)]
mod totals {
    #[derive(Default)]
    pub struct Total(f64);

    pub fn add(total: &mut Total, by: f64) {}
}

#[jsmint::module]
struct Tools;

#[derive(Clone)]
struct Greeter;

#[jsmint::module]
impl Greeter {
    pub fn greet(&mut self) {}
}

fn main() {}
