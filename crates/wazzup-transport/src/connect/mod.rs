//! Real connections: hyper-util's pooled client, its connector, TLS and proxies.
//!
//! **Silent repeats.** hyper-util repeats a request by itself in one case
//! (`retry_canceled_requests`, which we leave on): the request was given to a connection of the pool,
//! and the connection closed before it took the request up. hyper then hands the request back
//! *whole* (`TrySendError` with the message inside: `hyper/src/proto/h1/dispatch.rs`, `recv_msg`, and
//! `client/dispatch.rs`, `Envelope::drop`), which it can only do as long as it never left the queue
//! of the connection; once it is taken out to be written, a failure comes without the message and is
//! not repeated. So what is repeated was never written, not even in part, the server cannot know of
//! it, and it counts as one attempt. Without it every request that meets an idle connection which
//! the server has just closed would fail.
//!
//! **Requests that get stuck.** In very rare cases neither happens. If the connection ends on one
//! thread within the nanoseconds in which another one puts a request into its queue, the request
//! stays there: tokio's receiver empties the queue when it is dropped (`sync/mpsc/chan.rs`,
//! `Drop for Rx`) and does not see a message that is only half in it, and what would free it, the
//! drop of the sender, waits for the answer to just that request (`try_send_request` in
//! `hyper-util/src/client/legacy/client.rs`). The call then waits for the timeout of its attempt.
//! Bare hyper-util 0.1 with tokio 1.54 did so 11 times for 242 000 connections that a server broke off
//! (debug build, four programs beside each other on two cores), and not once for 644 000 in a release
//! build that had the machine to itself.
//! Nothing is doubled or lost by that: no connection has taken the body, so the attempt counts as not
//! executed and is repeated; a request without a body is repeated if it is idempotent.
//!
//! **Requests that leave late.** A request that waits for a new connection leaves later than its token
//! of the rate limit says, and those after it may not, so that a server counts more of them in a window
//! than there were tokens. The connector tells the call ([`leaving`]), and the
//! [cooldown](crate::cooldown) the limiter, which leaves one out for each. With HTTP/2 that is known of
//! the request only that had the connection made, not of those that wait for it as well.

pub use self::error::ConnectTimeout;
#[cfg(feature = "gzip")]
pub(crate) use self::gzip::gzip;
#[cfg(feature = "proxy")]
pub use self::proxy::{InvalidProxy, Proxy};
#[cfg(all(
    any(feature = "tls-aws-lc", feature = "tls-ring"),
    any(
        feature = "roots-webpki",
        feature = "roots-native",
        feature = "roots-platform"
    )
))]
pub use self::roots::Roots;
#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
pub(crate) use self::tls::Tls;
pub(crate) use self::{
    client::{HyperClient, NO_TLS},
    settings::Settings,
};

mod bounded;
mod client;
mod dial;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
pub(crate) mod leaving;
#[cfg(feature = "proxy")]
mod proxy;
#[cfg(all(
    any(feature = "tls-aws-lc", feature = "tls-ring"),
    any(
        feature = "roots-webpki",
        feature = "roots-native",
        feature = "roots-platform"
    )
))]
mod roots;
mod settings;
mod shared;
#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
mod tls;
