//! What a tenant has that its image has not, as bytes that mean the same in every slot and every process of the build.
//!
//! ```text
//!   used, number of pages, number of words, and the lengths of the first three of:
//!     pages    the number of each page that has words which differ, as the distance from the one before it
//!     bitmaps  for each of them, which of its 512 words these are
//!     kinds    of each word, two bits: a number, a pointer into the slot, or one into the program
//!     values   of each word, in that order: a number, or the distance from where the slot or the program begins
//! ```
//!
//! Numbers are LEB128, and what may be negative goes back and forth around zero (1 is -1, 2 is 1). Each of the four has much in
//! common with itself, so that a compressor makes little of it.

use std::error::Error;
use std::fmt;

use crate::header::TENANT_WORDS;
use crate::program::Program;
use crate::size::PAGE;

/// Words in a page.
const WORDS: usize = PAGE / 8;

/// Words in a page, as a bitmap.
pub(crate) type Bitmap = [u64; WORDS / 64];

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Number = 0,
    Slot = 1,
    Program = 2,
}

/// Bytes that are no difference, or not one from this image in this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDelta(&'static str);

impl BadDelta {
    pub(crate) const SIZES: Self = Self("it does not know its own size");
}

impl fmt::Display for BadDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not what a tenant was put to sleep as: {}", self.0)
    }
}

impl Error for BadDelta {}

/// Where a tenant lies, or is to lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) base: u64,
    pub(crate) range: u64,
    pub(crate) program: &'a Program,
}

/// Collects what differs.
#[derive(Default)]
pub(crate) struct Writer {
    count: u64,
    words: u64,
    last: u64,
    pages: Vec<u8>,
    bitmaps: Vec<u8>,
    kinds: Vec<u8>,
    values: Vec<u8>,
}

impl Writer {
    /// Adds the words of a page that differ; pages come in ascending order.
    pub(crate) fn page(&mut self, page: usize, bitmap: &Bitmap, words: &[u64], place: Place<'_>) {
        put(&mut self.pages, page as u64 - self.last);
        self.last = page as u64;
        self.count += 1;
        for (group, &bits) in bitmap.iter().enumerate() {
            self.bitmaps.extend(bits.to_le_bytes());
            let mut left = bits;
            while left != 0 {
                let word = words[group * 64 + left.trailing_zeros() as usize];
                left &= left - 1;
                self.word(word, place);
            }
        }
    }

    fn word(&mut self, word: u64, Place { base, range, program }: Place<'_>) {
        let (kind, value) = match program.distance_to(word) {
            _ if word.wrapping_sub(base) <= range => (Kind::Slot, word - base),
            Some(distance) => (Kind::Program, distance),
            None => (Kind::Number, (word << 1) ^ ((word as i64) >> 63) as u64),
        };
        let shift = self.words % 4 * 2;
        if shift == 0 {
            self.kinds.push(0);
        }
        if let Some(last) = self.kinds.last_mut() {
            *last |= (kind as u8) << shift;
        }
        self.words += 1;
        put(&mut self.values, value);
    }

    pub(crate) fn finish(self, used: usize) -> Vec<u8> {
        let Self { count, words, last: _, pages, bitmaps, kinds, values } = self;
        let mut all = Vec::with_capacity(32 + pages.len() + bitmaps.len() + kinds.len() + values.len());
        for number in [used as u64, count, words, pages.len() as u64] {
            put(&mut all, number);
        }
        for part in [pages, bitmaps, kinds, values] {
            all.extend_from_slice(&part);
        }
        all
    }
}

/// What differs, checked: nothing of it lies where it must not.
pub(crate) struct Words {
    /// How far the allocator had gone.
    pub(crate) used: usize,
    /// Where, in words from the base, ascending; and what.
    pub(crate) words: Vec<(u32, u64)>,
}

/// Reads what differs, for a tenant that is to lie here.
pub(crate) fn read(bytes: &[u8], place: Place<'_>) -> Result<Words, BadDelta> {
    let mut rest = bytes;
    let mut number = || take(&mut rest);
    let (used, count, total, pages) = (number()?, number()?, number()?, number()?);
    if used > place.range {
        return Err(BadDelta("it needs more room than there is"));
    }
    // Every word has at least one byte, every page more.
    if total > rest.len() as u64 || count > rest.len() as u64 {
        return Err(BadDelta("it is cut off"));
    }
    let (mut pages, rest) = part(rest, pages)?;
    let (bitmaps, rest) = part(rest, count * size_of::<Bitmap>() as u64)?;
    let (kinds, mut values) = part(rest, total.div_ceil(4))?;
    let mut words = Vec::with_capacity(total as usize);
    let mut page = 0u64;
    for (number, bitmap) in bitmaps.chunks_exact(size_of::<Bitmap>()).enumerate() {
        let distance = take(&mut pages)?;
        page =
            page.checked_add(distance).filter(|_| number == 0 || distance > 0).ok_or(BadDelta("pages out of order"))?;
        if page >= used.div_ceil(PAGE as u64) {
            return Err(BadDelta("it writes beyond its end"));
        }
        for (group, bits) in bitmap.as_chunks().0.iter().enumerate() {
            let mut bits = u64::from_le_bytes(*bits);
            while bits != 0 {
                let at = page as usize * WORDS + group * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let kind = kinds.get(words.len() / 4).map(|kinds| kinds >> (words.len() % 4 * 2) & 3);
                if at < TENANT_WORDS {
                    return Err(BadDelta("it writes where only hosts do"));
                }
                words.push((at as u32, value(kind, take(&mut values)?, place)?));
            }
        }
    }
    if words.len() as u64 != total || !pages.is_empty() || !values.is_empty() {
        return Err(BadDelta("its parts do not fit together"));
    }
    Ok(Words { used: used as usize, words })
}

fn value(kind: Option<u8>, value: u64, place: Place<'_>) -> Result<u64, BadDelta> {
    match kind {
        Some(0) => Ok((value >> 1) ^ (value & 1).wrapping_neg()),
        Some(1) if value <= place.range => Ok(place.base + value),
        Some(2) if value < place.program.len() => Ok(place.program.base() + value),
        _ => Err(BadDelta("it points where nothing is")),
    }
}

fn part(bytes: &[u8], len: u64) -> Result<(&[u8], &[u8]), BadDelta> {
    usize::try_from(len).ok().and_then(|len| bytes.split_at_checked(len)).ok_or(BadDelta("it is cut off"))
}

/// Writes a number as LEB128.
fn put(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Reads one.
fn take(from: &mut &[u8]) -> Result<u64, BadDelta> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first().ok_or(BadDelta("it is cut off"))?;
        *from = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            break;
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(BadDelta("a number is too large"))
}
