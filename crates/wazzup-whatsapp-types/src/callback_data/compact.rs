//! JSON in which a struct is the list of its values.
//!
//! `serde_json` reads structs from lists by itself, so only writing needs code.

use std::fmt::{self, Display, Write as _};

use serde::ser::{self, Serialize, Serializer};

/// Writes `value` to the end of `text`.
pub(super) fn write<T: Serialize + ?Sized>(value: &T, text: &mut String) -> Result<(), Refused> {
    value.serialize(Compact { text })
}

/// It cannot be written.
#[derive(Debug)]
pub(super) struct Refused;

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it cannot be packed")
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl From<fmt::Error> for Refused {
    fn from(_: fmt::Error) -> Self {
        Self
    }
}

struct Compact<'a> {
    text: &'a mut String,
}

/// A list that is being written, with what comes after it.
struct Items<'a> {
    text: &'a mut String,
    any: bool,
    end: &'static str,
}

impl<'a> Compact<'a> {
    fn items(self, end: &'static str) -> Items<'a> {
        self.text.push('[');
        Items {
            text: self.text,
            any: false,
            end,
        }
    }

    /// `{"Variant":`, to be closed by a brace.
    fn variant(&mut self, variant: &str) -> Result<(), Refused> {
        self.text.push('{');
        write(variant, self.text)?;
        self.text.push(':');
        Ok(())
    }
}

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Refused> {
        if self.any {
            self.text.push(',');
        }
        self.any = true;
        write(item, self.text)
    }

    fn close(self) {
        self.text.push(']');
        self.text.push_str(self.end);
    }
}

macro_rules! shown {
    ($($method:ident: $type:ty,)+) => {$(
        fn $method(self, value: $type) -> Result<(), Refused> {
            write!(self.text, "{value}")?;
            Ok(())
        }
    )+};
}

impl<'a> Serializer for Compact<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = ser::Impossible<(), Refused>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    shown! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.float(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        self.float(value.is_finite(), &value)
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.json(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Refused> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.variant(variant)?;
        write(value, self.text)?;
        self.text.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Refused> {
        Ok(self.items(""))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Refused> {
        Ok(self.items(""))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Refused> {
        Ok(self.items(""))
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Refused> {
        self.variant(variant)?;
        Ok(self.items("}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        Err(Refused)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Refused> {
        Ok(self.items(""))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Refused> {
        self.variant(variant)?;
        Ok(self.items("}"))
    }
}

impl Compact<'_> {
    fn float(self, is_finite: bool, value: &impl Serialize) -> Result<(), Refused> {
        if is_finite {
            self.json(value)
        } else {
            Err(Refused)
        }
    }

    /// A scalar, as JSON has it.
    fn json(self, value: &(impl Serialize + ?Sized)) -> Result<(), Refused> {
        let written = serde_json::to_string(value).map_err(|_| Refused)?;
        self.text.push_str(&written);
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident,)+) => {$(
        impl ser::$trait for Items<'_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Refused> {
                self.item(item)
            }

            fn end(self) -> Result<(), Refused> {
                self.close();
                Ok(())
            }
        }
    )+};
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! fields {
    ($($trait:ident,)+) => {$(
        impl ser::$trait for Items<'_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), Refused> {
                self.item(value)
            }

            /// A field that is left out keeps its place.
            fn skip_field(&mut self, _: &'static str) -> Result<(), Refused> {
                self.item(&())
            }

            fn end(self) -> Result<(), Refused> {
                self.close();
                Ok(())
            }
        }
    )+};
}

fields! { SerializeStruct, SerializeStructVariant, }
