//! The walk through a value.
//!
//! It goes as deep as the value, on what the engine has left of the stack for the host. So whatever needs much of that, and
//! goes no deeper, is a function of its own that is never made part of one that does.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{date, number, text};
use crate::call_log::Rules;
use crate::raw::{Kind, Object, Seen, Settled, Text};

/// What an element or a property that was left out counts as, in bytes.
pub(super) const LEFT_OUT: u64 = 8;
/// How many properties are looked at for each byte of the total.
const STEPS_PER_BYTE: usize = 16;
/// The least number of steps.
const LEAST_STEPS: usize = 1 << 16;

/// Writes one JSON text.
pub(super) struct Encoder<'r> {
    pub(super) rules: &'r Rules,
    pub(super) out: &'r mut String,
    /// The length of `out` at which the total is used up.
    end: usize,
    /// How many more properties may be looked at.
    pub(super) steps: usize,
    pub(super) cut: u64,
    /// The outermost array.
    outermost: Items,
    /// The prototype that the last plain object had.
    pub(super) plain: usize,
}

/// The objects around a value.
pub(super) struct Around<'a> {
    address: usize,
    depth: usize,
    outer: Option<&'a Around<'a>>,
}

impl Around<'_> {
    fn holds(&self, address: usize) -> bool {
        self.address == address || self.outer.is_some_and(|outer| outer.holds(address))
    }
}

/// What a container holds already.
#[derive(Clone, Copy, Default)]
pub(super) struct Items {
    /// How many items, not counting what only says what sort of container it is.
    pub(super) written: usize,
    /// Whether something stands before the next.
    pub(super) after: bool,
}

impl<'r> Encoder<'r> {
    pub(super) fn new(rules: &'r Rules, out: &'r mut String) -> Self {
        let total = rules.limits.total_bytes;
        Self {
            end: out.len().saturating_add(total),
            steps: total.saturating_mul(STEPS_PER_BYTE).max(LEAST_STEPS),
            rules,
            out,
            cut: 0,
            outermost: Items::default(),
            plain: 0,
        }
    }

    /// How many bytes were cut.
    pub(super) fn cut(&self) -> u64 {
        self.cut
    }

    /// Begins the outermost array.
    pub(super) fn open(&mut self) {
        self.out.push('[');
    }

    /// Whether the outermost array takes one more element.
    pub(super) fn has_room(&self) -> bool {
        self.takes(self.outermost)
    }

    /// An element of the outermost array.
    pub(super) fn element(&mut self, seen: Seen<'_>) {
        let mut items = self.outermost;
        self.comma(&mut items);
        self.outermost = items;
        self.value(seen);
    }

    /// The last element of an array, which says how many are left out.
    pub(super) fn leave_out(&mut self, count: u64) {
        let mut items = self.outermost;
        self.cut_elements(&mut items, count);
    }

    /// Ends the outermost array.
    pub(super) fn close(&mut self) {
        self.out.push(']');
    }

    /// A value by itself.
    pub(super) fn value(&mut self, seen: Seen<'_>) {
        self.any(seen, None);
    }

    fn is_full(&self) -> bool {
        self.out.len() >= self.end || self.steps == 0
    }

    /// Takes steps of those that are left.
    pub(super) fn step(&mut self, steps: usize) {
        self.steps = self.steps.saturating_sub(steps);
    }

    pub(super) fn any(&mut self, seen: Seen<'_>, around: Option<&Around<'_>>) {
        match seen {
            Seen::Int(int) => number::push_int(self.out, int.into()),
            Seen::Number(number) => number::push_number(self.out, number),
            Seen::Text(text) => self.text(text),
            Seen::Object(object) => self.object(object, around),
            Seen::Bool(truth) => self.out.push_str(if truth { "true" } else { "false" }),
            Seen::Null => self.out.push_str("null"),
            Seen::Undefined => self.word("undefined"),
            Seen::BigInt(digits) => self.cut += number::push_big_int(self.out, digits),
            Seen::Symbol(description) => self.symbol(description),
            Seen::Uninitialized => self.word("uninitialized"),
            Seen::Unreadable => self.word("unreadable"),
        }
    }

    /// One of our own words.
    pub(super) fn word(&mut self, word: &str) {
        for part in ["\"<", word, ">\""] {
            self.out.push_str(part);
        }
    }

    pub(super) fn text(&mut self, text: Text<'_>) {
        self.cut += text::quote(self.out, text, self.rules.limits.string_bytes, self.end);
    }

    /// Text within one of our own words.
    fn within(&mut self, before: &str, text: Text<'_>, after: &str) {
        self.out.push('"');
        let start = self.out.len();
        self.out.push_str(before);
        let cut = text::append(self.out, text, self.rules.limits.string_bytes, self.end);
        self.out.push_str(after);
        text::mark(self.out, start, cut);
        self.out.push('"');
        self.cut += cut;
    }

    #[inline(never)]
    fn symbol(&mut self, description: Option<Text<'_>>) {
        match description {
            Some(description) => self.within("<symbol ", description, ">"),
            None => self.word("symbol"),
        }
    }

    fn object(&mut self, object: Object<'_>, around: Option<&Around<'_>>) {
        match object.kind() {
            Kind::Function => self.word("function"),
            Kind::Proxy => self.word("proxy"),
            Kind::Other(class) => self.word(class),
            Kind::Date => match object.boxed() {
                Seen::Int(time) => date::push_date(self.out, time.into()),
                Seen::Number(time) => date::push_date(self.out, time),
                _ => date::push_date(self.out, f64::NAN),
            },
            Kind::RegExp => self.pattern(object),
            Kind::Bytes => self.bytes(object.bytes()),
            Kind::Promise => self.word(match object.settled() {
                Some(Settled::Fulfilled) => "promise fulfilled",
                Some(Settled::Rejected) => "promise rejected",
                Some(Settled::Pending) | None => "promise pending",
            }),
            Kind::Boxed => {
                self.out.push_str("{\"<boxed>\":");
                match object.boxed() {
                    Seen::Object(_) => self.word("unreadable"),
                    primitive => self.any(primitive, None),
                }
                self.out.push('}');
            }
            kind => self.container(object, kind, around),
        }
    }

    #[inline(never)]
    fn pattern(&mut self, object: Object<'_>) {
        let Some((source, flags)) = object.pattern() else { return self.word("regexp") };
        let mut after = String::from("/");
        // In the order of `RegExp.prototype.flags`; the bits are the engine's.
        for (letter, bit) in [('d', 6), ('g', 0), ('i', 1), ('m', 2), ('s', 3), ('u', 4), ('v', 7), ('y', 5)] {
            if flags >> bit & 1 != 0 {
                after.push(letter);
            }
        }
        after.push('>');
        let before = if source.length().0 == 0 { "<regexp /(?:)" } else { "<regexp /" };
        self.within(before, source, &after);
    }

    #[inline(never)]
    fn bytes(&mut self, bytes: &[u8]) {
        let room = self.rules.limits.string_bytes.min(self.end.saturating_sub(self.out.len()));
        let kept = bytes.len().min(room / 4 * 3);
        self.cut += (bytes.len() - kept) as u64;
        let _ = write!(self.out, "\"<bytes {}", bytes.len());
        if kept > 0 {
            self.out.push(' ');
            STANDARD.encode_string(&bytes[..kept], self.out);
        }
        self.out.push_str(">\"");
    }

    fn container(&mut self, object: Object<'_>, kind: Kind, around: Option<&Around<'_>>) {
        let address = object.address();
        if around.is_some_and(|around| around.holds(address)) {
            return self.word("cycle");
        }
        let depth = 1 + around.map_or(0, |around| around.depth);
        if depth > self.rules.limits.depth {
            return self.too_deep(object, kind);
        }
        let around = Around { address, depth, outer: around };
        match kind {
            Kind::Array => self.array(object, &around),
            Kind::Map => self.map(object, &around),
            Kind::Set => self.set(object, &around),
            Kind::Error | Kind::DomException => self.error(object, &around),
            Kind::Plain(class) => self.plain(object, class, &around),
            _ => self.word("unreadable"),
        }
    }

    #[inline(never)]
    fn too_deep(&mut self, object: Object<'_>, kind: Kind) {
        let (word, count) = match kind {
            Kind::Array => ("array", object.array_length()),
            Kind::Map => ("map", object.records().left().into()),
            Kind::Set => ("set", object.records().left().into()),
            Kind::Error | Kind::DomException => {
                self.cut += LEFT_OUT * u64::from(object.places());
                return self.word("error");
            }
            _ => {
                self.cut += LEFT_OUT * (u64::from(object.places()) + u64::from(object.stored()));
                return self.word("object");
            }
        };
        self.cut += LEFT_OUT * count;
        let _ = write!(self.out, "\"<{word} {count}>\"");
    }

    /// Whether a container takes one more item.
    pub(super) fn takes(&self, items: Items) -> bool {
        items.written < self.rules.limits.items && !self.is_full()
    }

    /// Makes room for one more item.
    pub(super) fn comma(&mut self, items: &mut Items) {
        if items.after {
            self.out.push(',');
        }
        items.after = true;
        items.written += 1;
    }

    /// Says at the end of an array how many elements it leaves out.
    pub(super) fn cut_elements(&mut self, items: &mut Items, count: u64) {
        if count > 0 {
            self.comma(items);
            let _ = write!(self.out, "\"<cut {count}>\"");
            self.cut += LEFT_OUT * count;
        }
    }
}
