//! Puts the credential into each attempt.
//!
//! In the stack it stands inside the retries, so each attempt gets the credential of its own time,
//! and inside all waiting, so that it is fresh. Who has to wait for it
//! [takes another token](AuthLayer::paced_by) of the rate limit after that. A call [to a URL as it stands](crate::Request::to_url)
//! gets it only if its host is [among those](Hosts) that may. A [call](crate::CallOptions::credential) or the
//! [transport](crate::Transport::with_credential) that it is made by can have a credential of its own,
//! so that many accounts share one stack. An [endpoint](crate::Endpoint::without_auth) can do
//! without.
//!
//! ```
//! use std::convert::Infallible;
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::auth::{AuthLayer, Credential};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(AuthLayer::new(Credential::bearer("0123456789abcdef").unwrap()))
//!     .service(service_fn(async |request: Request<()>| {
//!         assert!(request.headers().contains_key("authorization"));
//!         Ok::<_, Infallible>(Response::new(()))
//!     }));
//! service.oneshot(Request::new(())).await.unwrap();
//! # }
//! ```

pub use self::{
    credential::{Credential, CredentialProvider, InvalidCredential, Provided, RotatingCredential},
    future::ResponseFuture,
    hosts::Hosts,
    layer::AuthLayer,
    service::Auth,
};

mod credential;
mod future;
mod hosts;
mod layer;
mod service;
#[cfg(test)]
mod tests;
