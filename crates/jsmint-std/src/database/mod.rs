//! stub
/// stub
#[derive(Debug)]
pub struct Database;
/// stub
#[derive(Debug)]
pub enum Access {}
/// stub
pub fn database() -> Database {
    Database
}
