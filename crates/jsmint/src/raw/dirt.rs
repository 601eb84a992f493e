//! What a world has written to, and what lies there.

use std::fmt;
use std::ops::Range;

use jsmint_heap::{HEADER_SIZE, PAGE};
use serde::Serialize;

use super::world::World;
use crate::error::{Error, ErrorKind, Result};

/// What lies somewhere in a runtime's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Contents {
    /// The words that a spawn sets, and those of the allocator.
    Header,
    /// What the engine keeps of the runtime: lists of arenas, counts, limits.
    Engine,
    /// What the engine keeps of the context.
    Context,
    /// The allocator's lists of free blocks.
    FreeLists,
    /// Small blocks of so many bytes, the engine's header included: objects, shapes, short texts, closures.
    SmallBlocks(usize),
    /// A block of so many bytes of its own: tables, long texts, code.
    Block(usize),
    /// Memory that is free.
    Free,
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => write!(f, "header"),
            Self::Engine => write!(f, "engine"),
            Self::Context => write!(f, "context"),
            Self::FreeLists => write!(f, "free lists"),
            Self::SmallBlocks(size) => write!(f, "small blocks of {size} bytes"),
            Self::Block(size) => write!(f, "a block of {size} bytes"),
            Self::Free => write!(f, "free memory"),
        }
    }
}

/// A page of 4 KiB that is restored when its runtime is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DirtyPage {
    /// Where it begins in the runtime's memory, in bytes.
    pub offset: usize,
    /// How many of its 512 words differ from the image's. 0 if it was written to and is as it was, as counts of references
    /// often are.
    pub words: usize,
    /// What lies where it differs, and how many words of that do, most first; or, where nothing differs, what lies on it.
    pub contents: Vec<(Contents, usize)>,
}

impl World {
    /// What is to be restored, as things are now.
    pub(crate) fn dirt(&self) -> Result<Vec<DirtyPage>> {
        let (Some(stock), Some(slot)) = (self.host().origin.stock(), self.live_slot()) else {
            let message = "a runtime that was set up from nothing has no image that it could differ from; mint it from a \
                           factory with Strategy::Image or Strategy::Auto, on a platform that has images";
            return Err(Error::new(ErrorKind::Unsupported, message));
        };
        let map = self.map();
        let page = |page: jsmint_heap::WrittenPage| {
            let mut contents: Vec<(Contents, usize)> = Vec::new();
            let mut count = |what: Contents, words: usize| match contents.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += words,
                None => contents.push((what, words)),
            };
            page.words.iter().for_each(|&at| count(what_at(&map, at), 1));
            if page.words.is_empty() {
                (page.offset..page.offset + PAGE).step_by(16).for_each(|at| count(what_at(&map, at), 0));
            }
            contents.sort_by_key(|&(what, words)| (std::cmp::Reverse(words), what));
            DirtyPage { offset: page.offset, words: page.words.len(), contents }
        };
        Ok(slot.written_pages(stock.pool.image()).into_iter().map(page).collect())
    }

    /// What lies where, the smaller before what it lies in.
    fn map(&self) -> Vec<(Range<usize>, Contents)> {
        let anatomy = self.anatomy();
        let blocks = self.live_slot().map(jsmint_heap::Slot::blocks).unwrap_or_default();
        let arenas = self.arenas().into_iter();
        let mut map: Vec<_> = arenas.map(|(bytes, size)| (bytes, Contents::SmallBlocks(size))).collect();
        // A block that arenas lie in is no block of anybody's: what else is in it is free.
        let small: Vec<usize> = map.iter().map(|(bytes, _)| bytes.start).collect();
        let blocks = blocks.into_iter().filter(|block| !small.iter().any(|at| block.bytes.contains(at)));
        map.extend(blocks.map(|block| {
            let what = match &block {
                block if block.bytes.contains(&anatomy.rt) => Contents::Engine,
                block if block.bytes.contains(&anatomy.ctx) => Contents::Context,
                block if !block.in_use => Contents::Free,
                block => Contents::Block(block.bytes.len()),
            };
            (block.bytes, what)
        }));
        map.push((0..PAGE, Contents::Header));
        map.push((PAGE..HEADER_SIZE, Contents::FreeLists));
        map
    }
}

fn what_at(map: &[(Range<usize>, Contents)], at: usize) -> Contents {
    map.iter().find(|(range, _)| range.contains(&at)).map_or(Contents::Free, |&(_, what)| what)
}
