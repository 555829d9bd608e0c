//! A client for HTTP services that knows none of them: a stack of tower layers over hyper-util's
//! pooled client.
//!
//! What differs between services comes in as values: the base URI, the [credential](auth), how
//! [error bodies](ErrorDecoder) are read and [what they mean](judge), the [limits](Limits). What is
//! fixed about a route is an [`Endpoint`]; a [`Request`] is one with its arguments; a [`Transport`]
//! executes it.
//!
//! ```
//! use std::time::Duration;
//! use wazzup_transport::{
//!     Endpoint, ErrorKind, Limit, Limits, Request, Transport, auth::Credential,
//! };
//!
//! const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let transport = Transport::builder()
//!     .base("http://127.0.0.1:9".parse()?)
//!     .credential(Credential::bearer("0123456789abcdef")?)
//!     .limits(Limits::new(Limit::new(500, Duration::from_secs(5))))
//! #   .no_retry()
//!     .build()?;
//!
//! match transport.execute::<Vec<String>>(Request::new(&LIST)).await {
//!     Ok(users) => println!("{} users", users.len()),
//!     Err(error) if error.kind() == ErrorKind::Connect => println!("nobody there: {error}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(()) }
//! ```
//!
//! # The stack
//!
//! From the outside to the inside: the span of the call, retries, rate limit, cooldown, redirects,
//! credential, the span of the attempt, its timeout, asking what a refusal means, reading the answer, base
//! URI, headers, the account of what may have been executed, connections. [`Slot`] has the table with the reasons. Each layer is a module with
//! its own docs and works in a `tower::ServiceBuilder` of one's own; in a transport each can be
//! [left out](TransportBuilder::without) or [replaced](TransportBuilder::replace), layers of one's
//! own [put in](TransportBuilder::layer) and the [innermost service](TransportBuilder::service)
//! exchanged. [`Transport::new`] takes any service as it is.
//!
//! # What is repeated
//!
//! Only what provably was not executed, and what is idempotent: [`retry`]. Every [`Error`] tells
//! whether the server [may have executed](Error::may_have_executed) the request, in any attempt.
//!
//! # Many accounts, other hosts, large bodies
//!
//! [`Transport::with_credential`] and its sisters derive a transport for each account from one stack.
//! [`Request::to_url`] calls a URL that the service gave, on another host, without the credential unless
//! [said otherwise](auth::Hosts). [`Transport::execute_streaming`] reads an answer as it comes,
//! [`Body::reader`] and [`multipart`] send what is too large for memory.
//!
//! # Feature flags
//!
//! | Feature          | Default | Adds                                                        |
//! |------------------|:-------:|-------------------------------------------------------------|
//! | `tls-aws-lc`     |    ✔    | TLS, by rustls with aws-lc-rs                               |
//! | `tls-ring`       |         | TLS, by rustls with ring; if both are on, aws-lc-rs is used |
//! | `roots-webpki`   |    ✔    | trust in Mozilla's certificates, compiled in                |
//! | `roots-native`   |         | trust in the store of the system                            |
//! | `roots-platform` |         | certificates verified by the platform                       |
//! | `http2`          |         | HTTP/2, where it is switched on                             |
//! | `gzip`           |         | compressed answers                                          |
//! | `proxy`          |         | proxies, by `CONNECT`                                       |
//!
//! Of several roots the first in this order is used unless the builder names another. No feature
//! changes what another one does, and no cryptography provider is installed for the process.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(
    any(feature = "tls-aws-lc", feature = "tls-ring"),
    any(
        feature = "roots-webpki",
        feature = "roots-native",
        feature = "roots-platform"
    )
))]
pub use self::connect::Roots;
#[cfg(feature = "proxy")]
#[cfg_attr(docsrs, doc(cfg(feature = "proxy")))]
pub use self::connect::{InvalidProxy, Proxy};
pub use self::{
    base::{Base, InvalidBase},
    body::Body,
    call::Call,
    connect::ConnectTimeout,
    endpoint::{Bucket, Endpoint},
    error::{Error, ErrorDecoder, ErrorDetails, ErrorKind},
    options::CallOptions,
    rate_limit::{Limit, LimitKey, Limits},
    reply::Reply,
    request::Request,
    stream::{ReplyBody, StreamingReply},
    transport::{
        DEFAULT_BODY_LIMIT, Decode, Next, NextFuture, Point, ResponseFuture, Slot, StreamFuture,
        Transport, TransportBuilder,
    },
};

#[macro_use]
mod small_error;

pub mod attempt_span;
pub mod attempt_timeout;
pub mod auth;
mod base;
pub mod base_uri;
mod body;
mod call;
pub mod call_span;
pub mod collect;
mod connect;
pub mod cooldown;
pub mod delivery;
mod endpoint;
mod error;
pub mod headers;
pub mod judge;
pub mod multipart;
mod options;
pub mod rate_limit;
pub mod redirect;
mod reply;
mod request;
pub mod retry;
mod retry_after;
mod span;
mod stream;
mod transport;
pub mod typed;

/// Any error, boxed: what the layers speak among themselves.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

/// The target of all spans and events.
const TARGET: &str = "wazzup_transport";

/// The operation of requests that belong to no call.
const UNNAMED: &str = "request";
