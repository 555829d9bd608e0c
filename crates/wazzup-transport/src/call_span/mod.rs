//! A span around each call, and an event with its outcome.
//!
//! The span is `call`, of level `INFO` and target `wazzup_transport`, with the fields `operation`,
//! `status`, `attempts`, `elapsed_ms` and, if there was no answer, `error`. At its end stands an
//! event of level `DEBUG`. Neither ever holds a URI, a header or a body. Without a subscriber it costs
//! a few nanoseconds.
//!
//! It is the outermost layer of the stack, outside the retries.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::call_span::CallSpanLayer;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(CallSpanLayer::new())
//!     .service(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(()))));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

pub use self::{layer::CallSpanLayer, service::CallSpan};
pub use crate::span::ResponseFuture;

mod layer;
mod service;
