//! JavaScript values as bounded JSON, for the log of calls.
//!
//! Values are read in place: no script runs (no getter, no trap of a proxy, no `toJSON`, no `Symbol.toPrimitive`, no
//! `Error.prepareStackTrace`), nothing is thrown, nothing is allocated in the runtime, and nothing that a script could
//! observe changes. The result is always one valid JSON text (RFC 8259).
//!
//! # Encoding
//!
//! What JSON can say is said plainly: `null`, booleans, finite numbers (as JavaScript prints them), strings, plain objects
//! (own enumerable properties with string keys, in the order of JavaScript) and arrays. Everything else is a string, or has
//! a key, that begins with `<`. A real string or key that begins with `<` gets one more in front, so nothing can be confused.
//!
//! | value | JSON |
//! |---|---|
//! | `undefined`, `NaN`, `-0`, infinities | `"<undefined>"`, `"<NaN>"`, `"<-0>"`, `"<Infinity>"`, `"<-Infinity>"` |
//! | a BigInt | `"<bigint 123>"`; of more than 2,048 bits only `"<bigint of 4096 bits>"` |
//! | a symbol | `"<symbol description>"`, `"<symbol>"` if it has none |
//! | a function or a class | `"<function>"` |
//! | a string that begins with `<` | `"<<…"` |
//! | a place of an array that holds nothing | `"<hole>"` |
//! | a property with a getter or a setter | `"<getter>"` |
//! | a property that the engine has yet to make | `"<lazy>"` |
//! | an export that has no value yet | `"<uninitialized>"` |
//! | a proxy | `"<proxy>"` |
//! | an object within itself | `"<cycle>"` |
//! | a value whose key is to be kept out of logs | `"<redacted>"` |
//! | an instance of a class | like a plain object, after `"<class>":"Name"`; so are `Arguments` and the `Module` of exports |
//! | an error | `{"<error>":"TypeError","message":"…",…}`: then `"<class>"` if that is another name, its own enumerable properties, `cause` and `errors`; no `stack` |
//! | a `Map`, a `Set` | `{"<map>":[["key","value"],…]}`, `{"<set>":["member",…]}` |
//! | a primitive as an object | `{"<boxed>":"text"}` |
//! | a `Date` | `"<date 2026-11-23T10:00:00.000Z>"`, `"<date invalid>"` |
//! | a regular expression | `"<regexp /a+/g>"` |
//! | buffers, typed arrays, views | `"<bytes 5 aGVsbG8=>"`: how many bytes, and the first of them in base64; `"<bytes 0>"` |
//! | a promise | `"<promise pending>"`, `"<promise fulfilled>"`, `"<promise rejected>"` |
//! | any other object | its class in lower case: `"<weakmap>"`, `"<generator>"`, `"<map iterator>"`, … |
//! | any value in an engine that is not the one known here | `"<unreadable>"` |
//!
//! Lone surrogates become U+FFFD, in keys too; so two keys may look the same. Properties of arrays that are no elements,
//! of maps, sets, dates and boxes are left out, as are those with symbols for keys.
//!
//! What is over the [limits](CaptureLimits) is cut, and says so:
//!
//! | what | JSON |
//! |---|---|
//! | a string or key that is too long | `"<cut 90>prefix"`: 90 bytes are left out |
//! | an array, map or set that is too long | `"<cut 5>"` as its last element: 5 are left out |
//! | an object with too many properties | `"<cut>":5` as its last: 5 are left out |
//! | what lies too deep | `"<object>"`, `"<array 3>"`, `"<map 3>"`, `"<set 3>"`, `"<error>"` |
//! | all that follows when the total is used up | as above, wherever it is |
//!
//! What marks a cut comes on top of the total: at most 128 bytes, and 40 for each level of nesting.
//!
//! The number of bytes that were cut is an estimate of memory: a string's bytes as the engine stores them (1 for each
//! character of a text without any above U+00FF, otherwise 2 for each UTF-16 unit), exact for binary data, 8 for every
//! element or property that was left out.

mod date;
mod encoder;
mod lists;
mod number;
mod objects;
mod rules;
mod text;

use std::borrow::Borrow;

use crate::call_log::Rules;
use crate::raw::{KeyName, Own, Seen, Value};
use encoder::Encoder;

/// Appends a value to `out`. Says how many bytes were cut.
pub fn capture_value(value: &Value<'_>, rules: &Rules, out: &mut String) -> u64 {
    let mut encoder = Encoder::new(rules, out);
    value.look(|seen| encoder.value(seen));
    encoder.cut()
}

/// The name of a function, as far as it can be had without running anything and is not endless.
pub(crate) fn name_of(function: &Value<'_>) -> String {
    /// The longest name that is told whole, in bytes.
    const LONGEST: usize = 256;
    /// How many of its properties are looked through.
    const MOST: u32 = 32;
    let mut name = function.look(|seen| {
        let Seen::Object(function) = seen else { return String::new() };
        match function.find(KeyName::Name, MOST).map(|slot| slot.read()) {
            Some(Own::Data(Seen::Text(name))) if name.length().0 <= 4 * LONGEST => text::plain(name),
            _ => String::new(),
        }
    });
    name.truncate(name.floor_char_boundary(LONGEST));
    if name.is_empty() { "(anonymous)".to_owned() } else { name }
}

/// Appends a text of the host's to `out`, as an array of one string.
pub(crate) fn capture_text(text: &str, rules: &Rules, out: &mut String) -> u64 {
    let most = rules.limits.string_bytes.min(rules.limits.total_bytes);
    let kept = text.floor_char_boundary(most.min(text.len()));
    let cut = (text.len() - kept) as u64;
    let mark = if cut > 0 { format!("<cut {cut}>") } else { String::new() };
    let angle = if text.starts_with('<') { "<" } else { "" };
    let marked = format!("{mark}{angle}{}", &text[..kept]);
    out.push('[');
    out.push_str(&serde_json::Value::from(marked).to_string());
    out.push(']');
    cut
}

/// Appends values to `out`, as one array. Says how many bytes were cut.
pub fn capture_arguments<'js, I>(values: I, rules: &Rules, out: &mut String) -> u64
where
    I: IntoIterator<Item: Borrow<Value<'js>>>,
{
    let mut encoder = Encoder::new(rules, out);
    let mut values = values.into_iter();
    encoder.open();
    while let Some(value) = values.next() {
        if !encoder.has_room() {
            encoder.leave_out(1 + values.count() as u64);
            break;
        }
        value.borrow().look(|seen| encoder.element(seen));
    }
    encoder.close();
    encoder.cut()
}
