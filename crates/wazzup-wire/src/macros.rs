//! The three shapes that the types of an API are mostly made of: open enums, string ids, masked `Debug`.

/// Makes an enum of wire words that keeps any word it does not name.
///
/// With `fold;` in front, listed words are also recognised in another letter case.
#[macro_export]
macro_rules! open_enum {
    (fold; $($rest:tt)+) => { $crate::open_enum! { @make eq_ignore_ascii_case; $($rest)+ } };
    (@make $eq:ident;
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $wire:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A value this version does not name, kept as it came.
            Unlisted($crate::open::Unlisted),
        }

        impl $name {
            /// Every value this version names.
            pub const LISTED: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Unlisted(raw) => raw.as_str(),
                }
            }

            /// Whether this version names the value.
            #[must_use]
            pub fn is_listed(&self) -> bool {
                !matches!(self, Self::Unlisted(_))
            }

            #[cold]
            fn unusual(raw: &str) -> Self {
                $(if raw.$eq($wire) {
                    return Self::$variant;
                })+
                Self::Unlisted($crate::open::Unlisted::new(raw))
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                match raw {
                    $($wire => Self::$variant,)+
                    _ => Self::unusual(raw),
                }
            }
        }

        impl From<String> for $name {
            fn from(raw: String) -> Self {
                Self::from(raw.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(raw))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Unlisted(raw) => raw.serialize(serializer),
                    listed => serializer.serialize_str(listed.as_str()),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::lenient::word(deserializer)
            }
        }
    };
    ($($rest:tt)+) => { $crate::open_enum! { @make eq; $($rest)+ } };
}

/// Makes a string id: checked by `new`, taken as it comes when read.
///
/// `check` names a function such as [`invalid::digits`](crate::invalid::digits), which is asked by
/// `new` after the length is found right.
#[macro_export]
macro_rules! string_id {
    (
        $(#[$meta:meta])*
        $name:ident, $field:literal $(, max $max:literal)? $(, check $check:path)? $(; $personal:ident)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            $(
                /// Longest id the service takes, in characters.
                pub const MAX_CHARS: usize = $max;
            )?

            /// Checks an id that is about to be sent. Made of text, owned or not; not of an id of
            /// another kind, which is why it is not `Into<String>` that is asked for.
            ///
            /// # Errors
            ///
            /// `Invalid` if it is empty, longer than the documented limit where there is one, or
            /// of another form than the documented one.
            pub fn new(id: impl Into<Box<str>>) -> Result<Self, $crate::Invalid> {
                let id = id.into();
                $crate::invalid::not_empty($field, &id)?;
                $($crate::invalid::max_chars($field, &id, $max)?;)?
                $($check($field, &id)?;)?
                Ok(Self(id))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id as owned text.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0.into_string()
            }
        }

        impl $crate::lenient::FromWire for $name {
            fn from_wire(raw: &str) -> Self {
                Self(raw.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(id: &str) -> Result<Self, Self::Err> {
                Self::new(id)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::Invalid;

            fn try_from(id: &str) -> Result<Self, Self::Error> {
                Self::new(id)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Invalid;

            fn try_from(id: String) -> Result<Self, Self::Error> {
                Self::new(id)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.into_string()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::lenient::id(deserializer)
            }
        }

        $crate::string_id! { @print $name $($personal)? }
    };
    (@print $name:ident personal) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), $crate::redact::Hidden(&*self.0))
            }
        }
    };
    (@print $name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// Writes `Debug` with the fields after `hidden:` masked: shown is only whether they are there.
#[macro_export]
macro_rules! masked_debug {
    ($name:ident $(<$generic:ident>)? { $($shown:ident),* $(,)? ; hidden: $($hidden:ident),* $(,)? }) => {
        impl $(<$generic>)? std::fmt::Debug for $name $(<$generic>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($shown), &self.$shown))*
                    $(.field(stringify!($hidden), &$crate::redact::Hidden(&self.$hidden)))*
                    .finish()
            }
        }
    };
}
