//! A span around each attempt, and an event with its outcome.
//!
//! The span is `attempt`, of level `DEBUG` and target `wazzup_transport`, with the fields
//! `operation`, `attempt`, `status`, `elapsed_ms` and, if there was no answer, `error`. Neither it nor
//! the event at its end ever holds a URI, a header or a body.
//!
//! In the stack it stands inside of all waiting, so it shows what the attempt itself took.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::attempt_span::AttemptSpanLayer;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(AttemptSpanLayer::new())
//!     .service(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(()))));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

pub use self::{layer::AttemptSpanLayer, service::AttemptSpan};
pub use crate::span::ResponseFuture;

mod layer;
mod service;
