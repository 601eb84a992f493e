//! The program itself, as far as tenants point into it.

use crate::platform::{self, Loaded};

/// The executable or shared library that some address belongs to: where it lies, what is code of it, and which build it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program(Loaded);

impl Program {
    /// The one that the function or static at an address belongs to; `None` where the system does not tell.
    #[must_use]
    pub fn of(address: usize) -> Option<Self> {
        platform::find_program(address).map(Self)
    }

    /// What tells this build from others: the identifier that the linker gave it, or else a hash of its code.
    #[must_use]
    pub fn build(&self) -> &[u8] {
        &self.0.build
    }

    /// Where it lies; other in every process, mostly.
    pub(crate) fn base(&self) -> u64 {
        self.0.range.start as u64
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.range.len() as u64
    }

    /// How far from its beginning a word points, if it does: at the first instruction of a function, or at aligned data.
    ///
    /// Lying in the program is not enough. Where a short text has been put over an address that is no longer needed, its last
    /// bytes and the rest of that address make a word that lies near there; and moving it would alter the text, since
    /// programs begin at any page (slots differ in their upper halves alone, H2).
    pub(crate) fn distance_to(&self, word: u64) -> Option<u64> {
        let distance = word.wrapping_sub(self.base());
        if distance >= self.len() {
            return None;
        }
        let is_one = match self.0.code.iter().any(|code| code.contains(&(distance as usize))) {
            true => self.0.functions.is_empty() || self.0.functions.binary_search(&(distance as u32)).is_ok(),
            false => distance.is_multiple_of(8),
        };
        is_one.then_some(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::HAS_IMAGES;

    static DATA: [u64; 2] = [1, 2];

    fn here() -> u64 {
        here as *const () as u64
    }

    /// Told wherever there are images.
    fn program() -> Option<Program> {
        let program = Program::of(here() as usize);
        assert_eq!(program.is_some(), HAS_IMAGES);
        program
    }

    #[test]
    fn functions_and_aligned_data_are_pointed_at() {
        let Some(program) = program() else { return };
        let functions = &program.0.functions;
        assert!(functions.len() > 100 && functions.is_sorted(), "{}", functions.len());
        for address in [here(), Program::of as *const () as u64, (&raw const DATA).addr() as u64] {
            assert_eq!(program.distance_to(address), Some(address - program.base()));
        }
    }

    #[test]
    fn remains_of_an_address_are_not_pointed_at() {
        let Some(program) = program() else { return };
        // A text of one character, and its end.
        assert_eq!(program.distance_to(here() & !0xffff | u64::from(b'}')), None);
        assert_eq!(program.distance_to(here() + 1), None);
        assert_eq!(program.distance_to((&raw const DATA).addr() as u64 + 3), None);
        assert_eq!(program.distance_to(program.base() + program.len()), None);
        assert_eq!(program.distance_to(program.base() - 8), None);
    }
}
