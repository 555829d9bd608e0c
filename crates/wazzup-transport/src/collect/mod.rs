//! Reads answers whole, up to a limit.
//!
//! In the stack it stands inside the timeout of an attempt and inside the retries, so an answer that
//! stops halfway is a failed attempt and not a failed call. A refusal is passed on without a body that
//! cannot be read, for its status and headers say what may follow. A body in one piece, as most are, is
//! passed on without a copy. A call [that streams](crate::Transport::execute_streaming) gets a success
//! unread; its errors are read nevertheless.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{Body, collect::{CollectLayer, TooLarge}};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(CollectLayer::new(3))
//!     .service(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Body::from("four")))));
//! let error = service.oneshot(Request::new(())).await.unwrap_err();
//! assert_eq!(error.downcast::<TooLarge>().unwrap().limit(), 3);
//! # }
//! ```

pub(crate) use self::future::{Collecting, CutOff, cut_off};
pub use self::{
    future::{ResponseFuture, TooLarge},
    layer::CollectLayer,
    service::Collect,
};

mod future;
mod layer;
mod service;
#[cfg(test)]
mod tests;
