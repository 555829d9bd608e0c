/// Defines the endpoints of a resource, one `const` each, and `ENDPOINTS`, the list of them all.
///
/// One macro for both, so that an endpoint can't be left out of the list that a table test pins.
///
/// ```
/// mod users {
///     use wazzup_transport::{Endpoint, typed::endpoints};
///
///     endpoints! {
///         LIST = Endpoint::get("users.list", "/v3/users");
///         GET = Endpoint::get("users.get", "/v3/users/{id}");
///     }
/// }
///
/// assert_eq!(users::ENDPOINTS, [&users::LIST, &users::GET]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __endpoints {
    ($($(#[$doc:meta])* $name:ident = $endpoint:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::Endpoint = $endpoint;
        )+

        /// Every endpoint of this file.
        pub(crate) const ENDPOINTS: &[&$crate::Endpoint] = &[$(&$name),+];
    };
}

/// Defines a resource: a borrowed view of the client that knows how to make calls. The client is the
/// `Client` at the root of the crate.
///
/// ```
/// # fn main() {}
/// #[derive(Debug)]
/// pub struct Client;
///
/// mod users {
///     wazzup_transport::typed::resource! {
///         /// The users.
///         Users
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the client is that of the crate that defines a resource"
)]
macro_rules! __resource {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            client: &'a crate::Client,
        }

        impl<'a> $name<'a> {
            pub(crate) fn new(client: &'a crate::Client) -> Self {
                Self { client }
            }
        }
    };
}

#[doc(inline)]
pub use __endpoints as endpoints;
#[doc(inline)]
pub use __resource as resource;
