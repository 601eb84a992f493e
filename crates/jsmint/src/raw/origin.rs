//! What the worlds of one image have in common: where their slots come from, and what was kept for them.

use jsmint_heap::Pool;

use super::graph::Known;

/// What the worlds of one image are made of.
pub(super) struct Origin {
    /// Where their slots come from and go back to.
    pub(super) pool: Pool,
    pub(super) roots: Roots,
}

/// What a bake keeps for the upper layers: the same in every world of one image.
pub(super) struct Roots {
    /// Values, by number.
    pub(super) values: Vec<Root>,
    /// The ES modules that were loaded.
    pub(super) modules: Known,
}

/// One root: what sort of value, and how far from the slot's base it lies.
#[derive(Clone, Copy)]
pub(super) struct Root {
    pub(super) tag: i32,
    pub(super) offset: usize,
}
