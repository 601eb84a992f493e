//! scratch
fn main() { let mut rt = jsmint::open(jsmint::Options::new()).unwrap(); for s in std::env::args().skip(1) { println!("{:?}", rt.eval::<serde_json::Value>(&s)); } }
