//! Puts in the headers that a call wants.
//!
//! `Accept`, `Content-Type` for a body of JSON, `User-Agent`, and those of the
//! [options](crate::CallOptions::header), which come first. A header that some layer has put in
//! already stays as it is, but for those of the options.
//!
//! In the stack it stands next to the base URI, inside of the retries: so there are no headers to be
//! copied for each attempt, and a request that is sent once does not pay for the one that is not.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::headers::HeadersLayer;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(HeadersLayer::new())
//!     .service(service_fn(async |request: Request<()>| {
//!         assert!(request.headers().is_empty(), "without a call there is nothing to put in");
//!         Ok::<_, Infallible>(Response::new(()))
//!     }));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

pub use self::{layer::HeadersLayer, service::Headers};

mod layer;
mod service;
