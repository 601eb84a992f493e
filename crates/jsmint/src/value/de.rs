//! Serde's way out of JavaScript.

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::DEPTH;
use crate::error::{Error, ErrorKind, Result};
use crate::raw::{Intrinsic, Value};

/// What an element costs a script, and the host at least: a value of the engine.
const ELEMENT: usize = 16;

/// Reads one value.
pub(super) struct Deserializer<'js> {
    value: Value<'js>,
    depth: usize,
}

impl<'js> Deserializer<'js> {
    pub(super) fn new(value: Value<'js>) -> Self {
        Self { value, depth: 0 }
    }

    fn unexpected(&self, expected: &dyn de::Expected) -> Error {
        de::Error::invalid_type(de::Unexpected::Other(&self.describe()), expected)
    }

    /// The depth of what lies in this value.
    fn deeper(&self) -> Result<usize> {
        if self.depth == DEPTH {
            let message = format!("the value is nested deeper than {DEPTH}, or contains itself");
            return Err(Error::new(ErrorKind::Conversion, message));
        }
        Ok(self.depth + 1)
    }

    /// A copy of the text of a string.
    fn text(&self) -> Result<String> {
        let text = self.value.to_text()?;
        // A character that takes one byte in the engine may take two here.
        self.value.scope().count_copied(text.len() / 2)?;
        Ok(text)
    }

    /// A copy of the bytes of a buffer.
    fn bytes(&self) -> Result<Option<Vec<u8>>> {
        let Some(length) = self.value.with_bytes(<[u8]>::len) else { return Ok(None) };
        self.value.scope().count_copied(length)?;
        Ok(self.value.with_bytes(<[u8]>::to_vec))
    }

    fn describe(&self) -> String {
        match self.value.type_of() {
            "object" if self.value.is_null() => "null".to_owned(),
            "object" if self.value.is_array() => "an array".to_owned(),
            "object" => self.value.class_name().unwrap_or_else(|| "object".to_owned()),
            other => other.to_owned(),
        }
    }

    fn number<'de, V: Visitor<'de>>(self, number: f64, visitor: V) -> Result<V::Value> {
        // Integral numbers are shown to the visitor as integers, so that integer types take them; -0 stays a float.
        if number.trunc() == number
            && number.abs() < 9_007_199_254_740_992.0
            && (number != 0.0 || number.is_sign_positive())
        {
            visitor.visit_i64(number as i64)
        } else {
            visitor.visit_f64(number)
        }
    }

    fn big_int<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Some(number) = self.value.as_big_int()? else {
            return Err(Error::new(ErrorKind::Conversion, "the BigInt does not fit 128 bits"));
        };
        match (i64::try_from(number), u64::try_from(number)) {
            (Ok(small), _) => visitor.visit_i64(small),
            (_, Ok(small)) => visitor.visit_u64(small),
            _ => visitor.visit_i128(number),
        }
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let depth = self.deeper()?;
        let scope = self.value.scope();
        if self.value.is_array() {
            return Items::new(self.value, depth)?.visit(visitor);
        }
        if self.value.is_function() {
            return Err(self.unexpected(&visitor));
        }
        if self.value.is_date() {
            let get_time = scope.intrinsic(Intrinsic::DateGetTime)?;
            let time = get_time.invoke(&self.value, &[])?;
            return visitor.visit_f64(time.as_number().unwrap_or(f64::NAN));
        }
        if let Some(bytes) = self.bytes()? {
            return visitor.visit_byte_buf(bytes);
        }
        match self.value.class_name().as_deref() {
            Some("Map") => {
                let entries = scope.intrinsic(Intrinsic::Entries)?.invoke(&scope.undefined(), &[self.value])?;
                visitor.visit_map(Entries { items: Items::new(entries, depth)?, value: None })
            }
            Some("Set") => {
                let entries = scope.intrinsic(Intrinsic::Entries)?.invoke(&scope.undefined(), &[self.value])?;
                Items::new(entries, depth)?.visit(visitor)
            }
            _ => {
                let keys = self.value.keys()?.into_iter();
                visitor.visit_map(Properties { object: self.value, keys, key: String::new(), depth })
            }
        }
    }
}

impl<'de> de::Deserializer<'de> for Deserializer<'_> {
    type Error = Error;

    // Called, not inlined: it takes its value by address.
    #[inline(never)]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if let Some(int) = self.value.as_int() {
            return visitor.visit_i64(int.into());
        }
        match self.value.type_of() {
            "undefined" => visitor.visit_unit(),
            "boolean" => visitor.visit_bool(self.value.as_bool().unwrap_or_default()),
            "number" => {
                let number = self.value.as_number().unwrap_or(f64::NAN);
                self.number(number, visitor)
            }
            "string" => visitor.visit_string(self.text()?),
            "bigint" => self.big_int(visitor),
            "symbol" => Err(self.unexpected(&visitor)),
            _ if self.value.is_null() => visitor.visit_unit(),
            _ => self.object(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.value.is_nullish() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        // Whoever asks for nothing takes anything: `rt.eval::<()>("…")`.
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let class = if self.value.is_object() && !self.value.is_array() { self.value.class_name() } else { None };
        match class.as_deref() {
            Some("Uint8Array" | "Uint8ClampedArray" | "ArrayBuffer" | "SharedArrayBuffer") => {
                let bytes = self.bytes()?.unwrap_or_default();
                visitor.visit_seq(de::value::SeqDeserializer::new(bytes.into_iter()))
            }
            // The other typed arrays, which have elements of more than a byte.
            Some(class) if class.ends_with("Array") => {
                let depth = self.deeper()?;
                Items::new(self.value, depth)?.visit(visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if !self.value.is_object() || self.value.is_array() || self.value.is_function() {
            return Err(self.unexpected(&visitor));
        }
        let depth = self.deeper()?;
        visitor.visit_map(Named { object: self.value, fields: fields.iter(), value: None, depth })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if let Some(name) = self.value.as_text()? {
            return visitor.visit_enum(name.into_deserializer());
        }
        if !self.value.is_object() || self.value.is_function() {
            return Err(self.unexpected(&visitor));
        }
        let keys = self.value.keys()?;
        let [name] = &keys[..] else {
            let message = format!("an enum is a string or an object with one property, not {} of them", keys.len());
            return Err(Error::new(ErrorKind::Conversion, message));
        };
        let (content, depth) = (self.value.get(name)?, self.deeper()?);
        visitor.visit_enum(Variant { name: name.clone(), content, depth })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit_struct tuple_struct map
        identifier
    }
}

fn out_of_order() -> Error {
    Error::new(ErrorKind::Conversion, "a value was asked for before its key")
}

/// The elements of an array.
struct Items<'js> {
    array: Value<'js>,
    next: u32,
    length: u32,
    depth: usize,
    /// What an element takes in the engine, in bytes.
    size: usize,
}

impl<'js> Items<'js> {
    fn new(array: Value<'js>, depth: usize) -> Result<Self> {
        let length = u32::try_from(array.length()?).unwrap_or(u32::MAX);
        // Elements of typed arrays may be as small as a byte.
        let size = if array.is_array() { ELEMENT } else { 1 };
        Ok(Self { array, next: 0, length, depth, size })
    }

    /// Shows all of them to a visitor; one that takes fewer has another type.
    fn visit<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let visited = visitor.visit_seq(&mut self)?;
        if self.next < self.length {
            let expected = format!("{} elements", self.next);
            return Err(de::Error::invalid_length(self.length as usize, &expected.as_str()));
        }
        Ok(visited)
    }

    fn next(&mut self) -> Result<Option<Value<'js>>> {
        if self.next == self.length {
            return Ok(None);
        }
        self.array.scope().count_copied(self.size)?;
        self.next += 1;
        self.array.get_index(self.next - 1).map(Some)
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(value) = self.next()? else { return Ok(None) };
        seed.deserialize(Deserializer { value, depth: self.depth }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // A script may claim any length; serde caps what it reserves.
        Some((self.length - self.next) as usize)
    }
}

/// The entries of a `Map`, as an array of pairs.
struct Entries<'js> {
    items: Items<'js>,
    value: Option<Value<'js>>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some(pair) = self.items.next()? else { return Ok(None) };
        self.value = Some(pair.get_index(1)?);
        seed.deserialize(Deserializer { value: pair.get_index(0)?, depth: self.items.depth }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = self.value.take().ok_or_else(out_of_order)?;
        seed.deserialize(Deserializer { value, depth: self.items.depth })
    }
}

/// The own properties of an object.
struct Properties<'js> {
    object: Value<'js>,
    keys: std::vec::IntoIter<String>,
    key: String,
    depth: usize,
}

impl<'de> de::MapAccess<'de> for Properties<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some(key) = self.keys.next() else { return Ok(None) };
        self.object.scope().count_copied(ELEMENT + key.len() / 2)?;
        self.key.clone_from(&key);
        // Object keys are strings; a map with keys of another type reads them as such.
        seed.deserialize(KeyDeserializer(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = self.object.get(&self.key)?;
        seed.deserialize(Deserializer { value, depth: self.depth })
    }
}

/// The key of a property.
struct KeyDeserializer(String);

macro_rules! keys {
    ($($method:ident $number:ty, $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.0.parse::<$number>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visitor.visit_string(self.0),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for KeyDeserializer {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_string(self.0)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    keys! {
        deserialize_bool bool, visit_bool;
        deserialize_i8 i8, visit_i8;
        deserialize_i16 i16, visit_i16;
        deserialize_i32 i32, visit_i32;
        deserialize_i64 i64, visit_i64;
        deserialize_i128 i128, visit_i128;
        deserialize_u8 u8, visit_u8;
        deserialize_u16 u16, visit_u16;
        deserialize_u32 u32, visit_u32;
        deserialize_u64 u64, visit_u64;
        deserialize_u128 u128, visit_u128;
        deserialize_f32 f32, visit_f32;
        deserialize_f64 f64, visit_f64;
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The fields that a struct asks for; what is not there is left to the struct's defaults.
struct Named<'js> {
    object: Value<'js>,
    fields: std::slice::Iter<'static, &'static str>,
    value: Option<Value<'js>>,
    depth: usize,
}

impl<'de> de::MapAccess<'de> for Named<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        for field in self.fields.by_ref() {
            self.object.scope().count_copied(ELEMENT / 2)?;
            let value = self.object.get(field)?;
            if !value.is_undefined() {
                self.value = Some(value);
                return seed.deserialize((*field).into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = self.value.take().ok_or_else(out_of_order)?;
        seed.deserialize(Deserializer { value, depth: self.depth })
    }
}

/// An enum's variant with content.
struct Variant<'js> {
    name: String,
    content: Value<'js>,
    depth: usize,
}

impl<'de, 'js> de::EnumAccess<'de> for Variant<'js> {
    type Error = Error;
    type Variant = Deserializer<'js>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Deserializer<'js>)> {
        let name = seed.deserialize(IntoDeserializer::<Error>::into_deserializer(self.name))?;
        Ok((name, Deserializer { value: self.content, depth: self.depth }))
    }
}

impl<'de> de::VariantAccess<'de> for Deserializer<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_any(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_struct(self, "", fields, visitor)
    }
}
