//! What can go wrong with memory.

use std::error::Error;
use std::{fmt, io};

use crate::size::{ByteCount, MAX_RANGE, PAGE};

/// Why memory could not be had, or not be used as asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum HeapError {
    /// This platform has no images: they need Linux on x86-64 or aarch64.
    Unsupported,
    /// A slot was asked for with a range that no slot can have.
    BadRange {
        /// The range asked for.
        asked: ByteCount,
    },
    /// No free addresses were found for a slot, or the system refused to map more.
    NoAddresses {
        /// The range asked for.
        asked: ByteCount,
        /// What the system said last.
        source: io::Error,
    },
    /// The system refused memory for addresses already reserved.
    NoMemory {
        /// The memory asked for.
        asked: ByteCount,
        /// What the system said.
        source: io::Error,
    },
    /// The image does not fit into the slot.
    ImageTooLarge {
        /// What the image needs.
        image: ByteCount,
        /// The slot's range.
        range: ByteCount,
    },
    /// All slots that the pool may have are taken.
    Exhausted {
        /// How many slots the pool may have.
        allowed: usize,
    },
}

impl fmt::Display for HeapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported => {
                f.write_str("heap images are not supported on this platform; they need Linux on x86-64 or aarch64")
            }
            Self::BadRange { asked } => {
                let least = ByteCount::bytes(PAGE) + ByteCount::kib(16);
                write!(f, "a slot with a range of {asked} was asked for; allowed is {least} to {MAX_RANGE}")
            }
            Self::NoAddresses { asked, .. } => write!(
                f,
                "no free addresses for a slot with a range of {asked}; each slot takes 3 of the mappings that \
                 vm.max_map_count allows and its range of the address space that `ulimit -v` allows"
            ),
            Self::NoMemory { asked, .. } => write!(f, "the system refused {asked} of memory for a slot"),
            Self::ImageTooLarge { image, range } => {
                write!(f, "an image that needs {image} does not fit into a slot with a range of {range}")
            }
            Self::Exhausted { allowed } => {
                write!(f, "all {allowed} slots that the pool may have are taken; give one back or raise `max_slots`")
            }
        }
    }
}

impl Error for HeapError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoAddresses { source, .. } | Self::NoMemory { source, .. } => Some(source),
            _ => None,
        }
    }
}
