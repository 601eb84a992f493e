struct Own;

#[jsmint::module]
mod tools {
    use super::Own;

    pub fn takes(_first: u32, _own: Own) -> u32 {
        7
    }

    pub fn gives(_first: u32) -> Own {
        Own
    }

    pub fn fails(first: u32) -> Result<u32, Own> {
        Ok(first)
    }

    pub fn borrows(_own: &Own) {}
}

fn main() {}
