//! Events without a model.

use std::{fmt, ops::Deref, sync::Arc};

use wazzup_dispatch::Event;
use wazzup_whatsapp_types::webhook;

macro_rules! odd_event {
    ($(#[$doc:meta])* $name:ident of $model:ident, $wire:literal) => {
        $(#[$doc])*
        ///
        /// Cheap to clone; `Deref` leads to the model.
        #[derive(Clone, PartialEq)]
        pub struct $name(Arc<webhook::$model>);

        impl $name {
            /// The event as it was parsed.
            pub fn new(event: webhook::$model) -> Self {
                Self(Arc::new(event))
            }
        }

        impl From<webhook::$model> for $name {
            fn from(event: webhook::$model) -> Self {
                Self::new(event)
            }
        }

        impl Deref for $name {
            type Target = webhook::$model;

            fn deref(&self) -> &webhook::$model {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Event for $name {
            const NAME: &'static str = $wire;

            fn raw(&self) -> Option<&str> {
                Some(self.raw.as_str())
            }
        }
    };
}

odd_event! {
    /// A part of a delivery without an event of its own: a change of a field that has none, such as
    /// `history` or `security`, an element of a kind that has none, or what this version does not
    /// name.
    Raw of Raw, "raw"
}

odd_event! {
    /// An element of a known kind that could not be read. Its siblings were handled as usual.
    MalformedEvent of Malformed, "malformed"
}
