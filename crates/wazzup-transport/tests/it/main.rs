//! The transport against servers on loopback that speak, break off and keep silent as told.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod broken;
mod client;
mod connection;
mod executed_once;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(all(feature = "http2", any(feature = "tls-aws-lc", feature = "tls-ring")))]
mod http2;
#[cfg(feature = "proxy")]
mod proxy;
mod server;
mod streaming;
#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
mod tls;

use wazzup_transport::{Bucket, Endpoint, Transport};

use client::builder;

const GET: Endpoint = Endpoint::get("users.get", "/v3/users/{id}");
const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");
const SEND: Endpoint =
    Endpoint::post("messages.send", "/v3/message").bucket(Bucket::new("messages"));

fn transport(url: &str) -> Transport {
    builder(url).build().unwrap()
}
