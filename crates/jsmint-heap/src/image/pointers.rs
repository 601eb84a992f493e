//! Telling pointers from data: by a second bake, or by range alone.

use std::error::Error;
use std::fmt;

use super::GROUP;
use crate::capture::Capture;
use crate::error::HeapError;
use crate::size::ByteCount;

/// How to tell which words of a capture are pointers into its slot.
#[derive(Clone, Copy, Debug)]
pub enum PointerRule<'a> {
    /// By comparing with the same world baked in another slot.
    ///
    /// A word is a pointer if its value lies in the first slot and the other bake has something else there, usually the
    /// same address in the second slot. A word that lies in the first slot and is the same in both bakes is a plain
    /// number that happens to look so, and stays as it is.
    ///
    /// Some words may differ otherwise: hashes of addresses, times, seeds. And a table whose hash takes the high half of
    /// addresses puts the same entries in other places, so that a pointer may face zero or another pointer. All of these
    /// together may be one in eight of the words that are not zero (and 64 in any case); if there are more, the two are
    /// not the same world and sealing fails.
    SecondBake(&'a Capture),
    /// Every word whose value lies in the slot, or at its end.
    ///
    /// Finds every pointer. A plain number that happens to look like one would be changed by relocation; the choice of
    /// bases makes that improbable beyond measure (two small 32-bit integers never do, nor does a floating-point number
    /// that is not denormal).
    Range,
}

/// What was found while sealing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SealReport {
    /// Words that are pointers into the slot.
    pub pointers: usize,
    /// Of those, the ones that face a pointer to another place in the second bake, or no pointer at all.
    pub lone: usize,
    /// Words that look like pointers but are the same in both bakes: plain data.
    pub coincidences: usize,
    /// Words that are no pointer in the first bake and differ in the second.
    pub differing: usize,
    /// Words that are not zero.
    pub nonzero: usize,
}

/// Two bakes that are not the same world, or no memory to seal one.
#[derive(Debug)]
pub struct Disagreement(Box<Inner>);

#[derive(Debug)]
enum Inner {
    Mismatch(Mismatch),
    Heap(HeapError),
}

/// How two bakes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// One has used more memory than the other.
    Lengths {
        /// What the first has used.
        first: ByteCount,
        /// What the second has used.
        second: ByteCount,
    },
    /// Both were captured from a slot at the same base, so comparing them tells nothing.
    SameBase,
    /// Too many words differ.
    Contents {
        /// What was counted.
        report: SealReport,
        /// How many words may be lone or differ.
        tolerated: usize,
        /// The first word that does, in bytes from the base.
        offset: usize,
        /// Its value in the first bake, and in the second.
        values: (u64, u64),
    },
}

impl Disagreement {
    /// How the bakes differ; nothing if they do not and memory was what was missing.
    #[must_use]
    pub fn mismatch(&self) -> Option<Mismatch> {
        match *self.0 {
            Inner::Mismatch(mismatch) => Some(mismatch),
            Inner::Heap(_) => None,
        }
    }
}

impl From<HeapError> for Disagreement {
    fn from(error: HeapError) -> Self {
        Self(Box::new(Inner::Heap(error)))
    }
}

impl From<Mismatch> for Disagreement {
    fn from(mismatch: Mismatch) -> Self {
        Self(Box::new(Inner::Mismatch(mismatch)))
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Mismatch(mismatch) => mismatch.fmt(f),
            Inner::Heap(error) => error.fmt(f),
        }
    }
}

impl Error for Disagreement {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &*self.0 {
            Inner::Mismatch(_) => None,
            Inner::Heap(error) => error.source(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lengths { first, second } => {
                write!(f, "two bakes of the same world differ in size: one has used {first}, the other {second}")
            }
            Self::SameBase => f.write_str("two captures of the same slot tell nothing about its pointers"),
            Self::Contents { report, tolerated, offset, values: (first, second) } => write!(
                f,
                "two bakes of the same world differ in {} words, of which at most {tolerated} may; the first is at \
                 offset {offset:#x}: {first:#x} and {second:#x}",
                report.lone + report.differing,
            ),
        }
    }
}

/// The bitmap of pointers, and what was counted on the way.
pub(super) fn find(first: &Capture, rule: PointerRule<'_>) -> Result<(Vec<u64>, SealReport), Disagreement> {
    match rule {
        PointerRule::Range => Ok(by_range(first)),
        PointerRule::SecondBake(second) => by_comparison(first, second).map_err(Disagreement::from),
    }
}

fn by_range(first: &Capture) -> (Vec<u64>, SealReport) {
    let mut report = SealReport::default();
    let pointers = first
        .words()
        .chunks(GROUP)
        .map(|words| {
            words.iter().enumerate().fold(0, |bits, (at, &word)| {
                report.nonzero += usize::from(word != 0);
                bits | u64::from(first.is_inside(word)) << at
            })
        })
        .inspect(|bits| report.pointers += bits.count_ones() as usize)
        .collect();
    (pointers, report)
}

fn by_comparison(first: &Capture, second: &Capture) -> Result<(Vec<u64>, SealReport), Mismatch> {
    if first.base == second.base {
        return Err(Mismatch::SameBase);
    }
    if first.used != second.used {
        let [first, second] = [first, second].map(|bake| ByteCount::bytes(bake.used));
        return Err(Mismatch::Lengths { first, second });
    }
    let (mut report, mut odd) = (SealReport::default(), None);
    let mut pointers = vec![0u64; first.words().len().div_ceil(GROUP)];
    for (at, (&a, &b)) in first.words().iter().zip(second.words()).enumerate() {
        report.nonzero += usize::from(a != 0 || b != 0);
        if !first.is_inside(a) {
            if a != b {
                report.differing += 1;
                odd.get_or_insert((at * 8, (a, b)));
            }
            continue;
        }
        if a == b {
            report.coincidences += 1;
            continue;
        }
        pointers[at / GROUP] |= 1 << (at % GROUP);
        report.pointers += 1;
        if b.wrapping_sub(second.base) != a.wrapping_sub(first.base) {
            report.lone += 1;
            odd.get_or_insert((at * 8, (a, b)));
        }
    }
    let tolerated = (report.nonzero / 8).max(64);
    match odd {
        Some((offset, values)) if report.lone + report.differing > tolerated => {
            Err(Mismatch::Contents { report, tolerated, offset, values })
        }
        _ => Ok((pointers, report)),
    }
}
