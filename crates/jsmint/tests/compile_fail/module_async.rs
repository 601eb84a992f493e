#[jsmint::module]
mod tools {
    pub async fn later() -> u32 {
        7
    }
}

fn main() {}
