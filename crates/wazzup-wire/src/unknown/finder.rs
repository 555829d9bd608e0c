//! A serializer that writes nothing and remembers where it met the marker of unlisted values.

use std::fmt::{self, Display};

use serde::ser::{
    self, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct,
    SerializeStructVariant, SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
};

use crate::open::MARKER;

/// Adds the paths of all values in `value` that no enum names.
pub(super) fn unlisted(value: &impl Serialize, found: &mut Vec<String>) {
    let mut finder = Finder {
        path: String::new(),
        found,
    };
    // Only a key that is no text stops it, and no model has one.
    let _ = value.serialize(&mut finder);
}

struct Finder<'a> {
    path: String,
    found: &'a mut Vec<String>,
}

impl Finder<'_> {
    fn field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        let len = self.path.len();
        if len > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let result = value.serialize(&mut *self);
        self.path.truncate(len);
        result
    }

    fn item(&mut self, index: usize, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        let len = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        let result = value.serialize(&mut *self);
        self.path.truncate(len);
        result
    }
}

#[derive(Debug)]
struct Stop;

impl Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not to be searched")
    }
}

impl std::error::Error for Stop {}

impl ser::Error for Stop {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Nothing to find in these.
macro_rules! plain {
    ($($method:ident: $kind:ty,)+) => {
        $(fn $method(self, _: $kind) -> Result<(), Stop> {
            Ok(())
        })+
    };
}

impl<'f, 'a> ser::Serializer for &'f mut Finder<'a> {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Items<'f, 'a>;
    type SerializeTuple = Items<'f, 'a>;
    type SerializeTupleStruct = Items<'f, 'a>;
    type SerializeTupleVariant = Items<'f, 'a>;
    type SerializeMap = Members<'f, 'a>;
    type SerializeStruct = Members<'f, 'a>;
    type SerializeStructVariant = Members<'f, 'a>;

    plain! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        if name == MARKER {
            self.found.push(self.path.clone());
            return Ok(());
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        self.field(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'f, 'a>, Stop> {
        Ok(Items {
            finder: self,
            index: 0,
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'f, 'a>, Stop> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'f, 'a>, Stop> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Items<'f, 'a>, Stop> {
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'f, 'a>, Stop> {
        Ok(Members {
            finder: self,
            key: String::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'f, 'a>, Stop> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Members<'f, 'a>, Stop> {
        self.serialize_map(None)
    }
}

struct Items<'f, 'a> {
    finder: &'f mut Finder<'a>,
    index: usize,
}

impl Items<'_, '_> {
    fn next(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Stop> {
        self.finder.item(self.index, value)?;
        self.index += 1;
        Ok(())
    }
}

macro_rules! items {
    ($($of:ident::$method:ident,)+) => {
        $(impl $of for Items<'_, '_> {
            type Ok = ();
            type Error = Stop;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.next(value)
            }

            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })+
    };
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

struct Members<'f, 'a> {
    finder: &'f mut Finder<'a>,
    key: String,
}

macro_rules! fields {
    ($($of:ident,)+) => {
        $(impl $of for Members<'_, '_> {
            type Ok = ();
            type Error = Stop;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Stop> {
                self.finder.field(name, value)
            }

            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })+
    };
}

fields! { SerializeStruct, SerializeStructVariant, }

impl SerializeMap for Members<'_, '_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        self.key = key.serialize(KeyOnly)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        self.finder.field(&self.key, value)
    }

    fn end(self) -> Result<(), Stop> {
        Ok(())
    }
}

/// Takes a key, which is text.
struct KeyOnly;

macro_rules! no_key {
    ($($method:ident: $kind:ty,)+) => {
        $(fn $method(self, _: $kind) -> Result<String, Stop> {
            Err(Stop)
        })+
    };
}

impl ser::Serializer for KeyOnly {
    type Ok = String;
    type Error = Stop;
    type SerializeSeq = Impossible<String, Stop>;
    type SerializeTuple = Impossible<String, Stop>;
    type SerializeTupleStruct = Impossible<String, Stop>;
    type SerializeTupleVariant = Impossible<String, Stop>;
    type SerializeMap = Impossible<String, Stop>;
    type SerializeStruct = Impossible<String, Stop>;
    type SerializeStructVariant = Impossible<String, Stop>;

    fn serialize_str(self, key: &str) -> Result<String, Stop> {
        Ok(key.to_owned())
    }

    no_key! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Result<String, Stop> {
        Err(Stop)
    }

    fn serialize_unit(self) -> Result<String, Stop> {
        Err(Stop)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Stop> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, Stop> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Stop> {
        Err(Stop)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Stop> {
        Err(Stop)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Stop> {
        Err(Stop)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Stop> {
        Err(Stop)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Stop> {
        Err(Stop)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Stop> {
        Err(Stop)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Stop> {
        Err(Stop)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Stop> {
        Err(Stop)
    }
}
