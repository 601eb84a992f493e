#[jsmint::module(save = value)]
mod stateless {}

#[jsmint::module(state = Total, save = later)]
mod totals {}

#[jsmint::module]
mod half {
    #[js(class)]
    pub struct Tool(u32);

    #[js(class)]
    impl Tool {
        #[js(save)]
        fn save(&self) -> u32 {
            self.0
        }
    }
}

#[jsmint::module]
mod wrong {
    #[js(class)]
    pub struct Tool(u32);

    #[js(class)]
    impl Tool {
        #[js(save)]
        fn save(self) -> u32 {
            self.0
        }
    }
}

#[jsmint::module]
mod empty {
    #[js(class)]
    pub struct Tool(u32);

    #[js(class)]
    impl Tool {
        #[js(load)]
        fn load() -> Self {
            Self(0)
        }
    }
}

fn main() {}
