//! stub
/// stub
#[derive(Debug)]
pub struct Process;
/// stub
pub fn process() -> Process {
    Process
}
