//! What the models of webhooks are made of: one way to read each kind of field, and one macro that
//! puts it on all of them.

use serde::{Deserialize, Deserializer};
use wazzup_wire::lenient as wire;
use wazzup_wire::{RawJson, Timestamp};

/// A field that the element can do without.
pub(super) trait Optional<'de>: Sized {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    fn is_absent(&self) -> bool;
}

impl<'de, T: Field<'de>> Optional<'de> for Option<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::field(deserializer)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<'de, T: Deserialize<'de>> Optional<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::list(deserializer)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// What may stand in an optional field, with all that the service writes for nothing.
pub(super) trait Field<'de>: Sized {
    fn field<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

/// For `deserialize_with`.
pub(super) fn read<'de, D: Deserializer<'de>, T: Optional<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// For `skip_serializing_if`.
pub(super) fn absent<'de, T: Optional<'de>>(field: &T) -> bool {
    field.is_absent()
}

macro_rules! fields {
    ($($type:ty => $read:path,)+) => {
        $(impl<'de> Field<'de> for $type {
            fn field<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                $read(deserializer)
            }
        })+
    };
}

fields! {
    String => wire::text,
    i64 => wire::integer,
    f64 => wire::amount,
    bool => wire::flag,
    Timestamp => Option::deserialize,
    RawJson => Option::deserialize,
    crate::error::ErrorCode => Option::deserialize,
}

impl<'de, T: Deserialize<'de>> Field<'de> for Box<T> {
    fn field<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }
}

/// Ids and words: an empty one is none.
pub(super) fn named<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + AsRef<str>,
{
    let name = Option::<T>::deserialize(deserializer)?;
    Ok(name.filter(|name| !name.as_ref().is_empty()))
}

/// Lets ids and words stand in optional fields of models.
macro_rules! named {
    ($($type:ty),+ $(,)?) => {
        $(impl<'de> $crate::webhook::model::Field<'de> for $type {
            fn field<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                $crate::webhook::model::named(deserializer)
            }
        })+
    };
}

/// Lets models stand in optional fields of models, without a box around them.
macro_rules! inline {
    ($($type:ty),+ $(,)?) => {
        $(impl<'de> $crate::webhook::model::Field<'de> for $type {
            fn field<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        })+
    };
}

/// A word of the wire: an open enum that may stand in optional fields.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($body:tt)+ }) => {
        wazzup_wire::open_enum! { $(#[$meta])* pub enum $name { $($body)+ } }
        named! { $name }
    };
    (fold; $(#[$meta:meta])* pub enum $name:ident { $($body:tt)+ }) => {
        wazzup_wire::open_enum! { fold; $(#[$meta])* pub enum $name { $($body)+ } }
        named! { $name }
    };
}

/// Makes a model of the wire: what it is identified by, if it is, then fields it can do without,
/// each read as leniently as its type allows. `Debug` shows of a `[hidden]` one only whether it is
/// there.
macro_rules! model {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            id { $(#[$id_meta:meta])* pub $id:ident: $id_type:ty, }
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty $([$hidden:ident])?,)*
        }
    ) => {
        model! {
            $(#[$meta])*
            pub struct $name {
                needs { $(#[$id_meta])* pub $id: $id_type, }
                $($(#[$field_meta])* pub $field: $type $([$hidden])?,)*
            }
        }

        impl $name {
            /// One of which only this is known. For tests and for programs that play WhatsApp; set
            /// the other fields as needed.
            #[must_use]
            pub fn new($id: $id_type) -> Self {
                Self { $id, $($field: Default::default(),)* }
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            needs { $(#[$id_meta:meta])* $id_vis:vis $id:ident: $id_type:ty, }
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $([$hidden:ident])?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        $vis struct $name {
            $(#[$id_meta])*
            $id_vis $id: $id_type,
            $(
                $(#[$field_meta])*
                #[serde(
                    default,
                    deserialize_with = "crate::webhook::model::read",
                    skip_serializing_if = "crate::webhook::model::absent"
                )]
                $field_vis $field: $type,
            )*
        }

        debug! { $name { $id, $($field $([$hidden])?,)* } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $([$hidden:ident])?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        $vis struct $name {
            $(
                $(#[$field_meta])*
                #[serde(
                    default,
                    deserialize_with = "crate::webhook::model::read",
                    skip_serializing_if = "crate::webhook::model::absent"
                )]
                $field_vis $field: $type,
            )*
        }

        debug! { $name { $($field $([$hidden])?,)* } }
    };
}

/// Writes `Debug` with the `[hidden]` fields masked: shown is only whether they are there.
macro_rules! debug {
    ($name:ident { $($field:ident $([$hidden:ident])?,)* }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), debug!(@field self.$field $([$hidden])?)))*
                    .finish()
            }
        }
    };
    (@field $self:ident.$field:ident [hidden]) => {
        &$crate::webhook::model::Masked(&$self.$field)
    };
    (@field $self:ident.$field:ident) => {
        &$self.$field
    };
}

/// Shows how much there is of a value, never the value.
pub(super) struct Masked<'a, T>(pub(super) &'a T);

impl<T: Mask> std::fmt::Debug for Masked<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_there() {
            "<hidden>"
        } else {
            "None"
        })
    }
}

/// What [`Masked`] wants to know.
pub(super) trait Mask {
    fn is_there(&self) -> bool;
}

impl<T> Mask for Option<T> {
    fn is_there(&self) -> bool {
        self.is_some()
    }
}

impl<T> Mask for Vec<T> {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

impl Mask for String {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

named! {
    crate::Bsuid, crate::CallId, crate::CatalogId, crate::GroupId, crate::MediaId,
    crate::MessageId, crate::ParentBsuid, crate::PhoneNumber, crate::PhoneNumberId,
    crate::TemplateId, crate::Username, crate::WaId, crate::WabaId, crate::BusinessId,
    crate::AppId, crate::flow::FlowToken,
}
