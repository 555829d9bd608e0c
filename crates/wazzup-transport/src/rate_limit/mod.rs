//! Keeps requests below the rate that a server allows.
//!
//! A server that counts fixed windows refuses what exceeds its allowance in a window whose start
//! only it knows. This layer spreads the requests so that *no* span of that length holds more than
//! the allowance; [`Limit`] tells how, and what it costs. Waiters leave in the order in which they
//! came. Each attempt takes a token, so retries count too; clones share their tokens, and so do all
//! transports that are given the same limiter.
//!
//! A request can count into several [scopes](Scope), say one of an account and one of the recipient:
//! it waits for all of them and keeps nobody from one while it waits for another.
//!
//! In the stack it stands inside the retries and outside the cooldown, which tells it about
//! refusals. The state machine knows no HTTP: [`Limiter`] is the trait to replace it,
//! [`GovernorLimiter`] the one that is there.
//!
//! ```
//! use std::{convert::Infallible, time::Duration};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::rate_limit::{GovernorLimiter, Limit, Limits, RateLimitLayer};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let limits = Limits::new(Limit::new(500, Duration::from_secs(5)));
//! let service = ServiceBuilder::new()
//!     .layer(RateLimitLayer::new(GovernorLimiter::new(limits)))
//!     .service(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(()))));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

use std::time::Duration;

pub use self::{
    future::ResponseFuture,
    governor::{GovernorLimiter, Wait},
    key::LimitKey,
    layer::RateLimitLayer,
    limit::{Limit, Limits},
    limiter::{Acquire, Limiter, SharedLimiter, SharedWait},
    scope::{RequestHead, Scope, Scopes},
    service::RateLimit,
};

/// For how long a token that was taken is good: about what requests differ by on the network anyway.
/// Whoever leaves later falls into another window than the limiter thinks.
pub(crate) const GOOD_FOR: Duration = Duration::from_millis(20);

mod future;
mod governor;
mod hash;
mod key;
mod layer;
mod limit;
mod limiter;
mod line;
mod pacer;
mod scope;
mod service;
#[cfg(test)]
mod tests;
