//! Randomness of a runtime.
//!
//! The generator is xoshiro256++ by Blackman and Vigna (2019), seeded through SplitMix64, as its authors advise. It is
//! not meant for secrets, as `Math.random` never is.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A generator, seeded when it is first asked.
pub(crate) struct Random {
    seed: Option<u64>,
    state: Cell<Option<[u64; 4]>>,
}

impl Random {
    /// With a seed, or with one from the operating system.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seed, state: Cell::new(None) }
    }

    /// Whether a seed decides what comes.
    pub(crate) fn is_seeded(&self) -> bool {
        self.seed.is_some()
    }

    /// The same sequence from here on, if a seed decides it; else another.
    pub(crate) fn fork(&self) -> Self {
        let state = if self.is_seeded() { self.state.get() } else { None };
        Self { seed: self.seed, state: Cell::new(state) }
    }

    /// The seed, and how far the sequence has come that it decides.
    pub(crate) fn sleep(&self) -> (Option<u64>, Option<[u64; 4]>) {
        (self.seed, if self.is_seeded() { self.state.get() } else { None })
    }

    pub(crate) fn wake(seed: Option<u64>, state: Option<[u64; 4]>) -> Self {
        Self { seed, state: Cell::new(state) }
    }

    /// Goes on as the other would.
    pub(crate) fn set(&self, other: &Self) {
        self.state.set(other.state.get());
    }

    fn first_state(&self) -> [u64; 4] {
        // The keys of a `RandomState` come from the operating system and differ from one to the next.
        let mut seed = self.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
        [(); 4].map(|()| {
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = seed;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        })
    }

    /// 64 random bits.
    pub(crate) fn bits(&self) -> u64 {
        let [a, mut b, mut c, mut d] = self.state.get().unwrap_or_else(|| self.first_state());
        let bits = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let shifted = b << 17;
        let mut a = a;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = d.rotate_left(45);
        self.state.set(Some([a, b, c, d]));
        bits
    }

    /// A number from 0 up to but not including 1, as `Math.random` gives it.
    pub(crate) fn unit(&self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A number that no other process has, in all likelihood.
#[cfg(feature = "call-log")]
pub(crate) fn random_number() -> u64 {
    Random::new(None).bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_the_sequence() {
        let first: Vec<_> = (0..4).map(|_| Random::new(Some(7)).bits()).collect();
        assert!(first.windows(2).all(|pair| pair[0] == pair[1]));
        let (one, other) = (Random::new(Some(7)), Random::new(Some(8)));
        assert_ne!(one.bits(), other.bits());
        assert_ne!(Random::new(None).bits(), Random::new(None).bits());
    }

    #[test]
    fn units_lie_in_range_and_spread() {
        let random = Random::new(Some(1));
        let units: Vec<_> = (0..10_000).map(|_| random.unit()).collect();
        assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
        let mean = units.iter().sum::<f64>() / units.len() as f64;
        assert!((0.48..0.52).contains(&mean), "{mean}");
    }
}
