//! The shape that most types for sending have.

/// Makes a struct that obeys its rules however it is made: its own `check` is asked by `checked`,
/// which every constructor ends with, and by `Deserialize`.
macro_rules! checked {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$attr:meta])* $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize)]
        pub struct $name {
            $($(#[$attr])* $field: $type,)+
        }

        impl $name {
            fn checked(self) -> Result<Self, $crate::Invalid> {
                self.check()?;
                Ok(self)
            }
        }

        const _: () = {
            #[derive(serde::Deserialize)]
            struct Unchecked {
                $($(#[$attr])* $field: $type,)+
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let Unchecked { $($field),+ } = serde::Deserialize::deserialize(deserializer)?;
                    Self { $($field),+ }.checked().map_err(serde::de::Error::custom)
                }
            }
        };
    };
}
