//! What is put together for the control API field by field.

/// Gives a struct of nothing but `fields: Map<String, Value>` what all of them have. The
/// documentation is that of `field`.
macro_rules! by_fields {
    ($(#[$doc:meta])* $name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $name {
            $(#[$doc])*
            #[must_use]
            pub fn field(
                mut self,
                name: &str,
                value: impl Into<::serde_json::Value>,
            ) -> Self {
                self.fields.insert(name.to_owned(), value.into());
                self
            }

            pub(crate) fn into_fields(self) -> ::serde_json::Map<String, ::serde_json::Value> {
                self.fields
            }
        }
    };
}

pub(crate) use by_fields;
