#![cfg_attr(docsrs, feature(doc_cfg))]
//! A small hyper server for webhook services: limits, graceful shutdown, and handlers that a
//! client hanging up does not cancel.
//!
//! It serves any [`tower_service::Service`] of `http::Request<`[`RequestBody`]`>` and knows
//! nothing of any provider. Everything a server on the open internet needs is on by default and
//! settable: see [`ListenerBuilder`].
//!
//! ```
//! use std::{convert::Infallible, time::Duration};
//!
//! use bytes::Bytes;
//! use http_body_util::Full;
//! use wazzup_listener::{Listener, RequestBody};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let service = tower::service_fn(|_: http::Request<RequestBody>| async {
//!     Ok::<_, Infallible>(http::Response::new(Full::new(Bytes::from_static(b"hello"))))
//! });
//! let running = Listener::builder()
//!     .bind("127.0.0.1:0")
//!     .path("/webhooks")
//!     .serve(service)
//!     .await?;
//! println!("listening on {}", running.url());
//!
//! let report = running.shutdown(Duration::from_secs(5)).await;
//! assert_eq!(report.abandoned(), 0);
//! # Ok(()) }
//! ```
//!
//! # What it answers by itself
//!
//! Always a short JSON body, `{"error":"..."}`, with no detail of yours in it:
//!
//! | Status | When |
//! |--------|------|
//! | 400    | what came is not HTTP |
//! | 404    | a [path](ListenerBuilder::path) is set, and the request asks for another one |
//! | 405    | the health endpoint is asked with another method than `GET` or `HEAD` |
//! | 408    | the body did not come within the [body timeout](ListenerBuilder::body_read_timeout) |
//! | 413    | the body is larger than the [body limit](ListenerBuilder::body_limit) |
//! | 414    | the request's URI is longer than 65,534 bytes |
//! | 431    | the head is larger than its [limit](ListenerBuilder::header_size_limit), or has too many headers |
//! | 500    | the service failed or panicked |
//!
//! A client is disconnected without an answer if it is too slow with its head, breaks off in the
//! middle of one, or speaks HTTP/2.
//!
//! # Feature flags
//!
//! | Feature      | Default | Adds |
//! |--------------|:-------:|------|
//! | `tls`        |         | `Tls` from a rustls `ServerConfig` of your own |
//! | `tls-aws-lc` |         | `tls`, and `Tls::from_pem` with the aws-lc-rs provider |
//! | `tls-ring`   |         | `tls`, and `Tls::from_pem` with the ring provider |
//!
//! With both providers on, `Tls::from_pem` uses aws-lc-rs. No feature changes what another one
//! does, and none of them installs a process-wide provider.

mod accept;
mod answer;
mod builder;
mod connection;
mod error;
mod observer;
mod request;
mod running;
mod server;
mod settings;
#[cfg(feature = "tls")]
mod tls;

pub use builder::{Listener, ListenerBuilder};
pub use error::ServeError;
pub use observer::{Finished, Observer, Rejection};
pub use request::{BodyError, RequestBody};
pub use running::{Running, Shutdown};
#[cfg(feature = "tls")]
pub use tls::{InvalidTls, Tls};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;
