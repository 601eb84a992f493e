//! stub
/// stub
#[derive(Debug)]
pub struct Exec;
/// stub
pub fn exec() -> Exec {
    Exec
}
