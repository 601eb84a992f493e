#[jsmint::module]
mod tools {
    #[js(class)]
    pub struct Tool(u32);

    #[js(class)]
    impl Tool {
        #[js(constructor)]
        pub fn new(number: u32) -> u32 {
            number
        }
    }
}

#[jsmint::module]
mod more {
    #[js(class)]
    pub struct Tool(u32);

    #[js(class)]
    impl Tool {
        #[js(setter)]
        pub fn set_number(&mut self) {}
    }
}

#[jsmint::module]
mod local {
    #[js(class)]
    pub struct Tool(std::rc::Rc<u32>);

    #[js(class)]
    impl Tool {}
}

fn main() {}
