#![cfg_attr(docsrs, feature(doc_cfg))]
//! Provider-neutral HTTP client stack of tower layers: rate limit, retry, cooldown, timeouts, tracing, TLS

#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))))]
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
    transport::{
        DEFAULT_BODY_LIMIT, Decode, Next, NextFuture, Point, ResponseFuture, Slot, Transport,
        TransportBuilder,
    },
};

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
mod options;
pub mod rate_limit;
mod reply;
mod request;
pub mod retry;
mod retry_after;
mod transport;

/// Any error, boxed: what the layers speak among themselves.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The target of all spans and events.
const TARGET: &str = "wazzup_transport";

/// The operation of requests that belong to no call.
const UNNAMED: &str = "request";
