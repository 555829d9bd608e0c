//! Holds everyone back after a server said "too many requests".
//!
//! A 429 seen by one request is news for all that count into the same bucket of the same key: none
//! of them leaves before the pause is over. The pause is what `Retry-After` says, in seconds or as a
//! date; zero is no pause; silence is [`DEFAULT_PAUSE`]; nothing is longer than [`LONGEST_PAUSE`].
//! Where a [judge](crate::judge) says what an answer means, that counts: of the scopes that the request
//! counts into, those in the bucket it names are held back, whatever the status.
//!
//! In the stack it stands just inside the [rate limit](crate::rate_limit) and
//! [tells it](CooldownLayer::also_hold), so that no token is given out during the pause and requests
//! leave at the limiter's pace after it, not all at once. It also tells the limiter of requests that
//! left late, since they had to wait for a new connection. It repeats nothing: that is up to the
//! retries outside of it.
//!
//! ```
//! use std::{convert::Infallible, time::Duration};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{
//!     cooldown::CooldownLayer,
//!     rate_limit::{GovernorLimiter, Limit, Limits, RateLimitLayer},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let limiter = GovernorLimiter::new(Limits::new(Limit::new(500, Duration::from_secs(5))));
//! let service = ServiceBuilder::new()
//!     .layer(RateLimitLayer::new(limiter.clone()))
//!     .layer(CooldownLayer::new().also_hold(limiter))
//!     .service(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(()))));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

pub use self::{
    future::ResponseFuture,
    layer::{CooldownLayer, DEFAULT_PAUSE, LONGEST_PAUSE},
    service::Cooldown,
};

mod future;
mod gate;
mod layer;
mod service;
#[cfg(test)]
mod tests;
