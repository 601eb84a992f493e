//! A record as bytes, as it waits in the queue: a head of fixed size, then the texts without anything between them.
//!
//! The bytes never leave the process.

use crate::error::{LogError, LogErrorKind};
use crate::record::{Begin, Direction, Outcome, Record};

const WORDS: usize = 9;
const TEXTS: usize = 6;
const HEAD: usize = WORDS * 8 + TEXTS * 4 + 2;

/// What a record may have at most, in bytes: SQLite would refuse a row of 1 GB, again and again.
const LARGEST: usize = 256 << 20;

/// A record on its way into the queue: everything that can be done before the queue is locked.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    head: [u8; HEAD],
    texts: [&'a str; TEXTS],
    size: usize,
}

impl<'a> Frame<'a> {
    /// # Errors
    ///
    /// [`LogErrorKind::Full`] if the record is larger than any log takes.
    pub(crate) fn of(record: &Record<'a>) -> Result<Self, LogError> {
        let begin = &record.begin;
        let words: [u64; WORDS] = [
            begin.factory,
            begin.runtime,
            begin.call,
            begin.parent,
            record.sequence,
            record.start_unix_ns.cast_unsigned(),
            record.duration_ns,
            record.cut_bytes,
            record.lost,
        ];
        let texts =
            [begin.module, begin.function, begin.arguments, record.result, record.error_name, record.error_message];
        let mut head = [0; HEAD];
        for (at, word) in words.iter().enumerate() {
            head[at * 8..at * 8 + 8].copy_from_slice(&word.to_ne_bytes());
        }
        let mut size = HEAD;
        for (at, text) in texts.iter().enumerate() {
            size = size.saturating_add(text.len());
            let at = WORDS * 8 + at * 4;
            // What does not fit is refused below.
            head[at..at + 4].copy_from_slice(&(text.len() as u32).to_ne_bytes());
        }
        if size > LARGEST {
            return Err(LogError::new(
                LogErrorKind::Full,
                format!("a record of {size} bytes: a log takes at most {LARGEST}; bound what is recorded"),
            ));
        }
        head[HEAD - 2] = match begin.direction {
            Direction::ScriptToHost => 0,
            Direction::HostToScript => 1,
        };
        head[HEAD - 1] = match record.outcome {
            Outcome::Returned => 0,
            Outcome::Threw => 1,
            Outcome::Interrupted => 2,
            Outcome::Panicked => 3,
            Outcome::Dropped => 4,
        };
        Ok(Self { head, texts, size })
    }

    /// How many bytes [`append`](Self::append) adds.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn append(&self, bytes: &mut Vec<u8>) {
        bytes.reserve(self.size);
        bytes.extend_from_slice(&self.head);
        for text in self.texts {
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

/// The records in bytes that [`Frame::append`] made, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Frames<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Frames<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, mut rest) = self.0.split_first_chunk::<HEAD>()?;
        let word = |at: usize| u64::from_ne_bytes(std::array::from_fn(|byte| head[at * 8 + byte]));
        let mut texts = [""; TEXTS];
        for (at, text) in texts.iter_mut().enumerate() {
            let size = u32::from_ne_bytes(std::array::from_fn(|byte| head[WORDS * 8 + at * 4 + byte]));
            let (bytes, behind) = rest.split_at_checked(size as usize)?;
            *text = std::str::from_utf8(bytes).ok()?;
            rest = behind;
        }
        self.0 = rest;
        let [module, function, arguments, result, error_name, error_message] = texts;
        let direction = if head[HEAD - 2] == 0 { Direction::ScriptToHost } else { Direction::HostToScript };
        let outcome = match head[HEAD - 1] {
            0 => Outcome::Returned,
            1 => Outcome::Threw,
            2 => Outcome::Interrupted,
            3 => Outcome::Panicked,
            _ => Outcome::Dropped,
        };
        Some(Record {
            begin: Begin {
                factory: word(0),
                runtime: word(1),
                call: word(2),
                parent: word(3),
                direction,
                module,
                function,
                arguments,
            },
            sequence: word(4),
            start_unix_ns: word(5).cast_signed(),
            duration_ns: word(6),
            outcome,
            result,
            error_name,
            error_message,
            cut_bytes: word(7),
            lost: word(8),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::RecordBuf;

    fn any_record() -> impl Strategy<Value = RecordBuf> {
        let direction = prop_oneof![Just(Direction::ScriptToHost), Just(Direction::HostToScript)];
        let outcome = prop_oneof![
            Just(Outcome::Returned),
            Just(Outcome::Threw),
            Just(Outcome::Interrupted),
            Just(Outcome::Panicked),
            Just(Outcome::Dropped)
        ];
        let numbers = (any::<[u64; 8]>(), any::<i64>());
        (numbers, direction, outcome, prop::collection::vec(any::<String>(), TEXTS)).prop_map(
            |((words, start_unix_ns), direction, outcome, texts)| RecordBuf {
                factory: words[0],
                runtime: words[1],
                call: words[2],
                parent: words[3],
                sequence: words[4],
                direction,
                module: texts[0].clone(),
                function: texts[1].clone(),
                arguments: texts[2].clone(),
                result: texts[3].clone(),
                start_unix_ns,
                duration_ns: words[5],
                outcome,
                error_name: texts[4].clone(),
                error_message: texts[5].clone(),
                cut_bytes: words[6],
                lost: words[7],
            },
        )
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(records in prop::collection::vec(any_record(), 0..12)) {
            let mut bytes = Vec::new();
            for record in &records {
                let before = bytes.len();
                let record = record.as_record();
                let frame = Frame::of(&record).unwrap();
                frame.append(&mut bytes);
                prop_assert_eq!(bytes.len() - before, frame.size());
            }
            let back: Vec<_> = Frames(&bytes).map(|record| record.to_owned()).collect();
            prop_assert_eq!(back, records);
        }

        #[test]
        fn bytes_that_are_no_records_end_the_iteration(bytes: Vec<u8>) {
            prop_assert!(Frames(&bytes).count() <= bytes.len() / HEAD);
        }
    }
}
