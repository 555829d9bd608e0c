//! Provider-neutral HTTP client stack of tower layers: rate limit, retry, cooldown, timeouts, tracing, TLS

pub use self::{
    base::{Base, InvalidBase},
    body::Body,
    call::Call,
    endpoint::{Bucket, Endpoint},
    error::{Error, ErrorDecoder, ErrorDetails, ErrorKind},
    options::CallOptions,
    rate_limit::LimitKey,
    reply::Reply,
    request::Request,
    transport::{DEFAULT_BODY_LIMIT, Decode, ResponseFuture, Transport, TransportBuilder},
};

mod base;
mod body;
mod call;
pub mod collect;
mod endpoint;
mod error;
mod options;
pub mod rate_limit;
mod reply;
mod request;
mod retry_after;
mod transport;

/// Any error, boxed: what the layers speak among themselves.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
