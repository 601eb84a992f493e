//! Bytes and texts, as `Buffer` has them.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::{NO_PAD, PAD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::error::{Error, ErrorKind, Result};
use crate::native::{Call, Exports};
use crate::raw::Value;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);
const DECODE: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, PAD);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, NO_PAD);

pub(super) fn define(exports: &mut Exports) {
    exports.raw("encode", 2, "", encode);
    exports.raw("decode", 4, "", decode);
    exports.raw("byteLength", 1, "", |call| Ok(call.scope().number(call.get::<String>(0)?.len() as f64)));
    exports.raw("compare", 2, "", |call| {
        // The bytes of one value are lent at a time.
        let other = copy_of(call, 1)?;
        let order = lent(call.value(0).with_bytes(|bytes| bytes.cmp(&other)))?;
        Ok(call.scope().int(order as i32))
    });
    exports.raw("indexOf", 5, "", index_of);
    exports.raw("isUtf8", 1, "", |call| {
        let valid = lent(call.value(0).with_bytes(|bytes| std::str::from_utf8(bytes).is_ok()))?;
        Ok(call.scope().boolean(valid))
    });
    exports.raw("isAscii", 1, "", |call| {
        let ascii = lent(call.value(0).with_bytes(<[u8]>::is_ascii))?;
        Ok(call.scope().boolean(ascii))
    });
}

/// What was lent, or an error where it was no binary data.
pub(super) fn lent<T>(taken: Option<T>) -> Result<T> {
    taken.ok_or_else(|| Error::new(ErrorKind::Conversion, "bytes expected"))
}

/// A copy of the bytes of an argument.
pub(super) fn copy_of(call: &Call<'_, '_>, index: usize) -> Result<Vec<u8>> {
    lent(call.value(index).with_bytes(<[u8]>::to_vec))
}

fn unknown(encoding: &str) -> Error {
    Error::new(ErrorKind::Conversion, format!("unknown encoding {encoding:?}"))
}

/// `(text, encoding)`: the bytes.
fn encode<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let encoding: String = call.get(1)?;
    let bytes = match &*encoding {
        "utf8" => call.get::<String>(0)?.into_bytes(),
        "latin1" | "ascii" => {
            // A unit above 255 loses its upper half, also that of a surrogate.
            call.value(0).utf16()?.into_iter().map(|unit| unit as u8).collect()
        }
        "utf16le" => call.value(0).utf16()?.into_iter().flat_map(u16::to_le_bytes).collect(),
        "base64" | "base64url" => {
            let text: String = call.get(0)?;
            if text.is_ascii() {
                from_base64(text.as_bytes())
            } else {
                // As in Node, where a unit above 255 loses its upper half here, too.
                let units = call.value(0).utf16()?;
                from_base64(&units.into_iter().map(|unit| unit as u8).collect::<Vec<_>>())
            }
        }
        "hex" => from_hex(call.get::<String>(0)?.as_bytes()),
        other => return Err(unknown(other)),
    };
    call.scope().uint8_array(&bytes)
}

/// Both alphabets; what belongs to neither is skipped, and padding is the end.
fn from_base64(text: &[u8]) -> Vec<u8> {
    if let Ok(bytes) = DECODE.decode(text) {
        return bytes;
    }
    let mut clean: Vec<u8> = text
        .iter()
        .take_while(|&&byte| byte != b'=')
        .filter_map(|&byte| match byte {
            b'-' => Some(b'+'),
            b'_' => Some(b'/'),
            b'+' | b'/' => Some(byte),
            _ => byte.is_ascii_alphanumeric().then_some(byte),
        })
        .collect();
    if clean.len() % 4 == 1 {
        // Six bits are no byte.
        clean.pop();
    }
    DECODE.decode(clean).unwrap_or_default()
}

/// Up to the first pair that is no byte.
fn from_hex(text: &[u8]) -> Vec<u8> {
    let pairs = text.chunks_exact(2);
    let valid = pairs.take_while(|pair| pair.iter().all(u8::is_ascii_hexdigit)).count();
    let mut bytes = vec![0; valid];
    if faster_hex::hex_decode(&text[..valid * 2], &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// What came of bytes: a text, or UTF-16 with half a surrogate pair in it.
enum Text {
    Valid(String),
    Units(Vec<u16>),
}

/// `(bytes, encoding, start, end)`: the text.
fn decode<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (encoding, start, end): (String, f64, f64) = (call.get(1)?, call.get(2)?, call.get(3)?);
    let read = |bytes: &[u8]| {
        let end = (end as usize).min(bytes.len());
        text_of(bytes.get(start as usize..end).unwrap_or(&[]), &encoding)
    };
    match lent(call.value(0).with_bytes(read))? {
        Some(Text::Valid(text)) => call.scope().string(&text),
        Some(Text::Units(units)) => call.scope().string_utf16(&units),
        None => Err(unknown(&encoding)),
    }
}

fn text_of(bytes: &[u8], encoding: &str) -> Option<Text> {
    Some(Text::Valid(match encoding {
        "utf8" => String::from_utf8_lossy(bytes).into_owned(),
        "latin1" => bytes.iter().map(|&byte| char::from(byte)).collect(),
        "ascii" => bytes.iter().map(|&byte| char::from(byte & 0x7f)).collect(),
        "utf16le" => {
            let (pairs, _) = bytes.as_chunks();
            let units: Vec<u16> = pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect();
            match String::from_utf16(&units) {
                Ok(text) => text,
                Err(_) => return Some(Text::Units(units)),
            }
        }
        "base64" => BASE64.encode(bytes),
        "base64url" => BASE64_URL.encode(bytes),
        "hex" => faster_hex::hex_string(bytes),
        _ => return None,
    }))
}

/// `(bytes, needle, offset, forward, wide)`: where it is found, or -1.
fn index_of<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let needle = copy_of(call, 1)?;
    let (offset, forward, wide): (f64, bool, bool) = (call.get(2)?, call.get(3)?, call.get(4)?);
    let found = lent(call.value(0).with_bytes(|bytes| find(bytes, &needle, offset as i64, forward, wide)))?;
    Ok(call.scope().number(found.map_or(-1.0, |at| at as f64)))
}

fn find(bytes: &[u8], needle: &[u8], offset: i64, forward: bool, wide: bool) -> Option<usize> {
    let (length, size) = (bytes.len() as i64, needle.len() as i64);
    // Where the search begins, by Node's rules.
    let start = match offset {
        _ if offset < 0 && offset + length >= 0 => offset + length,
        _ if offset < 0 && (forward || size == 0) => 0,
        _ if offset < 0 => return None,
        _ if offset + size <= length => offset,
        _ if size == 0 => length,
        _ if forward => return None,
        _ => length - 1,
    };
    if size == 0 {
        return usize::try_from(start).ok();
    }
    if size > length || (forward && start + size > length) {
        return None;
    }
    let start = usize::try_from(start).ok()?;
    if wide {
        let (units, wanted) = (marked(bytes), marked(needle));
        if wanted.is_empty() {
            return None;
        }
        return search(&units, &wanted, start / 2 * UNIT, forward).map(|at| at / UNIT * 2);
    }
    search(bytes, needle, start, forward)
}

/// Bytes of a unit that [`marked`] makes.
const UNIT: usize = 3;

/// Each unit of UTF-16 as bytes of which only the first has its highest bit set: what is found begins with a unit.
fn marked(bytes: &[u8]) -> Vec<u8> {
    let (pairs, _) = bytes.as_chunks();
    let units = pairs.iter().map(|&pair| u16::from_le_bytes(pair));
    units.flat_map(|unit| [(unit >> 14) as u8 | 0x80, (unit >> 7) as u8 & 0x7f, unit as u8 & 0x7f]).collect()
}

/// The first at or after `start`, or the last at or before it.
fn search(bytes: &[u8], needle: &[u8], start: usize, forward: bool) -> Option<usize> {
    if forward {
        memchr::memmem::find(bytes.get(start..)?, needle).map(|at| at + start)
    } else {
        memchr::memmem::rfind(&bytes[..start.saturating_add(needle.len()).min(bytes.len())], needle)
    }
}
