//! Keeps account of whether the server may have executed the request.
//!
//! This is what [`Error::may_have_executed`](crate::Error::may_have_executed),
//! [`Error::attempts`](crate::Error::attempts) and the retries go by. An attempt may have been
//! executed from the moment when the request is handed to the connection, or, if it has a body, when
//! the connection takes the first of the body or looks at its
//! [bytes](crate::Body::as_bytes): a server cannot act on a message it has nothing of. It
//! was not executed after all if the connection proves to have failed before, or if the server
//! refused it. An attempt that is dropped, by a timeout or by the caller, stays in doubt.
//!
//! It also is the last to check [`CallOptions::repeat_within`](crate::CallOptions::repeat_within),
//! once more when the connection, which may have taken its time to be made, takes the body.
//!
//! In the stack it stands around the connection, inside everything that can time out.
//!
//! ```
//! use std::{convert::Infallible, sync::Arc};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{Body, delivery::DeliveryLayer};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(DeliveryLayer::new())
//!     .service(service_fn(async |_: Request<Body>| Ok::<_, Infallible>(Response::new(()))));
//! service.oneshot(Request::new(Body::empty())).await.unwrap();
//! # }
//! ```

pub use self::{future::ResponseFuture, layer::DeliveryLayer, service::Delivery};

mod future;
mod layer;
mod service;
#[cfg(test)]
mod tests;
