//! Repeats failed requests where that does no harm.
//!
//! A [`RetryPolicy`] decides; the [`StandardPolicy`] repeats what is provably unexecuted or
//! idempotent, after growing delays with full jitter or when the server says, within a number of
//! attempts, a time and a [`Budget`]. What was executed may be is known from the
//! [delivery](crate::delivery) layer further in; without it, from the errors and statuses of all
//! attempts. Where the status says too little, a [judge](crate::judge) further in reads the body.
//!
//! In the stack it stands inside the span of the call and outside everything that makes up an
//! attempt: each attempt waits for the rate limit, gets its own credential and its own timeout. A
//! request whose body [cannot be had twice](RepeatableBody) is sent once.
//!
//! ```
//! use std::{io, sync::atomic::{AtomicU32, Ordering}};
//! use bytes::Bytes;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{Body, retry::{RetryLayer, StandardPolicy}};
//!
//! static ATTEMPTS: AtomicU32 = AtomicU32::new(0);
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(RetryLayer::new(StandardPolicy::new()))
//!     .service(service_fn(async |_: Request<Body>| match ATTEMPTS.fetch_add(1, Ordering::Relaxed) {
//!         0 => Err(io::Error::from(io::ErrorKind::ConnectionRefused)),
//!         _ => Ok(Response::new(())),
//!     }));
//! service.oneshot(Request::new(Body::from("hello"))).await.unwrap();
//! assert_eq!(ATTEMPTS.load(Ordering::Relaxed), 2);
//! # }
//! ```

pub(crate) use self::saved::Saved;
pub use self::{
    backoff::Backoff,
    budget::Budget,
    future::ResponseFuture,
    layer::RetryLayer,
    policy::{Attempt, Decision, RetryPolicy, StandardPolicy},
    saved::RepeatableBody,
    service::Retry,
};

mod backoff;
mod budget;
mod future;
mod layer;
mod policy;
mod saved;
mod service;
#[cfg(test)]
mod tests;
