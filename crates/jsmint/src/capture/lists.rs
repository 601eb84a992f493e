//! Arrays, maps and sets.

use super::encoder::{Around, Encoder, Items};
use crate::raw::{Object, Seen};

impl Encoder<'_> {
    pub(super) fn array(&mut self, array: Object<'_>, around: &Around<'_>) {
        let length = array.array_length();
        let stored = array.stored();
        self.out.push('[');
        let mut items = Items::default();
        let mut index = 0;
        // Elements that are stored as properties, if any, by their indices.
        let loose = if stored == 0 && length > 0 { self.indices(array, false) } else { Vec::new() };
        let mut loose = loose.into_iter().peekable();
        while index < length && self.takes(items) {
            self.comma(&mut items);
            self.step(1);
            match u32::try_from(index).ok().and_then(|index| array.element(index)) {
                // A place that nothing was put into.
                Some(Seen::Uninitialized) => self.word("hole"),
                Some(element) => self.any(element, Some(around)),
                None => match loose.next_if(|&(at, _)| u64::from(at) == index).and_then(|(_, place)| array.at(place)) {
                    Some(slot) => self.property(&slot, around),
                    None => self.word("hole"),
                },
            }
            index += 1;
        }
        self.cut_elements(&mut items, length - index);
        self.out.push(']');
    }

    /// A key that is one of our own words.
    fn head(&mut self, word: &str) {
        for part in ["{\"<", word, ">\":["] {
            self.out.push_str(part);
        }
    }

    pub(super) fn map(&mut self, map: Object<'_>, around: &Around<'_>) {
        self.head("map");
        let mut items = Items::default();
        let mut records = map.records();
        while self.takes(items) {
            let Some((key, value)) = records.next() else { break };
            self.comma(&mut items);
            self.step(1);
            let secret = matches!(key, Seen::Text(key) if self.rules.redact_text(key));
            self.out.push('[');
            self.any(key, Some(around));
            self.out.push(',');
            if secret {
                self.word("redacted");
            } else {
                self.any(value, Some(around));
            }
            self.out.push(']');
        }
        self.cut_elements(&mut items, records.left().into());
        self.out.push_str("]}");
    }

    pub(super) fn set(&mut self, set: Object<'_>, around: &Around<'_>) {
        self.head("set");
        let mut items = Items::default();
        let mut records = set.records();
        while self.takes(items) {
            let Some((member, _)) = records.next() else { break };
            self.comma(&mut items);
            self.step(1);
            self.any(member, Some(around));
        }
        self.cut_elements(&mut items, records.left().into());
        self.out.push_str("]}");
    }
}
