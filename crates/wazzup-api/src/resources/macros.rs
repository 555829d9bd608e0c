/// Defines the endpoints of a resource, one `const` each, and `ENDPOINTS`, the list of them all.
///
/// One macro for both, so that an endpoint can't be left out of the list that the table test
/// pins.
macro_rules! endpoints {
    ($($(#[$doc:meta])* $name:ident = $endpoint:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: wazzup_transport::Endpoint = $endpoint;
        )+

        /// Every endpoint of this file.
        pub(crate) const ENDPOINTS: &[&wazzup_transport::Endpoint] = &[$(&$name),+];
    };
}

pub(crate) use endpoints;

/// Defines a resource: a borrowed view of the client that knows how to make calls.
macro_rules! resource {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::Client,
        }

        impl<'a> $name<'a> {
            pub(crate) fn new(client: &'a $crate::Client) -> Self {
                Self { client }
            }
        }
    };
}

pub(crate) use resource;
