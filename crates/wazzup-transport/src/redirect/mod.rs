//! Follows redirects of calls to [URLs as they stand](crate::Request::to_url).
//!
//! Only those, and only `GET` and `HEAD`: where else a call to an API is sent to is for nobody but the
//! caller to decide, who gets the 3xx as an [error](crate::Error). Followed are at most
//! [`MAX_REDIRECTS`], never from `https` to `http` (unless the [base](crate::Base) is `http` itself),
//! and never to a URL with a user in it. Each hop goes through the layers inside of this one anew: it has
//! its own time, counts as an attempt, and gets the credential only if its own host is [among
//! those](crate::auth::Hosts) that do. Elsewhere it also leaves behind what layers of the user's own put
//! in as `Authorization`, `Proxy-Authorization`, `Cookie` or any sensitive value.
//!
//! In the stack it stands just outside the [credential](crate::auth), which so decides for each hop, and
//! inside the rate limit, which counts the call once.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, service_fn};
//! use wazzup_transport::{Body, redirect::RedirectLayer};
//!
//! let service = ServiceBuilder::new()
//!     .layer(RedirectLayer::new(3))
//!     .service(service_fn(async |_: Request<Body>| Ok::<_, Infallible>(Response::new(()))));
//! ```

pub(crate) use self::location::absolute;
pub use self::{
    future::ResponseFuture,
    layer::{MAX_REDIRECTS, RedirectLayer},
    service::Redirect,
};

mod future;
mod layer;
mod location;
mod service;
#[cfg(test)]
mod tests;
