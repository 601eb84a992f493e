//! Objects and errors.

use std::collections::BinaryHeap;
use std::fmt::Write as _;

use super::encoder::{Around, Encoder, Items, LEFT_OUT};
use super::{number, text};
use crate::raw::{Key, KeyName, Kind, Object, Own, Seen, Slot, Text};

/// How long a chain of prototypes is followed.
const CHAIN: usize = 8;
/// How many properties of a prototype are looked through for one of them.
const LOOKED_THROUGH: u32 = 256;

impl Encoder<'_> {
    pub(super) fn plain(&mut self, object: Object<'_>, class: Option<&str>, around: &Around<'_>) {
        self.out.push('{');
        let mut items = Items::default();
        if let Some(class) = class {
            let _ = write!(self.out, "\"<class>\":\"{class}\"");
            items.after = true;
        } else if let Some(class) = self.class_of(object) {
            self.out.push_str("\"<class>\":");
            self.text(class);
            items.after = true;
        }
        self.properties(object, &mut items, &|slot| slot.is_enumerable(), around);
        self.out.push('}');
    }

    pub(super) fn error(&mut self, error: Object<'_>, around: &Around<'_>) {
        self.out.push_str("{\"<error>\":");
        let start = self.out.len();
        let message = match error.dom_exception() {
            Some((name, message)) => {
                self.any(name, None);
                Some(message)
            }
            None => {
                match self.inherited(error, KeyName::Name) {
                    Some(Own::Data(Seen::Text(name))) => self.text(name),
                    _ => self.out.push_str("\"Error\""),
                }
                match self.inherited(error, KeyName::Message) {
                    Some(Own::Data(message)) => Some(message),
                    _ => None,
                }
            }
        };
        let name = start..self.out.len();
        if let Some(class) = self.class_of(error) {
            self.out.push_str(",\"<class>\":");
            let start = self.out.len();
            self.text(class);
            if self.out[name.clone()] == self.out[start..] {
                self.out.truncate(start - ",\"<class>\":".len());
            }
        }
        self.out.push_str(",\"message\":");
        if self.rules.redact_name("message") {
            self.word("redacted");
        } else {
            match message {
                Some(message) => self.any(message, Some(around)),
                None => self.word("getter"),
            }
        }
        let mut items = Items { written: 0, after: true };
        let wanted = |slot: &Slot<'_>| {
            let said = slot.is(KeyName::Name) || slot.is(KeyName::Message) || slot.is(KeyName::Stack);
            !said && (slot.is_enumerable() || slot.is(KeyName::Cause) || slot.is(KeyName::Errors))
        };
        self.properties(error, &mut items, &wanted, around);
        self.out.push('}');
    }

    /// The properties of an object that are wanted: indices in their order, then the others in theirs.
    fn properties(
        &mut self,
        object: Object<'_>,
        items: &mut Items,
        wanted: &dyn Fn(&Slot<'_>) -> bool,
        around: &Around<'_>,
    ) {
        let places = object.places();
        let mut left_out = 0;
        for index in 0..object.stored() {
            if !self.takes(*items) {
                left_out += u64::from(object.stored() - index);
                break;
            }
            if let Some(element) = object.element(index) {
                let key = Key::Index(index);
                let secret = self.rules.redact(&key);
                self.key(&key, items);
                if secret { self.word("redacted") } else { self.any(element, Some(around)) }
            }
        }
        let indices = self.indices(object, true);
        let mut written = 0;
        for &(_, place) in &indices {
            if !self.takes(*items) {
                break;
            }
            written += 1;
            if let Some(slot) = object.at(place) {
                self.entry(&slot, slot.key(), items, around);
            }
        }
        let some_indices = !indices.is_empty();
        let mut met_indices = 0;
        for place in 0..places {
            let Some(slot) = object.at(place) else { continue };
            self.step(1);
            if !wanted(&slot) {
                continue;
            }
            if some_indices && slot.index().is_some() {
                met_indices += 1;
                continue;
            }
            if self.steps == 0 {
                // Nobody counts any more; most properties are enumerable ones with strings for keys.
                left_out += u64::from(places - place);
                break;
            }
            match slot.key() {
                Key::Symbol => {}
                _ if left_out > 0 || !self.takes(*items) => left_out += 1,
                key => self.entry(&slot, key, items, around),
            }
        }
        left_out += u64::saturating_sub(met_indices, written);
        if left_out > 0 {
            self.comma(items);
            let _ = write!(self.out, "\"<cut>\":{left_out}");
            self.cut += LEFT_OUT * left_out;
        }
    }

    /// The lowest indices among the keys of an object, as many as a container may have items, with their places.
    #[inline(never)]
    pub(super) fn indices(&mut self, object: Object<'_>, enumerable: bool) -> Vec<(u32, u32)> {
        let most = self.rules.limits.items;
        let mut lowest = BinaryHeap::new();
        for place in 0..object.places() {
            if self.steps == 0 {
                break;
            }
            self.step(1);
            let Some(slot) = object.at(place) else { continue };
            let Some(index) = slot.index() else { continue };
            if enumerable && !slot.is_enumerable() {
                continue;
            }
            if lowest.len() < most {
                lowest.push((index, place));
            } else if let Some(mut highest) = lowest.peek_mut()
                && *highest > (index, place)
            {
                *highest = (index, place);
            }
        }
        lowest.into_sorted_vec()
    }

    fn entry(&mut self, slot: &Slot<'_>, key: Key<'_>, items: &mut Items, around: &Around<'_>) {
        let secret = self.rules.redact(&key);
        self.key(&key, items);
        if secret {
            self.word("redacted");
        } else {
            self.property(slot, around);
        }
    }

    #[inline(never)]
    fn key(&mut self, key: &Key<'_>, items: &mut Items) {
        self.comma(items);
        match key {
            Key::Text(key) => self.text(*key),
            Key::Index(index) => {
                self.out.push('"');
                number::push_int(self.out, (*index).into());
                self.out.push('"');
            }
            Key::Symbol => self.word("symbol"),
        }
        self.out.push(':');
    }

    pub(super) fn property(&mut self, slot: &Slot<'_>, around: &Around<'_>) {
        match slot.read() {
            Own::Data(seen) => self.any(seen, Some(around)),
            Own::Accessor => self.word("getter"),
            Own::Lazy => self.word("lazy"),
        }
    }

    /// A property of an object or of a prototype of it, as far as that can be told without a script.
    fn inherited<'a>(&self, object: Object<'a>, name: KeyName) -> Option<Own<'a>> {
        let mut next = Some(object);
        for _ in 0..CHAIN {
            let object = next.filter(|object| object.kind() != Kind::Proxy)?;
            if let Some(slot) = object.find(name, LOOKED_THROUGH) {
                return Some(slot.read());
            }
            next = object.prototype();
        }
        None
    }

    /// The name of the class that an object is an instance of, unless it is plain.
    #[inline(never)]
    fn class_of<'a>(&mut self, object: Object<'a>) -> Option<Text<'a>> {
        let prototype = object.prototype()?;
        if prototype.address() == self.plain {
            return None;
        }
        self.step(8);
        let Own::Data(Seen::Object(constructor)) = self.inherited(prototype, KeyName::Constructor)? else {
            return None;
        };
        if constructor.kind() != Kind::Function {
            return None;
        }
        let Own::Data(Seen::Text(name)) = constructor.find(KeyName::Name, LOOKED_THROUGH)?.read() else { return None };
        if text::ascii(name) == Some("Object") {
            self.plain = prototype.address();
            return None;
        }
        (name.length().0 > 0).then_some(name)
    }
}
