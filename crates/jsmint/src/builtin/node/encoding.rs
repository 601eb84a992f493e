//! Encodings of texts, as `TextDecoder` has them.

use encoding_rs::{Encoding, REPLACEMENT, X_USER_DEFINED};

use crate::error::{Error, ErrorKind, Result};
use crate::native::{Call, Exports};
use crate::raw::Value;

pub(super) fn define(exports: &mut Exports) {
    exports.raw("label", 1, "", |call| {
        let label: String = call.get(0)?;
        // Node has the standard's encodings but these two.
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != REPLACEMENT && encoding != X_USER_DEFINED => {
                call.scope().string(&encoding.name().to_ascii_lowercase())
            }
            _ => Ok(call.scope().undefined()),
        }
    });
    exports.raw("decode", 3, "", decode);
    exports.raw("encode", 1, "", |call| call.scope().uint8_array(call.get::<String>(0)?.as_bytes()));
}

/// `(encoding, bytes, fatal)`: the text, `undefined` where it must be well-formed and is not.
fn decode<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (name, fatal): (String, bool) = (call.get(0)?, call.get(2)?);
    let wrong = |what: &str| Error::new(ErrorKind::Conversion, format!("{what} expected"));
    let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| wrong("an encoding"))?;
    let read = |bytes: &[u8]| {
        if fatal {
            encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
        } else {
            Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
    };
    match call.value(1).with_bytes(read).ok_or_else(|| wrong("bytes"))? {
        Some(text) => call.scope().string(&text),
        None => Ok(call.scope().undefined()),
    }
}
