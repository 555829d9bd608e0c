//! Puts the base URI in front of relative ones.
//!
//! The base is that of the [`Call`](crate::Call), else that of the layer; without either, and for
//! absolute URIs, nothing is changed. It is the innermost layer of the stack, so all others see paths
//! only.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response, Uri};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{Base, base_uri::BaseUriLayer};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let base = Base::new(Uri::from_static("https://api.example.com")).unwrap();
//! let service = ServiceBuilder::new()
//!     .layer(BaseUriLayer::new(base))
//!     .service(service_fn(async |request: Request<()>| {
//!         assert_eq!(request.uri(), "https://api.example.com/v3/users");
//!         Ok::<_, Infallible>(Response::new(()))
//!     }));
//! service.oneshot(Request::get("/v3/users").body(()).unwrap()).await.unwrap();
//! # }
//! ```

pub use self::{layer::BaseUriLayer, service::BaseUri};

mod layer;
mod service;
