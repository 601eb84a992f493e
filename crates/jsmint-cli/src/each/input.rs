//! Records, one a line.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is read, in bytes. What is longer is most likely no line at all.
pub(super) const LONGEST: usize = 16 << 20;

/// A line that is not blank.
pub(super) struct Record {
    /// Its number in the input, from 1, blank lines counted.
    pub(super) line: u64,
    /// Its text, or what is wrong with it.
    pub(super) text: Result<String, String>,
}

/// The lines of an input of any length, in constant memory.
pub(super) struct Lines<R> {
    from: BufReader<R>,
    line: u64,
    longest: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from: BufReader::with_capacity(64 << 10, from), line: 0, longest: LONGEST }
    }

    /// Whether the next record will have to be waited for.
    pub(super) fn is_drained(&self) -> bool {
        self.from.buffer().is_empty()
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let mut bytes = Vec::new();
            let most = self.longest as u64 + 1;
            if self.from.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            } else if bytes.len() > self.longest {
                self.from.skip_until(b'\n')?;
                let text = Err(format!("the line is longer than {} bytes\n", self.longest));
                return Ok(Some(Record { line: self.line, text }));
            }
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let text = String::from_utf8(bytes).map_err(|error| {
                format!("the line is not UTF-8: byte {} is out of place\n", error.utf8_error().valid_up_to() + 1)
            });
            return Ok(Some(Record { line: self.line, text }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], longest: usize) -> Vec<(u64, Result<String, String>)> {
        let mut lines = Lines { longest, ..Lines::new(bytes) };
        std::iter::from_fn(|| lines.next().expect("memory does not fail")).map(|r| (r.line, r.text)).collect()
    }

    #[test]
    fn blank_lines_are_skipped_and_counted() {
        let found = read(b"\xef\xbb\xbf1\n\n  \r\n[2]\n\"3\"", 100);
        assert_eq!(found, [(1, Ok("1".to_owned())), (4, Ok("[2]".to_owned())), (5, Ok("\"3\"".to_owned()))]);
        assert!(read(b"", 100).is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_or_not_utf_8_fails_alone() {
        let found = read(b"12345678\n1234\n12345\n\xff1\n4\n", 4);
        let good: Vec<_> = found.iter().filter(|(_, text)| text.is_ok()).map(|(line, _)| *line).collect();
        assert_eq!((found.len(), good), (5, vec![2, 5]));
        assert_eq!(found[3].1, Err("the line is not UTF-8: byte 1 is out of place\n".to_owned()));
    }
}
