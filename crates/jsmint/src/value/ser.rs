//! Serde's way into JavaScript.

use serde::ser::{self, Serialize};

use super::DEPTH;
use super::date::DATE;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Scope, Value};

/// The largest integer that every smaller one can be told from as a number.
const MAX_SAFE: i128 = (1 << 53) - 1;

/// Makes values of one scope.
#[derive(Clone, Copy)]
pub(super) struct Serializer<'js> {
    scope: Scope<'js>,
    depth: usize,
    date: bool,
}

impl<'js> Serializer<'js> {
    pub(super) fn new(scope: Scope<'js>) -> Self {
        Self { scope, depth: 0, date: false }
    }

    fn deeper(self) -> Result<Self> {
        if self.depth == DEPTH {
            return Err(Error::new(ErrorKind::Conversion, format!("values are nested deeper than {DEPTH}")));
        }
        Ok(Self { depth: self.depth + 1, date: false, ..self })
    }

    fn integer(self, number: i128) -> Result<Value<'js>> {
        match i32::try_from(number) {
            Ok(small) => Ok(self.scope.int(small)),
            Err(_) if (-MAX_SAFE..=MAX_SAFE).contains(&number) => Ok(self.scope.number(number as f64)),
            Err(_) => self.scope.big_int(number),
        }
    }

    fn items(self) -> Result<Items<'js>> {
        let items = Items { array: self.scope.array()?, next: 0, inner: self.deeper()?, variant: None };
        Ok(items)
    }

    fn fields(self) -> Result<Fields<'js>> {
        Ok(Fields { object: self.scope.object()?, key: String::new(), inner: self.deeper()?, variant: None })
    }

    fn tagged(self, variant: &str, value: Value<'js>) -> Result<Value<'js>> {
        let object = self.scope.object()?;
        object.define(variant, value, true)?;
        Ok(object)
    }
}

impl<'js> ser::Serializer for Serializer<'js> {
    type Ok = Value<'js>;
    type Error = Error;
    type SerializeSeq = Items<'js>;
    type SerializeTuple = Items<'js>;
    type SerializeTupleStruct = Items<'js>;
    type SerializeTupleVariant = Items<'js>;
    type SerializeMap = Fields<'js>;
    type SerializeStruct = Fields<'js>;
    type SerializeStructVariant = Fields<'js>;

    fn serialize_bool(self, value: bool) -> Result<Value<'js>> {
        Ok(self.scope.boolean(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Value<'js>> {
        Ok(self.scope.int(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Result<Value<'js>> {
        Ok(self.scope.int(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Result<Value<'js>> {
        Ok(self.scope.int(value))
    }

    fn serialize_i64(self, value: i64) -> Result<Value<'js>> {
        self.integer(value.into())
    }

    fn serialize_i128(self, value: i128) -> Result<Value<'js>> {
        self.integer(value)
    }

    fn serialize_u8(self, value: u8) -> Result<Value<'js>> {
        Ok(self.scope.int(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<Value<'js>> {
        Ok(self.scope.int(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Result<Value<'js>> {
        self.integer(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Value<'js>> {
        self.integer(value.into())
    }

    fn serialize_u128(self, value: u128) -> Result<Value<'js>> {
        let value = i128::try_from(value);
        self.integer(value.map_err(|_| Error::new(ErrorKind::Conversion, "the integer does not fit 128 signed bits"))?)
    }

    fn serialize_f32(self, value: f32) -> Result<Value<'js>> {
        Ok(self.scope.number(value.into()))
    }

    fn serialize_f64(self, value: f64) -> Result<Value<'js>> {
        if self.date { self.scope.date(value) } else { Ok(self.scope.number(value)) }
    }

    fn serialize_char(self, value: char) -> Result<Value<'js>> {
        self.scope.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Value<'js>> {
        self.scope.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value<'js>> {
        self.scope.uint8_array(value)
    }

    fn serialize_none(self) -> Result<Value<'js>> {
        Ok(self.scope.undefined())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value<'js>> {
        value.serialize(self)
    }

    /// `serde_json::Value::Null` looks like `()`. Within other values JSON's meaning is the one to keep: `{"a":null}` has
    /// an `a`, and a script may tell the difference.
    fn serialize_unit(self) -> Result<Value<'js>> {
        Ok(if self.depth == 0 { self.scope.undefined() } else { self.scope.null() })
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value<'js>> {
        Ok(self.scope.undefined())
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<Value<'js>> {
        self.scope.string(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Value<'js>> {
        value.serialize(Self { date: name == DATE, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<'js>> {
        let value = value.serialize(self.deeper()?)?;
        self.tagged(variant, value)
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Items<'js>> {
        self.items()
    }

    fn serialize_tuple(self, _length: usize) -> Result<Items<'js>> {
        self.items()
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Items<'js>> {
        self.items()
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Items<'js>> {
        Ok(Items { variant: Some(variant), ..self.items()? })
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Fields<'js>> {
        self.fields()
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Fields<'js>> {
        self.fields()
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Fields<'js>> {
        Ok(Fields { variant: Some(variant), ..self.fields()? })
    }
}

/// An array being filled.
pub(super) struct Items<'js> {
    array: Value<'js>,
    next: u32,
    inner: Serializer<'js>,
    variant: Option<&'static str>,
}

impl<'js> Items<'js> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.array.set_index(self.next, value.serialize(self.inner)?)?;
        self.next += 1;
        Ok(())
    }

    fn finish(self) -> Result<Value<'js>> {
        match self.variant {
            Some(variant) => self.inner.tagged(variant, self.array),
            None => Ok(self.array),
        }
    }
}

/// An object being filled.
pub(super) struct Fields<'js> {
    object: Value<'js>,
    key: String,
    inner: Serializer<'js>,
    variant: Option<&'static str>,
}

impl<'js> Fields<'js> {
    fn put<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        self.object.define(key, value.serialize(self.inner)?, true)
    }

    fn finish(self) -> Result<Value<'js>> {
        match self.variant {
            Some(variant) => self.inner.tagged(variant, self.object),
            None => Ok(self.object),
        }
    }
}

macro_rules! items {
    ($($of:ident $method:ident),*) => {$(
        impl<'js> ser::$of for Items<'js> {
            type Ok = Value<'js>;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }

            fn end(self) -> Result<Value<'js>> {
                self.finish()
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

macro_rules! fields {
    ($($of:ident),*) => {$(
        impl<'js> ser::$of for Fields<'js> {
            type Ok = Value<'js>;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
                self.put(key, value)
            }

            fn end(self) -> Result<Value<'js>> {
                self.finish()
            }
        }
    )*};
}

fields! { SerializeStruct, SerializeStructVariant }

impl<'js> ser::SerializeMap for Fields<'js> {
    type Ok = Value<'js>;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        let key = key.serialize(self.inner)?;
        if key.is_object() || key.is_nullish() {
            return Err(Error::new(ErrorKind::Conversion, "the key of a map must be a string or a number"));
        }
        self.key = key.to_text()?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = std::mem::take(&mut self.key);
        self.put(&key, value)
    }

    fn end(self) -> Result<Value<'js>> {
        self.finish()
    }
}
