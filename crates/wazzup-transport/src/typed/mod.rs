//! What clients of an API are made of: requests that are awaited for a typed value, lists that come
//! in pages, and the three outcomes of what must not happen twice.
//!
//! Nothing here knows a service. A client crate makes [`Call`]s out of its routes, gives its own
//! request types the same options by [`call_options!`], and reads its answers with the functions of
//! [`read`] or its own.
//!
//! ```
//! use wazzup_transport::{Endpoint, Request, Transport, typed::{Call, read}};
//!
//! const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");
//!
//! fn users(transport: &Transport) -> Call<Vec<String>> {
//!     Call::new(transport, Request::new(&LIST), read::json)
//! }
//! ```

mod call;
mod macros;
mod options;
mod outcome;
mod paged;
mod random;
mod raw;
pub mod read;
mod steps;

#[doc(hidden)]
pub use http as __http;

#[doc(inline)]
pub use self::{
    call::{Call, CallFuture},
    macros::{endpoints, resource},
    options::call_options,
    outcome::{Outcome, SendError, earlier_try_in_doubt, says_too_little},
    paged::{Items, Paged, Pages},
    random::random_hex,
    raw::{RawCall, WithRaw, WithRawFuture},
    read::Read,
    steps::{StepsFuture, steps},
};
